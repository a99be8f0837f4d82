"""One point of a grid as a run of its own, so that the report's charts and tables draw it."""

from typing import Any

from results.report_tables import Cell, first_quantities, headline, targets
from results.run import Run

Row = list[Cell]
CONTRASTS = {"no_pilot": "pilot_vs_no_pilot", "trend": "pilot_vs_trend"}
AS_STORED = ("references", "labels", "assumptions", "sources")


def point_run(run: Run, point: dict[str, Any]) -> Run:
    """The run that a forecast of this point would be, from the tables of the grid."""
    name = point["name"]
    shown = ("study", "scenario", "years", "targets")
    summary = {
        **{key: value for key, value in run.summary.items() if key not in shown},
        "scenario": f"{point['scenario']} · {name.replace('_', ' ')}",
        "years": point["years"],
        "targets": point["targets"],
    }
    gains, indicators = run.table("gains"), run.table("indicators")
    own = {f"{name}_vs_{other}": contrast for other, contrast in CONTRASTS.items()}
    rows = gains[gains.contrast.isin(list(own))]
    tables = {
        "gains": rows.assign(contrast=rows.contrast.map(own)),
        "indicators": indicators[indicators.world == name],
        **{table: run.table(table) for table in AS_STORED if run.has(table)},
    }
    return Run(run.folder, summary, run.record, tables)


def headline_rows(run: Run, language: str) -> list[Row]:
    """Name, median, 90 % interval and Monte Carlo error of every headline quantity."""
    return [
        [Cell(_with_unit(row)), row["median"], row["p05"], row["p95"], row["mc_error"]]
        for row in headline(run, first_quantities(run), language)
    ]


def target_rows(run: Run, language: str) -> list[Row]:
    """Target, forecast and probability of every modelled target, the last year first."""
    found = targets(run, language)
    return [
        [
            Cell(f"{_with_unit(row)} {row['year']}"),
            Cell(f"{row['sign']} {row['target'].text}", row["target"].value),
            row["value"],
            row["probability"],
        ]
        for row in [*found["last"], *found["earlier"]]
    ]


def _with_unit(row: dict[str, Any]) -> str:
    return f"{row['name']} ({row['unit']})" if row["unit"] else str(row["name"])
