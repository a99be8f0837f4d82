"""Small household businesses: what they take, what they bring, when they close."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_county import PILOT, policies
from work_programmes import lived, other_county, paid, work

from model.quarter import job_book, ventures
from model.quarter.ventures import quality, ramp, yearly_gain

SHOPS = "e_commerce_and_homestays"
money = st.floats(0, 1e6)


def gain(net: float, support: float, forgone: float, capital: float) -> float:
    return float(yearly_gain(net, support, np.array([forgone]), capital, 10.0)[0])


def test_the_expected_gain_by_hand() -> None:
    # 60,000 net, two of ten years at 10,000, 40,000 wages given up, 150,000 over ten years
    assert gain(60_000, 10_000, 40_000, 150_000) == pytest.approx(7.0)


@given(money, money, money, money, st.floats(1, 1e5))
def test_each_argument_of_the_gain_has_its_sign(
    net: float, support: float, forgone: float, capital: float, more: float
) -> None:
    at = gain(net, support, forgone, capital)
    assert gain(net + more, support, forgone, capital) > at
    assert gain(net, support + more, forgone, capital) > at
    assert gain(net, support, forgone + more, capital) < at
    assert gain(net, support, forgone, capital + more) < at


def test_quality_has_mean_one() -> None:
    u = (np.arange(100_000) + 0.5) / 100_000
    assert np.mean([quality(one, 0.6) for one in u]) == pytest.approx(1.0, abs=2e-3)


def test_a_business_grows_to_full_income_in_a_year() -> None:
    steps = ramp(np.arange(8))
    assert (np.diff(steps) >= 0.0).all()
    assert steps[4:].tolist() == [1.0] * 4


def test_a_homestay_takes_its_house_off_the_market_and_gives_it_back() -> None:
    with lived((*policies(*PILOT), *work(SHOPS, homestays=((2024, 200.0),)))) as model:
        some = model.ventures.open[SHOPS, "homestay"]
        homes = model.ventures.homes(some)
        assert homes.size
        assert (model.households["house_state"][homes] == 0).all()
        assert np.isfinite(model.households["house_ask"][homes]).all()
        ventures._give_back(model, some)
        assert (model.households["house_state"][homes] == 1).all()
        assert not model.ventures.owner[homes].any()


def test_a_household_runs_one_business_and_its_owner_has_no_other_job() -> None:
    with lived(work(SHOPS, "new_farmers")) as model:
        homes = np.concatenate([model.ventures.homes(o) for o in model.ventures.open.values()])
        owners = np.concatenate([o.worker for o in model.ventures.open.values()])
        assert homes.size
        assert np.unique(homes).size == homes.size
        assert (model.workers["status"][owners] == job_book.LOCAL).all()


def test_returnees_give_up_their_wages_and_get_them_back() -> None:
    with lived(work("new_farmers")) as model:
        some = model.ventures.open["new_farmers", "farm"]
        homes = model.ventures.homes(some)
        assert homes.size
        assert some.from_wages.all()
        np.testing.assert_allclose(model.households["forgone_wages"][homes], some.forgone)
        ventures._give_back(model, some)
        np.testing.assert_allclose(model.households["forgone_wages"][homes], 0.0, atol=1e-6)
        assert (model.workers["status"][some.worker] == 0).all()


@pytest.mark.parametrize(
    ("setting", "low", "high"),
    [("support_yuan", 0.0, 40_000.0), ("capital_paid_share", 0.0, 0.9)],
)
def test_more_support_brings_no_fewer_candidates(setting: str, low: float, high: float) -> None:
    def opened(value: float) -> float:
        with lived(work("new_farmers", farms=((2024, 20_000.0),), **{setting: value}), 4) as model:
            return model.ventures.count("farm")

    assert opened(high) > opened(low)


def test_support_ends_after_two_years() -> None:
    with lived(work("new_farmers", farms=((2022, 1000.0),))) as model:
        some = model.ventures.open["new_farmers", "farm"]
        age = model.quarter - 1 - some.opened
        assert (age >= ventures.SUPPORT_QUARTERS).any()
        model.open_quarter()
        ventures.pay(model)
        young = model.quarter - some.opened < ventures.SUPPORT_QUARTERS
        homes = model.ventures.homes(some)
        assert (model.books.quarter_income[homes[~young], 3] == 0.0).all()
        assert (model.books.quarter_income[homes[young], 3] > 0.0).all()


def test_disappointed_owners_close_more_often() -> None:
    def open_now(spread: float) -> float:
        county = other_county(ventures__quality_log_sd=spread, ventures__exit_hazard=0.0)
        programme = work("new_farmers", farms=((2022, 200.0),), intensity=1.0)
        with lived(programme, county=county) as model:
            some = model.ventures.open["new_farmers", "farm"]
            old = model.quarter - some.opened > ventures.PATIENCE_QUARTERS
            poor = some.quality * ventures.net_yuan(model, "farm") < some.forgone
            return float(poor[old].mean()) if old.any() else 0.0

    assert open_now(0.9) < 0.5


@pytest.mark.parametrize("kind", ["homestay", "shop", "farm"])
def test_what_opens_anyway_leaves_less_room(kind: str) -> None:
    def opened(rate: float) -> float:
        names = {"farm": "new_farmers"}.get(kind, SHOPS)
        with lived(work(names), 8, other_county(**{f"ventures__{kind}_per_1000": rate})) as model:
            return model.ventures.count(kind)

    assert opened(0.0) > 0.0
    assert opened(0.0) >= opened(0.05) >= opened(1e4) == 0.0


def test_no_more_businesses_than_are_supported() -> None:
    with lived(work(SHOPS, "new_farmers")) as model:
        for offer in model.rules.work.ventures:
            weight = float(model.households["weight"].max())
            homes = model.ventures.homes(model.ventures.of(offer))
            assert float(model.households["weight"][homes].sum()) <= offer.places + 0.5 * weight


def test_businesses_hire_workers_of_their_own() -> None:
    with lived(work("new_farmers", jobs_per_farm=2.0)) as model:
        jobs = model.jobs.filled("venture")
        assert 0.0 < jobs <= 2.0 * model.ventures.count("farm") * 1.5
        assert paid(model, "new_farmers", "wages") > 0.0
    with lived(work("new_farmers", jobs_per_farm=0.0)) as model:
        assert model.jobs.filled("venture") == 0.0
