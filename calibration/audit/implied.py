"""Values that nobody wrote down although other numbers of the plan fix them."""

from collections.abc import Iterator

from calibration.figures import Figures
from calibration.findings import Finding, Text, listed, with_unit
from calibration.quotients import PAST, PLAN, Evaluated, evaluations, inputs_of
from calibration.relations import Quotient

ORDER = 140
NAME = ("隐含值", "implied values")


def find(figures: Figures) -> Iterator[Finding]:
    """Products and ratios worth knowing; those that the plan prints are left to the identities."""
    for row in figures.relations.quotient:
        if not row.implied:
            continue
        found = list(evaluations(figures, row, PLAN)) or list(evaluations(figures, row, PAST))
        unsaid = [one for one in found if not _printed(figures, row, one)]
        if row.last_year_only:
            unsaid = unsaid[-1:]
        if unsaid:
            yield _finding(figures, row, unsaid)


def _printed(figures: Figures, row: Quotient, found: Evaluated) -> bool:
    printed = figures.at(row.whole, found.year) if row.whole else None
    return printed is not None and printed.year == found.year


def _finding(figures: Figures, row: Quotient, unsaid: list[Evaluated]) -> Finding:
    values = {
        language: listed(
            [f"{one.year} {with_unit(one.span.value, row.unit, language)}" for one in unsaid],
            language,
        )
        for language in ("zh", "en")
    }
    return Finding(
        "implied",
        row.name,
        "implied",
        Text(f"{row.zh}：{values['zh']}。", f"{row.en}: {values['en']}."),
        Text(row.follows_zh, row.follows_en),
        (*(found.quoted(row) for found in unsaid), *inputs_of(unsaid)),
        figures.conflict(row.conflict),
    )
