"""`sanjin update`: absorb published figures into the forecast of later years."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log, log1p
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calibration.behaviour.abc_fit import weighted_quantiles
from calibration.outlook.above import above_of
from calibration.outlook.survey_update import RATIO, RURAL, Figure, Futures, Updated, update
from model.errors import InputError, nearest_name
from scenarios.forecasting.futures import Setting, futures_of
from scenarios.running.job import Evidence, evidence_key

if TYPE_CHECKING:
    from calibration.history.panel_data import PanelRow
    from calibration.packs.pack import Pack
    from scenarios.forecasting.levels import Pairs

COUNT = 20_000
"""Futures that are reweighted."""

POINTS = (0.05, 0.5, 0.95)
ROUNDING_YUAN, ROUNDING_PERCENT = 0.5, 0.05
"""Half of the last digit printed."""

QUANTITIES = ("ratio", "rural_income", "urban_income", "ratio_latent", "rural_income_latent")


@dataclass(frozen=True)
class Base:
    """What is updated: a county's futures, with the effects of a run's pilot or without any."""

    pack: "Pack"
    evidence: Evidence
    years: range
    futures: Futures
    run: str | None


def base_of_trend(pack: "Pack", evidence: Evidence, years: range) -> Base:
    """The county's trend alone."""
    setting = Setting(pack, evidence_key(evidence), years, {}, {})
    return Base(pack, evidence, years, _futures(setting, None), None)


def base_of_run(pack: "Pack", folder: Path) -> Base:
    """The pilot world of a finished run; InputError when it is of another county or pack."""
    from results.run import Run
    from scenarios.forecasting.simulated import simulated_pairs

    run = Run.open(folder)
    spec = run.record["spec"]
    if spec["county"]["name"] != pack.name:
        raise InputError(
            "the run is of another county",
            key="--run",
            value=spec["county"]["name"],
            allowed=pack.name,
        )
    if spec["county"]["pack"] != pack.fingerprint:
        raise InputError(
            "the county's files or its fitted trend changed since the run; run the forecast again",
            key="--run",
            value=run.fingerprint,
        )
    settings = spec["settings"]
    first, last = settings["years"]
    years = range(first, last + 1)
    setting = Setting(
        pack,
        evidence_key(spec["evidence"]),
        years,
        settings.get("parameters", {}),
        settings.get("shocks", {}),
    )
    pairs = simulated_pairs(run.table("indicators"), years)
    return Base(pack, spec["evidence"], years, _futures(setting, pairs), run.fingerprint)


def _futures(setting: Setting, pairs: "Pairs | None") -> Futures:
    redraws, spreads = futures_of(setting, COUNT)
    errors = redraws.errors
    rural = np.column_stack([errors.rural_2021, errors.rural])
    ratio = np.column_stack([errors.ratio_2021, errors.ratio])
    middle = np.stack([np.log(redraws.rural), np.log(redraws.ratio)], axis=2)
    if pairs is not None:
        row = np.arange(COUNT) % len(pairs.draw)
        effects = (pairs.effect("pilot", "rural_income"), pairs.gap_effect("pilot"))
        middle = middle + np.stack([effect[row] for effect in effects], axis=2)
    both = np.stack([rural, ratio], axis=2)
    shocks = _shocks(redraws.index, spreads, setting.years)
    middle = middle + both[:, :1] - np.cumsum(shocks, axis=1)
    lockdowns = spreads["trend.covid_2022_gap"]
    above, _ = above_of(setting.pack, redraws.index, setting.years, lockdowns)
    return Futures(setting.years, middle, both, shocks, spreads, above)


def _shocks(
    index: NDArray[np.int64], spreads: Mapping[str, NDArray[np.float64]], years: range
) -> NDArray[np.float64]:
    """Of each year on rural income and ratio, as `outlook.trend` draws them; (n, years, 2)."""
    from calibration.outlook.shocks import yearly_normals

    named = (("trend.common", "trend.common_noise_sd"), ("trend.gap", "trend.gap_noise_sd"))
    drawn = [spreads[path][:, None] * yearly_normals(name, index, years) for name, path in named]
    return np.stack(drawn, axis=2)


@dataclass(frozen=True)
class Observed:
    """Figures that a file has of a county and of what it lies in; `unused`: place, year and why."""

    figures: list[Figure]
    unused: list[dict[str, Any]]


def observed(base: Base, file: Path) -> Observed:
    """The figures of a panel file; InputError when it has none for the years that are forecast."""
    from calibration.history.panel_data import read_panel

    pack, rows = base.pack, read_panel(file).rows
    names = {place.place for place in base.futures.above}
    own = [row for row in rows if _is(pack, row.place)]
    found, unused = [], []
    for row in (row for row in rows if row not in own and row.year in base.years):
        reason = "no_gap" if row.place in names else "not_above"
        told = _gap_figures(row, base.years.start) if row.place in names else []
        found += told
        if not told:
            unused.append({"place": row.place, "year": row.year, "reason": reason})
    if own or not found:
        found = figures_of(pack, file, base.years) + found
    return Observed(found, unused)


