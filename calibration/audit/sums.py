"""Totals against the lines they are said, or seem, to be made of."""

from collections.abc import Iterator

from calibration.figures import Figure, Figures, Role, Span
from calibration.findings import Finding, Quoted, Text, listed, written
from calibration.quotients import PAST, PLAN
from calibration.relations import Sum

ORDER = 50
NAME = ("合计", "sums")


def find(figures: Figures) -> Iterator[Finding]:
    """Sums that do not add up; and unsaid sums that do, as an inference."""
    for row in figures.relations.sum:
        for roles in (PLAN, PAST):
            for year in figures.years(row.whole, *roles)[-1:]:
                whole = figures.at(row.whole, year, *roles)
                parts = _parts(figures, row, year, roles)
                if whole is not None and parts:
                    yield from _compared(figures, row, whole, parts)


def _parts(figures: Figures, row: Sum, year: int, roles: tuple[Role, ...]) -> list[Figure]:
    """The lines of a sum, or none if one is missing."""
    if row.over_years:
        return [figure for figure in figures.of(row.parts[0], *roles) if figure.year <= year]
    found = [figures.at(part, year, *roles) for part in row.parts]
    return [] if None in found else [figure for figure in found if figure is not None]


def _compared(figures: Figures, row: Sum, whole: Figure, parts: list[Figure]) -> Iterator[Finding]:
    total = Span(0.0, 0.0, 0.0)
    for part in parts:
        total = total + part.span
    fits = total.meets(whole.span)
    if fits != row.inferred:
        return
    lines = " + ".join(written(part.value, part.unit) for part in parts)
    sign = "=" if fits else "≠"
    equation = f"{lines} {sign} {written(whole.value, whole.unit)}"
    zh, en = figures.name(row.whole)
    computed = Quoted(f"{zh}，各项之和", f"{en}, sum", total.value, whole.unit, whole.year)
    named = [figure.names for figure in parts]
    says = Text(
        f"{zh}与{listed(dict.fromkeys(n[0] for n in named), 'zh')}：{equation}。",
        f"{en} and {listed(dict.fromkeys(n[1] for n in named), 'en')}: {equation}.",
    )
    yield Finding(
        "sums",
        row.name,
        "inference" if fits else "contradiction",
        says,
        Text(row.follows_zh or "两者不能同时成立。", row.follows_en or "Both cannot hold."),
        (whole.quoted(), *(part.quoted() for part in parts), computed),
        figures.conflict(row.conflict),
    )
