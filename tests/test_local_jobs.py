"""Local jobs: who may, who comes, one worker one job, nothing for what comes anyway."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_county import PILOT, policies
from work_programmes import lived, other_county, paid, work

from model.quarter import job_book, local_jobs, minimum_wage
from model.quarter.job_search import hassle, heard_share
from model.quarter.local_jobs import fitting, given_up, least_pay, may_apply
from model.work_rules import JobOffer

JOBS = ("casual_labour_markets", "disabled_employment", "farm_technology", "home_processing",
        "public_service_jobs")  # fmt: skip
money = st.floats(0, 1e5)
share = st.floats(0, 1)


@pytest.mark.parametrize(
    ("reservation", "odd", "work_share", "home_saving", "asked", "forgone"),
    [
        (12_000, 7_000, 1.0, 0.0, 12_000, 7_000),  # a full place in a post
        (12_000, 7_000, 0.5, 0.0, 6_000, 3_500),  # half the work asks and costs half
        (12_000, 7_000, 1.0, 0.6, 9_000, 7_000),  # at home: 60 % of 5,000 for care falls away
        (12_000, 7_000, 1.5, 0.0, 18_000, 7_000),  # more than a year's work costs no more than all
        (5_000, 7_000, 1.0, 0.6, 5_000, 7_000),  # nothing asked beyond odd earnings
    ],
)
def test_what_a_worker_asks_and_gives_up(
    reservation: float,
    odd: float,
    work_share: float,
    home_saving: float,
    asked: float,
    forgone: float,
) -> None:
    assert least_pay(reservation, odd, work_share, home_saving) == pytest.approx(asked)
    assert given_up(odd, work_share) == pytest.approx(forgone)


@pytest.mark.parametrize(
    ("status", "listed", "able", "register_only", "weak", "may"),
    [
        (1, False, True, False, False, True),
        (2, False, True, False, False, False),  # works in an outlet
        (3, False, True, False, False, False),  # has a local job
        (0, False, True, False, False, False),  # employed elsewhere
        (1, False, True, True, False, False),  # only the register
        (1, True, True, True, False, True),
        (1, True, False, True, False, False),  # weak labour is not asked
        (1, True, False, True, True, True),
    ],
)
def test_who_may_be_hired(
    status: int, listed: bool, able: bool, register_only: bool, weak: bool, may: bool
) -> None:
    assert may_apply(status, listed, able, register_only, weak) == may


@given(money, money, st.floats(0.05, 2), share)
def test_work_at_home_never_asks_more(
    reservation: float, odd: float, work_share: float, saving: float
) -> None:
    at_home = least_pay(reservation, odd, work_share, saving)
    assert at_home <= least_pay(reservation, odd, work_share, 0.0) + 1e-9
    assert at_home >= work_share * min(reservation, odd) - 1e-6


@given(share, share, st.integers(0, 40))
def test_word_of_an_offer_only_spreads(initial: float, outreach: float, quarters: int) -> None:
    now, later = (heard_share(initial, outreach, q) for q in (quarters, quarters + 1))
    assert initial - 1e-12 <= now <= later + 1e-12 <= 1.0 + 1e-9


def test_places_go_to_rows_that_find_room_for_half_of_their_persons() -> None:
    fits = fitting(np.array([10.0, 10.0, 10.0]), 25.0)
    assert fits.tolist() == [True, True, True]
    assert fitting(np.array([10.0, 10.0, 10.0]), 24.0).tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("growth", "usual", "years", "expected"),
    [(0.0, 0.045, 0.0, 0.0), (0.06, 0.045, 2.0, (1.06 / 1.045) ** 2 - 1), (0.03, 0.045, 2.0, 0.0)],
)
def test_a_link_lifts_only_what_exceeds_the_usual_rise(
    growth: float, usual: float, years: float, expected: float
) -> None:
    assert minimum_wage.lift(growth, usual, years) == pytest.approx(expected)


def test_nobody_has_two_jobs_and_no_more_than_the_places_are_held() -> None:
    with lived((*policies(*PILOT), *work(*JOBS, "new_farmers", "e_commerce_and_homestays"))) as m:
        owners = [some.worker for some in m.ventures.open.values()]
        held = np.concatenate([*m.jobs.held.values(), *owners])
        assert held.size
        assert np.unique(held).size == held.size
        local = np.flatnonzero(m.workers["status"] == job_book.LOCAL)
        np.testing.assert_array_equal(np.sort(held), local)
        assert (m.workers["outlet"][local] == -1).all()
        assert {o.kind for o in local_jobs.offers(m)} >= {"farm", "public", "casual", "home"}
        for offer in local_jobs.offers(m):
            weight = float(m.households["weight"].max())
            most = max(offer.places, local_jobs.additional_places(m, offer)) + 0.5 * weight
            assert m.jobs.weight(m.jobs.rows(offer)) <= most
        assert (m.households["forgone_business"] > -1e-6).all()


def test_workers_of_outlets_and_of_other_local_jobs_are_not_hired() -> None:
    with lived(work("farm_technology"), 4) as model:
        offer = local_jobs.offers(model)[0]
        pool, status = model.market.pool, model.workers["status"]
        spare = local_jobs.applicants(model, offer)
        assert spare.size
        assert (status[spare] == job_book.SPARE).all()
        status[pool[::2]] = 2
        fewer = local_jobs.applicants(model, offer)
        assert set(fewer.tolist()) == set(spare.tolist()) - set(pool[::2].tolist())
        status[pool] = 2
        assert not local_jobs.applicants(model, offer).size


def test_all_jobs_together_stay_within_the_spare_workers() -> None:
    with lived((*policies(*PILOT), *work(*JOBS))) as model:
        pool = model.jobs.weight(model.market.pool)
        assert model.jobs.filled() + model.market.outlets.workers(slots_only=False) <= pool + 1e-6


@pytest.mark.parametrize("name", ["home_processing", "farm_technology"])
def test_a_worker_who_leaves_is_what_he_was(name: str) -> None:
    with lived(work(name), 8) as model:
        offer = next(o for o in local_jobs.offers(model) if o.kind in ("home", "farm"))
        rows = model.jobs.rows(offer)
        assert rows.size
        given = float(model.workers["forgone"][rows].sum())
        before = float(model.households["forgone_business"].sum())
        local_jobs.release(model, rows)
        assert (model.workers["status"][rows] == 1).all()
        assert (model.workers["forgone"][rows] == 0.0).all()
        assert given > 0.0
        after = float(model.households["forgone_business"].sum())
        assert before - after == pytest.approx(given, rel=1e-9)


def test_pay_is_places_times_pay() -> None:
    with lived(work("public_service_jobs"), 8) as model:
        model.open_quarter()
        local_jobs.pay(model)
        offers = local_jobs.offers(model)
        assert {offer.kind for offer in offers} == {"public", "caring"}
        due = sum(model.jobs.weight(model.jobs.rows(o)) * o.pay_yuan / 4.0 for o in offers)
        wages = sum(yuan for (_, _, kind, _), yuan in model.ledger.flows.items() if kind == "wages")
        assert due > 0.0
        assert wages == pytest.approx(due, rel=1e-12)


def test_a_caring_post_is_refunded_in_part() -> None:
    with lived(work("disabled_employment", refund_share=0.4)) as model:
        wages = paid(model, "disabled_employment", "wages")
        refund = sum(
            p.amount
            for p in model.ledger.postings
            if p.tag == "disabled_employment" and p.kind == "spending" and p.year == 2024
        )
        assert wages > 0.0
        assert refund == pytest.approx(0.4 * wages, rel=1e-12)


def test_the_register_is_served_first_and_alone_where_so_said() -> None:
    with lived(work("disabled_employment"), 4) as model:
        home = model.workers["household"][np.concatenate(list(model.jobs.held.values()))]
        assert home.size
        assert model.households["on_register"][home].all()


@pytest.mark.parametrize("better", ["pay", "less_work", "at_home"])
def test_a_better_offer_never_loses_an_applicant(better: str) -> None:
    offer = JobOffer("home_processing", "home", 1e5, 12_000.0, 0.8)
    best = {
        "pay": replace(offer, pay_yuan=14_000.0),
        "less_work": replace(offer, work_share=0.6),
        "at_home": replace(offer, at_home=True),
    }[better]
    with lived(work("home_processing"), 8) as model:
        worse = set(local_jobs.applicants(model, offer).tolist())
        assert worse
        assert worse <= set(local_jobs.applicants(model, best).tolist())


def test_search_help_brings_applicants_and_nothing_for_nothing() -> None:
    with lived(()) as without, lived(work("casual_labour_markets", market_towns=100.0)) as helped:
        hardship = without.parameters.takeup.hassle
        assert (hassle(without) == hardship).all()
        saving = without.parameters.jobs.search_saving
        assert hassle(helped) == pytest.approx(hardship - saving)


def test_home_work_needs_orders() -> None:
    offer = JobOffer("home_processing", "home", 1e9, 12_000.0, at_home=True)
    with lived(work("home_processing"), 4) as model:
        orders = local_jobs.additional_places(model, offer)
        assert 0.0 < orders < 1e9
        model.market.orders[:] = 0.0
        assert local_jobs.additional_places(model, offer) <= orders


@pytest.mark.parametrize(
    ("name", "unknown"),
    [
        ("farm_technology", "jobs__farm_per_1000"),
        ("home_processing", "jobs__home_per_1000"),
        ("public_service_jobs", "jobs__public_per_1000"),
        ("casual_labour_markets", "jobs__casual_per_1000"),
    ],
)
def test_more_that_comes_anyway_leaves_fewer_places(name: str, unknown: str) -> None:
    def jobs(rate: float) -> float:
        with lived(work(name), 6, other_county(**{unknown: rate})) as model:
            return model.jobs.filled()

    few, many, all_of_it = jobs(0.0), jobs(1.0), jobs(1e4)
    assert few >= many
    assert few > all_of_it
    if name != "public_service_jobs":
        assert all_of_it == 0.0


def test_the_minimum_wage_reaches_the_lowest_paid_and_costs_jobs() -> None:
    def raised(loss: float) -> float:
        county = other_county(jobs__minimum_wage_job_loss=loss)
        with lived(work("minimum_wage_link", intensity=1.0), 12, county) as model:
            return paid(model, "minimum_wage_link", "wages")

    assert raised(0.4) == pytest.approx(0.6 * raised(0.0), rel=1e-6)
    with lived(work("minimum_wage_link", intensity=1.0), 4) as model:
        base, households = model.start.base[:, 0], model.start.households
        rural = np.flatnonzero(households["rural_2021"])
        chosen = np.intersect1d(model.jobs.lowest_paid, rural)
        bill = base * households["weight"]
        share_paid = bill[chosen].sum() / bill[rural].sum()
        assert share_paid == pytest.approx(model.parameters.jobs.minimum_wage_share, abs=0.005)
        per_head = base / households["members"]
        assert per_head[chosen].max() <= np.setdiff1d(per_head[rural], per_head[chosen]).min()
        assert model.market.lowest_pay > 0.0


@pytest.mark.parametrize("intensity", [1.0, 2.0, 5.0])
def test_wages_of_posts_stay_below_all_places_at_full_pay(intensity: float) -> None:
    programme = policies("public_service_jobs", intensity=intensity)
    with lived(programme) as model:
        policy = model.policies[0]
        most = intensity * (220 * policy.post_pay_yuan + 100 * policy.caring_pay_yuan)
        assert 0.0 <= paid(model, "public_service_jobs", "wages") <= most


def test_a_later_start_never_has_more_posts() -> None:
    with (
        lived(work("public_service_jobs")) as early,
        lived(work("public_service_jobs", start=date(2024, 1, 1))) as late,
    ):
        assert late.jobs.filled() <= early.jobs.filled() + 1e-9
