"""What the years to 2021 say about the drift of the urban-rural gap, under three readings of covid.

The gap is ln(urban / rural). Between two years with figures of a place it changed by

    change = n * drift + pulse * (D2020 - reversal * D2021) + noise,    Var(noise) = n * sigma^2

with n the years between. Readings (2020 cannot be used alone, and must not pass for trend):

1. `two_years`: 2019 to 2021 is one observation. This is the prior of `trend.gap_drift` itself.
2. `pulse`: a pulse in 2020 of which the share `reversal` ~ U(0.6, 1) came back in 2021.
3. `before_covid`: 2020 and 2021 are dropped.

Least squares over all cities and provinces of the pack's history, each change weighted by 1/n,
gives the centre of readings 2 and 3. Places count as exchangeable; the spread stays that of the
prior, which is wider than the error of so few years. Only figures of 2015 to 2021 (the survey's
present definition) that were published by 2022 are used.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from calibration.outlook.shocks import Floats

FIRST_YEAR, LAST_YEAR, LAST_PUBLICATION = 2015, 2021, 2022

READINGS = {"two_years": 0.5, "pulse": 0.25, "before_covid": 0.25}
"""Weights of the readings: half for the default, the rest split evenly (a judgement)."""

REVERSAL = (0.6, 1.0)


class Incomes(Protocol):
    """A row of a pack's history."""

    @property
    def place(self) -> str:
        """Name of the place."""
        ...

    @property
    def level(self) -> str:
        """`nation`, `province`, `city` or `county`."""
        ...

    @property
    def year(self) -> int:
        """Year of the figures."""
        ...

    @property
    def urban_income_yuan(self) -> float | None:
        """Published urban mean, per head."""
        ...

    @property
    def rural_income_yuan(self) -> float | None:
        """Published rural mean, per head."""
        ...

    @property
    def published(self) -> int | None:
        """Year of the document, if known."""
        ...


@dataclass(frozen=True)
class Change:
    """Change of the gap of one place between two years with figures."""

    place: str
    first: int
    last: int
    value: float

    @property
    def years(self) -> int:
        """Years between the two figures."""
        return self.last - self.first

    def covers(self, year: int) -> bool:
        """Whether the growth of a year is part of the change."""
        return self.first < year <= self.last


def gap_changes(history: Iterable[Incomes]) -> list[Change]:
    """Changes between neighbouring usable rows of each city and province."""
    gaps: dict[str, dict[int, float]] = {}
    for row in history:
        gap = _gap(row)
        if gap is not None:
            gaps.setdefault(row.place, {})[row.year] = gap
    return [
        Change(place, first, last, path[last] - path[first])
        for place, path in gaps.items()
        for first, last in pairwise(sorted(path))
    ]


def drift_before_covid(changes: Iterable[Change]) -> float | None:
    """Drift a year over the changes that end by 2019; None without any."""
    early = [change for change in changes if change.last <= 2019]
    years = sum(change.years for change in early)
    return sum(change.value for change in early) / years if years else None


def drift_with_pulse(changes: list[Change], reversal: Floats) -> Floats | None:
    """Drift a year beside a pulse in 2020, by weighted least squares; None if not identified.

    reversal: float64 (n,), share of the pulse that came back in 2021. Returns float64 (n,).
    """
    if not changes:
        return None
    value = np.array([change.value for change in changes])
    years = np.array([change.years for change in changes], dtype=np.float64)
    in_2020 = np.array([change.covers(2020) for change in changes], dtype=np.float64)
    in_2021 = np.array([change.covers(2021) for change in changes], dtype=np.float64)
    pulse = in_2020 - reversal[:, None] * in_2021
    # Normal equations of [years, pulse] with weights 1/years, solved by hand for every reversal.
    nn, nv = years.sum(), value.sum()
    np_, pp = pulse.sum(axis=1), (pulse**2 / years).sum(axis=1)
    pv = (pulse * value / years).sum(axis=1)
    determinant = nn * pp - np_**2
    if np.any(determinant <= 1e-9 * nn):
        return None
    return np.asarray((pp * nv - np_ * pv) / determinant)


def _gap(row: Incomes) -> float | None:
    """ln(urban / rural) of a usable row, else None."""
    urban, rural = row.urban_income_yuan, row.rural_income_yuan
    in_time = FIRST_YEAR <= row.year <= LAST_YEAR
    known_then = row.published is None or row.published <= LAST_PUBLICATION
    if row.level in ("city", "province") and in_time and known_then and urban and rural:
        return float(np.log(urban / rural))
    return None