def _gap_figures(row: "PanelRow", first: int) -> list[Figure]:
    """What a row of a place above says of its gap: the level, else the change of a year."""
    from calibration.fit.observations import gap_change_of, gap_of
    from calibration.history.panel_data import Panel

    name, now = f"gap of {row.place} {row.year}", ((row.year, RATIO, 1.0),)
    if (level := gap_of(row)) is not None:
        return [Figure(name, now, *level, row.place)]
    if (change := gap_change_of(row)) is None:
        return []
    if row.year > first:
        before = (row.year - 1, RATIO, -1.0)
        return [Figure(f"change of the {name}", (*now, before), *change, row.place)]
    start = gap_of(Panel.bundled().of(row.place)[first - 1])
    assert start is not None  # a place above has a gap of 2021
    return [Figure(f"change of the {name}", now, start[0] + change[0], change[1], row.place)]


def figures_of(pack: "Pack", file: Path, years: range) -> list[Figure]:
    """The county's figures after 2021 in a panel file; InputError when there are none."""
    from calibration.history.panel_data import read_panel

    rows = read_panel(file).rows
    own = [row for row in rows if _is(pack, row.place)]
    if not own:
        names = sorted({row.place for row in rows})
        raise InputError(
            "has no row of the county",
            file=str(file),
            key="place",
            value=", ".join(names[:5]),
            allowed=f"{pack.name}, {pack.zh} or {pack.en}",
            nearest=_nearest(names, (pack.name, pack.zh, pack.en)),
        )
    for row in own:
        if row.year not in years and row.year >= years.start:
            raise InputError(
                "lies after the years that are forecast",
                file=str(file),
                key=f"line {row.line}: year",
                value=row.year,
                allowed=f"{years.start} to {years[-1]}",
            )
    base = (log(pack.value("rural_income_yuan")), log(pack.value("urban_income_yuan")))
    found = [f for row in own if row.year in years for f in _figures(row, years.start, base)]
    if not found:
        raise InputError(
            "has no figure of the county from the years that are forecast",
            file=str(file),
            allowed=f"a level or growth of {years.start} to {years[-1]}",
        )
    return found


def _nearest(given: list[str], names: tuple[str, ...]) -> str | None:
    """The county's name that one of the file's places was probably meant to be."""
    close = (nearest_name(name, names) for name in given)
    return next((name for name in close if name is not None), None)


def _is(pack: "Pack", name: str) -> bool:
    from calibration.history.places import known_place

    names = {pack.name.casefold(), pack.zh, pack.en.casefold()}
    place = known_place(name)
    known = {place.name.casefold(), place.zh, place.en.casefold()} if place else set()
    return bool(({name.casefold()} | known) & names)


def _figures(row: "PanelRow", first: int, base: tuple[float, float]) -> Iterable[Figure]:
    """Levels where they are printed, growth where only that is, the ratio where nothing else is."""
    year = row.year
    for name, level, growth, kinds in (
        ("rural", row.rural, row.rural_growth_pct, (RURAL,)),
        ("urban", row.urban, row.urban_growth_pct, (RURAL, RATIO)),
    ):
        now = tuple((year, kind, 1.0) for kind in kinds)
        if level is not None:
            sd = ROUNDING_YUAN / level / 3**0.5
            yield Figure(f"{name}_income {year}", now, log(level), sd)
        elif growth is not None:
            before = tuple((year - 1, kind, -1.0) for kind in kinds) if year > first else ()
            start = base[0 if name == "rural" else 1] if year == first else 0.0
            sd = ROUNDING_PERCENT / (100.0 + growth) / 3**0.5
            value = log1p(growth / 100.0) + start
            yield Figure(f"{name}_growth {year}", (*now, *before), value, sd)
    nothing = (row.rural, row.urban, row.rural_growth_pct, row.urban_growth_pct)
    if row.ratio is not None and all(cell is None for cell in nothing):
        sd = 0.5 * 10.0**-row.ratio_decimals / row.ratio / 3**0.5
        yield Figure(f"ratio {year}", ((year, RATIO, 1.0),), log(row.ratio), sd)


def absorb(base: Base, figures: list[Figure], least: float) -> dict[str, Any]:
    """Update and summarise: what was absorbed, effective size, later years before and after."""
    found = update(base.futures, figures, least)
    last = max(year for figure in figures for year, _, _ in figure.weights)
    even = np.full(COUNT, 1.0 / COUNT)
    return {
        "county": base.pack.name,
        "evidence": base.evidence,
        "run": base.run,
        "absorbed": [figure.name for figure in figures],
        "futures": COUNT,
        "effective_sample_size": found.effective,
        "least_effective": least,
        "years": {
            str(year): {
                name: {
                    "before": _quantiles(base.futures, even, name, year),
                    "after": _quantiles(found.futures, found.weight, name, year),
                }
                for name in QUANTITIES
            }
            for year in base.years
            if year > last
        },
    }


def samples(futures: Futures, quantity: str, year: int) -> NDArray[np.float64]:
    """A quantity in one year over all futures, (n,): ratio, or yuan per head."""
    column = futures.years.index(year)
    x = (futures.latent if quantity.endswith("_latent") else futures.published)[:, column]
    logs = {"ratio": x[:, RATIO], "rural_income": x[:, RURAL], "urban_income": x.sum(axis=1)}
    return np.asarray(np.exp(logs[quantity.removesuffix("_latent")]))


def _quantiles(
    futures: Futures, weight: NDArray[np.float64], quantity: str, year: int
) -> dict[str, float]:
    points = weighted_quantiles(samples(futures, quantity, year), weight, POINTS)
    return dict(zip(("p05", "median", "p95"), points, strict=True))


__all__ = [
    "Base",
    "Observed",
    "Updated",
    "absorb",
    "base_of_run",
    "base_of_trend",
    "figures_of",
    "observed",
    "samples",
]
