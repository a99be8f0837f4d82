"""Rivals: what anyone could forecast without a model, each with a distribution of its own.

A rival forecasts the change of a log over `horizon` years from what is known at the origin, as a
Student t with centre, scale and degrees of freedom. The scale is the spread of the rival's own
misses on figures up to the origin. A change over n years misses by Var = n s^2, and a drift that
was estimated from N years by h^2 s^2 / N more:

    scale^2 = s^2 (h + h^2 / N)

Too few data make a rival unavailable, with the reason; it is never filled in.

ARIMA(0,1,0) with drift and exponential smoothing with drift (the Theta method, Hyndman and Billah
2003) have closed forms given the smoothing weight, so both are written out: a library for them
would weigh more than the rest of the program's statistics, and few places have the years.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from calibration.history.log_series import Change, Known, Series, all_changes, spans

Floats = NDArray[np.float64]

LEAST_CHANGES = 3
"""Fewer changes than this give no spread."""

LEAST_SPANS = 5
"""From this many changes over exactly the horizon on, they are used unscaled."""

LEAST_RUN = 5
"""Consecutive years that exponential smoothing needs."""


@lru_cache(maxsize=128)
def _student(freedom: int, n: int) -> Floats:
    """The middles of n equal parts of Student's t."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(freedom, (np.arange(n) + 0.5) / n))


@dataclass(frozen=True)
class Predictive:
    """A Student t for the change of a log since the origin."""

    centre: float
    scale: float
    freedom: int

    def samples(self, n: int) -> Floats:
        """N equally likely values: the middles of n equal parts of the distribution."""
        return self.centre + self.scale * _student(self.freedom, n)


@dataclass(frozen=True)
class NotAvailable:
    """Why a rival has no forecast."""

    reason: str


@dataclass(frozen=True)
class Question:
    """One forecast asked for: by place, origin, horizon, from what is known at the origin.

    plan: official value of the quantity, as a log, by (place, year).
    """

    known: Known
    place: str
    origin: int
    horizon: int
    plan: Mapping[tuple[str, int], float]


Answer = Predictive | NotAvailable
Rival = Callable[[Question], Answer]

TOO_FEW = NotAvailable("too few changes known at the origin")


def no_change(asked: Question) -> Answer:
    """Nothing changes; the spread is that of past changes over as many years."""
    h, exact = asked.horizon, spans(asked.known, asked.horizon)
    if len(exact) < LEAST_SPANS:
        exact = [change.value * h / change.years for change in all_changes(asked.known)]
    if len(exact) < LEAST_CHANGES:
        return TOO_FEW
    return _predictive(0.0, sqrt(float(np.mean(np.square(exact)))), len(exact))


def pooled_drift(asked: Question) -> Answer:
    """The mean change a year of all other places; the place itself is left out."""
    return _drift(all_changes(asked.known, without=asked.place), asked.horizon)


def own_drift(asked: Question) -> Answer:
    """The place's own mean change a year; the spread is that of all places about their own."""
    own = asked.known[asked.place].changes() if asked.place in asked.known else []
    years = sum(change.years for change in own)
    if years < 2:
        return NotAvailable("fewer than two years of the place itself")
    spread = _within_places(asked.known)
    if spread is None:
        return TOO_FEW
    h, (s, freedom) = asked.horizon, spread
    drift = sum(change.value for change in own) / years
    return _predictive(h * drift, s * sqrt(h + h * h / years), freedom)


def province_change(asked: Question) -> Answer:
    """The province's latest change over as many years, applied to the place."""
    province = _province(asked.known, asked.place)
    if province is None:
        return NotAvailable("no province above the place in the panel")
    h = asked.horizon
    rate = _latest_rate(province, asked.origin, h)
    if rate is None:
        return NotAvailable("the province has no change by the origin")
    misses = []
    for change in all_changes(asked.known, without=province.place):
        before = _latest_rate(province, change.first, h)
        if before is not None:
            misses.append((change.value - change.years * before) / sqrt(change.years))
    if len(misses) < LEAST_CHANGES:
        return TOO_FEW
    spread = sqrt(float(np.mean(np.square(misses))))
    return _predictive(h * rate, spread * sqrt(h), len(misses))


def arima(asked: Question) -> Answer:
    """ARIMA(0,1,0) with drift on the place's own changes over single years."""
    own = asked.known[asked.place].changes() if asked.place in asked.known else []
    single = [change for change in own if change.years == 1]
    if len(single) < LEAST_CHANGES:
        return NotAvailable("fewer than three one-year changes of the place itself")
    return _drift(single, asked.horizon)


def smoothing(asked: Question) -> Answer:
    """Simple exponential smoothing with drift on the place's latest consecutive years.

    y_t = l_(t-1) + b + e_t        l_t = l_(t-1) + b + a e_t
    forecast l + h b, variance s^2 (1 + (h - 1) a^2)
    """
    run = _latest_run(asked.known.get(asked.place), asked.origin)
    if len(run) < LEAST_RUN:
        return NotAvailable(f"fewer than {LEAST_RUN} consecutive years of the place itself")
    weight, level, slope, squares = _smoothed(np.array(run))
    freedom, h = len(run) - 3, asked.horizon
    s = sqrt(squares / freedom)
    return _predictive(
        level + h * slope - run[-1], s * sqrt(1.0 + (h - 1) * weight * weight), freedom
    )


