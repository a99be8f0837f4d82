"""Counts above a threshold beside the mean: what spread between villages both would need.

With n villages, a lognormal spread through the mean m and the least value f has, with z the
quantile of 1/n,

    sigma**2 / 2 - z * sigma - ln(m / f) = 0,      median = m * exp(-sigma**2 / 2)

so the share above a threshold follows, and can be held against the count that the plan prints.
"""

from collections.abc import Iterator
from math import exp, log, sqrt
from statistics import NormalDist

from calibration.figures import Figure, Figures
from calibration.findings import Finding, Quoted, Text, written
from calibration.quotients import PAST
from calibration.relations import Threshold

ORDER = 120
NAME = ("村际差异", "spread between villages")
OPERATING_PART = 0.53
"""Operating revenue in all revenue of collectives, nationally (2017): the threshold is on it."""
FAR_MORE = 2.0
MOST_ALIKE = 2.0
"""Fewer villages have no spread."""


def find(figures: Figures) -> Iterator[Finding]:
    """Thresholds that far more villages must pass than are counted, and the spread implied."""
    for row in figures.relations.threshold:
        names = (row.count, row.total, row.threshold, row.floor, row.units)
        found = [figures.last(name, *PAST) for name in names]
        given = tuple(figure for figure in found if figure is not None)
        if len(given) == len(names) and _can_be_spread(given):
            yield from _findings(figures, row, given)


def _can_be_spread(given: tuple[Figure, ...]) -> bool:
    """Whether there are villages, and a mean above the least value."""
    _, total, _, floor, units = given
    return units.value >= MOST_ALIKE and total.value / units.value > floor.value > 0.0


def spread(mean: float, floor: float, units: float) -> tuple[float, float]:
    """Log standard deviation and median of a lognormal with this mean and least value."""
    z = NormalDist().inv_cdf(1.0 / units)
    sigma = z + sqrt(z * z + 2.0 * log(mean / floor))
    return sigma, mean * exp(-0.5 * sigma * sigma)


def _findings(figures: Figures, row: Threshold, given: tuple[Figure, ...]) -> Iterator[Finding]:
    count, total, threshold, floor, units = given
    mean = total.value / units.value
    sigma, median = spread(mean, floor.value, units.value)
    above = NormalDist().cdf((log(OPERATING_PART * median) - log(threshold.value)) / sigma)
    computed = (
        Quoted("村均收入", "mean per village", mean, floor.unit, total.year),
        Quoted("对数标准差", "log standard deviation", sigma, "index"),
        Quoted("中位村收入", "median village", median, floor.unit, total.year),
    )
    yield _skewed(figures, row, (total, units, floor), computed)
    expected = above * units.value
    if expected > FAR_MORE * count.value:
        yield _too_few(figures, row, (count, threshold), computed, expected)


def _skewed(
    figures: Figures, row: Threshold, given: tuple[Figure, ...], computed: tuple[Quoted, ...]
) -> Finding:
    """That mean and least value need a skewed spread."""
    floor = given[-1]
    mean, sigma, median = (number.value for number in computed)
    least = written(floor.value, floor.unit)
    return Finding(
        "spread",
        f"{row.name}_spread",
        "implied",
        Text(
            f"村均{written(mean, floor.unit)}元而每村不少于{least}元：分布必然偏斜"
            f"（对数标准差约{sigma:.2f}，中位村约{median / 1e4:,.0f}万元）。",
            f"A mean of {written(mean, floor.unit)} yuan a village with none below {least} needs "
            f"a skewed spread (log sd about {sigma:.2f}, median about {median / 1e6:.2f} million).",
        ),
        Text(
            "平均数说明不了多数村，弱村要单独看。",
            "The mean says little of most villages; weak ones have to be looked at by themselves.",
        ),
        (*(figure.quoted() for figure in given), *computed),
        figures.conflict("collective_floor"),
    )


def _too_few(
    figures: Figures,
    row: Threshold,
    given: tuple[Figure, Figure],
    computed: tuple[Quoted, ...],
    expected: float,
) -> Finding:
    """That far more villages pass a threshold than are counted."""
    count, threshold = given
    texts = written(count.value, count.unit), written(threshold.value, threshold.unit)
    return Finding(
        "spread",
        row.name,
        "contradiction",
        Text(
            f"{count.names[0]}{texts[0]}个，门槛{texts[1]}元；但按村均收入估计约有"
            f"{expected:.0f}个村的经营性收入超过门槛。",
            f"{texts[0]} {count.names[1]}, threshold {texts[1]} yuan; but at the mean revenue "
            f"about {expected:.0f} villages must have an operating revenue above it.",
        ),
        Text(row.follows_zh, row.follows_en),
        (
            *(figure.quoted() for figure in given),
            *computed,
            Quoted("超过门槛的村（估计）", "villages above, estimated", expected, "villages"),
        ),
        figures.conflict(row.conflict),
    )
