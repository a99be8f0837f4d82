"""Values per unit against what is observed, against the years before, and from year to year."""

from collections.abc import Iterator

from calibration.figures import Figures
from calibration.findings import Finding, Quoted, Text, listed, unit_words, written
from calibration.quotients import PAST, PLAN, Evaluated, evaluations, inputs_of
from calibration.relations import Quotient

ORDER = 40
NAME = ("单位数值", "values per unit")
FACTOR = 1.5
"""How much values of one kind may differ before the plan has to be asked why."""


def find(figures: Figures) -> Iterator[Finding]:
    """Values per unit that are out of line with what is known of them."""
    for row in figures.relations.quotient:
        if not (row.steady or row.observed or row.against_history):
            continue
        plan = list(evaluations(figures, row, PLAN))
        past = list(evaluations(figures, row, PAST))[-1:] if row.against_history else []
        if plan and (_jumps(row, plan) or _off_history(plan, past, row) or _off_band(row, plan)):
            yield _finding(figures, row, plan, past)


def _jumps(row: Quotient, plan: list[Evaluated]) -> bool:
    spans = [found.span for found in plan]
    lowest, highest = min(s.high for s in spans), max(s.low for s in spans)
    return row.steady and highest > FACTOR * lowest


def _off_history(plan: list[Evaluated], past: list[Evaluated], row: Quotient) -> bool:
    if not past or row.observed is not None:
        return False
    before = past[-1].span
    return any(
        found.span.low > FACTOR * before.high or found.span.high * FACTOR < before.low
        for found in plan
    )


def _off_band(row: Quotient, plan: list[Evaluated]) -> bool:
    if row.observed is None:
        return False
    low, high = row.observed.low, row.observed.high
    return any(found.span.low > high or found.span.high < low for found in plan)


def _finding(
    figures: Figures, row: Quotient, plan: list[Evaluated], past: list[Evaluated]
) -> Finding:
    values = [f"{found.year} {written(found.span.value, row.unit)}" for found in plan]
    before = [written(found.span.value, row.unit) for found in past]
    unit_zh, unit_en = unit_words(row.unit)
    compared_zh = [f"以往为{value}" for value in before]
    compared_en = [f"{value} in the years before" for value in before]
    numbers = [found.quoted(row) for found in (*plan, *past)]
    if row.observed is not None:
        band = row.observed
        range_ = f"{written(band.low, row.unit)}–{written(band.high, row.unit)}"
        compared_zh.append(f"{band.zh}为{range_}")
        compared_en.append(f"{range_} {band.en}")
        numbers += [
            Quoted(f"{band.zh}，低", f"{band.en}, low", band.low, row.unit, None, band.source),
            Quoted(f"{band.zh}，高", f"{band.en}, high", band.high, row.unit, None, band.source),
        ]
    return Finding(
        "per_unit",
        row.name,
        row.severity,
        Text(
            f"{row.zh}：{listed(values, 'zh')}（{unit_zh}）；{'；'.join(compared_zh)}。",
            f"{row.en}: {listed(values, 'en')} ({unit_en}); against {' and '.join(compared_en)}.",
        ),
        Text(row.follows_zh, row.follows_en),
        (*numbers, *inputs_of([*plan, *past])),
        figures.conflict(row.conflict),
    )
