"""Parts that exceed their whole, and counts that shrink although they are cumulative."""

from collections.abc import Iterator

from calibration.figures import Figure, Figures, Role
from calibration.findings import Finding, Quoted, Text, listed, written
from calibration.quotients import PAST, PLAN
from calibration.relations import Part

ORDER = 60
NAME = ("部分与整体", "parts and wholes")


def find(figures: Figures) -> Iterator[Finding]:
    """Parts above their whole, then cumulative goals below what was reached before."""
    for row in figures.relations.part:
        yield from _exceeds(figures, row)
    for name in figures.relations.quantities:
        yield from _below_before(figures, name)


def _exceeds(figures: Figures, row: Part) -> Iterator[Finding]:
    for part in figures.of(row.part)[-1:]:
        roles = PLAN if part.role == "target" else PAST
        wholes = [_nearest(figures, name, part.year, roles) for name in row.whole]
        known = [whole for whole in wholes if whole is not None]
        total = sum(whole.value for whole in known)
        low, high = part.value - part.half, total + sum(whole.half for whole in known)
        if len(known) < len(row.whole) or low <= high:
            continue
        zh = listed([f"{w.names[0]}{written(w.value, w.unit)}" for w in known], "zh")
        en = listed([f"{w.names[1]} {written(w.value, w.unit)}" for w in known], "en")
        shown = written(part.value, part.unit)
        numbers = [part.quoted(), *(whole.quoted() for whole in known)]
        if len(known) > 1:
            numbers.append(Quoted("合计", "sum", total, part.unit, part.year))
        yield Finding(
            "parts",
            row.name,
            "contradiction",
            Text(
                f"{part.names[0]}{shown}超过了应包含它的{zh}。",
                f"{part.names[1]}, {shown}, exceeds what should hold it: {en}.",
            ),
            Text(row.follows_zh, row.follows_en),
            tuple(numbers),
            figures.conflict(row.conflict),
        )


def _nearest(figures: Figures, name: str, year: int, roles: tuple[Role, ...]) -> Figure | None:
    """The figure of the year in these roles, or else the last one before it."""
    earlier = [figure for figure in figures.of(name, *roles) if figure.year <= year]
    if not earlier:
        return figures.at(name, year, *roles)
    return next(figure for figure in earlier if figure.year == earlier[-1].year)


def _below_before(figures: Figures, name: str) -> Iterator[Finding]:
    """A goal called cumulative that lies below the cumulative count of the years before."""
    before = figures.of(name, "history")
    goals = [figure for figure in figures.of(name, "target") if figure.cumulative]
    if not before or not goals or goals[-1].value >= before[-1].value:
        return
    goal, reached = goals[-1], before[-1]
    zh, en = figures.name(name)
    texts = written(goal.value, goal.unit), written(reached.value, reached.unit)
    yield Finding(
        "parts",
        f"{name}_cumulative",
        "contradiction",
        Text(
            f"{zh}目标称“累计”{texts[0]}，而此前累计已有{texts[1]}。",
            f"{en}: the goal is called cumulative, {texts[0]}, but {texts[1]} had been reached "
            "before.",
        ),
        Text(
            "目标只能是规划期内新增的数量，存量要在以往累计上相加。",
            "The goal can only count what is new within the plan; the stock is that on top of "
            "what was there.",
        ),
        (
            goal.quoted(),
            reached.quoted(),
            Quoted(f"{zh}存量", f"{en}, stock", goal.value + reached.value, goal.unit, goal.year),
        ),
        figures.conflict(figures.relations.quantities[name].conflict),
    )
