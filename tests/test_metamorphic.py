"""What must not change when the same county is said in another way (Q15)."""

from dataclasses import replace

import numpy as np
import pytest
from real_county import (
    County,
    policies,
    real_county,
    with_unknowns,
)
from reshaped import (
    heavier,
    policy_prices,
    price_constants,
    prices,
    reordered,
    times,
    towns_renumbered,
    with_columns,
)
from same_world import pair, same_numbers

from model import county as county_module
from model.indicators import FOUND
from model.parameters import Parameters
from model.policies import available
from model.policies.policy import Policy
from model.rules import CollectiveRules, Rules

BINNED = ("gini_rural", "gini_urban", "gini_all", "quintile_ratio_rural")
"""Indicators on a fixed grid of yuan: they move within a bin when prices do."""


YUAN_BOUNDS = ("middle_income_share", "middle_income_share_high", "villages_below_floor")
"""Indicators with a bound in yuan in their definition; others have it in their name."""


def everything() -> tuple[Policy, ...]:
    """Every policy that there is."""
    return policies(*available())


def bounded_in_yuan(name: str) -> bool:
    return name in YUAN_BOUNDS or name.rpartition("_")[2].isdigit()


@pytest.mark.parametrize("factor", [2.0, 0.25])
def test_all_prices_doubled_change_no_ratio(factor: float, monkeypatch: pytest.MonkeyPatch) -> None:
    county, programmes = real_county(), everything()
    before = pair(county, programmes)
    threshold = factor * CollectiveRules().dividend_threshold_yuan
    monkeypatch.setattr(
        county_module,
        "Rules",
        lambda: Rules(collective=CollectiveRules(dividend_threshold_yuan=threshold)),
    )
    for module, name, value in list(price_constants()):
        monkeypatch.setattr(module, name, factor * value)
    after = pair(prices(county, factor), tuple(policy_prices(one, factor) for one in programmes))
    for one, other in zip(before, after, strict=True):
        for name, values in one.indicators.items():
            if bounded_in_yuan(name):
                continue
            np.testing.assert_allclose(
                other.indicators[name],
                values * (factor if "yuan" in FOUND[name].unit else 1.0),
                rtol=1e-4 if name in BINNED else 1e-9,
                err_msg=name,
            )
        np.testing.assert_allclose(
            np.array(other.household_income), factor * np.array(one.household_income), rtol=1e-9
        )


def test_the_price_factor_knows_every_unit() -> None:
    assert times("yuan per mu and year", 2.0) == 2.0
    assert times("logit per 1000 yuan a year", 2.0) == 0.5
    assert times("share", 2.0) == 1.0
    divided = [p for p, c in Parameters.cards().items() if times(c.unit, 2.0) == 0.5]
    assert divided == ["takeup.gain_slope"]


def test_villages_in_another_order_have_the_same_aggregates() -> None:
    county = real_county()
    order = np.random.Generator(np.random.Philox(key=5)).permutation(len(county.start.villages))
    moved = County(reordered(county.start, order), county.parameters, county.trend)
    for one, other in zip(pair(county, everything()), pair(moved, everything()), strict=True):
        same_numbers(one, other)
        np.testing.assert_allclose(
            other.villages["total_revenue"], one.villages["total_revenue"][:, order], rtol=1e-9
        )


def told_everything(county: County) -> County:
    """Everybody has heard of everything and no block turns urban: positions no longer matter."""
    trend = replace(county.trend, urbanisation=np.full_like(county.trend.urbanisation, 0.0))
    return County(with_columns(county.start, "households", aware=7), county.parameters, trend)


def test_households_in_another_order_inside_their_village_have_the_same_aggregates() -> None:
    county = told_everything(real_county())
    count = len(county.start.households)
    within = np.random.Generator(np.random.Philox(key=6)).permutation(count)
    still = np.arange(len(county.start.villages))
    moved = County(reordered(county.start, still, within), county.parameters, county.trend)
    for one, other in zip(pair(county, everything()), pair(moved, everything()), strict=True):
        same_numbers(one, other)


def test_towns_with_other_numbers_have_the_same_aggregates() -> None:
    county = real_county()
    number = np.random.Generator(np.random.Philox(key=7)).permutation(county.start.towns)
    moved = County(towns_renumbered(county.start, number), county.parameters, county.trend)
    for one, other in zip(pair(county, everything()), pair(moved, everything()), strict=True):
        same_numbers(one, other)


MEANS = (
    "rural_income",
    "urban_income",
    "low_income",
    "ratio",
    "gini_all",
    "town_theil",
    "middle_income_share",
    "rural_property_share",
)
TOTALS = (
    "land_leased_mu",
    "houses_activated",
    "dividends_paid",
    "register_persons",
    "collective_income",
    "charity_grants",
    "outlet_jobs",
    "dividend_villages",
)
OF_THE_COUNTY = (
    "land__baseline_mu_per_year",
    "houses__baseline_per_year",
    "houses__vacant_stock",
    "charity__supplier_households",
)
"""Unknowns that are volumes of the whole county."""


def twice(charity: Policy, incomes: Policy) -> tuple[Policy, Policy]:
    """The same two programmes for a county of twice the size; the fund is paid per village."""
    villages = tuple((year, 2.0 * n) for year, n in incomes.dividend_villages)  # type: ignore[attr-defined]
    fund = incomes.special_fund_yuan / 2.0  # type: ignore[attr-defined]
    return (
        replace(charity, intensity=2.0),
        replace(incomes, intensity=2.0, special_fund_yuan=fund, dividend_villages=villages),  # type: ignore[call-arg]
    )


def test_doubled_weights_have_the_same_means() -> None:
    """Promises, paces and stocks double with the county; nothing per head does."""
    county = with_unknowns(real_county(), workshops__siting_noise_pay_years=0.0)
    programmes = policies("circular_charity", "three_incomes")
    volumes = {
        name: 2.0 * county.parameters.value(name.replace("__", ".")) for name in OF_THE_COUNTY
    }
    heavy = County(heavier(county.start, 2.0), county.parameters, county.trend)
    doubled = with_unknowns(heavy, **volumes)
    for one, other in zip(pair(county, programmes), pair(doubled, twice(*programmes)), strict=True):
        for factor, names in ((1.0, MEANS), (2.0, TOTALS)):
            for name in names:
                np.testing.assert_allclose(
                    other.indicators[name], factor * one.indicators[name], rtol=1e-9, err_msg=name
                )
