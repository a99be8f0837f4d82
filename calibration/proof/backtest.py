"""The backtest: forecasts from rolling origins, model and rivals, scored on what came.

At every origin the model is fitted and the rivals learn from `panel.as_of(origin)` only: years up
to it in documents of the next year at the latest. The fit refuses any other row. Where the figure
that a forecast starts from was printed later, its change is forecast without that figure. Each
forecast is a distribution of the change of a log since the origin, kept as `POINTS` equally likely
values and scored at once:

- in logs, all targets: CRPS, PIT, absolute error of the median, interval scores;
- in ratio points (or yuan), targets with a level: absolute error and CRPS.

Two forecasters are built from the others. `combined` averages quantiles of the model and the rivals
with weights learnt from outcomes known by the origin (`calibration.proof.combination`);
`width_learnt` is the model, wider as its misses known by the origin ask
(`calibration.proof.widening`). A place whose trend comes from the full engine is marked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.history.log_series import Known, series_of
from calibration.proof.backtest_interfaces import Data, Engine, Fit, GapForecast, Posterior
from calibration.proof.backtest_targets import HORIZONS, Target, targets_of
from calibration.proof.combination import Combination
from calibration.proof.rivals import RIVALS, NotAvailable, Predictive, Question, Rival, five_lines
from calibration.proof.scored import Scored, score_forecast
from calibration.proof.widening import NAME as WIDTH_LEARNT
from calibration.proof.widening import Widening

Floats = NDArray[np.float64]

LAST_ORIGIN = 2021
"""Nothing later may inform the model; a later origin is for whoever has asked for it."""

POINTS = 999
"""Equally likely values that a forecast is kept as."""

DRAWS = 4000
"""Draws from the fitted trend for one forecast."""

MODEL, COMBINED, FIVE_LINES = "model", "combined", "five_line_trend"
NO_HISTORY = "no_own_history"


@dataclass(frozen=True)
class Settings:
    """What is scored, and how.

    horizons: years ahead. outcomes: places and years to score, None for all. proxies: places whose
    figures of 2021 were computed back from 2022; nothing from that origin is scored. engine: full
    engine for packs, from origin 2021. ablate: also fit without the place's own history.
    """

    last_origin: int = LAST_ORIGIN
    quantity: str = "ratio"
    horizons: tuple[int, ...] = HORIZONS
    seed: int = 0
    draws: int = DRAWS
    outcomes: frozenset[tuple[str, int]] | None = None
    proxies: frozenset[str] = frozenset()
    plan: Mapping[tuple[str, int], float] = field(default_factory=dict)
    engine: Engine | None = None
    ablate: bool = False


@dataclass(frozen=True)
class Backtest:
    """All forecasts of a backtest, in the order of origin, place, horizon, forecaster."""

    settings: Settings
    scored: tuple[Scored, ...]
    weights: Mapping[int, Mapping[str, float]]

    def of(self, forecaster: str) -> list[Scored]:
        """The forecasts of one forecaster that exist."""
        return [one for one in self.scored if one.forecaster == forecaster and not one.missing]

    def forecasters(self) -> tuple[str, ...]:
        """Names in the order in which they are shown."""
        return tuple(dict.fromkeys(one.forecaster for one in self.scored))


def backtest(
    panel: Data,
    fit: Fit,
    settings: Settings | None = None,
    step: Callable[[int, int], None] | None = None,
) -> Backtest:
    """Score every forecaster on every target; `step(done, total)` after each origin."""
    settings = settings or Settings()
    series = series_of(panel.rows, settings.quantity)
    targets = [target for target in asked(series, settings) if not is_proxy(target, settings)]
    origins = sorted({target.origin for target in targets})
    combination, widening, found = Combination(), Widening(), list[Scored]()
    weights: dict[int, Mapping[str, float]] = {}
    for done, origin in enumerate(origins):
        known = series_of(panel.as_of(origin).rows, settings.quantity)
        trend = _fitted(fit, panel, origin)
        weights[origin] = combination.weights(known)
        width = widening.width(known)
        for target in (target for target in targets if target.origin == origin):
            values = _forecasts(target, known, trend, settings)
            if settings.ablate:
                left = without_history(panel.as_of(origin), target.place, origin)
                forgot = _fitted(fit, left, origin)
                plain = replace(settings, engine=None)
                values.append((NO_HISTORY, *_model(target, known, forgot, plain)))
            values.append((WIDTH_LEARNT, *widening.forecast(target, values[0][1], width)))
            rows = [score_forecast(target, name, value, source) for name, value, source in values]
            rows.append(combination.forecast(target, values, weights[origin]))
            combination.learn(target, rows)
            found += rows
        if step is not None:
            step(done + 1, len(origins))
    return Backtest(settings, tuple(found), weights)


NOTHING_KNOWN = NotAvailable("no place has both incomes, or growth of both, by the origin")


def _fitted(fit: Fit, panel: Data, origin: int) -> Posterior | NotAvailable:
    """The trend as of an origin, from what was known then."""
    known = panel.as_of(origin)
    if any(row.year > origin for row in known.rows):
        raise ValueError(f"the panel as of {origin} holds a later row")
    places = [row for row in known.rows if row.level != "nation"]
    return fit(known, origin) if series_of(places, "ratio") else NOTHING_KNOWN


def without_history(known: Any, place: str, origin: int) -> Any:
    """An ablation: of a place only the levels at the origin, so that its trend is all borrowed."""
    rows = (row for row in known.rows if row.place != place or row.year == origin)
    plain = {"urban_growth_pct": None, "rural_growth_pct": None}
    kept = (replace(row, **plain) if row.place == place else row for row in rows)
    return replace(known, rows=tuple(kept))


def asked(series: Known, settings: Settings) -> list[Target]:
    """The targets of a backtest, those from proxy bases included."""
    return [
        target
        for target in targets_of(series, settings.last_origin, settings.horizons)
        if settings.outcomes is None or (target.place, target.year) in settings.outcomes
    ]


def is_proxy(target: Target, settings: Settings) -> bool:
    """Whether a forecast would start from a figure computed back from its own outcome's year."""
    return (
        target.base is not None
        and target.origin == LAST_ORIGIN
        and target.place in settings.proxies
    )


