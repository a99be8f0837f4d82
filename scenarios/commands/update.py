"""`sanjin update COUNTY --observed FILE`: absorb newly published figures."""

from pathlib import Path
from typing import Annotated, Any

import typer

from scenarios.commands import options
from scenarios.fitting.calibration_words import phrase
from scenarios.words import Language

Observed = Annotated[
    Path,
    typer.Option(
        help="CSV of published figures: place,level,year,urban_income,rural_income, blanks "
        "allowed, and urban_growth_pct,rural_growth_pct where only growth was printed."
    ),
]
OfRun = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Finished forecast whose policy effects are kept."),
]
Least = Annotated[
    float,
    typer.Option(help="Refuse below this effective number of futures.", min=10.0, max=10_000.0),
]


NAMED = 8
"""Rows of other places that are named on screen; `--json` has them all."""


def update(
    county: options.County,
    *,
    observed: Observed,
    run: OfRun = None,
    least: Least = 100.0,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
    evidence: options.Evidence = options.EvidenceSet.ex_ante,
) -> None:
    """Absorb published figures of the county into the forecast of later years.

    Every future is reweighted by the likelihood of what was printed, survey error included, and the
    errors of later years follow. The gap of its city and province informs too, as drift and shocks
    are shared; their levels and other places' rows are named and left out. Prints quantiles before
    and after and the effective sample size; refuses where too few futures agree with the figures.
    """
    from calibration.outlook.trend import YEARS
    from calibration.packs.pack import load_pack
    from scenarios.commands.screen import print_json
    from scenarios.fitting.update import absorb, base_of_run, base_of_trend
    from scenarios.fitting.update import observed as read_observed

    pack = load_pack(county)
    base = base_of_trend(pack, evidence.value, YEARS) if run is None else base_of_run(pack, run)
    found = read_observed(base, observed)
    report = absorb(base, found.figures, least) | {"not_absorbed": found.unused}
    if json:
        print_json(report)
    else:
        print_update(report, lang.value)


def print_update(report: dict[str, Any], lang: Language) -> None:
    """Print what was absorbed and the later years before and after."""
    from scenarios.commands.screen import print_table, show

    show(
        phrase("absorbed", lang).format(
            count=len(report["absorbed"]),
            effective=report["effective_sample_size"],
            cells=report["futures"],
        )
    )
    for reason in sorted({row["reason"] for row in report["not_absorbed"]}):
        rows = [row for row in report["not_absorbed"] if row["reason"] == reason]
        named = ", ".join(f"{row['place']} {row['year']}" for row in rows[:NAMED])
        more = " …" if len(rows) > NAMED else ""
        show(phrase(f"unused_{reason}", lang).format(rows=named + more))
    if report["run"] is None:
        show(phrase("no_run", lang))
    if not report["years"]:
        show(phrase("no_later_year", lang))
        return
    heads = [phrase(key, lang) for key in ("quantity", "year", "before", "after")]
    rows = [
        [phrase(name, lang), year, _interval(entry["before"]), _interval(entry["after"])]
        for year, entries in report["years"].items()
        for name, entry in entries.items()
    ]
    print_table(heads, rows)


def _interval(points: dict[str, float]) -> str:
    style = ",.0f" if points["median"] > 100.0 else ".3f"
    low, middle, high = (format(points[key], style) for key in ("p05", "median", "p95"))
    return f"{middle} ({low} … {high})"
