"""Low-skill pay in the towns: rises with vacancies, falls with job seekers, reverts to normal."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from model.county import CountyModel

HIGHEST = 1.5
"""Upper bound of the index: beyond it the marginal revenue of outlet work is exceeded."""


def adjust(county: "CountyModel") -> None:
    """Move each town's index: ln w' = (1 - reversion) ln w + nu x change of tightness.

    nu is response x reversion, so that a lasting change of net jobs by x % of low-skill labour
    moves pay by response x %. Bounded by the minimum wage and by HIGHEST.
    """
    if not county.switches.wage_response:
        return
    labour = county.parameters.labour
    tightness = county.market.tightness() - county.market.normal_tightness
    step = labour.wage_response * labour.wage_reversion * tightness
    level = np.exp((1.0 - labour.wage_reversion) * np.log(county.market.wage_index) + step)
    lowest = county.market.lowest_pay / county.parameters.workshops.pay_yuan_per_day
    county.market.wage_index[:] = np.clip(level, min(lowest, 1.0), HIGHEST)
