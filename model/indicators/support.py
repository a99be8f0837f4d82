"""Register, income floors, pairing, profit sharing, and moves to town."""

from typing import TYPE_CHECKING

from model.indicators.indicator import indicator
from model.quarter.moving import movers_relative_income
from model.quarter.register import near_poor_line
from model.table import sum_where

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from model.indicators.year_end import YearEnd


def _persons(end: "YearEnd", chosen: "NDArray[np.bool_]") -> float:
    return sum_where(end.county.books.weighted_persons, chosen)


@indicator("persons", zh="当年新纳入低收入农户人数", en="Persons who entered the register")
def register_entries(end: "YearEnd") -> float:
    """Members of households that entered the low-income register at this year's review."""
    return end.county.support.entered


@indicator("persons", zh="当年退出低收入农户人数", en="Persons who left the register")
def register_exits(end: "YearEnd") -> float:
    """Members of households that left the low-income register at this year's review."""
    return end.county.support.left


@indicator("persons", zh="低收入农户净减少", en="Net fall of the low-income register")
def register_fall(end: "YearEnd") -> float:
    """Persons who left at the year's review less those who entered; reports state this number."""
    return register_exits(end) - register_entries(end)


@indicator("share", zh="错保比例", en="Register above the near-poor line")
def register_false_inclusion(end: "YearEnd") -> float:
    """Share of persons on the register whose income this year is above the near-poor line."""
    listed = end.households["on_register"]
    over = listed & (end.per_head > near_poor_line(end.county))
    return _persons(end, over) / max(_persons(end, listed), 1e-9)


@indicator("persons", zh="漏保人数", en="Poor persons off the register")
def register_false_exclusion(end: "YearEnd") -> float:
    """Rural persons off the register with less than the subsistence standard this year."""
    short = end.per_head < end.county.dibao_per_head_year()
    return _persons(end, short & end.households["rural"] & ~end.households["on_register"])


@indicator("yuan per head", zh="2021年在册低收入农户人均收入", en="Income of the register of 2021")
def low_income_list_2021(end: "YearEnd") -> float:
    """Income per head of households on the register at the end of 2021, wherever they are now.

    Leavers are in it, so entry and exit do not move it.
    """
    listed = end.county.support.listed_2021
    total = sum_where(end.weighted_income, listed)
    return total / max(_persons(end, listed), 1e-9)


@indicator("persons", zh="人均收入9000元以下农村人口", en="Rural persons below 9,000 yuan")
def rural_persons_below_9000(end: "YearEnd") -> float:
    """Rural persons whose household had less than 9,000 yuan a head this year."""
    return _persons(end, end.households["rural"] & (end.per_head < 9_000.0))


@indicator("persons", zh="人均收入13000元以下农村人口", en="Rural persons below 13,000 yuan")
def rural_persons_below_13000(end: "YearEnd") -> float:
    """Rural persons whose household had less than 13,000 yuan a head this year."""
    return _persons(end, end.households["rural"] & (end.per_head < 13_000.0))


@indicator("persons", zh="累计摸排人数", en="Persons asked for their needs")
def pairing_surveyed(end: "YearEnd") -> float:
    """Persons whose needs have been asked for pairing, cumulative."""
    return end.county.pairing.surveyed


@indicator("households", zh="累计结对户数", en="Households matched")
def pairing_matches(end: "YearEnd") -> float:
    """Households for which a match came to something, cumulative, services included."""
    return end.county.pairing.households


@indicator("persons", zh="共富专岗在岗人数", en="Workers in posts of helping enterprises")
def pairing_posts(end: "YearEnd") -> float:
    """Workers in posts that helping enterprises made, at the end of the year."""
    book, workers = end.county.pairing, end.county.workers
    home = workers["household"][book.post >= 0]
    return float(end.weight[home].sum())


@indicator("enterprises", zh="星级创富体企业", en="Enterprises that share profits")
def profit_sharing_firms(end: "YearEnd") -> float:
    """Enterprises that share profits with their workers at the end of the year."""
    return end.county.profits.count()


@indicator("yuan", zh="创富体分享奖金(净)", en="Profit-sharing bonus, net of base pay")
def profit_sharing_bonus(end: "YearEnd") -> float:
    """Bonus paid this year less the base pay that it replaced."""
    return end.county.profits.bonus


@indicator("persons", zh="累计搬迁和进城人数", en="Persons moved to town")
def movers(end: "YearEnd") -> float:
    """Persons whom relocation or rented flats brought to town, cumulative."""
    return sum(end.county.moves.persons.values())


@indicator("ratio", zh="搬迁人口相对收入", en="Movers' income over the rural mean")
def movers_income_ratio(end: "YearEnd") -> float:
    """Movers' income per head of 2021 over the rural mean of 2021; nan without movers."""
    return movers_relative_income(end.county)
