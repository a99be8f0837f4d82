"""Two places that give different numbers for the same thing, and which of them fits the rest."""

from collections.abc import Iterator
from itertools import groupby

from calibration.figures import Figure, Figures
from calibration.findings import Finding, Quoted, Text, listed, written
from calibration.quotients import PAST, evaluations
from calibration.relations import Quotient

ORDER = 10
NAME = ("同一数字，两处不同", "one number, two values")


def find(figures: Figures) -> Iterator[Finding]:
    """Figures of one quantity and year that no rounding reconciles."""
    for name, card in figures.relations.quantities.items():
        if card.many or card.history_column:
            continue
        for role in ("baseline", "target"):
            ordered = figures.of(name, role)  # type: ignore[arg-type]
            for year, group in groupby(ordered, key=lambda figure: figure.year):
                given = list(group)
                if any(not given[0].span.meets(other.span) for other in given[1:]):
                    yield _finding(figures, name, year, given)


def _finding(figures: Figures, name: str, year: int, given: list[Figure]) -> Finding:
    zh, en = figures.name(name)
    values = [written(figure.value, figure.unit) for figure in given]
    tested = [_tests(figures, row, figure) for row in _about(figures, name) for figure in given]
    numbers = [figure.quoted() for figure in given] + [number for test in tested for number in test]
    fits = _fitting(figures, name, given)
    return Finding(
        "disagreements",
        name,
        "contradiction",
        Text(
            f"{year}年{zh}有互相矛盾的数值：{listed(values, 'zh')}。",
            f"{en}, {year}: {listed(values, 'en')}; no rounding reconciles them.",
        ),
        Text(
            f"与文件其他数字相符的是{listed(fits, 'zh')}。" if fits else "无法由其他数字判断。",
            f"{listed(fits, 'en')} fits the document's other numbers."
            if fits
            else "No other number tells which is right.",
        ),
        tuple(numbers),
        figures.conflict(figures.relations.quantities[name].conflict),
    )


def _about(figures: Figures, name: str) -> list[Quotient]:
    return [row for row in figures.relations.quotient if row.whole and name in row.over]


def _tests(figures: Figures, row: Quotient, figure: Figure) -> list[Quoted]:
    """What a relation gives for one of the readings, beside what is printed for it."""
    printed = figures.at(row.whole, figure.year, *PAST)
    if printed is None:
        return []
    value = _with_reading(figures, row, figure)
    if value is None:
        return []
    shown = written(figure.value, figure.unit)
    return [
        Quoted(f"{row.zh}（取{shown}）", f"{row.en} with {shown}", value, row.unit, figure.year),
        printed.quoted(),
    ]


def _with_reading(figures: Figures, row: Quotient, figure: Figure) -> float | None:
    for found in evaluations(figures, row, PAST):
        used = next((f for f in found.inputs if f.quantity == figure.quantity), None)
        if found.year == figure.year and used is not None:
            return found.span.value * figure.value / used.value
    return None


def _fitting(figures: Figures, name: str, given: list[Figure]) -> list[str]:
    """The readings that agree, within rounding, with every relation that can be tested."""
    fits = []
    for figure in given:
        tests = [
            abs(value - printed.value) <= printed.half
            for row in _about(figures, name)
            if (printed := figures.at(row.whole, figure.year, *PAST)) is not None
            and (value := _with_reading(figures, row, figure)) is not None
        ]
        if tests and all(tests):
            fits.append(written(figure.value, figure.unit))
    return fits if len(fits) < len(given) else []
