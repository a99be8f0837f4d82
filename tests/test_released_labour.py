"""Farm work that went with leased land, and the means test, in local jobs as in outlets."""

from dataclasses import replace

import numpy as np
import pytest
from real_county import PILOT, own_county, policies
from work_programmes import SCALE, lived, other_county, work

from model.county import CountyModel
from model.quarter import job_book, local_jobs, pairing, ventures

POSTS = work("public_service_jobs")


def test_a_place_costs_a_lessor_only_what_the_lease_has_left() -> None:
    with lived(POSTS, 1, own_county(SCALE)) as model:
        rows = np.flatnonzero(model.workers["status"] == job_book.SPARE)[:3]
        homes = model.workers["household"][rows]
        assert np.unique(homes).size == 3
        model.workers["odd_earnings"][rows] = 5000.0
        model.land.released[homes] = [0.0, 2000.0, 8000.0]
        before = model.households["forgone_business"][homes].copy()
        model.jobs.give_up(rows, model.workers["odd_earnings"][rows])
        np.testing.assert_allclose(model.workers["forgone"][rows], [5000.0, 3000.0, 0.0])
        np.testing.assert_allclose(
            model.households["forgone_business"][homes] - before, [5000.0, 3000.0, 0.0]
        )
        np.testing.assert_allclose(model.market.spare_land_income(homes), [0.0, 0.0, 3000.0])
        model.jobs.take_back(rows)
        np.testing.assert_allclose(model.households["forgone_business"][homes], before)
        np.testing.assert_allclose(model.market.spare_land_income(homes), [0.0, 2000.0, 8000.0])


def test_two_members_do_not_set_the_same_lease_against_their_jobs() -> None:
    with lived(POSTS, 1, own_county(SCALE)) as model:
        spare = np.flatnonzero(model.workers["status"] == job_book.SPARE)
        homes = model.workers["household"][spare]
        twice = homes[1:][homes[1:] == homes[:-1]][0]
        rows = spare[homes == twice][:2]
        model.workers["odd_earnings"][rows] = 5000.0
        model.land.released[twice] = 6000.0
        model.jobs.give_up(rows, model.workers["odd_earnings"][rows])
        assert model.workers["forgone"][rows].sum() == pytest.approx(4000.0)


def applicants(model: CountyModel) -> set[int]:
    every = (local_jobs.applicants(model, offer) for offer in local_jobs.offers(model))
    return {row for rows in every for row in rows.tolist()}


def test_who_let_the_land_asks_less_and_nobody_asks_more() -> None:
    with lived(POSTS, 11) as model:
        before = applicants(model)
        model.land.released[:] += 5000.0
        assert before < applicants(model)


@pytest.mark.parametrize("name", ["public_service_jobs", "casual_labour_markets"])
def test_a_rule_that_disregards_earnings_brings_applicants_of_the_register(name: str) -> None:
    with lived(work(name), 11, other_county(register__earnings_disregard=0.0)) as model:
        strict = applicants(model)
        milder = replace(model.rules.register, earnings_disregard=1.0)
        model.rules = replace(model.rules, register=milder)
        more = np.array(sorted(applicants(model) - strict))
        assert strict < applicants(model)
        assert model.households["on_register"][model.workers["household"][more]].all()


def test_a_post_of_a_donor_and_a_business_follow_the_same_rule() -> None:
    programmes = (*policies(*PILOT), *policies("pairing"), *work("new_farmers"))
    with lived(programmes, 8, own_county(SCALE)) as model:
        spare = np.flatnonzero(model.workers["status"] == job_book.SPARE)
        home = model.workers["household"][spare]
        odd = model.workers["odd_earnings"][spare]
        free = model.market.spare_land_income(home)
        np.testing.assert_allclose(ventures.forgone(model, spare), odd - np.minimum(odd, free))
        worker = int(spare[0])
        model.workers["reservation"][worker] = pairing.post_pay(model) + 1000.0
        model.workers["odd_earnings"][worker] = 2000.0
        model.households["on_register"][home[0]] = False
        model.land.released[home[0]] = model.market.spared[home[0]]
        assert not pairing.accepts(model, worker)
        model.land.released[home[0]] += 1500.0
        assert pairing.accepts(model, worker)


def test_income_given_up_for_local_work_is_never_the_leased_farms_again() -> None:
    with lived((*POSTS, *work("home_processing", "new_farmers")), 1) as model:
        model.land.released[:] += 1000.0
        while model.quarter < 12:
            model.step()
            assert (model.market.spared <= model.land.released + 1e-6).all()
        working = model.workers["status"] == job_book.LOCAL
        assert model.jobs.spared[working].sum() > 0.0
        assert (model.jobs.spared[~working] == 0.0).all()
