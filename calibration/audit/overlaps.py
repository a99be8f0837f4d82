"""Lines that together claim more than the total rises: the same thing counted more than once."""

from collections.abc import Iterator

from calibration.figures import Figure, Figures
from calibration.findings import Finding, Quoted, Text, listed, written
from calibration.quotients import PAST, PLAN
from calibration.relations import Overlap

ORDER = 70
NAME = ("重复计算", "double counting")


def find(figures: Figures) -> Iterator[Finding]:
    """Totals whose lines sum to more than their rise; and lines that are that rise."""
    for row in figures.relations.overlap:
        goals = figures.of(row.total, *PLAN)
        if goals:
            yield from _last_year(figures, row, goals[-1])
        for goal in goals[:-1]:
            yield from _other_years(figures, row, goal)


def _rise(figures: Figures, row: Overlap, goal: Figure) -> tuple[float, Figure | None]:
    start = [figure for figure in figures.of(row.total, *PAST) if figure.year < goal.year]
    return goal.value - (start[-1].value if start else 0.0), start[-1] if start else None


def _lines(figures: Figures, row: Overlap, year: int) -> list[Figure]:
    return [
        figure for name in row.lines for figure in figures.of(name, *PLAN) if figure.year == year
    ]


def _last_year(figures: Figures, row: Overlap, goal: Figure) -> Iterator[Finding]:
    rise, start = _rise(figures, row, goal)
    lines = _lines(figures, row, goal.year)
    total = sum(line.value for line in lines)
    if len(lines) < 2 or total <= rise * (1.0 + 1e-9):
        return
    texts = [written(line.value, line.unit) for line in lines]
    zh, en = figures.name(row.total)
    parts = " + ".join(texts)
    yield Finding(
        "overlaps",
        row.name,
        "overlap",
        Text(
            f"到{goal.year}年，{zh}只增加{written(rise, goal.unit)}，而各项合计"
            f"{parts} = {written(total, goal.unit)}。",
            f"By {goal.year}, {en} rises by {written(rise, goal.unit)}, but its lines claim "
            f"{parts} = {written(total, goal.unit)}.",
        ),
        Text(row.follows_zh, row.follows_en),
        _numbers(goal, start, lines, total),
        figures.conflict(row.conflict),
    )


def _other_years(figures: Figures, row: Overlap, goal: Figure) -> Iterator[Finding]:
    """One line against the rise of the total: in another year they should agree, too."""
    rise, start = _rise(figures, row, goal)
    line = next(iter(_lines(figures, row, goal.year)), None)
    last = figures.of(row.total, *PLAN)[-1]
    final = next(iter(_lines(figures, row, last.year)), None)
    if start is None or line is None or final is None:
        return
    same_at_the_end = abs(final.value - _rise(figures, row, last)[0]) <= final.half + last.half
    if not same_at_the_end or abs(line.value - rise) <= line.half + goal.half + start.half:
        return
    texts = written(line.value, line.unit), written(rise, goal.unit)
    yield Finding(
        "overlaps",
        f"{row.name}_{goal.year}",
        "contradiction",
        Text(
            f"{goal.year}年{line.names[0]}{texts[0]}，{goal.names[0]}却增加{texts[1]}，"
            f"而到{last.year}年两者相等。",
            f"{goal.year}: {line.names[1]} {texts[0]}, but {goal.names[1]} rises by {texts[1]}, "
            f"although both agree in {last.year}.",
        ),
        Text(
            "两者口径不同（单一渠道与各渠道），各自对照各自的目标，不能互换。",
            "Two notions (one channel, all channels): each is held against its own goal.",
        ),
        (line.quoted(), goal.quoted(), start.quoted(), final.quoted()),
        figures.conflict(f"{row.name}_{goal.year}"),
    )


def _numbers(
    goal: Figure, start: Figure | None, lines: list[Figure], total: float
) -> tuple[Quoted, ...]:
    given = [goal, *([start] if start else []), *lines]
    kept = dict.fromkeys(figure.quoted() for figure in given)
    names = dict.fromkeys(line.names for line in lines)
    summed = Quoted(
        listed([zh for zh, _ in names], "zh") + "合计",
        "sum of " + listed([en for _, en in names], "en"),
        total,
        goal.unit,
        goal.year,
    )
    return (*kept, summed)
