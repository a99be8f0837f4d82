"""Goals that ask for nothing: met at the start, looser than the start, slower than the trend."""

from collections.abc import Iterator

from calibration.figures import Figure, Figures
from calibration.findings import Finding, Quoted, Text, listed, written
from calibration.outlook.region_growth import mean_growth
from calibration.quotients import PAST, PLAN
from calibration.relations import Rise

ORDER = 100
NAME = ("无约束力的目标", "goals that bind nothing")
ANOTHER_BASIS = 0.05
"""From how much looser than the start all goals must be before they seem to be of another basis."""


def find(figures: Figures) -> Iterator[Finding]:
    """Goals met by the level they start from, then goals below the pace before the plan."""
    for name in figures.relations.quantities:
        yield from _met_at_the_start(figures, name)
    for row in figures.relations.rise:
        yield from _below_own_pace(figures, row)
        yield from _below_region(figures, row)


def _met_at_the_start(figures: Figures, name: str) -> Iterator[Finding]:
    starts, goals = figures.of(name, "baseline"), figures.of(name, *PLAN)
    if not starts or not goals:
        return
    start = next(figure for figure in starts if figure.year == starts[-1].year)
    lower = figures.relations.quantities[name].lower_is_better
    later = [goal for goal in goals if goal.year > start.year and goal.direction in ("<=", ">=")]
    met = [goal for goal in later if _meets(start, goal, lower=lower)]
    if not met or any((goal.direction == "<=") != lower for goal in later):
        return
    worse = [abs(goal.value / start.value - 1.0) for goal in met if start.value]
    other_basis = len(met) == len(later) and worse and min(worse) > ANOTHER_BASIS
    zh, en = figures.name(name)
    shown = [f"{goal.year} {written(goal.value, goal.unit)}" for goal in met]
    level = written(start.value, start.unit)
    yield Finding(
        "binding",
        name,
        "inference" if other_basis else "non-binding",
        Text(
            f"{start.year}年{zh}为{level}，已达到目标（{listed(shown, 'zh')}）。",
            f"{en} was {level} in {start.year} and met these goals already: {listed(shown, 'en')}.",
        ),
        _what_it_means(other_basis=bool(other_basis)),
        (start.quoted(), *(goal.quoted() for goal in met)),
        figures.conflict(figures.relations.quantities[name].conflict),
    )


def _what_it_means(*, other_basis: bool) -> Text:
    if other_basis:
        return Text(
            "所有目标都比起点宽松：可能是另一口径，或是上级下达的上限（推断）。",
            "Every goal is looser than the start: another basis, or a ceiling set from above (an "
            "inference).",
        )
    return Text("达到目标不说明政策有效果。", "Meeting it is no evidence that a policy worked.")


def _meets(start: Figure, goal: Figure, *, lower: bool) -> bool:
    if lower:
        return start.value <= goal.value
    return start.value >= goal.value


def _below_own_pace(figures: Figures, row: Rise) -> Iterator[Finding]:
    """A goal that the growth of the last year alone would pass."""
    rates = figures.of(row.growth, *PAST) if row.growth else []
    start, goal = _ends(figures, row.level)
    if not rates or start is None or goal is None:
        return
    rate = rates[-1]
    alone = start.value * (1.0 + rate.value) ** (goal.year - start.year)
    if goal.value + goal.half >= alone * (1.0 - 1e-9):
        return
    zh, en = figures.name(row.level)
    texts = written(rate.value, "share"), written(round(alone), "yuan")
    end = written(goal.value, goal.unit)
    yield Finding(
        "binding",
        f"{row.level}_own_pace",
        "non-binding",
        Text(
            f"按{start.year}年的增速{texts[0]}，{zh}到{goal.year}年就有{texts[1]}，高于目标{end}。",
            f"At the {texts[0]} of {start.year}, {en} would be {texts[1]} in {goal.year}: above "
            f"the goal of {end}.",
        ),
        Text("不做任何事，按原有速度就会达到。", "The old pace reaches it without any programme."),
        (
            start.quoted(),
            rate.quoted(),
            goal.quoted(),
            Quoted(f"按原有速度的{zh}", f"{en} at the old pace", alone, goal.unit, goal.year),
        ),
        figures.conflict(figures.relations.quantities[row.level].conflict),
    )


def _below_region(figures: Figures, row: Rise) -> Iterator[Finding]:
    """A goal slower than the slowest place of the region grew before the plan."""
    start, goal = _ends(figures, row.level)
    if row.region == "" or start is None or goal is None:
        return
    needed = (goal.value / start.value) ** (1.0 / (goal.year - start.year)) - 1.0
    region = mean_growth(figures.pack, row.region, start.year)
    if not region or needed >= min(region.values()):
        return
    zh, en = figures.name(row.level)
    lowest, highest = min(region.values()), max(region.values())
    texts = [written(round(value, 4), "share") for value in (needed, lowest, highest)]
    yield Finding(
        "binding",
        f"{row.level}_region",
        "non-binding",
        Text(
            f"{goal.year}年{zh}目标只要求每年{texts[0]}，而全省和各市此前多年平均为"
            f"{texts[1]}至{texts[2]}。",
            f"The goal for {en} in {goal.year} needs only {texts[0]} a year; the province and its "
            f"cities had {texts[1]} to {texts[2]} before the plan.",
        ),
        Text(
            "目标低于试点前的趋势，达到它不说明政策有效果。",
            "The goal is weaker than the trend before the pilot: reaching it says nothing of "
            "policy.",
        ),
        (
            start.quoted(),
            goal.quoted(),
            Quoted("所需增速", "growth needed", needed, "share per year", goal.year),
            *(
                Quoted(f"{z}平均增速", f"mean growth of {e}", rate, "share per year")
                for (z, e), rate in sorted(region.items())
            ),
        ),
    )


def _ends(figures: Figures, level: str) -> tuple[Figure | None, Figure | None]:
    """The level a goal starts from (the first reading of its year) and the last goal."""
    starts, goals = figures.of(level, "baseline"), figures.of(level, *PLAN)
    if not starts or not goals or goals[-1].year <= starts[-1].year:
        return None, None
    return next(figure for figure in starts if figure.year == starts[-1].year), goals[-1]
