"""What the programmes beside the first four should bring on paper: volume x unit gain x share.

All count what a programme's own tags pay to households: before what owners and workers give up and
what other sellers lose, which are posted under other tags. Volumes are those beyond the baseline
path, on average over the year; a ceiling is the whole volume at the year's end, for a full year.

    local jobs   places beyond the usual x pay of a year
    ventures     businesses beyond the usual x (net income, growing, + support + jobs x pay)
    courses      persons beyond the usual x effect x earnings of a worker
    pensions     pensioners x rise;  care: insured beyond the usual x (need x cash - premium)
    relief       register x own costs x share;  floor: the budget;  flats x subsidy
    relocation   households moved two quarters ago x better wage
    sales        sales x margin
    credit       new stock x (productive x excess - consumed x rate); enterprises: stock x value
                 added less interest
    minimum wage wages at the minimum x lift

Programmes that only bring parties together, and those whose gain has no unit price in the evidence,
have no closed form.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from model.calendar import year_of
from model.quarter.minimum_wage import URBAN_SHARE, lift
from model.quarter.ventures import RAMP
from scenarios.forecasting.paper import OnPaper, Setting

if TYPE_CHECKING:
    from model.policies.policy import Policy

Form = Callable[[Setting, Any], OnPaper]

YEAR_OF_RAMP = float(np.mean(RAMP))
"""Net income of a business in its first year over that of a full one."""

MORE_PENSIONERS = 1.1
"""Pensioners are drawn household by household: there may be a tenth more than the share says."""

SETTLING_QUARTERS = 2
"""Quarters from a move to the better wage."""


def due(on: Setting, policy: "Policy", path: Any, lag: int = 0) -> tuple[float, float]:
    """What is due of a cumulative path: on average over the year, and at its end."""
    paths = [policy.due(path, quarter - lag) for quarter in on.quarters]
    return float(np.mean(paths)), paths[-1]


def live(on: Setting, policy: "Policy") -> float:
    """Part of the year in which a programme is in force, times its intensity."""
    quarters = sum(1 for quarter in on.quarters if quarter >= policy.first_quarter)
    return policy.intensity * quarters / 4.0


def beyond(on: Setting, mean: float, per_1000: float, since: int = 0) -> float:
    """What exceeds a usual number per 1,000 rural workers and year, on average over the year."""
    years = float(np.mean([max(0, quarter - since + 1) / 4.0 for quarter in on.quarters]))
    return max(0.0, mean - per_1000 * on.rural_employment / 1000.0 * years)


def jobs(path: str, kind: str, pay: str, share: str | None = None) -> Form:
    """The form of places of one kind: settings that hold places, pay and a multiple of places."""

    def form(on: Setting, policy: "Policy") -> OnPaper:
        times = float(getattr(policy, share)) if share else 1.0
        mean, last = due(on, policy, getattr(policy, path))
        usual = getattr(on.parameters.jobs, f"{kind}_per_1000", 0.0)
        places = beyond(on, times * mean, usual)
        yearly = float(getattr(policy, pay))
        return on.per_head(places * yearly, times * last * yearly)

    return form


def together(*forms: Form) -> Form:
    """The sum of several forms of one programme."""

    def form(on: Setting, policy: "Policy") -> OnPaper:
        found = [one(on, policy) for one in forms]
        return sum(found[1:], start=found[0])

    return form


def ventures(path: str, kind: str, support: str | None = None, hired: str | None = None) -> Form:
    """The form of small businesses: settings with their number, support and employees."""

    def form(on: Setting, policy: "Policy") -> OnPaper:
        unknowns = on.parameters.ventures
        mean, last = due(on, policy, getattr(policy, path))
        number = beyond(on, mean, getattr(unknowns, f"{kind}_per_1000"))
        extra = float(getattr(policy, support)) if support else 0.0
        pay = float(getattr(policy, hired)) * policy.job_pay_yuan if hired else 0.0  # type: ignore[attr-defined]
        net = getattr(unknowns, f"{kind}_yuan")
        low, high = YEAR_OF_RAMP * net + extra + pay, net + extra + pay
        return on.per_head(number * low, last * high)

    return form


def startup_loans(on: Setting, policy: Any) -> OnPaper:
    """Businesses on a loan, their employees, and the interest that the county pays."""
    loans, last = (yuan / policy.yuan_per_loan for yuan in due(on, policy, policy.loans_yuan))
    jobs_due, jobs_last = due(on, policy, policy.jobs)
    unknowns, first = on.parameters.ventures, policy.first_quarter
    number = beyond(on, loans, unknowns.startup_per_1000, first)
    hired = max(0.0, jobs_due / loans - 1.0) if loans > 0.0 else 0.0
    own_interest = (1.0 - policy.interest_paid_share) * on.parameters.collective.loan_rate
    net = YEAR_OF_RAMP * unknowns.startup_yuan - own_interest * policy.yuan_per_loan
    most = last * unknowns.startup_yuan + max(0.0, jobs_last - last) * policy.job_pay_yuan
    return on.per_head(number * (net + hired * policy.job_pay_yuan), most)


def course(effect: str, business: bool) -> Form:
    """The form of a course: attendances turned into persons, beyond those who would come anyway."""

    def form(on: Setting, policy: Any) -> OnPaper:
        unknowns = on.parameters.training
        lag = round(unknowns.lag_quarters)
        mean, last = due(on, policy, policy.places, lag)
        usual = 0.0 if effect == "vocational_effect" else unknowns.baseline_per_1000
        persons = beyond(on, unknowns.persons_per_place * mean, usual, lag)
        earned = on.business_per_household if business else on.wages_per_worker
        gain = getattr(unknowns, effect) * earned
        return on.per_head(persons * gain, last * abs(gain))

    return form


def basic_pension(on: Setting, policy: Any) -> OnPaper:
    """Pensioners of town and country times the rise since the start."""
    support = on.parameters.support
    rises = max(0, on.year - year_of(policy.first_quarter) + 1)
    persons = support.rural_pensioner_share * on.rural_persons
    persons += support.urban_pensioner_share * on.urban_persons
    yearly = 12.0 * policy.extra_yuan_per_month * rises * persons
    return on.per_head(live(on, policy) * yearly, policy.intensity * yearly * MORE_PENSIONERS)


def long_term_care(on: Setting, policy: Any) -> OnPaper:
    """Benefits in cash of those insured beyond the usual, less premiums."""
    support = on.parameters.support
    usual = support.care_baseline_share * (on.rural_persons + on.urban_persons)
    mean, last = due(on, policy, policy.insured_persons)
    benefit = 12.0 * support.care_need_share * support.care_cash_yuan_per_month
    net = max(0.0, mean - usual) * (benefit - support.care_premium_yuan)
    return on.per_head(net, last * benefit)


def medical_relief(on: Setting, policy: Any) -> OnPaper:
    """Own medical costs of the register times the share paid back."""
    cost = on.parameters.support.medical_cost_yuan_per_head * on.register_persons
    relief = min(1.0, policy.intensity * policy.relief_share) * cost
    return on.per_head(min(1.0, live(on, policy) / policy.intensity) * relief, relief)


def poverty_monitoring(on: Setting, policy: Any) -> OnPaper:
    """The budget for closing gaps: there are more gaps than it closes."""
    return on.per_head(live(on, policy) * policy.budget_yuan, policy.intensity * policy.budget_yuan)


def settlement(on: Setting, policy: Any) -> OnPaper:
    """Flats let to rural households times the subsidy of a year."""
    mean, last = due(on, policy, policy.flats)
    yearly = 12.0 * policy.rent_subsidy_yuan_per_month
    return on.per_head(mean * yearly, last * yearly)


def relocation(on: Setting, policy: Any) -> OnPaper:
    """Households that moved two quarters ago times the better wage; composition is not income."""
    wage = on.parameters.moving.town_wage_yuan / on.rural_household_size
    mean, _ = due(on, policy, policy.persons, lag=SETTLING_QUARTERS)
    _, last = due(on, policy, policy.persons)
    return on.per_head(mean * wage, 2.0 * last * wage)


def counterpart_sales(on: Setting, policy: Any) -> OnPaper:
    """Purchases times the net margin."""
    earned = policy.sales_yuan_per_year * on.parameters.pairing.sales_margin
    return on.per_head(live(on, policy) * earned, policy.intensity * earned)


def online_shop(on: Setting, policy: Any) -> OnPaper:
    """Sales of products and tours times the margin."""
    sales = on.parameters.sales
    products, routes = due(on, policy, policy.products), due(on, policy, policy.routes)
    net, most = (
        sales.margin * (product * sales.product_yuan + route * sales.route_yuan)
        for product, route in zip(products, routes, strict=True)
    )
    return on.per_head(net, most)


def minimum_wage_link(on: Setting, policy: Any) -> OnPaper:
    """Wages paid at the minimum times its lift beyond usual rises."""
    years = max(0.0, (on.quarters[-1] - policy.first_quarter + 1) / 4.0)
    raised = policy.intensity * lift(
        policy.yearly_rise, on.parameters.jobs.minimum_wage_growth, years
    )
    wages = on.rural_wages_yuan + URBAN_SHARE * on.urban_wages_yuan
    paid = on.parameters.jobs.minimum_wage_share * wages * raised
    paid *= 1.0 - on.parameters.jobs.minimum_wage_job_loss
    return on.per_head(paid, paid * (1.0 + 1.0 / max(years, 1.0)))


def rural_finance(on: Setting, policy: Any) -> OnPaper:
    """Loans beyond the usual: what households and enterprises earn on the new stock."""
    unknowns, rate = on.parameters.finance, on.parameters.collective.loan_rate
    stock = unknowns.years_outstanding * (1.0 - unknowns.rollover_share)
    years = (on.quarters[-1] + 1) / 4.0
    _, homes = due(on, policy, policy.household_loans_yuan)
    _, plants = due(on, policy, policy.enterprise_loans_yuan)
    lent = homes / years * stock
    made = plants / years * stock
    idle = (1.0 - unknowns.productive_share) * unknowns.new_consumption_share * rate
    home = unknowns.productive_share * unknowns.excess_return - idle
    added = unknowns.enterprise_value_added - rate
    net = (1.0 - unknowns.household_baseline_share) * lent * home
    net += (1.0 - unknowns.enterprise_baseline_share) * made * added
    most = lent * (unknowns.excess_return + rate) + made * unknowns.enterprise_value_added
    return on.per_head(net, most)


FORMS: Mapping[str, Form] = {
    "basic_pension": basic_pension,
    "casual_labour_markets": jobs("casual_places", "casual", "pay_yuan"),
    "counterpart_sales": counterpart_sales,
    "disabled_employment": jobs("bases", "disabled", "pay_yuan", "places_per_base"),
    "e_commerce_and_homestays": together(
        ventures("homestays", "homestay", hired="jobs_per_homestay"), ventures("shops", "shop")
    ),
    "farm_technology": jobs("jobs", "farm", "job_pay_yuan"),
    "farmer_training": course("farmer_effect", business=True),
    "home_processing": jobs("brokers", "home", "pay_yuan", "workers_per_broker"),
    "long_term_care_insurance": long_term_care,
    "medical_relief": medical_relief,
    "minimum_wage_link": minimum_wage_link,
    "new_farmers": ventures("farms", "farm", "support_yuan", "jobs_per_farm"),
    "online_shop": online_shop,
    "poverty_monitoring": poverty_monitoring,
    "public_service_jobs": together(
        jobs("posts", "public", "post_pay_yuan"), jobs("caring_posts", "caring", "caring_pay_yuan")
    ),
    "relocation": relocation,
    "rural_finance": rural_finance,
    "settlement": settlement,
    "startup_loans": startup_loans,
    "vocational_certificates": course("vocational_effect", business=False),
}
"""Closed form by policy, beside those of `closed_form`."""

EMPLOYING = (
    "casual_labour_markets",
    "disabled_employment",
    "farm_technology",
    "home_processing",
    "new_farmers",
    "public_service_jobs",
    "startup_loans",
)
"""Programmes whose workers also give up what they earned before."""

TAGS = {"rural_finance": ("credit",)}
"""Tags that are a programme's own, where they are not its name."""
