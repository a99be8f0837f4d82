"""Books of loans in a world: what comes anyway, what a programme adds, and what bounds it."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from lockstep import differing, side_by_side
from real_county import County, outcome, policies, real_county, trend_world, with_unknowns, world

from model.county import CountyModel
from model.ledger import TOLERANCE
from model.policies.policy import Policy
from model.quarter.loan_book import Borrowers, Habits, LoanBook, Terms
from model.rules import Switches

FINANCE = ("rural_finance", "guarantee_company", "village_project_credit")
HABITS = Habits(1.6, 0.4, 0.1, 0.012, 0.5, 0.0, scoring=True)


def quarters(model: CountyModel) -> Iterator[CountyModel]:
    while model.quarter < model.quarters:
        model.step()
        yield model


def finance_world(county: County | None = None, programmes: tuple[Policy, ...] | None = None):  # type: ignore[no-untyped-def]
    chosen = policies(*FINANCE) if programmes is None else programmes
    given = county or real_county()
    factors = trend_world().factors if county is None else outcome(given).factors
    return world(given, chosen, factors=factors)


def a_book(rows: int = 40, risk: float = 0.0, **habits: float) -> LoanBook:
    """Borrowers alike in one group, who ask for 100,000 yuan each."""
    same = np.full(rows, 100_000.0)
    borrowers = Borrowers(
        np.arange(rows) * 4,
        np.ones(rows),
        np.zeros(rows, np.int64),
        same,
        np.zeros(rows),
        np.zeros(rows),
        np.full(rows, max(risk, 1e-12)),
        np.full(rows, 0.5),
    )
    return LoanBook(borrowers, 1, replace(HABITS, **habits), seed=3)


def terms(rows: int, **given: float) -> Terms:
    usual = {
        "nudge": 50.0,
        "noise": 0.0,
        "rate": 0.055,
        "required": 0.03,
        "recovery": 0.5,
        "cover": 0.0,
        "backed": 0.0,
        "subsidy": 0.0,
        "size": 100_000.0,
    }
    return Terms(**{name: np.full(rows, value) for name, value in (usual | given).items()})


# One book.


def test_a_book_lends_as_much_as_there_is_money():
    book = a_book()
    book.lend(0, np.arange(40), terms(40), 1_050_000.0, 0.0)
    assert book.counts.new_money == 1_100_000.0, "the last loan is made if half of it fits"
    assert (book.stock.principal > 0.0).sum() == 11


def test_who_holds_a_loan_gets_no_second_one():
    book = a_book()
    for quarter in (0, 1):
        book.lend(quarter, np.arange(40), terms(40), 1e12, 0.0)
    assert book.counts.new_money == 4_000_000.0


def test_a_loan_is_repaid_when_due_or_renewed_without_new_money():
    repaid, renewed = a_book(rollover_share=0.0), a_book(rollover_share=0.0)
    for book, share in ((repaid, 0.0), (renewed, 1.0)):
        book.lend(0, np.arange(40), terms(40), 1e12, 0.0)
        for quarter in range(1, 13):
            book.open_quarter(quarter, share)
        assert book.stock.principal.sum() == 0.0
        assert book.counts.new_money == 4_000_000.0
    assert repaid.outstanding() == 0.0
    assert renewed.outstanding() == 4_000_000.0


def test_failures_of_a_year_tighten_lending_in_the_next():
    book = a_book(risk=0.9999)
    book.lend(0, np.arange(40), terms(40, noise=0.0, recovery=1.04), 1e12, 0.0)
    book.exposed[:] = 4_000_000.0
    book.open_quarter(1, 0.0)
    failed = float(book.failed[0])
    assert failed > 2_000_000.0
    assert (book.tight == 0.0).all()
    book.open_quarter(4, 0.0)
    assert book.tight[0] > 0.2
    assert (book.stock.barred[book.stock.principal == 0.0] > 4).any()


@pytest.mark.parametrize("tight", [0.0, 0.002, 0.02, 0.2])
def test_a_tighter_village_gets_no_more_loans(tight):
    usual, tighter = a_book(risk=0.02), a_book(risk=0.02)
    tighter.tight[:] = tight
    for book in (usual, tighter):
        book.lend(0, np.arange(40), terms(40, noise=1.0), 1e12, 0.0)
    more = usual.stock.principal >= tighter.stock.principal
    assert more.all()
    if tight == 0.2:
        assert tighter.counts.new_money == 0.0


@pytest.mark.parametrize(
    ("change", "better"),
    [("nudge", 1), ("rate", 1), ("recovery", 1), ("required", -1), ("backed", 1)],
)
def test_better_terms_lose_no_borrower(change, better):
    step = {"nudge": 0.7, "rate": 0.01, "recovery": 0.2, "required": 0.01, "backed": 0.5}[change]
    base = {"nudge": 0.0, "noise": 1.0}
    start = terms(400, **base)
    moved = start._replace(**{change: getattr(start, change) + better * step})
    one, other = a_book(400, risk=0.03), a_book(400, risk=0.03)
    one.lend(0, np.arange(400), start, 1e12, 0.0)
    other.lend(0, np.arange(400), moved, 1e12, 0.0)
    assert ((other.stock.principal > 0.0) >= (one.stock.principal > 0.0)).all()
    assert other.counts.new_money > one.counts.new_money > 0.0


def test_guarantees_are_given_to_the_refused_while_they_last():
    # 0.9 x 1.055 + 0.1 x 0.5 = 0.9995 without, and 0.9 x 1.055 + 0.1 x 0.9 = 1.0395 with it.
    book = a_book(risk=0.1)
    book.lend(0, np.arange(40), terms(40, cover=0.8), 1e12, 400_000.0)
    assert book.exposure() == 400_000.0
    assert book.counts.new_money == 500_000.0
    sound = a_book(risk=0.0001)
    sound.lend(0, np.arange(40), terms(40, cover=0.8), 1e12, 400_000.0)
    assert sound.exposure() == 0.0, "nobody asks for a guarantee that he does not need"


# What comes anyway.


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
    from datetime import date

    silent = {"intensity": 0.0} if intensity == 0.0 else {"start": date(2025, 1, 1)}
    factors = trend_world().factors
    with (
        world(real_county(), factors=factors) as absent,
        world(real_county(), policies(name, **silent), factors=factors) as idle,
    ):
        for quarter, one, other in side_by_side(absent, idle):
            assert differing(one, other) == [], f"quarter {quarter}"


# What a programme adds.


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


@pytest.mark.parametrize("index", [0, 1, 2, 3, 4])
def test_accounts_close_in_other_draws_and_where_ventures_lose(index):
    county = with_unknowns(real_county(index), finance__excess_return=-0.3)
    with finance_world(county) as model:
        for _ in quarters(model):
            pass
        assert model.outcome.indicators["credit_income"][-1] < 0.0


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
