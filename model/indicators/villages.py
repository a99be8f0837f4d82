"""Village collectives, land, houses, charity and what it costs."""

from typing import TYPE_CHECKING

import numpy as np

from model.indicators.indicator import indicator
from model.table import sum_where

if TYPE_CHECKING:
    from model.agents.village import Village
    from model.indicators.year_end import YearEnd


def _sum(end: "YearEnd", name: str) -> float:
    def weighted(village: "Village") -> float:
        return float(getattr(village, name)) * village.weight

    return sum(weighted(village) for village in end.county.village_list)


@indicator("yuan", zh="村集体经济总收入", en="Total collective revenue")
def collective_income(end: "YearEnd") -> float:
    """Revenue of all village collectives this year."""
    return _sum(end, "revenue_year")


@indicator("yuan", zh="村集体经营性收入", en="Operating collective revenue")
def collective_operating_income(end: "YearEnd") -> float:
    """Operating revenue of all village collectives this year."""
    return _sum(end, "operating_year")


@indicator("villages", zh="按股分红村", en="Dividend villages")
def dividend_villages(end: "YearEnd") -> float:
    """Villages that pay share dividends at the end of the year."""
    return _sum(end, "regime")


@indicator("yuan", zh="按股分红总额", en="Share dividends")
def dividends_paid(end: "YearEnd") -> float:
    """Share dividends of the year."""
    return _sum(end, "dividends")


@indicator("villages", zh="年收入低于25万元的村", en="Villages under the revenue floor")
def villages_below_floor(end: "YearEnd") -> float:
    """Villages whose total collective revenue is below 250,000 yuan this year."""
    low = [v.weight for v in end.county.village_list if v.revenue_year < 250_000.0]
    return float(sum(low))


@indicator("mu", zh="新增流转土地", en="Land leased since 2021")
def land_leased_mu(end: "YearEnd") -> float:
    """Arable and forest land leased since the start, by any route."""
    return end.county.land.leased_mu("arable") + end.county.land.leased_mu("forest")


@indicator("houses", zh="新盘活闲置农房", en="Houses leased since 2021")
def houses_activated(end: "YearEnd") -> float:
    """Leased houses that were not leased at the start, by any route."""
    return end.county.houses.new_leases()


@indicator("yuan", zh="循环慈善发放", en="Charity grants to the register")
def charity_grants(end: "YearEnd") -> float:
    """Money that the charity fund granted to households on the register this year."""
    return end.county.charity_fund.granted


@indicator("yuan", zh="慈善基金余额", en="Charity fund")
def charity_fund(end: "YearEnd") -> float:
    """Cash and endowment of the charity fund at the end of the year."""
    return end.county.charity_fund.cash + end.county.charity_fund.endowment


@indicator("persons", zh="低收入农户人数", en="Persons on the low-income register")
def register_persons(end: "YearEnd") -> float:
    """Members of households on the register at the end of the year."""
    return sum_where(end.county.books.weighted_persons, end.households["on_register"])


@indicator("yuan", zh="财政支出", en="Public cost of programmes")
def public_cost(end: "YearEnd") -> float:
    """What the treasury paid this year for programmes; allowances (低保) are not among them.

    Loans cost the treasury the interest and the failures that it pays for the register.
    """
    tags = {"workshops", "special_fund", "land", "houses", "charity", "credit"}
    tags |= {policy.name for policy in end.county.policies}
    postings = end.county.ledger.postings
    year = max((posting.year for posting in postings), default=0)
    return float(
        np.sum(
            [
                p.amount
                for p in postings
                if p.year == year and p.payer == "treasury" and p.tag in tags
            ]
        )
    )


def _with_incomes(end: "YearEnd", count: int) -> float:
    bits = end.households["streams"]
    kinds = (bits & 1) + (bits >> 1 & 1) + (bits >> 2 & 1)
    return sum_where(end.weight, kinds == count)


@indicator("households", zh="享有两金的家庭", en="Households with two of the three incomes")
def households_two_incomes(end: "YearEnd") -> float:
    """Households that this year received exactly two of rent, dividend and local wage."""
    return _with_incomes(end, 2)


@indicator("households", zh="享有三金的家庭", en="Households with all three incomes")
def households_three_incomes(end: "YearEnd") -> float:
    """Households that this year received rent, dividend and local wage."""
    return _with_incomes(end, 3)
