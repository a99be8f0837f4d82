"""Net gain per rural resident from the programmes, as sums of priors: a check, not the model.

In the model additionality, displacement and the response of pay come out of choices. Here they are
shares (`BANDS`), as in a budget note, so that a simulated effect has something to stand beside:

    workshops   sites * jobs * pay * exposure * rural * additional * (1 - forgone)
    local pay   response * net jobs / rural employment * low-skill share of rural wages
    land        mu * rent * exposure * (1 - forgone)
    houses      houses * rent * exposure * additional
    dividends   newly paying villages * paid out * exposure * to rural residents * (1 - replaced)
    charity     grants * (1 - crowded out)

each divided by the rural residents of the last year; local spending multiplies their sum. The
ceilings are the full volumes, all new, all to rural residents, for the full year, at the draw's own
prices. Credit, training, pairing, alliances and gains of urban residents are not in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from calibration.named_numbers import uniforms
from calibration.outlook.shocks import Floats, Index
from calibration.prior_draws import Evidence, cards_of, sample
from calibration.quantiles import quantile
from model.parameters import Parameters, Prior
from model.parameters.prior import beta, lognormal, triangular, uniform

BANDS: dict[str, Prior] = {
    "sites": triangular(100, 50, 115),
    "exposure": beta(0.78, 0.65, 0.89),
    "rural": beta(0.85, 0.70, 0.96),
    "additional_jobs": beta(0.57, 0.22, 0.88),
    "mu": triangular(6600, 4500, 7500),
    "houses": triangular(600, 300, 800),
    "additional_houses": beta(0.60, 0.25, 0.90),
    "dividend_villages": triangular(100, 69, 109),
    "paid_per_village_yuan": lognormal(250e3, 80e3, 800e3),
    "replaced": uniform(0.1, 0.9),
    "grants_yuan": triangular(400e3, 200e3, 600e3),
}
"""Volumes of 2024 as the plan has them, and shares from evaluations elsewhere or by judgement."""

PATHS = (
    "workshops.pay_yuan_per_day",
    "workshops.days_per_year",
    "workshops.median_span_jobs",
    "labour.forgone_share",
    "labour.wage_response",
    "labour.low_skill_wage_share",
    "labour.local_multiplier",
    "land.rent_yuan_per_mu",
    "land.forgone_share",
    "houses.rent_yuan",
    "start.dividends_to_rural_share",
    "charity.crowding_out",
    "start.rural_wage_share",
    "trend.urbanisation_gain",
    "trend.rural_growth",
)


class County(Protocol):
    """What is used of a county pack."""

    def value(self, name: str) -> float:
        """The value of a fact."""
        ...


@dataclass(frozen=True)
class Gains:
    """Yuan per rural resident in the third year, by programme; float64 (n,).

    total: sum of the net gains times local spending.
    """

    net: Mapping[str, Floats]
    ceiling: Mapping[str, Floats]
    total: Floats


def gains(pack: County, index: Index, evidence: Evidence = "ex_ante") -> Gains:
    """Closed-form gains of 2024 at many draw indices."""
    drawn = sample(PATHS, index, evidence, cards_of(pack))
    band = {
        name: quantile(prior, uniforms(f"closed form: {name}", index), (-np.inf, np.inf))
        for name, prior in BANDS.items()
    }
    share = pack.value("urbanisation_share") + 3 * drawn["trend.urbanisation_gain"]
    residents = pack.value("population") * (1.0 - share)
    flow, net = _flows(pack, drawn, band)
    net = {name: value / residents for name, value in net.items()}
    jobs = band["sites"] * drawn["workshops.median_span_jobs"] * band["additional_jobs"]
    net["local_wages"] = _response_of_pay(pack, drawn, jobs * band["exposure"])
    total = np.sum(list(net.values()), axis=0) * drawn["labour.local_multiplier"]
    return Gains(net, {name: value / residents for name, value in flow.items()}, total)


def ratio_effect(rural_gain_yuan: Floats, pack: County) -> Floats:
    """Change of the ratio in 2024 by a gain of rural residents alone, on the central trend."""
    trend = Parameters().trend
    rural = pack.value("rural_income_yuan") * (1.0 + trend.rural_growth) ** 3
    rural *= np.exp(trend.covid_2022_growth)
    gap = np.exp(3 * trend.gap_drift + trend.covid_2022_gap)
    ratio = pack.value("urban_income_yuan") / pack.value("rural_income_yuan") * gap
    return np.asarray(ratio * rural / (rural + rural_gain_yuan) - ratio)


def _flows(
    pack: County, drawn: Mapping[str, Floats], band: Mapping[str, Floats]
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Full flows and net flows in yuan a year by programme."""
    pay = drawn["workshops.pay_yuan_per_day"] * drawn["workshops.days_per_year"]
    villages = np.maximum(0.0, band["dividend_villages"] - pack.value("dividend_villages"))
    full = {
        "workshops": band["sites"] * drawn["workshops.median_span_jobs"] * pay,
        "land": band["mu"] * drawn["land.rent_yuan_per_mu"],
        "houses": band["houses"] * drawn["houses.rent_yuan"],
        "dividends": villages * band["paid_per_village_yuan"],
        "charity": band["grants_yuan"],
    }
    kept = {
        "workshops": band["exposure"]
        * band["rural"]
        * band["additional_jobs"]
        * (1.0 - drawn["labour.forgone_share"]),
        "land": band["exposure"] * (1.0 - drawn["land.forgone_share"]),
        "houses": band["exposure"] * band["additional_houses"],
        "dividends": band["exposure"]
        * drawn["start.dividends_to_rural_share"]
        * (1.0 - band["replaced"]),
        "charity": 1.0 - drawn["charity.crowding_out"],
    }
    return full, {name: full[name] * kept[name] for name in full}


def _response_of_pay(pack: County, drawn: Mapping[str, Floats], net_jobs: Floats) -> Floats:
    """Yuan per rural resident from higher pay of low-skilled workers."""
    rural_2021 = pack.value("population") * (1.0 - pack.value("urbanisation_share"))
    employment = rural_2021 * pack.value("employment_share")
    wages = (
        pack.value("rural_income_yuan")
        * (1.0 + drawn["trend.rural_growth"]) ** 3
        * drawn["start.rural_wage_share"]
    )
    rise = drawn["labour.wage_response"] * net_jobs / employment
    return np.asarray(rise * drawn["labour.low_skill_wage_share"] * wages)