def plan_path(asked: Question) -> Answer:
    """The official plan's figure; the spread is that of all places about their drift."""
    goal = asked.plan.get((asked.place, asked.origin + asked.horizon))
    base = asked.known[asked.place].values.get(asked.origin) if asked.place in asked.known else None
    if goal is None or base is None:
        return NotAvailable("no plan for the place and year")
    changes = all_changes(asked.known)
    if len(changes) < LEAST_CHANGES:
        return TOO_FEW
    spread = _spread(changes)
    return _predictive(goal - base, spread * sqrt(asked.horizon), len(changes) - 1)


def five_lines(asked: Question) -> Answer:
    """The trend in five lines, an ablation: mean and spread of all changes to the origin."""
    changes = all_changes(asked.known)
    if len(changes) < LEAST_CHANGES:
        return TOO_FEW
    rates = [change.value / change.years for change in changes]
    h, mean, sd = asked.horizon, float(np.mean(rates)), float(np.std(rates, ddof=1))
    return _predictive(h * mean, sd * sqrt(h), len(rates) - 1)


RIVALS: dict[str, Rival] = {
    "no_change": no_change,
    "pooled_drift": pooled_drift,
    "own_drift": own_drift,
    "province_change": province_change,
    "exponential_smoothing": smoothing,
    "arima_010_drift": arima,
    "plan_path": plan_path,
}


def _drift(changes: Sequence[Change], h: int) -> Answer:
    if len(changes) < LEAST_CHANGES:
        return TOO_FEW
    years = sum(change.years for change in changes)
    drift = sum(change.value for change in changes) / years
    return _predictive(h * drift, _spread(changes) * sqrt(h + h * h / years), len(changes) - 1)


def _spread(changes: Sequence[Change]) -> float:
    """Standard deviation a year about the common drift."""
    years = sum(change.years for change in changes)
    drift = sum(change.value for change in changes) / years
    squares = sum((c.value - c.years * drift) ** 2 / c.years for c in changes)
    return sqrt(squares / (len(changes) - 1))


def _within_places(known: Known) -> tuple[float, int] | None:
    """Standard deviation a year of changes about the drift of their own place, and freedom."""
    squares, freedom = 0.0, 0
    for one in known.values():
        changes = one.changes()
        if len(changes) > 1:
            squares += _spread(changes) ** 2 * (len(changes) - 1)
            freedom += len(changes) - 1
    return (sqrt(squares / freedom), freedom) if freedom >= LEAST_CHANGES - 1 else None


def _province(known: Known, place: str) -> Series | None:
    """The province above a place; where its parents are not known, the only province there is."""
    provinces = [name for name, series in known.items() if series.level == "province"]
    above = known[place].above if place in known else ()
    for name in above if set(above) & set(provinces) else provinces:
        if name in provinces and name != place and (name in above or len(provinces) == 1):
            return known[name]
    return None


def _latest_rate(series: Series, origin: int, h: int) -> float | None:
    """Change a year over the last h years by the origin, or over the span nearest to that."""
    years = sorted(year for year in series.values if year <= origin)
    if len(years) < 2:
        steps = [year for year in series.yearly_changes if year <= origin]
        return series.yearly_changes[max(steps)] if steps else None
    last = years[-1]
    first = min(years[:-1], key=lambda year: (abs(last - year - h), year))
    return (series.values[last] - series.values[first]) / (last - first)


def _latest_run(series: Series | None, origin: int) -> list[float]:
    """Logs of consecutive years that end with the origin, in order of time."""
    run: list[float] = []
    while series is not None and origin - len(run) in series.values:
        run.append(series.values[origin - len(run)])
    return run[::-1]


def _smoothed(y: Floats) -> tuple[float, float, float, float]:
    """Weight, last level, slope and sum of squares of the best smoothing with drift.

    For a given weight the one-step errors are linear in the first level and the slope, so least
    squares gives both; the weight is the best of 101 from 0 to 1.
    """
    best: tuple[float, float, float, float] | None = None
    for weight in np.linspace(0.0, 1.0, 101):
        # level before year t as (own part, factor of the first level, factor of the slope)
        level = np.array([0.0, 1.0, 0.0])
        rows = []
        for value in y:
            ahead = level + [0.0, 0.0, 1.0]
            rows.append(ahead)
            level = (1.0 - weight) * ahead + [weight * value, 0.0, 0.0]
        table = np.array(rows)
        unknown, *_ = np.linalg.lstsq(table[:, 1:], y - table[:, 0], rcond=None)
        errors = y - table[:, 0] - table[:, 1:] @ unknown
        squares = float(errors @ errors)
        if best is None or squares < best[3] - 1e-15:
            last = float(level[0] + level[1:] @ unknown)
            best = (float(weight), last, float(unknown[1]), squares)
    assert best is not None  # there are 101 candidates
    return best


def _predictive(centre: float, scale: float, freedom: int) -> Predictive:
    """A scale of exactly nothing would claim certainty; figures are rounded to a yuan in 50,000."""
    return Predictive(centre, max(scale, 1e-4), freedom)


def log_plan(plan: Mapping[tuple[str, int], float]) -> dict[tuple[str, int], float]:
    """A plan's figures as logs."""
    return {key: log(value) for key, value in plan.items()}
