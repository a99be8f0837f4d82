"""What forecasters see of a panel: by place, logs of one quantity and their changes.

Three quantities: `ratio` is ln(urban / rural), `rural_income` and `urban_income` are logs of
incomes. A row with growth rates only gives a change over one year without a level.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import log, log1p
from typing import Protocol

from calibration.history.places import line_of

QUANTITIES = ("ratio", "rural_income", "urban_income")


class Row(Protocol):
    """A row of a panel, as far as it is used here."""

    @property
    def place(self) -> str:
        """Name of the place."""
        ...

    @property
    def level(self) -> str:
        """nation, province, city or county."""
        ...

    @property
    def year(self) -> int:
        """Year of the figures."""
        ...

    @property
    def urban(self) -> float | None:
        """Urban mean, yuan per head."""
        ...

    @property
    def rural(self) -> float | None:
        """Rural mean, yuan per head."""
        ...

    @property
    def urban_growth_pct(self) -> float | None:
        """Nominal growth of the urban mean since the year before."""
        ...

    @property
    def rural_growth_pct(self) -> float | None:
        """Nominal growth of the rural mean since the year before."""
        ...

    @property
    def derived(self) -> bool:
        """Whether a level was computed from a neighbouring year."""
        ...

    @property
    def parent(self) -> str | None:
        """The larger place it lies in."""
        ...


@dataclass(frozen=True)
class Change:
    """Change of a log between two years with figures."""

    place: str
    first: int
    last: int
    value: float

    @property
    def years(self) -> int:
        """Years between the two."""
        return self.last - self.first


@dataclass
class Series:
    """One place: logs by year, published changes over one year, years with derived levels.

    above: what the place lies in, smallest first.
    """

    place: str
    level: str
    above: tuple[str, ...]
    values: dict[int, float] = field(default_factory=dict)
    yearly_changes: dict[int, float] = field(default_factory=dict)
    derived: set[int] = field(default_factory=set)

    def changes(self) -> list[Change]:
        """Changes between neighbouring figures, then steps that none of them covers."""
        found = [
            Change(self.place, first, last, self.values[last] - self.values[first])
            for first, last in pairwise(sorted(self.values))
        ]
        return found + [
            Change(self.place, year - 1, year, step)
            for year, step in sorted(self.yearly_changes.items())
            if not any(change.first < year <= change.last for change in found)
        ]


Known = Mapping[str, Series]
"""By place, what is known at the time of a forecast."""


def series_of(rows: Iterable[Row], quantity: str) -> dict[str, Series]:
    """The logs of a quantity by place; places without any figure of it are left out."""
    found: dict[str, Series] = {}
    for row in rows:
        level, step = _level(row, quantity), _step(row, quantity)
        if level is None and step is None:
            continue
        series = found.setdefault(row.place, Series(row.place, row.level, _above(row)))
        if level is not None:
            series.values[row.year] = level
            if row.derived:
                series.derived.add(row.year)
        if step is not None:
            series.yearly_changes[row.year] = step
    return found


def all_changes(known: Known, *, without: str | None = None) -> list[Change]:
    """Changes of all places but one."""
    return [change for place, one in known.items() if place != without for change in one.changes()]


def spans(known: Known, years: int) -> list[float]:
    """Changes over exactly this many years, of every place and from every year."""
    found = [
        one.values[year + years] - value
        for one in known.values()
        for year, value in one.values.items()
        if year + years in one.values
    ]
    if years == 1:
        found += [
            step
            for one in known.values()
            for year, step in one.yearly_changes.items()
            if not (year in one.values and year - 1 in one.values)
        ]
    return found


def _above(row: Row) -> tuple[str, ...]:
    return line_of(row.parent) if row.parent else ()


def _level(row: Row, quantity: str) -> float | None:
    if quantity == "ratio":
        return log(row.urban / row.rural) if row.urban and row.rural else None
    income = row.rural if quantity == "rural_income" else row.urban
    return log(income) if income else None


def _step(row: Row, quantity: str) -> float | None:
    urban, rural = row.urban_growth_pct, row.rural_growth_pct
    if quantity == "ratio":
        if urban is None or rural is None:
            return None
        return log1p(urban / 100.0) - log1p(rural / 100.0)
    growth = rural if quantity == "rural_income" else urban
    return None if growth is None else log1p(growth / 100.0)
