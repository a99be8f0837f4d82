"""Lending that comes anyway: that of the draw, the same in every world, nobody's posted income."""

from datetime import date

import numpy as np
import pytest
from lending_county import FINANCE, quarters
from lockstep import differing, side_by_side
from real_county import policies, real_county, trend_world, world

from model.county import CountyModel


@pytest.mark.parametrize("index", [None, 3, 7])
def test_lending_without_a_programme_is_that_of_the_draw(index):
    with world(real_county(index, 0.1)) as model:
        loans = model.credit.households
        stock = loans.baseline.outstanding()
        for _ in quarters(model):
            pass
        issued = model.outcome.indicators["household_loans_issued"]
        assert issued.mean() == pytest.approx(loans.yearly, rel=0.08)
        assert model.outcome.indicators["household_loan_stock"][-1] == pytest.approx(
            stock, rel=0.12
        )
        years = model.parameters.finance.years_outstanding
        assert stock == pytest.approx(loans.yearly * years, rel=0.06)


def books_of(model: CountyModel) -> list[np.ndarray]:
    credit = model.credit
    return [
        held.copy()
        for loans in (credit.households, credit.enterprises)
        for held in loans.baseline.stock
    ]


def test_what_comes_anyway_is_the_same_in_every_world():
    factors = trend_world().factors
    with (
        world(real_county()) as trend,
        world(
            real_county(), policies("workshops", "three_incomes", *FINANCE), factors=factors
        ) as pilot,
    ):
        for _ in zip(quarters(trend), quarters(pilot), strict=True):
            for one, other in zip(books_of(trend), books_of(pilot), strict=True):
                np.testing.assert_array_equal(one, other)


def test_usual_loans_are_nobodys_posted_income():
    assert not any(p.tag == "credit" for p in trend_world().postings)
    assert trend_world().indicators["credit_income"].tolist() == [0.0] * 3


@pytest.mark.parametrize("name", FINANCE)
@pytest.mark.parametrize("intensity", [0.0, None], ids=["zero", "late"])
def test_a_programme_that_never_begins_changes_no_bit(name, intensity):
    silent = {"intensity": 0.0} if intensity == 0.0 else {"start": date(2025, 1, 1)}
    factors = trend_world().factors
    with (
        world(real_county(), factors=factors) as absent,
        world(real_county(), policies(name, **silent), factors=factors) as idle,
    ):
        for quarter, one, other in side_by_side(absent, idle):
            assert differing(one, other) == [], f"quarter {quarter}"
