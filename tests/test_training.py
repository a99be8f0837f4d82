"""Courses: who comes anyway, who is picked, what lasts, what neighbours copy, what phones do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_county import PILOT, policies
from work_programmes import lived, other_county, paid, work

from model.quarter import phones, training
from model.quarter.training import lasting, person_effect, place_score, standing

share = st.floats(0, 1)
FADING = {"training__lag_quarters": 2.0, "training__decay_per_year": 0.2}


@pytest.mark.parametrize(
    ("age", "lag", "decay", "part"),
    [(0, 2, 0.2, 0.0), (1, 2, 0.2, 0.0), (2, 2, 0.2, 1.0), (6, 2, 0.2, 0.8), (10, 2, 0.2, 0.64),
     (10, 2, 0.0, 1.0)],
)  # fmt: skip
def test_a_lesson_works_after_its_lag_and_fades(
    age: float, lag: float, decay: float, part: float
) -> None:
    assert lasting(np.array([age]), np.array([lag]), decay)[0] == pytest.approx(part)


@given(st.floats(0, 40), st.floats(0, 8), share, share)
def test_what_lasts_never_grows_with_decay(age: float, lag: float, one: float, two: float) -> None:
    low, high = sorted((one, two))
    ages, lags = np.array([age]), np.array([lag])
    assert lasting(ages, lags, high)[0] <= lasting(ages, lags, low)[0] + 1e-12


def test_the_mean_effect_is_the_drawn_one_and_the_skilled_gain_less() -> None:
    skill = (np.arange(1000) + 0.5) / 1000
    effect = person_effect(0.03, skill)
    assert effect.mean() == pytest.approx(0.03)
    assert (np.diff(effect) < 0.0).all()


def test_selection_runs_from_lot_to_standing() -> None:
    stand, lot = np.array([0.1, 0.9]), np.array([0.8, 0.2])
    np.testing.assert_array_equal(place_score(stand, lot, 0.0), lot)
    np.testing.assert_array_equal(place_score(stand, lot, 1.0), stand)


def test_standing_rises_with_skill_and_with_earnings() -> None:
    skill, earned = np.array([0.5, 0.5, 0.9]), np.array([10.0, 30.0, 20.0])
    one, richer, skilled = standing(skill, earned)
    assert one < richer
    assert one < skilled
    assert one == pytest.approx(0.5 * 0.5 + 0.5 * 0.5 / 3)


def taught(selection: float, name: str = "farmer_training") -> tuple[float, float]:
    """Mean skill of those taught, and what they gained in the last year, yuan."""
    with lived(work(name, selection=selection, intensity=1.0)) as model:
        (pupils,) = model.training.pupils.values()
        own = pupils.effect[~pupils.copied]
        mean = model.parameters.training.farmer_effect
        return float(1.5 - own.mean() / mean), float(own.sum())


def test_picking_the_productive_teaches_those_who_gain_least() -> None:
    skilled, little = taught(1.0)
    anybody, more = taught(0.0)
    assert skilled > anybody + 0.1
    assert little < more


def test_nobody_is_taught_twice() -> None:
    with lived(work("farmer_training", "farm_technology", "new_farmers")) as model:
        homes = [pupils.household for pupils in model.training.pupils.values()]
        every = np.concatenate(homes)
        assert every.size
        assert np.unique(every).size == every.size
        assert model.training.taught[every].all()


def test_attendances_are_not_persons_and_those_who_come_anyway_are_not_counted() -> None:
    county = other_county(training__persons_per_place=0.6)
    with lived(work("farmer_training", intensity=2.0), county=county) as model:
        (pupils,) = model.training.pupils.values()
        weight = float(model.households["weight"].max())
        persons = model.training.persons() + pupils.anyway
        assert persons <= 0.6 * 2.0 * 3000.0 + weight
        model.quarter -= 1  # the world has already turned to the quarter after its last
        assert pupils.anyway == pytest.approx(training.trained_anyway(model), abs=weight)
        assert persons >= 0.9 * 0.6 * 2.0 * 3000.0


def test_places_below_what_comes_anyway_add_nobody() -> None:
    with lived(work("farmer_training", intensity=0.2)) as model:
        assert training.trained_anyway(model) > 0.2 * 3000.0
        assert model.training.persons() == 0.0
        assert paid(model, "farmer_training", "business") == 0.0


@pytest.mark.parametrize("effect", [-0.02, 0.0, 0.03, 0.08])
def test_gains_have_the_sign_of_the_effect(effect: float) -> None:
    county = other_county(training__farmer_effect=effect, training__spillover=0.0)
    with lived(work("farmer_training"), county=county) as model:
        gain = paid(model, "farmer_training", "business")
        assert np.sign(gain) == np.sign(effect)


def test_gains_are_shares_of_earnings() -> None:
    """One pupil by hand: effect times what lasts times this quarter's business income."""
    with lived(work("farmer_training"), 8, other_county(**FADING)) as model:
        model.open_quarter()
        (pupils,) = model.training.pupils.values()
        row = int(np.flatnonzero(~pupils.copied & (model.quarter - pupils.since >= 2))[0])
        home = int(pupils.household[row])
        households, factors = model.households, model.factors.income[model.quarter - 1]
        group = 2 if households["on_register"][home] else (0 if households["rural"][home] else 1)
        earned = model.start.base[home, 1] - households["forgone_business"][home]
        earned *= households["luck"][home] * factors[group, 1]
        age = model.quarter - pupils.since[row]
        training.pay(model)
        expected = pupils.effect[row] * 0.8 ** ((age - 2) / 4) * earned
        assert model.books.quarter_income[home, 1] == pytest.approx(expected, rel=1e-9)


