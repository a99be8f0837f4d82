"""The page `docs/trend_fit.md`: what the fit to 2021 found, beside priors and plain means."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from calibration.fit.check_store import BIN_NAMES, outside_the_band, read_check
from calibration.fit.forecast import TrendPosterior
from calibration.fit.observations import gap_of
from calibration.fit.paths import READINGS
from calibration.fit.predictive import (
    Foretold,
    places_left_out,
    shares_foretold,
    unfitted_patterns,
)
from calibration.fit.report_futures import futures, growth_lines
from calibration.fit.sources import CELLS, SourcePosterior, read_sources
from calibration.fit.store import AHEAD, KNOWN_BY, ROWS, STEPS
from calibration.history.panel_data import Panel
from calibration.history.places import known_place
from calibration.outlook.growth import PAST_URBANISATION_GAIN, reclassified
from calibration.outlook.shocks import Floats
from calibration.packs.pack import available_packs, load_pack
from calibration.quantiles import quantile
from model.parameters import Prior

PAGE = Path(__file__).parents[2] / "docs" / "trend_fit.md"
TEXT = Path(__file__).with_name("report.md")
SHOWN = ("zhejiang", "wenzhou", "ningbo", "huzhou", "shaoxing", "jinhua", "zhoushan", "hangzhou")
LITTLE = 0.1
"""A parameter of which data remove less of the variance than this is called not recovered."""


def write_report(trend: TrendPosterior, sources: SourcePosterior) -> None:
    """Write the page from its words and the measured tables."""
    rows = read_sources()
    tables = {
        "fitted": f"{len(trend.panel.rows)} rows, {ROWS} draws, {STEPS} steps, known by {KNOWN_BY}",
        "cards": _cards(),
        "survey": _survey(trend),
        "drifts": _drifts(trend),
        "readings": _readings(trend),
        "packs": _packs(),
        "futures": futures(),
        "growth": growth_lines(),
        "sources": _sources(sources),
        "moves": _moves(),
        "left_out": _foretold(places_left_out(trend)),
        "shares": _foretold(
            shares_foretold(sources, rows, "wenzhou", 2019, 2021)
            + shares_foretold(sources, rows, "hangzhou", 2015, 2017)
        ),
        "unfitted": _foretold(
            unfitted_patterns(trend, "zhejiang") + unfitted_patterns(trend, "wenzhou")
        ),
        "check": _check(),
        "lost": _lost(),
        "outside": _named(outside_the_band()),
    }
    PAGE.write_text(TEXT.read_text(encoding="utf-8").format(**tables), encoding="utf-8")


def lines(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    head = list(head)
    found = [head, ["---"] * len(head), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in found)


def interval(values: Floats, digits: int = 4) -> str:
    """Mean and 5 to 95 % of draws."""
    low, high = np.quantile(values, (0.05, 0.95))
    return f"{values.mean():.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def _cards() -> str:
    found = []
    for path, card in load_pack("yueqing").cards().items():
        if card.posterior:
            values = np.array(card.posterior)
            narrower = 1.0 - values.std() / _spread(card.ex_ante)
            found.append(
                (
                    f"`{path}`",
                    interval(_prior_draws(card.ex_ante)),
                    interval(values),
                    f"{narrower:+.0%}",
                )
            )
    return lines(("unknown", "prior", "posterior, Yueqing", "narrower by"), found)


def _survey(trend: TrendPosterior) -> str:
    sample, level = trend.scale_draws("gap")["sample"], trend.scale_draws("rural")["yearly"]
    return f"sample {interval(sample)}, rural level {interval(level)}"


def _prior_draws(prior: Prior) -> Floats:
    return quantile(prior, (np.arange(4000) + 0.5) / 4000)


def _spread(prior: Prior) -> float:
    return float(_prior_draws(prior).std())


def _drifts(trend: TrendPosterior) -> str:
    places = [*SHOWN, "yueqing"]
    drawn = trend.drifts("gap", places, AHEAD, 4096)
    rows = []
    for k, name in enumerate(places):
        known = known_place(name)
        plain = plain_mean(trend.panel, name, 2015), plain_mean(trend.panel, name, 2019)
        shown = (f"{mean:.4f}" if mean is not None else "none to 2021" for mean in plain)
        rows.append((known.en if known else name, *shown, interval(drawn[:, k])))
    return lines(("place", "plain mean from 2015", "plain mean from 2019", "fitted drift"), rows)


def plain_mean(panel: Panel, place: str, first: int) -> float | None:
    """Mean change of ln ratio a year from the first figure since a year to 2021; None without."""
    rows = panel.of(place)
    gaps = {y: told[0] for y, row in rows.items() if y >= first and (told := gap_of(row))}
    if max(gaps, default=0) != 2021 or len(gaps) < 2 or min(gaps) > first:
        return None
    return (gaps[2021] - gaps[min(gaps)]) / (2021 - min(gaps))


def _readings(trend: TrendPosterior) -> str:
    places = ["zhejiang", "wenzhou", "yueqing"]
    n = len(trend.reading)
    drawn = trend.drifts("gap", places, AHEAD, 8 * n)
    reading = np.tile(trend.reading, 8)
    rows = []
    for number, name in enumerate(READINGS):
        mine = drawn[reading == number]
        shown = (interval(mine[:, k]) for k in range(len(places)))
        weight = f"{np.mean(trend.reading == number):.2f}"
        evidence = f"{trend.log_evidence['gap', name]:.1f}"
        rows.append((name.replace("_", " "), weight, evidence, *shown))
    return lines(("reading", "weight", "log evidence", "Zhejiang", "Wenzhou", "Yueqing"), rows)


def _packs() -> str:
    rows = []
    for name in available_packs():
        pack = load_pack(name)
        card = pack.cards()["trend.gap_drift"]
        above = pack.trend_borrowed_from or "its own history"
        rows.append((name, above, interval(np.array(card.posterior))))
    return lines(("pack", "trend from", "drift of the gap"), rows)


def _sources(sources: SourcePosterior) -> str:
    years = [sum(i.years for i in sources.seen if i.cell == k) for k in range(len(CELLS))]
    rows = [
        (area, source, str(years[k]), interval(sources.relative.reshape(-1, len(CELLS))[:, k]))
        for k, (area, source) in enumerate(CELLS)
    ]
    return lines(("area", "source", "place-years", "growth beyond the mean's, log a year"), rows)


def _moves() -> str:
    pack = load_pack("yueqing")
    urban = np.array([pack.value("urbanisation_share")])
    ratio = np.array([pack.value("rural_income_yuan") / pack.value("urban_income_yuan")])
    rows = []
    for relative in (1.0, 1.15, 1.3):
        moved = np.array([PAST_URBANISATION_GAIN])
        rural, town = reclassified(moved, urban, np.array([relative]), ratio)
        part = float((town - rural)[0])
        rows.append((f"{relative:g}", f"{part:+.4f}", f"{part / ratio[0]:+.4f}"))
    return lines(("income of movers / rural mean", "ln ratio a year", "ratio a year"), rows)


def _foretold(found: list[Foretold]) -> str:
    inside = sum(item.low <= item.observed <= item.high for item in found)
    rows = [
        (
            item.name,
            f"{item.observed:.4f}",
            f"{item.middle:.4f} ({item.low:.4f} to {item.high:.4f})",
            f"{item.below:.2f}",
        )
        for item in found
    ]
    table = lines(("figure", "observed", "foretold, 5 to 95 %", "draws below"), rows)
    return f"{table}\n\nInside the 90 % interval: {inside} of {len(found)}."


def _check() -> str:
    head = (
        "quantity",
        "reading",
        "parameter",
        "ranks in 8 bins",
        "band",
        "correlation",
        "variance removed",
    )
    rows = [
        (
            row["quantity"],
            row["reading"].replace("_", " "),
            row["parameter"],
            " ".join(row[name] for name in BIN_NAMES),
            f"{row['low']} to {row['high']}",
            row["correlation"],
            row["variance_removed"],
        )
        for row in read_check()
    ]
    return lines(head, rows)


def _lost() -> str:
    return _named(row for row in read_check() if float(row["variance_removed"]) < LITTLE)


def _named(rows: Iterable[dict[str, str]]) -> str:
    """Parameters of the check, each with the runs it is meant in."""
    found: dict[str, list[str]] = {}
    for row in rows:
        run = f"{row['quantity']}, {row['reading'].replace('_', ' ')}"
        found.setdefault(row["parameter"], []).append(run)
    return "; ".join(f"{name} ({' / '.join(runs)})" for name, runs in found.items()) or "none"
