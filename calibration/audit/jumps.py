"""Growth far outside what the province and its cities had."""

from collections.abc import Iterator

from calibration.figures import Figure, Figures
from calibration.findings import Finding, Quoted, Text, listed, written
from calibration.outlook.region_growth import growth_in, mean_growth
from calibration.quotients import PAST, PLAN
from calibration.relations import Rise

ORDER = 90
NAME = ("与周边地区相比的跳变", "jumps against the region")
ROOM = 0.03
"""How far one year's growth may lie outside the region's range: survey noise of a county."""
ROOM_OF_A_GOAL = 0.01
"""How far a goal over several years may lie above the fastest mean growth of the region."""


def find(figures: Figures) -> Iterator[Finding]:
    """Rises of the last year, and goals, that no place around had."""
    for row in figures.relations.rise:
        if row.region and row.rise:
            yield from _last_year(figures, row)
    for row in figures.relations.rise:
        if row.region:
            yield from _goal(figures, row)


def _last_year(figures: Figures, row: Rise) -> Iterator[Finding]:
    rises = figures.of(row.rise, *PAST)
    level = figures.at(row.level, rises[-1].year, *PAST) if rises else None
    if level is None or row.region == "":
        return
    before = level.value - rises[-1].value
    growth = rises[-1].value / before
    region = growth_in(figures.pack, row.region, level.year)
    if not region or min(region.values()) - ROOM <= growth <= max(region.values()) + ROOM:
        return
    zh, en = figures.name(row.level)
    places = dict(sorted(region.items(), key=lambda item: item[1])[-3:] + _provinces(region))
    shown_zh = listed([f"{place[0]}{_signed(g)}" for place, g in places.items()], "zh")
    shown_en = listed([f"{place[1]} {_signed(g)}" for place, g in places.items()], "en")
    ratios_zh, ratios_en, ratio_numbers = _ratios(figures, level, before)
    yield Finding(
        "jumps",
        row.name,
        "jump",
        Text(
            f"{level.year}年{zh}比上年{_signed(growth)}（上年{before:,.0f}元），周边为{shown_zh}"
            f"{ratios_zh}。",
            f"{en} {_signed(growth)} in {level.year} (from {before:,.0f}), while the region had "
            f"{shown_en}{ratios_en}.",
        ),
        Text(row.follows_zh, row.follows_en),
        (
            level.quoted(),
            rises[-1].quoted(),
            Quoted(zh, en, before, level.unit, level.year - 1),
            Quoted("增速", "growth", growth, "share", level.year),
            *ratio_numbers,
            *_region_numbers(region, level.year),
        ),
        figures.conflict(row.conflict),
    )


def _ratios(figures: Figures, level: Figure, before: float) -> tuple[str, str, list[Quoted]]:
    """What the rise would mean for the ratio of urban to rural income, where both rises stand."""
    if level.quantity != "rural_income":
        return "", "", []
    urban = figures.at("urban_income", level.year, *PAST)
    rise = figures.at("urban_rise", level.year, *PAST)
    if urban is None or rise is None:
        return "", "", []
    earlier, now = (urban.value - rise.value) / before, urban.value / level.value
    numbers = [Quoted("城乡比", "ratio", earlier, "ratio", level.year - 1)]
    return (
        f"；城乡比会在一年内从{earlier:.3f}降到{now:.3f}",
        f"; the ratio would fall from {earlier:.3f} to {now:.3f} in one year",
        numbers,
    )


def _goal(figures: Figures, row: Rise) -> Iterator[Finding]:
    starts, goals = figures.of(row.level, *PAST), figures.of(row.level, *PLAN)
    if not starts or not goals or row.region == "" or goals[-1].year <= starts[-1].year:
        return
    start, goal = starts[-1], goals[-1]
    growth = (goal.value / start.value) ** (1.0 / (goal.year - start.year)) - 1.0
    region = mean_growth(figures.pack, row.region, start.year)
    if not region or growth <= max(region.values()) + ROOM_OF_A_GOAL:
        return
    zh, en = figures.name(row.level)
    place, fastest = max(region.items(), key=lambda item: item[1])
    yield Finding(
        "jumps",
        f"{row.name}_goal",
        "jump",
        Text(
            f"{goal.year}年{zh}目标要求每年{_signed(growth)}，而周边最快的{place[0]}多年平均为"
            f"{_signed(fastest)}。",
            f"The goal for {en} in {goal.year} needs {_signed(growth)} a year; the fastest place "
            f"around, {place[1]}, had {_signed(fastest)} on average.",
        ),
        Text(
            "没有一个周边地区曾经长期达到这个速度。",
            "No place around has kept such a pace over years.",
        ),
        (
            start.quoted(),
            goal.quoted(),
            Quoted("所需增速", "growth needed", growth, "share per year", goal.year),
            Quoted(f"{place[0]}平均增速", f"mean growth of {place[1]}", fastest, "share per year"),
        ),
    )


def _provinces(region: dict[tuple[str, str], float]) -> list[tuple[tuple[str, str], float]]:
    return [(place, growth) for place, growth in region.items() if place[0].endswith("省")]


def _region_numbers(region: dict[tuple[str, str], float], year: int) -> list[Quoted]:
    return [
        Quoted(f"{zh}增速", f"growth of {en}", growth, "share", year, "history.csv")
        for (zh, en), growth in sorted(region.items())
    ]


def _signed(growth: float) -> str:
    return f"{'+' if growth >= 0 else ''}{written(round(growth, 4), 'share')}"