def test_neighbours_copy_only_what_can_be_copied_and_only_with_spillover() -> None:
    with lived(work("farm_technology")) as model:
        greenhouse = model.training.pupils["farm_technology", "greenhouse"]
        technology = model.training.pupils["farm_technology", "technology"]
        assert not greenhouse.copied.any()
        assert technology.copied.any()
        taught_in = model.households["village"][technology.household[~technology.copied]]
        copying_in = model.households["village"][technology.household[technology.copied]]
        assert set(copying_in.tolist()) <= set(taught_in.tolist())
    with lived(work("farm_technology"), county=other_county(training__spillover=0.0)) as model:
        assert model.training.persons(copied=True) == 0.0


def test_the_county_pays_for_places_and_not_for_cadres() -> None:
    county = other_county(training__cost_yuan_per_place=2000.0)
    with lived((*work("farmer_training"), *work("new_farmers")), county=county) as model:
        spent = {
            tag: sum(p.amount for p in model.ledger.postings if p.tag == tag
                     and p.kind == "spending" and p.payer == "treasury")
            for tag in ("farmer_training", "new_farmers")
        }  # fmt: skip
        assert spent["farmer_training"] == pytest.approx(5.0 * 3000.0 * 2000.0, rel=1e-9)
        assert spent["new_farmers"] == 0.0


def test_firms_that_pay_by_grade_pay_the_certified_more() -> None:
    def gain(firms: float) -> float:
        with lived(work("vocational_certificates", grade_pay_firms=firms)) as model:
            return paid(model, "vocational_certificates", "wages")

    assert gain(4000.0) > gain(0.0) > 0.0


def test_phones_spread_word_of_programmes_in_force_and_pay_nothing() -> None:
    with (
        lived((*policies(*PILOT), *work("farmer_training", places=())), 4) as taught,
        lived(policies(*PILOT), 4) as without,
    ):
        assert phones.programmes_in_force(taught) == 7
        more = taught.households["aware"] != without.households["aware"]
        assert more.any()
        assert taught.training.phones[more].all()
        assert (taught.households["aware"] & without.households["aware"]
                == without.households["aware"]).all()  # fmt: skip
        people = float(taught.households["weight"][taught.training.phones].sum())
        rural = float(taught.households["weight"][taught.households["rural"]].sum())
        weight = float(taught.households["weight"].max())
        assert people == pytest.approx(min(400_000.0, rural), abs=weight)


def test_phones_alone_change_nothing() -> None:
    with lived(work("farmer_training", places=())) as taught, lived(()) as without:
        assert taught.training.phones.any()
        np.testing.assert_array_equal(
            taught.outcome.household_income[-1], without.outcome.household_income[-1]
        )
