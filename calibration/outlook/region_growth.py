"""How fast incomes grew in the province and its cities before the plan, from a pack's history."""

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from calibration.packs.pack import Pack

Area = Literal["rural", "urban"]
REGION = ("province", "city")
SHORTEST_SPAN_YEARS = 4


def growth_in(pack: "Pack", area: Area, year: int) -> dict[tuple[str, str], float]:
    """Growth of one year by place (Chinese, English): as published, or from two levels."""
    levels = _levels(pack, area)
    found = {}
    for row in pack.history:
        if row.level not in REGION or row.year != year:
            continue
        growth = row.rural_growth if area == "rural" else row.urban_growth
        path = levels[row.zh, row.place]
        if growth is None and {year - 1, year} <= set(path):
            growth = path[year] / path[year - 1] - 1.0
        if growth is not None:
            found[row.zh, row.place] = growth
    return found


def mean_growth(pack: "Pack", area: Area, last_year: int) -> dict[tuple[str, str], float]:
    """Mean yearly growth to a year over the longest span of four years or more, by place."""
    found = {}
    for place, path in _levels(pack, area).items():
        first = min(path, default=last_year)
        years = last_year - first
        if last_year in path and years >= SHORTEST_SPAN_YEARS:
            found[place] = (path[last_year] / path[first]) ** (1.0 / years) - 1.0
    return found


def _levels(pack: "Pack", area: Area) -> dict[tuple[str, str], dict[int, float]]:
    levels: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for row in pack.history:
        value = row.rural_income_yuan if area == "rural" else row.urban_income_yuan
        if row.level in REGION and value is not None:
            levels[row.zh, row.place][row.year] = value
    return levels