Forecasts = list[tuple[str, "Floats | NotAvailable", str]]


def _forecasts(
    target: Target, known: Known, trend: Posterior | NotAvailable, settings: Settings
) -> Forecasts:
    """Equally likely changes by every forecaster but the combination, with their source."""
    asked = Question(known, target.place, target.origin, target.horizon, settings.plan)
    found: Forecasts = [(MODEL, *_model(target, known, trend, settings))]
    rivals: Iterable[tuple[str, Rival]] = (*RIVALS.items(), (FIVE_LINES, five_lines))
    for name, rival in rivals:
        answer = rival(asked)
        value = answer.samples(POINTS) if isinstance(answer, Predictive) else answer
        found.append((name, value, ""))
    return found


def _model(
    target: Target, known: Known, trend: Posterior | NotAvailable, settings: Settings
) -> "tuple[Floats | NotAvailable, str]":
    """The model's changes, from the engine where the place is a pack, and where they come from."""
    if settings.engine is not None and target.origin == LAST_ORIGIN and target.base is not None:
        simulated = settings.engine(target.place)
        if simulated is not None and target.year in simulated:
            return _thinned(np.log(simulated[target.year]) - target.base), "engine"
    if isinstance(trend, NotAvailable):
        return trend, ""
    drawn = trend.forecast(target.place, target.horizon, settings.draws, seed=settings.seed)
    source = f"borrowed from {drawn.borrowed_from}" if drawn.borrowed_from else "trend"
    changes = _changes(drawn, target, known, settings.quantity)
    if not np.all(np.isfinite(changes)):
        return NotAvailable("the place has no level by the origin"), ""
    return _thinned(changes), source


def _changes(drawn: GapForecast, target: Target, known: Known, quantity: str) -> Floats:
    """Draws of the log change over the horizon, (n,)."""
    if quantity == "ratio":
        if target.base is not None:
            seen = target.place in known and target.origin in known[target.place].values
            base = target.base if seen else drawn.log_ratio_origin
            return np.asarray(drawn.log_ratio[:, -1] - base)
        return np.asarray((drawn.growth_urban - drawn.growth_rural).sum(axis=1))
    growth = drawn.growth_rural if quantity == "rural_income" else drawn.growth_urban
    return np.asarray(growth.sum(axis=1))


def _thinned(samples: Floats) -> Floats:
    """The middles of `POINTS` equal parts of the samples."""
    return np.quantile(samples, (np.arange(POINTS) + 0.5) / POINTS)
