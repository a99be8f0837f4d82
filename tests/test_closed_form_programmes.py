"""Volume x unit gain x share on paper, beside what the programme does in a simulated county."""

from datetime import date
from functools import cache

import pandas as pd
import pytest
from real_county import outcome as lived
from real_county import policies, real_county, trend_world

from model.policies import available
from scenarios.forecasting.checks import check_rows
from scenarios.forecasting.closed_form import FORMS
from scenarios.forecasting.closed_form_programmes import FORMS as PROGRAMMES
from scenarios.forecasting.paper import Setting, setting_of

SCALE = 0.05
WITHIN = {"farmer_training": 4.0, "rural_finance": 3.0}
"""Factor between paper and simulation in 2024; a few dozen trained households, and lending that
spreads its volume over seasons, are farther apart than the others."""
FACTOR = 1.8
NOTHING = {
    "e_commerce_and_homestays", "home_processing", "long_term_care_insurance", "startup_loans",
}  # fmt: skip
"""Planned volumes that the baseline path of Yueqing uses up by 2024."""
NO_MONEY = {
    "alliances": "brings parties together", "digital_ledger": "information",
    "party_building": "information", "guarantee_company": "backs loans of other programmes",
    "income_screening": "decides who is listed", "village_project_credit": "inside rural_finance",
    "neighbourhood_places": "inside the places of workshops",
    "enclaves": "gain is a difference of drawn yields",
    "state_enterprise_operation": "gain is a difference of drawn yields",
    "property_exchange": "gain is a premium found by bidding",
    "village_clusters": "gain follows from bargaining",
    "supply_cooperatives": "gain follows from who is not yet organised",
    "farm_insurance": "payouts follow from luck", "profit_sharing": "follows from orders",
    "pairing": "follows from wishes and donors", "dibao_floor": "follows from countable income",
}  # fmt: skip


@cache
def checks(name: str, intensity: float = 1.0) -> pd.DataFrame:
    county, trend = real_county(scale=SCALE), trend_world(scale=SCALE)
    programme = policies(name, intensity=intensity)
    world = lived(county, programme, factors=trend.factors)
    table = check_rows(
        county.start, county.parameters, county.trend, programme, {"pilot": world, "trend": trend}
    )
    return table.set_index("year")


def on_paper(year: int = 2024) -> Setting:
    county = real_county(scale=SCALE)
    return setting_of(county.start, county.parameters, county.trend, year)


def test_every_policy_has_a_form_or_a_reason_for_none() -> None:
    assert set(FORMS) | set(NO_MONEY) == set(available())
    assert not set(FORMS) & set(NO_MONEY)


@pytest.mark.parametrize("name", sorted(set(PROGRAMMES) - NOTHING))
def test_paper_and_simulation_agree_within_a_factor(name: str) -> None:
    row = checks(name).loc[2024]
    factor = WITHIN.get(name, FACTOR)
    assert row.closed_form > 0.0
    assert 1.0 / factor < row.simulated / row.closed_form < factor


@pytest.mark.parametrize("name", sorted(PROGRAMMES))
def test_no_effect_passes_its_ceiling(name: str) -> None:
    for row in checks(name).itertuples():
        assert row.simulated <= row.ceiling + 0.1
        assert row.closed_form <= row.ceiling + 1e-9


@pytest.mark.parametrize("name", sorted(NOTHING))
def test_what_comes_anyway_leaves_nothing_on_paper_and_in_the_county(name: str) -> None:
    row = checks(name).loc[2024]
    assert row.closed_form == 0.0
    assert row.simulated == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize("name", sorted(PROGRAMMES))
def test_twice_the_volume_is_never_less_on_paper(name: str) -> None:
    (one,), (two,) = policies(name), policies(name, intensity=2.0)
    first, second = (FORMS[name](on_paper(), policy) for policy in (one, two))
    assert second.net >= first.net
    assert second.ceiling >= first.ceiling


@pytest.mark.parametrize("name", sorted(PROGRAMMES))
def test_before_its_first_quarter_a_programme_is_nothing_on_paper(name: str) -> None:
    (late,) = policies(name, start=date(2024, 1, 1))
    assert FORMS[name](on_paper(2023), late).net == 0.0


def test_a_pension_by_hand() -> None:
    """Three rises of 10 yuan a month, to 17 % of rural and 6 % of urban residents."""
    on = on_paper()
    (policy,) = policies("basic_pension")
    people = 0.17 * on.rural_persons + 0.06 * on.urban_persons
    expected = 360.0 * people / on.rural_persons
    assert FORMS["basic_pension"](on, policy).net == pytest.approx(expected)
