"""The county under one draw in one year, as far as paper arithmetic needs it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.start import FIRST_YEAR

if TYPE_CHECKING:
    from model.parameters import Parameters
    from model.start import StartingCounty
    from model.trend_path import TrendPath


@dataclass(frozen=True)
class OnPaper:
    """Yuan a year per rural resident: what a programme should bring, and what it cannot pass."""

    net: float
    ceiling: float

    def __add__(self, other: "OnPaper") -> "OnPaper":
        return OnPaper(self.net + other.net, self.ceiling + other.ceiling)


NOTHING = OnPaper(0.0, 0.0)


@dataclass(frozen=True)
class Setting:
    """The county under one draw in one year, as far as paper arithmetic needs it."""

    parameters: "Parameters"
    year: int
    rural_persons: float
    rural_employment: float
    rural_wages_yuan: float
    """Wages of all rural residents in the year."""
    dividend_villages_2021: float
    villages_above_threshold: float
    """Villages that could pay share dividends and did not in 2021."""
    operating_yuan: float
    """Mean operating revenue of those, this year on the baseline path."""
    villages: float
    suppliers: float
    """Households that sell to the charity's farm company."""
    urban_persons: float
    urban_wages_yuan: float
    """Wages of all urban residents in the year."""
    register_persons: float
    """Members of the low-income register of 2021."""
    rural_households: float
    rural_business_yuan: float
    """Business income of all rural residents in the year."""

    @property
    def quarters(self) -> range:
        """Quarters of the year."""
        first = 4 * (self.year - FIRST_YEAR)
        return range(first, first + 4)

    @property
    def rural_household_size(self) -> float:
        """Persons of a rural household."""
        return self.rural_persons / max(self.rural_households, 1.0)

    @property
    def business_per_household(self) -> float:
        """Business income of a rural household, yuan a year."""
        return self.rural_business_yuan / max(self.rural_households, 1.0)

    @property
    def wages_per_worker(self) -> float:
        """Wages of a rural employee, yuan a year."""
        return self.rural_wages_yuan / max(self.rural_employment, 1.0)

    def per_head(self, net_yuan: float, ceiling_yuan: float) -> OnPaper:
        """Yuan of all rural residents made into yuan a head."""
        return OnPaper(net_yuan / self.rural_persons, ceiling_yuan / self.rural_persons)


def setting_of(
    start: "StartingCounty", parameters: "Parameters", trend: "TrendPath", year: int
) -> Setting:
    """Read the setting of a year from the starting county and its trend."""
    from model.rules import CollectiveRules

    place, villages = year - FIRST_YEAR, start.villages
    weight, operating = villages["weight"], villages["operating_revenue"]
    growth = (1.0 + parameters.collective.revenue_growth) ** (place + 1)
    able = ~villages["dividend_regime"] & (
        operating * growth >= CollectiveRules().dividend_threshold_yuan
    )
    urban = float(trend.urbanisation[place : place + 2].mean())
    households = start.households
    members = households["members"] * households["weight"]
    everybody = float(members.sum())
    persons = everybody * (1.0 - urban)
    then, homes = households["rural_2021"], households["weight"]
    size = float(members[then].sum()) / max(float(homes[then].sum()), 1.0)
    count = float(weight[able].sum())
    return Setting(
        parameters=parameters,
        year=year,
        rural_persons=persons,
        rural_employment=start.facts["rural_employment"],
        rural_wages_yuan=persons * float(trend.income[place, 0, 0]),
        dividend_villages_2021=float(weight[villages["dividend_regime"]].sum()),
        villages_above_threshold=count,
        operating_yuan=float((weight * operating)[able].sum()) * growth / max(count, 1.0),
        villages=float(weight.sum()),
        suppliers=parameters.charity.supplier_households,
        urban_persons=everybody - persons,
        urban_wages_yuan=(everybody - persons) * float(trend.income[place, 1, 0]),
        register_persons=float(members[households["on_register"]].sum()),
        rural_households=persons / max(size, 1.0),
        rural_business_yuan=persons * float(trend.income[place, 0, 1]),
    )
