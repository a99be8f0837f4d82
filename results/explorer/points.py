"""One point of a grid as a run of its own, so that the report's charts and tables draw it."""

from typing import Any

from results.brief import parts, targets
from results.brief.facts import Facts
from results.brief.parts import Named, Value
from results.report_tables import Cell, first_quantities
from results.run import Run

Row = list[Cell]
CONTRASTS = {"no_pilot": "pilot_vs_no_pilot", "trend": "pilot_vs_trend"}
POINTS = ("median", "p05", "p95", "mc_error")
AS_STORED = ("references", "labels", "assumptions", "sources")


def point_run(run: Run, point: dict[str, Any]) -> Run:
    """The run that a forecast of this point would be, from the tables of the grid."""
    name = point["name"]
    import pandas as pd

    shown = ("study", "scenario", "years")
    summary = {
        **{key: value for key, value in run.summary.items() if key not in shown},
        "scenario": f"{point['scenario']} · {name.replace('_', ' ')}",
        "years": point["years"],
    }
    gains, indicators = run.table("gains"), run.table("indicators")
    own = {f"{name}_vs_{other}": contrast for other, contrast in CONTRASTS.items()}
    rows = gains[gains.contrast.isin(list(own))]
    tables = {
        "gains": rows.assign(contrast=rows.contrast.map(own)),
        "indicators": indicators[indicators.world == name],
        "targets": pd.DataFrame(point["targets"]),
        **{table: run.table(table) for table in AS_STORED if run.has(table)},
    }
    return Run(run.folder, summary, run.record, tables)


def headline_rows(run: Run, language: str) -> list[Row]:
    """Name, median, 90 % interval and Monte Carlo error of every headline quantity."""
    facts, rows = Facts(run, language), []
    for quantity in first_quantities(run):
        way = facts.way(quantity)
        points = (facts.level(quantity, point, way=way) for point in POINTS)
        rows.append([_name(facts.named(quantity, way)), *map(_cell, points)])
    return rows


def target_rows(run: Run, language: str) -> list[Row]:
    """Target, forecast and probability of every modelled target, the last year first."""
    tables = targets.section(Facts(run, language)).tables()
    return [
        [_name(name, _cell(year).text), *map(_cell, numbers)]
        for table in tables
        if table.name in ("targets", "earlier")
        for name, year, *numbers, _ in table.rows
    ]


def _cell(cell: parts.Cell) -> Cell:
    if isinstance(cell, Value) and cell.number is not None:
        return Cell(cell.text, f"{cell.number:.10g}")
    return Cell(cell if isinstance(cell, str) else cell.text)


def _name(name: parts.Cell, year: str = "") -> Cell:
    unit = f" ({name.unit})" if isinstance(name, Named) and name.unit else ""
    return Cell(f"{_cell(name).text}{unit} {year}".strip())
