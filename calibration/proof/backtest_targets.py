"""What a backtest asks: every place, origin and horizon whose outcome the panel has.

An origin needs a figure of its own year, because a forecast starts from it. Where a later year is
missing, the horizons that exist are asked. A row with growth rates only, or without a level in the
year before, scores the change over one year.

Some levels were computed back from the next year's level and growth (`derived`). They are what was
published at the time up to rounding, and are scored with a mark. Ratios without incomes are printed
to 0.01, a third of a year's change, and are not scored.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from calibration.history.log_series import Known

HORIZONS = (1, 2, 3)


@dataclass(frozen=True)
class Target:
    """One outcome to forecast.

    base: log at the origin, None for a change without a level. change: log of the outcome less log
    at the origin. derived: whether the level at either end was computed from another year.
    """

    place: str
    level: str
    origin: int
    horizon: int
    base: float | None
    change: float
    derived: bool

    @property
    def year(self) -> int:
        """Year of the outcome."""
        return self.origin + self.horizon

    @property
    def kind(self) -> str:
        """Whether a level or only a change is scored."""
        return "change" if self.base is None else "level"


def targets_of(series: Known, last_origin: int, horizons: Iterable[int] = HORIZONS) -> list[Target]:
    """All targets with origins up to one year, in the order of origin, place, horizon."""
    found = []
    for one in series.values():
        levels = [
            Target(
                one.place,
                one.level,
                origin,
                h,
                value,
                one.values[origin + h] - value,
                bool({origin, origin + h} & one.derived),
            )
            for origin, value in one.values.items()
            for h in horizons
            if origin + h in one.values
        ]
        scored = {(target.origin, target.horizon) for target in levels}
        found += levels
        if 1 in horizons:
            found += [
                Target(one.place, one.level, year - 1, 1, None, step, derived=False)
                for year, step in one.yearly_changes.items()
                if (year - 1, 1) not in scored
            ]
    kept = (target for target in found if target.origin <= last_origin)
    return sorted(kept, key=lambda target: (target.origin, target.place, target.horizon))
