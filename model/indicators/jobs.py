"""Outlets, workshops, their jobs, and local low-skill pay."""

from typing import TYPE_CHECKING

import numpy as np

from model.indicators.indicator import indicator

if TYPE_CHECKING:
    from model.indicators.year_end import YearEnd


@indicator("workshops", zh="共富工坊", en="Workshops")
def workshops(end: "YearEnd") -> float:
    """Open outlets with a programme place at year end, without small ones of the neighbourhood."""
    outlets = end.county.market.outlets
    return outlets.count(slots_only=True) - outlets.count_small()


@indicator("workshops", zh="邻里工坊", en="Neighbourhood workshops")
def neighbourhood_workshops(end: "YearEnd") -> float:
    """Open small workshops that fill what is promised beyond the other workshops."""
    return end.county.market.outlets.count_small()


@indicator("persons", zh="共富工坊从业人数", en="Workshop jobs")
def workshop_jobs(end: "YearEnd") -> float:
    """Persons working in workshops at the end of the year."""
    return end.county.market.outlets.workers(slots_only=True)


@indicator("persons per workshop", zh="每个工坊从业人数", en="Jobs per workshop")
def jobs_per_workshop(end: "YearEnd") -> float:
    """Workshop jobs over workshops; nan without workshops."""
    count = end.county.market.outlets.count(slots_only=True)
    return workshop_jobs(end) / count if count > 0.0 else float("nan")


@indicator("persons", zh="来料加工点从业人数(全部)", en="Jobs in all outlets")
def outlet_jobs(end: "YearEnd") -> float:
    """Persons working in outlets of enterprises in villages, with or without a programme place."""
    return end.county.market.outlets.workers(slots_only=False)


@indicator("persons", zh="吸纳农村劳动力就业(累计)", en="Rural labour absorbed, cumulative")
def absorbed_jobs(end: "YearEnd") -> float:
    """The plan's cumulative count: the highest number of outlet jobs reached at a year's end."""
    reached = end.county.outcome.indicators.get("absorbed_jobs", np.zeros(0))
    return float(max(outlet_jobs(end), end.county.market.jobs_at_start, *reached))


@indicator("index", zh="低技能工资指数", en="Low-skill pay index")
def low_skill_wage_index(end: "YearEnd") -> float:
    """Local low-skill pay relative to normal, mean over towns by low-skill labour."""
    market = end.county.market
    return float(np.average(market.wage_index, weights=market.low_skill_workers))
