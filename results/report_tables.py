"""The tables of the report: every number of the page is written here, in either language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from results.language import words
from results.numbers import MISSING, Beside, beside, number, written
from results.run import Run

if TYPE_CHECKING:
    from results.figure import Figure

FIRST = (
    "ratio_published",
    "ratio_latent",
    "ratio_no_pilot",
    "ratio_trend",
    "ratio_effect_pilot",
    "ratio_effect_pilot_fixed_residence",
    "ratio_effect_pilot_composition",
    "ratio_effect_all",
    "ratio_effect_all_fixed_residence",
    "ratio_effect_all_composition",
    "rural_effect_pilot",
    "rural_effect_pilot_fixed_residence",
    "rural_effect_pilot_composition",
    "rural_effect_all",
    "rural_effect_all_fixed_residence",
    "rural_effect_all_composition",
    "rural_income",
    "urban_income",
    "resident_income",
    "low_income",
    "collective_income",
    "workshop_jobs",
)
"""Quantities in the order of the headline table; others of the summary follow."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: the text shown, and the number behind it if it is one."""

    text: str
    value: str | None = None


def table_cells(figure: "Figure", language: str) -> tuple[list[str], list[list[Cell]]]:
    """The data table of a figure: headings and cells, floats written in the row's unit."""
    rows = [
        [cell(value, unit, language) for value in row]
        for row, unit in zip(
            figure.table.itertuples(index=False, name=None), figure.units, strict=True
        )
    ]
    return [str(name) for name in figure.table.columns], rows


def cell(value: object, unit: str, language: str) -> Cell:
    """A cell from a stored value: text stays, whole numbers stay, floats are written by unit."""
    if value is None or value != value:
        return Cell(MISSING)
    if isinstance(value, str):
        return Cell(value)
    if isinstance(value, int):
        return Cell(f"{value:,}" if abs(value) > 9999 else str(value), str(value))
    amount = float(value)  # type: ignore[arg-type]
    return Cell(written(amount, unit, language), f"{amount:.10g}")


def _cell(value: float | None, way: Beside, *, signed: bool = False) -> Cell:
    return Cell(way.text(value, signed=signed), None if value is None else f"{value:.10g}")


def first_quantities(run: Run) -> list[str]:
    """Quantities of the headline table that the run has."""
    known = run.summary["years"][str(run.years[-1])]
    return [name for name in FIRST if name in known]


def other_quantities(run: Run) -> list[str]:
    """All further quantities of the summary."""
    return sorted(set(run.summary["years"][str(run.years[-1])]) - set(FIRST))


def headline(run: Run, names: Sequence[str], language: str) -> list[dict[str, Any]]:
    """Rows of the headline table: name and cells for median, both intervals, error."""
    rows = []
    for name in names:
        entry = run.summary["years"][str(run.years[-1])][name] or {}
        way = beside(_unit(run, name), entry.get("median"), language)
        cells = {
            point: _cell(entry.get(point), way, signed="_effect_" in name)
            for point in ("median", "p05", "p25", "p75", "p95")
        }
        rows.append(
            {
                **_named(run, name, way, language),
                **cells,
                "mc_error": _cell(entry.get("mc_error"), way),
            }
        )
    return rows


def paths(run: Run, language: str) -> list[dict[str, Any]]:
    """Medians of the headline quantities, a column a year."""
    rows = []
    for name in first_quantities(run):
        medians = [run.quantile(year, name) for year in run.years]
        way = beside(_unit(run, name), run.quantile(run.years[-1], name), language)
        rows.append(
            {
                **_named(run, name, way, language),
                "cells": [_cell(value, way, signed="_effect_" in name) for value in medians],
            }
        )
    return rows


def targets(run: Run, language: str) -> dict[str, Any]:
    """Official targets: forecast and probability for the last and earlier years, and the rest.

    Returns: `last` and `earlier`, rows; `carried`, the words for targets that nothing computes.
    """
    found = run.summary.get("targets", [])
    modelled = [target for target in found if target["modelled"]]
    last = max((target["year"] for target in modelled), default=None)
    others = [target for target in found if not target["modelled"]]
    return {
        "last": [_target(run, row, language) for row in modelled if row["year"] == last],
        "earlier": [_target(run, row, language) for row in modelled if row["year"] != last],
        "carried": list(dict.fromkeys(_target_name(run, row, language) for row in others)),
    }


def _target(run: Run, target: dict[str, Any], language: str) -> dict[str, Any]:
    text, name = words(language)["report"], str(target["indicator"])
    unit = str(target.get("unit") or _unit(run, name))
    way = beside(unit, _float(target["target"]), language)
    return {
        "name": _target_name(run, target, language),
        "unit": way.words,
        "year": target["year"],
        "sign": text["at_most" if str(target["direction"]).startswith("<") else "at_least"],
        "target": _cell(_float(target["target"]), way),
        "value": _cell(_float(target["value"]), way),
        "probability": cell(_float(target["probability"]), "share", language),
    }


def _target_name(run: Run, target: dict[str, Any], language: str) -> str:
    given = str(target.get(language) or "")
    return given or run.label("indicator", str(target["indicator"]), language)


def _named(run: Run, name: str, way: Beside, language: str) -> dict[str, str]:
    """The words for a quantity, and its unit where they do not say it already."""
    label = run.label("indicator", name, language)
    return {"name": label, "unit": "" if label.endswith(way.words) else way.words}


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _unit(run: Run, quantity: str) -> str:
    """The unit of a quantity; differences of ratios have their own."""
    entry = run.summary["years"][str(run.years[-1])].get(quantity)
    rows = [row for row in records(run, "labels") if row["name"] == quantity]
    unit = str(entry.get("unit", "")) if entry else str(rows[0]["unit"]) if rows else ""
    return "ratio difference" if unit == "ratio" and "_effect_" in quantity else unit


def variance(run: Run, language: str) -> list[dict[str, Any]]:
    """Shares of the variance by component, the largest first."""
    from results.charts.variance_shares import variance_shares

    return [
        {"name": run.label("component", name, language), "share": cell(share, "share", language)}
        for name, share in variance_shares(run).items()
    ]


def assumptions(run: Run, language: str) -> list[dict[str, Any]]:
    """What the run rests on: value, range, source and grade of every unknown and fact."""
    grades, bases = words(language)["grades"], words(language)["basis"]
    return [
        {
            "name": str(row[language] or row["name"]),
            "path": str(row["name"]),
            "value": _plain_cell(row["value"], str(row["unit"]), language),
            "low": Cell(number(row["low"])),
            "high": Cell(number(row["high"])),
            "ranged": row["low"] == row["low"] and row["low"] is not None,
            "source": str(row["source"]),
            "grade": grades.get(str(row["grade"]), str(row["grade"])),
            "basis": bases.get(str(row.get("basis", "")), ""),
        }
        for row in records(run, "assumptions")
    ]


def _plain_cell(value: object, unit: str, language: str) -> Cell:
    if isinstance(value, str):
        return Cell(f"{value} {unit}".strip())
    return cell(_float(value), unit, language)


def records(run: Run, table: str) -> list[dict[str, Any]]:
    """The rows of a stored table; none where it is not stored."""
    if not run.has(table):
        return []
    found: list[dict[str, Any]] = run.table(table).astype(object).to_dict("records")
    return found
