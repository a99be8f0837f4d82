"""Yearly rates that grow like a running total: probably cumulative, though nobody says so.

A steady yearly amount adds up over n years to n times itself. Counts may well triple in three
years; a yearly rate per person that does so, in a table whose other lines do the same, is probably
the sum over the years. An inference, reported as such.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calibration.figures import Figures
from calibration.findings import Finding, Quoted, Text, listed, written

if TYPE_CHECKING:
    from calibration.packs.pack import Lever

ORDER = 110
NAME = ("疑似累计数", "probably cumulative")


@dataclass(frozen=True)
class Line:
    """A line of a table with its first and last goal."""

    first: "Lever"
    last: "Lever"

    @property
    def multiple(self) -> float:
        """Last goal over the first."""
        return (self.last.value or 0.0) / (self.first.value or 1.0)

    @property
    def years(self) -> int:
        """Years from the first goal to the last, both counted."""
        return self.last.last_year - self.first.last_year + 1

    @property
    def runs_up(self) -> bool:
        """Whether the last goal is what a constant yearly amount adds up to."""
        return self.years > 1 and abs(self.multiple - self.years) < 1e-9

    @property
    def is_rate(self) -> bool:
        """Whether it is an amount per head and year, not called cumulative."""
        per_head = (
            "per head and year" in self.first.unit or "per worker and year" in self.first.unit
        )
        said = f"{self.last.zh} {self.last.note}".lower()
        return per_head and "累计" not in said and "cumulative" not in said


def find(figures: Figures) -> Iterator[Finding]:
    """Yearly rates that are multiplied by the number of years, with the lines beside them."""
    lines = _lines(figures)
    up = [line for line in lines if line.runs_up]
    for rate in (line for line in up if line.is_rate):
        beside = [line for line in up if line is not rate and _table(line) == _table(rate)]
        others = [line for line in up if line is not rate and line not in beside]
        if beside or others:
            yield _finding(figures, rate, beside, others)


def _table(line: Line) -> str:
    return line.first.section


def _lines(figures: Figures) -> list[Line]:
    rows: dict[tuple[str, str, str], list[Lever]] = defaultdict(list)
    for row in figures.pack.levers:
        if row.kind == "target" and row.value:
            rows[row.section, row.zh, row.unit].append(row)
    ordered = (sorted(group, key=lambda row: row.last_year) for group in rows.values())
    return [Line(group[0], group[-1]) for group in ordered if len(group) > 1]


def _finding(figures: Figures, rate: Line, beside: list[Line], others: list[Line]) -> Finding:
    quoted = [rate, *beside, *others[:4]]
    zh = listed([f"{line.first.zh}{_path(line)}" for line in quoted], "zh")
    en = listed([f"{line.first.en} {_path(line)}" for line in quoted], "en")
    numbers = [
        Quoted(row.zh, row.en, row.value or 0.0, row.unit, row.last_year, row.section)
        for line in quoted
        for row in (line.first, line.last)
    ]
    conflict = next(
        (
            row.setting
            for line in (rate, *beside)
            for row in (line.first, line.last)
            if row.policy == "conflict"
        ),
        "",
    )
    return Finding(
        "cumulative",
        rate.first.setting or rate.first.en,
        "inference",
        Text(
            f"{rate.first.zh}在{rate.years}年里正好变为{rate.years}倍，同类各项也是如此：{zh}。",
            f"{rate.first.en}, a yearly rate, is multiplied by {rate.years} in {rate.years} years, "
            f"like the lines beside it: {en}.",
        ),
        Text(
            "很可能是三年累计数而非年度数：按字面理解会把收入效应放大数倍。",
            "Probably a sum over the years, not a yearly rate: read literally it multiplies the "
            "effect on incomes.",
        ),
        tuple(numbers),
        figures.conflict(conflict),
    )


def _path(line: Line) -> str:
    first, last = (written(row.value or 0.0, row.unit) for row in (line.first, line.last))
    return f" {first} → {last}"
