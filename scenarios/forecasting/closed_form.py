"""What each programme should bring on paper: a sum of priors beside every simulated effect.

In the model additionality, displacement and pay answers come out of choices. Here they are shares
from evaluations elsewhere, so that a simulated effect has something to stand beside:

    workshops   places x span x pay x exposure x rural x additional x (1 - forgone)
    land        mu beyond the baseline pace x rent x (1 - forgone)
    houses      houses beyond the baseline pace x rent x (1 - diverted)
    dividends   villages beyond the baseline x paid out x to rural residents x (1 - replaced)
    projects    special fund x yield x welfare share x to rural residents
    charity     grants x (1 - crowded out) + floor price
    local pay   response x net jobs / rural employment x low-skill share x rural wages
    local trade (multiplier - 1) x sum of the above

All are yuan a year per rural resident of that year. A ceiling is the promised volume, all of it
new, all of it to rural residents, for the full year, at the draw's own prices.
Sources: arithmetic of `calibration.outlook.closed_form`, whose `BANDS` give the shares.
"""

from collections.abc import Mapping, Sequence
from math import erf, exp, log, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from model.agents.village import chosen_payout
from model.quarter.land import PLANNED_PART, VALUE_RATIO
from model.quarter.wages import ramp
from model.start import FIRST_YEAR
from scenarios.forecasting import closed_form_programmes
from scenarios.forecasting.paper import NOTHING, OnPaper, Setting

if TYPE_CHECKING:
    from model.policies.circular_charity import CircularCharity
    from model.policies.policy import Policy
    from model.policies.provincial_workshops import ProvincialWorkshops
    from model.policies.three_incomes import ThreeIncomes
    from model.policies.workshops import Workshops


def share(name: str) -> float:
    """The centre of a share known from evaluations elsewhere."""
    from calibration.outlook.closed_form import BANDS

    return BANDS[name].central


def exposure(due: Sequence[float], quarters: range) -> float:
    """Places at work on average over the year, counting learners by their output.

    Args: due, places due by the end of each quarter since the first.
    """
    new = np.maximum(np.diff([0.0, *due]), 0.0)
    at_work = [sum(new[j] * ramp(q - j) for j in range(q + 1)) for q in quarters]
    return float(np.mean(at_work))


def workshop_jobs(on: Setting, places: float, last: float) -> OnPaper:
    """Workshop pay, from places at work on average and places due at the year's end."""
    workshops, labour = on.parameters.workshops, on.parameters.labour
    pay = workshops.pay_yuan_per_day * workshops.days_per_year * workshops.median_span_jobs
    kept = share("rural") * share("additional_jobs") * (1.0 - labour.forgone_share)
    return on.per_head(places * pay * kept, last * pay)


def workshops(on: Setting, policy: "Workshops") -> OnPaper:
    """The county's workshops."""
    due = [policy.due(policy.workshops, q) for q in range(on.quarters.stop)]
    return workshop_jobs(on, exposure(due, on.quarters), due[-1])


def provincial_workshops(on: Setting, policy: "ProvincialWorkshops") -> OnPaper:
    """The province's workshops in this county, linear to their full number."""
    full = policy.intensity * on.parameters.workshops.provincial_workshops
    passed = [q - policy.first_quarter + 1 for q in range(on.quarters.stop)]
    due = [full * min(1.0, max(0.0, n / policy.quarters)) for n in passed]
    return workshop_jobs(on, exposure(due, on.quarters), due[-1])


def land(on: Setting, policy: "ThreeIncomes") -> OnPaper:
    """Land beyond what would have been leased anyway; the ceiling counts all of it."""
    unknowns = on.parameters.land
    net = ceiling = 0.0
    for asset, path in (("arable", policy.arable_mu), ("forest", policy.forest_mu)):
        rent = unknowns.rent_yuan_per_mu * VALUE_RATIO[asset]
        pace = unknowns.baseline_mu_per_year * PLANNED_PART[asset] / 4.0
        leased = _beyond(path, policy, on.quarters, pace)
        net += leased * rent * (1.0 - unknowns.forgone_share)
        most = max(policy.due(path, on.quarters[-1]), pace * (on.quarters[-1] + 1))
        ceiling += most * rent * (1.0 + unknowns.contiguity_gain)
    return on.per_head(net, ceiling)


def houses(on: Setting, policy: "ThreeIncomes") -> OnPaper:
    """Houses beyond what would have been let anyway; the ceiling counts all of them."""
    unknowns = on.parameters.houses
    pace = unknowns.baseline_per_year / 4.0
    let = _beyond(policy.houses, policy, on.quarters, pace)
    most = max(policy.due(policy.houses, on.quarters[-1]), pace * (on.quarters[-1] + 1))
    net = let * unknowns.rent_yuan * (1.0 - unknowns.diverted_share)
    return on.per_head(net, most * unknowns.rent_yuan)


def _beyond(path: Any, policy: "Policy", quarters: range, pace: float) -> float:
    """What a cumulative promise adds to a steady pace, on average over the year."""
    more = [max(0.0, policy.due(path, q) - pace * (q + 1)) for q in quarters]
    return float(np.mean(more))


