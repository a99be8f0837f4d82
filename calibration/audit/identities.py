"""A printed ratio or product against the printed numbers it is made of."""

from collections.abc import Iterator

from calibration.figures import Figure, Figures
from calibration.findings import Finding, Text, listed, written
from calibration.quotients import PAST, PLAN, Evaluated, evaluations, inputs_of
from calibration.relations import Quotient

ORDER = 20
NAME = ("恒等式", "identities")

Broken = tuple[Evaluated, Figure]


def find(figures: Figures) -> Iterator[Finding]:
    """Products and ratios that the plan prints and that its other numbers do not give."""
    for row in figures.relations.quotient:
        if not row.whole:
            continue
        for roles in (PAST, PLAN):
            broken = [
                (found, printed)
                for found in evaluations(figures, row, roles)
                if (printed := figures.at(row.whole, found.year, *roles)) is not None
                and printed.year == found.year
                and violates(found, printed)
            ]
            if broken:
                yield _finding(figures, row, broken)


def violates(found: Evaluated, printed: Figure) -> bool:
    """Whether a computed value breaks what is printed, whatever rounding hid."""
    if printed.direction == "<=":
        return found.span.low > printed.span.high
    if printed.direction == ">=":
        return found.span.high < printed.span.low
    return not found.span.meets(printed.span)


def _finding(figures: Figures, row: Quotient, broken: list[Broken]) -> Finding:
    zh, en = figures.name(row.whole)
    shown = {
        language: listed(
            [
                f"{found.year} {written(found.span.value, row.unit)} "
                f"({SIGNS[printed.direction]} {written(printed.value, row.unit)})"
                for found, printed in broken
            ],
            language,
        )
        for language in ("zh", "en")
    }
    numbers = [found.quoted(row) for found, _ in broken]
    numbers += [printed.quoted() for _, printed in broken]
    return Finding(
        "identities",
        row.name,
        row.severity,
        Text(
            f"{zh}与其构成数字不符（推算值，括号内为文件所列）：{shown['zh']}。",
            f"{en} does not follow from its own rows (computed; in brackets as printed): "
            f"{shown['en']}.",
        ),
        Text(row.follows_zh, row.follows_en),
        (*numbers, *inputs_of([found for found, _ in broken])),
        figures.conflict(row.conflict),
    )


SIGNS = {"<=": "<", ">=": "≥", "=": "="}
