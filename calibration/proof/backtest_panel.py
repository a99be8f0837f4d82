"""The panel of a backtest: what forecasts may learn from, and which outcomes are scored.

Without a file both are the rows that come with the project. With one, its outcomes are scored, and
forecasts learn from its rows and from the project's rows to 2021, each up to the origin; where both
have a figure of a place and year, the file's counts. The project's later rows stay out of it.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from calibration.history.panel_data import Panel, PanelRow, read_panel


@dataclass(frozen=True)
class ScoredPanel:
    """All rows, and the places and years whose outcomes are scored (None: all of them)."""

    panel: Panel
    outcomes: frozenset[tuple[str, int]] | None


def scored_panel(file: Path | None) -> ScoredPanel:
    """Read a panel file and lay it over the project's; InputError where it cannot be used."""
    if file is None:
        return ScoredPanel(Panel.for_scoring(), None)
    own = read_panel(file)
    return ScoredPanel(
        laid_over(own, Panel.bundled()), frozenset((row.place, row.year) for row in own.rows)
    )


def laid_over(own: Panel, ours: Panel) -> Panel:
    """Both panels in one; a row of `own` keeps its figures and takes what it lacks from `ours`."""
    rows = {(row.place, row.year): row for row in ours.rows}
    for row in own.rows:
        known = rows.get((row.place, row.year))
        rows[row.place, row.year] = row if known is None else _filled(row, known)
    return Panel(tuple(rows.values()), own.file)


def _filled(row: PanelRow, known: PanelRow) -> PanelRow:
    """A row with both levels, or neither, from one source: a mix would be a ratio of two.

    With the levels comes the year in which they were printed; growth is taken where that was in
    time for an origin of its own year.
    """
    taken: dict[str, Any] = {}
    if row.urban is None and row.rural is None:
        taken = {name: getattr(known, name) for name in ("urban", "rural", "derived", "published")}
    if known.known_from == known.year:
        growth = ("urban_growth_pct", "rural_growth_pct")
        taken |= {name: getattr(known, name) for name in growth if getattr(row, name) is None}
    return replace(row, **taken, parent=row.parent or known.parent)
