"""Growth goals against the levels they start from and end at."""

from collections.abc import Iterator

from calibration.figures import Figure, Figures
from calibration.findings import Finding, Quoted, Text, written
from calibration.quotients import PAST, PLAN
from calibration.relations import Growth, Rise

ORDER = 80
NAME = ("增速与终点", "growth and end points")


def find(figures: Figures) -> Iterator[Finding]:
    """Ends that a growth goal does not reach, starts nobody wrote, levels of the year before."""
    for row in figures.relations.growth:
        yield from _against_end(figures, row)
    for rise in figures.relations.rise:
        if rise.growth:
            yield from _year_before(figures, rise)


def _against_end(figures: Figures, row: Growth) -> Iterator[Finding]:
    ends, rates = figures.of(row.level, *PLAN), figures.of(row.growth, *PLAN)
    if not ends or not rates:
        return
    end, rate = ends[-1], rates[-1]
    starts = [figure for figure in figures.of(row.level, *PAST) if figure.year < end.year]
    if not starts:
        yield _implied_start(figures, row, end, rate)
        return
    start = starts[-1] if len(starts) == 1 else _first_of_last_year(starts)
    years = end.year - start.year
    least = (start.value - start.half) * (1.0 + rate.value - rate.half) ** years
    if end.value + end.half >= least:
        return
    reached = start.value * (1.0 + rate.value) ** years
    texts = written(rate.value, "share"), written(reached, end.unit), written(end.value, end.unit)
    yield Finding(
        "growth",
        row.name,
        "contradiction",
        Text(
            f"按每年{texts[0]}的增速目标，{end.year}年应为{texts[1]}，终点目标只有{texts[2]}。",
            f"At the growth goal of {texts[0]} a year the level in {end.year} would be {texts[1]}; "
            f"the goal for it is {texts[2]}.",
        ),
        Text("两个目标中较松的一个没有约束力。", "The looser of the two goals binds nothing."),
        (start.quoted(), rate.quoted(), end.quoted()),
        figures.conflict(row.conflict),
    )


def _first_of_last_year(starts: list[Figure]) -> Figure:
    return next(figure for figure in starts if figure.year == starts[-1].year)


def _implied_start(figures: Figures, row: Growth, end: Figure, rate: Figure) -> Finding:
    """The start that a goal for the end and one for growth fix, where the pack has none."""
    first_year = 2021
    start = end.value / (1.0 + rate.value) ** (end.year - first_year)
    zh, en = figures.name(row.level)
    texts = (
        written(end.value, end.unit),
        written(rate.value, "share"),
        written(round(start), "yuan"),
    )
    return Finding(
        "growth",
        f"{row.name}_start",
        "implied",
        Text(
            f"{zh}：{end.year}年{texts[0]}与每年{texts[1]}合起来，意味着{first_year}年约"
            f"{texts[2]}；文件没有写出。",
            f"{en}: {texts[0]} in {end.year} and {texts[1]} a year together imply about {texts[2]} "
            f"in {first_year}, which nobody wrote down.",
        ),
        Text("起点是推算值，不是统计数。", "The start is a computed value, not a statistic."),
        (end.quoted(), rate.quoted(), Quoted(zh, en, start, end.unit, first_year)),
        figures.conflict(row.conflict),
    )


def _year_before(figures: Figures, row: Rise) -> Iterator[Finding]:
    """Level of the year before, where the level is disputed: does the other reading fit it?"""
    levels, rates = figures.of(row.level, "baseline"), figures.of(row.growth, *PAST)
    if not rates or len({f.value for f in levels if f.year == rates[-1].year}) < 2:
        return
    rate = rates[-1]
    level, *others = [figure for figure in levels if figure.year == rate.year]
    if all(level.span.meets(other.span) for other in others):
        return
    before = level.span.value / (1.0 + rate.value)
    unit, year = level.unit, rate.year - 1
    zh, en = figures.name(row.level)
    other = others[-1]
    texts = [written(value, unit) for value in (level.value, other.value, round(before))]
    yield Finding(
        "growth",
        row.name,
        "implied",
        Text(
            f"按{texts[0]}和上年增速{written(rate.value, 'share')}推算，{year}年{zh}约为"
            f"{texts[2]}，也不是{texts[1]}。",
            f"From {texts[0]} and the growth of {written(rate.value, 'share')}, {en} was about "
            f"{texts[2]} in {year}: the other reading, {texts[1]}, is not the year before either.",
        ),
        Text(
            "另一数值可能出自更早的年份或草案（推测）。",
            "The other reading may be of an earlier year or of a draft (a guess).",
        ),
        (level.quoted(), rate.quoted(), other.quoted(), Quoted(zh, en, before, unit, year)),
        figures.conflict(row.conflict),
    )
