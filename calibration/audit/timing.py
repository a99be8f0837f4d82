"""Things that are due before what they depend on exists."""

from collections.abc import Iterator

from calibration.figures import Figures
from calibration.findings import Finding, Text
from calibration.quotients import PLAN

ORDER = 130
NAME = ("先后次序", "order in time")


def find(figures: Figures) -> Iterator[Finding]:
    """Goals that come before the first year of what they need."""
    for row in figures.relations.needs:
        goals = [figure for figure in figures.of(row.what, *PLAN) if figure.value > 0.0]
        needed = [figure for figure in figures.of(row.needs, *PLAN) if figure.value > 0.0]
        if not goals or not needed or goals[0].year >= needed[0].year:
            continue
        early, late = goals[0], needed[0]
        yield Finding(
            "timing",
            row.name,
            "contradiction",
            Text(
                f"{early.names[0]}从{early.year}年开始，而{late.names[0]}到{late.year}年才有。",
                f"{early.names[1]} are due from {early.year}, {late.names[1]} only by {late.year}.",
            ),
            Text(row.follows_zh, row.follows_en),
            (early.quoted(), late.quoted()),
            figures.conflict(row.conflict),
        )
