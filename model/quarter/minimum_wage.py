"""A minimum wage linked to average pay (最低工资联动): what exceeds its usual rises."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.quarter.earnings import wages_now

if TYPE_CHECKING:
    from model.county import CountyModel

URBAN_SHARE = 0.5
"""Share of urban over that of rural wages that is paid at the minimum wage. Assumption."""


def lift(growth: float, usual: float, years: float) -> float:
    """Minimum wage over what it would be without the link, as a share; never below zero.

    ((1 + growth) / (1 + usual))^years - 1.
    """
    return max(((1.0 + growth) / (1.0 + usual)) ** years - 1.0, 0.0)


def lift_now(county: "CountyModel") -> float:
    """This quarter's lift; 0 without a link."""
    work = county.rules.work
    usual = county.parameters.jobs.minimum_wage_growth
    return lift(work.minimum_wage_growth, usual, work.minimum_wage_years)


def lowest_paid(county: "CountyModel") -> NDArray[np.int64]:
    """Rows of the households with the lowest wages per head, up to the drawn share of all wages."""
    share = county.parameters.jobs.minimum_wage_share
    start, found = county.start, []
    wages, weight = start.base[:, 0], start.households["weight"]
    per_head = wages / start.households["members"]
    rural = start.households["rural_2021"]
    for area, part in ((rural, share), (~rural, URBAN_SHARE * share)):
        rows = np.flatnonzero(area)
        rows = rows[np.argsort(per_head[rows], kind="stable")]
        bill = np.cumsum(wages[rows] * weight[rows])
        if rows.size:
            found.append(rows[bill <= part * bill[-1]])
    return np.sort(np.concatenate(found)).astype(np.int64)


def pay(county: "CountyModel") -> None:
    """Pay the lift to those at the minimum wage, less the pay of jobs that it costs."""
    raised = lift_now(county)
    if raised <= 0.0:
        return
    rows = county.jobs.lowest_paid
    kept = 1.0 - county.parameters.jobs.minimum_wage_job_loss
    amount = raised * kept * wages_now(county, rows)
    county.books.quarter_income[rows, 0] += amount
    paid = amount * county.households["weight"][rows]
    county.pay_households("wages", "minimum_wage_link", "enterprises", paid)
