"""Purchases of partner units: what growers earn, what bounds it, and whose trade it takes."""

import pytest
from real_county import outcome, policies, real_county, trend_world, with_unknowns, world

from model.quarter.helping import pay


def test_purchases_pay_the_margin_and_no_more_than_was_bought() -> None:
    county = real_county()
    result = outcome(
        county,
        policies("counterpart_sales", most_yuan_per_household=1e7),
        factors=trend_world().factors,
    )
    paid = sum(p.amount for p in result.postings if p.tag == "counterpart_sales" and p.year == 2024)
    assert paid == pytest.approx(county.parameters.pairing.sales_margin * 1e7, rel=1e-9)


def test_one_household_sells_no_more_than_its_most() -> None:
    with world(
        real_county(),
        policies("counterpart_sales", sales_yuan_per_year=1e10),
        factors=trend_world().factors,
    ) as model:
        while model.quarter < 4:
            model.step()
        model.open_quarter()
        pay(model)
        margin = model.parameters.pairing.sales_margin
        assert model.books.quarter_income[:, 1].max() == pytest.approx(margin * 20_000.0 / 4.0)


def test_sales_divert_trade_from_others_of_the_town() -> None:
    effects = []
    for diverted in (0.0, 0.7):
        county = with_unknowns(real_county(), pairing__diverted_share=diverted)
        result = outcome(
            county,
            policies("counterpart_sales", outside_share=0.0),
            factors=trend_world().factors,
        )
        effects.append(float(result.indicators["rural_income"][-1]))
    assert effects[1] < effects[0]
