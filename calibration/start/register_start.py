"""Who is on the low-income register at the start of a draw (低收入农户)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.start.households import SIZES, tilted
from calibration.start.ranks import Columns
from model.table import weighted_sum


def listed(
    households: Columns, weight: NDArray[np.float64], persons: float, household_size: float
) -> NDArray[np.bool_]:
    """Households on the register: `persons` in households of the given mean size.

    The sizes of listed households are those of rural households, tilted to the mean; within a size
    the stored candidacy decides, so a longer list contains a shorter one.
    """
    members, candidacy = households["members"], households["candidacy"]
    rows = [
        _by_candidacy(np.flatnonzero(households["rural"] & (members == n)), candidacy)
        for n in SIZES
    ]
    there = np.array([weight[of_size].sum() for of_size in rows])
    shape = np.where(there > 0.0, there, 1e-12)
    wanted = tilted(shape, household_size) * persons / household_size
    chosen = np.zeros(len(members), bool)
    for n in SIZES[::-1]:  # singles last: they take up what whole households leave
        number = wanted[n - 1] if n > 1 else persons - weighted_sum(members[chosen], weight[chosen])
        of_size = rows[n - 1]
        taken = np.cumsum(weight[of_size]) - 0.5 * weight[of_size] <= number
        chosen[of_size[taken]] = True
    return chosen


def able_households(
    households: Columns, weight: NDArray[np.float64], on_register: NDArray[np.bool_], share: float
) -> NDArray[np.bool_]:
    """Households with a member able to work.

    Off the register: all with a person of working age. On it: the drawn share of households, those
    with a person of working age first.
    """
    somebody = households["slots"] > 0
    able = somebody | ~households["rural"]
    rows = np.flatnonzero(on_register)
    order = rows[np.lexsort((households["able"][rows], ~somebody[rows]))]
    up_to = share * weight[rows].sum()
    able[order] = np.cumsum(weight[order]) - 0.5 * weight[order] <= up_to
    return able


def _by_candidacy(rows: NDArray[np.int64], candidacy: NDArray[Any]) -> NDArray[np.int64]:
    return rows[np.argsort(-candidacy[rows], kind="stable")]