def dividends(on: Setting, policy: "ThreeIncomes") -> OnPaper:
    """Villages brought to share dividends beyond those that would have come by themselves."""
    collective, start = on.parameters.collective, on.parameters.start
    promised = [value for year, value in policy.dividend_villages if year <= on.year]
    target = promised[-1] if promised and on.quarters[-1] >= policy.first_quarter else 0.0
    years = on.year - FIRST_YEAR + 1
    by_themselves = on.villages_above_threshold * collective.adoption_hazard * years
    promised_more = min(max(0.0, target - on.dividend_villages_2021), on.villages_above_threshold)
    more = max(0.0, promised_more - by_themselves)
    surplus = on.operating_yuan * (1.0 - collective.operating_cost_share)
    paid = surplus * (1.0 - collective.statutory_reserve) * chosen_payout(collective.future_weight)
    kept = start.dividends_to_rural_share * (1.0 - collective.dividends_replace_welfare)
    return on.per_head(more * paid * kept, promised_more * on.operating_yuan)


def projects(on: Setting, policy: "ThreeIncomes") -> OnPaper:
    """What the special fund's projects earn by now and pay as welfare to members."""
    collective = on.parameters.collective
    lag = round(collective.project_lag_quarters)
    yearly = policy.intensity * policy.special_fund_yuan * on.villages
    paid_in = [q for q in range(on.quarters.stop) if _funded(q, policy.first_quarter)]
    earning = np.mean([sum(1.0 for q in paid_in if q + lag <= now) for now in on.quarters])
    revenue = yearly * float(earning) * collective.project_yield
    kept = collective.welfare_share * on.parameters.start.dividends_to_rural_share
    return on.per_head(revenue * kept, yearly * len(paid_in) * collective.project_yield)


def _funded(quarter: int, first: int) -> bool:
    """Whether the special fund is paid in a quarter: the first in force, then every new year."""
    return quarter == first or (quarter > first and quarter % 4 == 0)


def three_incomes(on: Setting, policy: "ThreeIncomes") -> OnPaper:
    """Rents, dividends and projects together."""
    parts = (land, houses, dividends, projects)
    return sum((part(on, policy) for part in parts), start=NOTHING)


def circular_charity(on: Setting, policy: "CircularCharity") -> OnPaper:
    """Grants less the private gifts they crowd out, and support of produce prices."""
    charity = on.parameters.charity
    live = sum(1 for quarter in on.quarters if quarter >= policy.first_quarter) / 4.0
    money = policy.intensity * policy.grants_yuan_per_year
    sales = on.suppliers * charity.produce_yuan_per_household
    expected = support_expected(charity.floor_price_ratio, charity.produce_price_sd) * sales
    received = _received(on, policy)
    support = policy.price_floor * live * min(expected, received)
    most = policy.price_floor * live * min(charity.floor_price_ratio * sales, received)
    granted = min(money, received)  # a promise of a year, also where it begins late
    return on.per_head(granted * (1.0 - charity.crowding_out) + support, money + most)


def _received(on: Setting, policy: "CircularCharity") -> float:
    """All that the fund can have received for paying out by the end of the year, yuan."""
    from model.calendar import quarter_of

    charity, last = on.parameters.charity, on.quarters[-1]
    giving = max(0, last - policy.first_quarter + 1)
    trusted = max(0, last - max(policy.first_quarter, quarter_of(policy.trust_from)) + 1)
    yearly = giving * charity.donations_yuan_per_year
    yearly += trusted * charity.endowment_yuan * charity.payout_yield
    return policy.intensity * yearly / 4.0


def support_expected(floor: float, sd: float) -> float:
    """Expected top-up max(0, floor - price) of a price whose log is normal (0, sd)."""
    point = log(floor) / sd
    return floor * _normal(point) - exp(0.5 * sd * sd) * _normal(point - sd)


def _normal(x: float) -> float:
    return 0.5 * (1.0 + erf(x / sqrt(2.0)))


def local_pay(on: Setting, net_jobs: float) -> float:
    """Higher pay of low-skilled workers when net jobs are added, yuan per rural resident."""
    labour = on.parameters.labour
    rise = labour.wage_response * net_jobs / on.rural_employment
    return rise * labour.low_skill_wage_share * on.rural_wages_yuan / on.rural_persons


def local_trade(on: Setting, gains_yuan: float) -> float:
    """What is earned when gains are spent with local households, yuan per rural resident."""
    return (on.parameters.labour.local_multiplier - 1.0) * gains_yuan


FORMS: Mapping[str, Any] = {
    "three_incomes": three_incomes,
    "workshops": workshops,
    "provincial_workshops": provincial_workshops,
    "circular_charity": circular_charity,
    **closed_form_programmes.FORMS,
}
"""Closed form by policy; a policy without one has none."""

EVIDENCE = {"additional": (0.22, 0.88), "displaced": (0.03, 0.45), "response": (0.0, 1.5)}
"""Ranges that evaluations elsewhere give for what comes out of choices here."""


def additional_share(net_jobs: float, workshop_jobs: float) -> float:
    """Outlet jobs that would not be there otherwise over workshop jobs; nan without any."""
    return net_jobs / workshop_jobs if workshop_jobs > 0.0 else float("nan")


def displaced_share(lost: float, won: float) -> float:
    """Persons who lose outlet pay for each who gains it; nan if nobody gains."""
    return lost / won if won > 0.0 else float("nan")


def pay_response(log_pay: float, net_jobs: float, employment: float) -> float:
    """Change of log low-skill pay over net jobs per employee; nan for less than one job."""
    return log_pay * employment / net_jobs if abs(net_jobs) >= 1.0 else float("nan")
