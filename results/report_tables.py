"""Cells of the data behind charts, rows of stored tables, and the order of quantities."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from results.numbers import MISSING, written
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


def first_quantities(run: Run) -> list[str]:
    """Quantities of the headline table that the run has."""
    known = run.summary["years"][str(run.years[-1])]
    return [name for name in FIRST if name in known]


def other_quantities(run: Run) -> list[str]:
    """All further quantities of the summary."""
    return sorted(set(run.summary["years"][str(run.years[-1])]) - set(FIRST))


def records(run: Run, table: str) -> list[dict[str, Any]]:
    """The rows of a stored table; none where it is not stored."""
    if not run.has(table):
        return []
    found: list[dict[str, Any]] = run.table(table).astype(object).to_dict("records")
    return found
