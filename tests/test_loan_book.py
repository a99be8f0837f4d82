"""One book of loans: who is lent to, what is repaid, and what bounds it."""

from dataclasses import replace

import numpy as np
import pytest

from model.quarter.loan_book import Borrowers, Habits, LoanBook, Terms

HABITS = Habits(1.6, 0.4, 0.1, 0.012, 0.5, 0.0, scoring=True)


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
