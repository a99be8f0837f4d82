"""All programmes for people's work: accounts, silence, ceilings, order, rows of the tables."""

from datetime import date
from itertools import combinations

import numpy as np
import pytest
from lockstep import differing, side_by_side
from real_county import PILOT, outcome, policies, real_county, trend_world, world
from work_programmes import WORK, lived, other_county, paid, work

from model.columns import SOURCES
from model.policies import available

SUBSETS = [(name,) for name in WORK] + list(combinations(WORK, 2))[::5] + [WORK]


@pytest.mark.parametrize("names", SUBSETS, ids="+".join)
def test_accounts_close_and_incomes_are_what_was_paid(names: tuple[str, ...]) -> None:
    county, factors = real_county(), trend_world().factors
    with world(county, (*policies(*PILOT), *work(*names)), factors=factors) as model:
        result = model.run()
    weight = county.start.households["weight"]
    for year, income in enumerate(result.household_income):
        posted = [p for p in result.postings if p.kind in SOURCES and p.year == 2022 + year]
        net = sum(p.amount for p in posted if p.payee == "households")
        net -= sum(p.amount for p in posted if p.payer == "households" != p.payee)
        assert float(income @ weight) == pytest.approx(net, rel=1e-12)


@pytest.mark.parametrize("index", [1, 2, 3])
def test_accounts_close_in_other_draws(index: int) -> None:
    with world(real_county(index), work(*WORK), factors=trend_world(index).factors) as model:
        model.run()
        balances = model.ledger.balances()
        assert abs(sum(balances.values())) < 1e-9 * model.ledger.paid.sum()


@pytest.mark.parametrize("name", WORK)
@pytest.mark.parametrize("silent", [{"start": date(2025, 1, 1)}, {"intensity": 0.0}])
def test_a_programme_that_never_acts_changes_no_bit(name: str, silent: dict) -> None:
    factors = trend_world().factors
    others = policies("workshops", "three_incomes")
    with (
        world(real_county(), others, factors=factors) as absent,
        world(real_county(), (*others, *policies(name, **silent)), factors=factors) as idle,
    ):
        for quarter, one, other in side_by_side(absent, idle):
            assert differing(one, other) == [], f"quarter {quarter}"


ANYWAY = {
    "home_processing": {"jobs__home_per_1000": 1e4},
    "casual_labour_markets": {"jobs__casual_per_1000": 1e4},
    "e_commerce_and_homestays": {
        "ventures__homestay_per_1000": 1e4, "ventures__shop_per_1000": 1e4,
    },
    "farm_insurance": {"farming__insured_before": 1.0},
    "minimum_wage_link": {"jobs__minimum_wage_growth": 0.5},
    "public_service_jobs": {"jobs__public_per_1000": 1e4, "jobs__caring_per_1000": 1e4},
}  # fmt: skip
QUIET = {"casual_labour_markets": {"market_towns": 0.0, "helped_persons": 0.0}}


@pytest.mark.parametrize("name", ANYWAY)
def test_what_comes_anyway_is_the_trend_to_the_last_bit(name: str) -> None:
    county = other_county(**ANYWAY[name])
    programme = policies(name, **QUIET.get(name, {}))
    with lived(programme, county=county) as with_it, lived((), county=county) as without:
        for one, other in zip(
            with_it.outcome.household_income, without.outcome.household_income, strict=True
        ):
            np.testing.assert_array_equal(one, other)


def test_programmes_may_be_named_in_any_order() -> None:
    factors, county = trend_world().factors, real_county()
    straight = outcome(county, work(*WORK), factors=factors)
    back = outcome(county, work(*reversed(WORK)), factors=factors)
    for one, other in zip(straight.household_income, back.household_income, strict=True):
        np.testing.assert_array_equal(one, other)


CEILINGS = {
    "home_processing": lambda plan: 5 * 45 * plan.workers_per_broker * plan.pay_yuan,
    "farm_technology": lambda plan: 5 * 2000 * plan.job_pay_yuan,
    "disabled_employment": lambda plan: 5 * 3 * plan.places_per_base * plan.pay_yuan,
    "casual_labour_markets": lambda plan: 5 * 2000 * plan.pay_yuan,
}
"""Full volume at full pay, all of it new, yuan a year."""

HIGHEST_PAY = 1.5
"""Highest index of local pay."""


@pytest.mark.parametrize("name", CEILINGS)
def test_wages_stay_below_the_full_volume_at_full_pay(name: str) -> None:
    with lived(work(name)) as model:
        most = CEILINGS[name](model.policies[0]) * HIGHEST_PAY
        assert 0.0 < paid(model, name, "wages") <= most


def test_training_stays_below_its_ceiling() -> None:
    """All places taken by additional persons, each at half more than the mean effect, no decay."""
    with lived(work("farmer_training")) as model:
        training = model.parameters.training
        farms = model.farms.rows
        richest = float(np.quantile(model.start.base[farms, 1], 0.999)) * 1.35 * 3.0
        most = 5 * 3000 * training.persons_per_place * training.farmer_effect * 1.5 * richest
        copied = training.spillover * training.farmer_effect
        copied *= float((model.start.base[farms, 1] * model.households["weight"][farms]).sum()) * 2
        assert 0.0 < paid(model, "farmer_training", "business") <= most + copied


@pytest.mark.parametrize("name", ["farm_technology", "public_service_jobs", "new_farmers"])
def test_twice_the_volume_never_brings_fewer_jobs(name: str) -> None:
    def jobs(intensity: float) -> float:
        with lived(work(name, intensity=intensity), 8) as model:
            return model.jobs.filled() + model.ventures.count()

    assert jobs(4.0) >= jobs(2.0) - 1e-9


@pytest.mark.parametrize("name", WORK)
def test_every_setting_has_a_card_in_both_languages(name: str) -> None:
    policy = available()[name]()
    for field in policy.__dataclass_fields__.values():
        card = field.metadata.get("lever")
        if card is None:
            continue
        assert card.en.isascii()
        assert any("一" <= letter <= "鿿" for letter in card.zh)
        value = getattr(policy, field.name)
        values = [v for _, v in value] if isinstance(value, tuple) else [float(value)]
        assert all(card.low <= v <= card.high for v in values), field.name


def test_all_of_them_together_make_the_mean_household_a_little_richer() -> None:
    with lived(work(*WORK)) as model, lived(()) as without:
        before = without.outcome.indicators["rural_income"][-1]
        gained = model.outcome.indicators["rural_income"][-1] - before
        assert 0.0 < gained < 0.05 * before
