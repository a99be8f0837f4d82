"""What programmes of lending add to what comes anyway, and what bounds it."""

import numpy as np
import pytest
from lending_county import FINANCE, finance_world, quarters
from real_county import outcome, policies, real_county, trend_world, with_unknowns

from model.county import CountyModel
from model.ledger import TOLERANCE
from model.rules import Switches

SUBSETS = [
    FINANCE[:1],
    FINANCE[1:2],
    FINANCE[2:],
    FINANCE[:2],
    FINANCE,
    (*FINANCE, "workshops", "three_incomes", "circular_charity", "provincial_workshops"),
]


@pytest.mark.parametrize("names", SUBSETS, ids="+".join)
def test_accounts_close_every_quarter(names):
    with finance_world(programmes=policies(*names)) as model:
        for _ in quarters(model):
            paid, received = model.ledger.paid, model.ledger.received
            assert abs(received.sum() - paid.sum()) <= TOLERANCE * paid.sum()


def additional_income(index, excess_return):
    """What additional loans bring households in the last year where ventures earn so much."""
    county = with_unknowns(real_county(index), finance__excess_return=excess_return)
    with finance_world(county) as model:
        for _ in quarters(model):
            pass
        return model.outcome.indicators["credit_income"][-1]


@pytest.mark.parametrize("index", [0, 1, 2, 3, 4])
def test_accounts_close_in_other_draws_and_where_ventures_lose(index):
    assert additional_income(index, -0.3) < additional_income(index, 0.0)


def test_ventures_that_lose_make_households_poorer():
    assert additional_income(None, -0.3) < 0.0


def test_most_of_those_who_borrow_would_have_borrowed_anyway():
    with finance_world(real_county(None, 0.1), policies("rural_finance")) as model:
        for _ in quarters(model):
            pass
        now = model.credit.household_book.stock.principal
        anyway = model.credit.households.baseline.stock.principal
        both = ((now > 0.0) & (anyway > 0.0)).sum()
        assert 0.6 < both / (now > 0.0).sum() < 0.98
        new = model.credit.household_book.counts.new_money
        usual = model.credit.households.baseline.counts.new_money
        assert 1.01 < new / usual < 1.35


QUIET = {
    "household_loans_yuan": (),
    "enterprise_loans_yuan": (),
    "specialist_villages": (),
    "stations": (),
    "special_rate_cut": 0.0,
    "register_loans": False,
    "first_loans": False,
    "park_share": 0.0,
    "custody_share": (),
}


def test_renewal_without_repayment_is_no_new_income():
    county = with_unknowns(real_county(), finance__default_rate=1e-9)
    trend = outcome(county)
    renewed = outcome(
        county, policies("rural_finance", renewal_share=1.0, **QUIET), factors=trend.factors
    )
    for year in range(3):
        np.testing.assert_array_equal(renewed.household_income[year], trend.household_income[year])
    stock = renewed.indicators["household_loan_stock"] - trend.indicators["household_loan_stock"]
    assert (stock > 0.0).all(), "what is not repaid stays on the books"
    issued = renewed.indicators["farm_loans_issued"] > trend.indicators["farm_loans_issued"]
    assert issued.all(), "and it counts as issued"


def test_terms_that_change_nothing_change_nothing():
    trend = trend_world()
    quiet = outcome(
        real_county(),
        policies("rural_finance", renewal_share=0.0, **QUIET),
        factors=trend.factors,
    )
    assert quiet.postings == trend.postings


def test_a_cheaper_loan_saves_interest_of_those_who_had_it_anyway():
    trend = trend_world()
    settings = QUIET | {"special_rate_cut": 0.01, "renewal_share": 0.0}
    cheap = outcome(real_county(), policies("rural_finance", **settings), factors=trend.factors)
    saved = sum(
        p.amount
        for p in cheap.postings
        if p.tag == "credit"
        and (p.payer, p.payee) == ("bank", "households")
        and p.kind == "business"
    )
    assert saved > 0.0


def test_interest_is_less_income_before_anything_is_earned():
    """In its first quarter a loan only costs."""
    with finance_world(programmes=policies("rural_finance", special_rate_cut=0.0)) as model:
        while model.quarter < 4:
            model.step()
        flows = {(p.payer, p.payee, p.kind) for p in model.ledger.postings if p.tag == "credit"}
        assert ("households", "bank", "business") in flows
        assert ("world", "households", "business") not in flows
        assert model.outcome.indicators["credit_income"][0] < 0.0


@pytest.mark.parametrize("names", [FINANCE[:1], FINANCE])
def test_no_more_is_lent_than_there_is_room_for(names):
    with finance_world(programmes=policies(*names)) as model:
        for _ in quarters(model):
            if model.quarter < 5:
                continue
            for kind, book in (
                ("households", model.credit.household_book),
                ("enterprises", model.credit.enterprise_book),
            ):
                largest = float((book.borrowers.size * book.borrowers.weight).max())
                model.quarter -= 1
                room = model.credit.room(kind)
                model.quarter += 1
                assert room >= 0.0
                assert book.counts.new_money <= _promise(model, kind) + 0.5 * largest


def _promise(model: CountyModel, kind: str) -> float:
    """Largest new money by now: the promise of the plan, or what banks have themselves."""
    rules, finance = model.rules.credit, model.parameters.finance
    loans = getattr(model.credit, kind)
    usual = 1.05 * loans.yearly / 4.0 * model.quarter
    promised = getattr(rules, f"{kind[:-1]}_volume_yuan")
    return (1.0 - finance.rollover_share) * max(usual, promised)


def test_the_guarantee_company_answers_for_at_most_ten_times_its_capital():
    programmes = policies("rural_finance") + policies("guarantee_company", capital_yuan=5e6)
    with finance_world(real_county(None, 0.1), programmes) as model:
        for _ in quarters(model):
            company = model.guarantee_company
            exposure = model.credit.household_book.exposure()
            assert exposure <= 10.0 * company.paid_in + 1e-6
            assert 0.0 <= company.capital <= company.paid_in
        assert exposure > 0.0


def test_without_capital_nothing_is_guaranteed():
    with finance_world(programmes=policies("guarantee_company", capital_yuan=0.0)) as model:
        model.run()
        assert model.outcome.indicators["guarantee_exposure"].tolist() == [0.0] * 3
        assert not any(p.tag == "credit" for p in model.outcome.postings)


def test_every_applicant_is_served_where_nobody_scores():
    switches = Switches(credit_scoring=False)
    unscored = outcome(real_county(), switches=switches)
    assert unscored.indicators["loans_refused"].tolist() == [0.0] * 3
    assert (trend_world().indicators["loans_refused"] > 0.0).all()
    programmes = policies(*FINANCE)
    whole = outcome(real_county(), programmes, factors=trend_world().factors)
    less = outcome(real_county(), programmes, factors=trend_world().factors, switches=switches)
    assert not np.array_equal(whole.household_income, less.household_income)
