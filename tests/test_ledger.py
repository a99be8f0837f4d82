"""The ledger closes, and notices what does not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.columns import SOURCES
from model.ledger import ACCOUNTS, KINDS, TAGS, Ledger, LedgerError

NOTHING = np.zeros(len(SOURCES))

flow = st.tuples(
    st.sampled_from(KINDS),
    st.sampled_from(list(TAGS)),
    st.sampled_from(ACCOUNTS),
    st.sampled_from(ACCOUNTS),
    st.floats(0.0, 1e10),
)


def held(flows):
    """What households hold by source after some flows, summed apart from the ledger."""
    income = np.zeros(len(SOURCES))
    for kind, _, payer, payee, amount in flows:
        if payee == "households" and kind in SOURCES:
            income[SOURCES.index(kind)] += amount
        elif payer == "households" and kind in SOURCES:
            income[SOURCES.index(kind)] -= amount
    return income


@given(st.lists(flow, max_size=30))
def test_any_sequence_of_postings_closes(flows):
    ledger = Ledger()
    for kind, tag, payer, payee, amount in flows:
        ledger.pay(kind, tag, payer, payee, amount, amount)
    ledger.close_quarter(held(flows))
    total = sum(amount for *_, amount in flows)
    assert abs(sum(ledger.balances().values())) <= 1e-12 * max(total, 1.0)
    ledger.close_year(2022)
    assert sum(item.amount for item in ledger.postings) == pytest.approx(total)


def test_a_wage_moves_from_payer_to_payee_and_is_income_once():
    ledger = Ledger()
    ledger.pay("wages", "workshops", "enterprises", "households", 150.0, np.array([100.0, 50.0]))
    ledger.close_quarter(np.array([150.0, 0.0, 0.0, 0.0]))
    ledger.close_quarter(NOTHING)
    balances = ledger.balances()
    assert (balances["enterprises"], balances["households"]) == (-150.0, 150.0)


def test_what_households_pay_out_of_a_source_lowers_it():
    ledger = Ledger()
    ledger.pay("transfers", "register", "treasury", "households", 100.0, 100.0)
    ledger.pay("transfers", "charity", "households", "charity", 30.0, 30.0)
    ledger.pay("transfers", "trend", "households", "households", 5.0, 5.0)
    ledger.close_quarter(np.array([0.0, 0.0, 0.0, 75.0]))


def test_principal_is_nobodys_income():
    ledger = Ledger()
    ledger.pay("capital", "collective", "bank", "households", 1e6, 1e6)
    ledger.close_quarter(NOTHING)


def test_one_yuan_lost_on_the_way_is_caught():
    received = np.full(100_000, 1e5)
    ledger = Ledger()
    ledger.pay("wages", "trend", "enterprises", "households", 1e10, received)
    received[7] -= 1.0
    with pytest.raises(LedgerError, match="enterprises pay .* households receive"):
        ledger.pay("wages", "trend", "enterprises", "households", 1e10, received)


def test_one_yuan_in_ten_billion_that_households_hold_unposted_is_caught():
    ledger = Ledger()
    ledger.pay("property", "land", "world", "households", 1e10, 1e10)
    with pytest.raises(LedgerError, match="property: households hold"):
        ledger.close_quarter(np.array([0.0, 0.0, 1e10 + 1.0, 0.0]))


def test_income_posted_under_another_source_is_caught():
    ledger = Ledger()
    ledger.pay("property", "land", "world", "households", 500.0, 500.0)
    with pytest.raises(LedgerError):
        ledger.close_quarter(np.array([500.0, 0.0, 0.0, 0.0]))


def test_accounts_changed_behind_the_ledgers_back_are_caught():
    ledger = Ledger()
    ledger.pay("wages", "trend", "enterprises", "households", 1e10, 1e10)
    ledger.received[ACCOUNTS.index("world")] += 1.0
    with pytest.raises(LedgerError, match="sum to zero"):
        ledger.close_quarter(np.array([1e10, 0.0, 0.0, 0.0]))


@pytest.mark.parametrize("amount", [-1.0, np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("shape", [float, lambda bad: np.array([5.0, bad])], ids=["one", "rows"])
def test_negative_and_unreal_amounts_are_refused(amount, shape):
    with pytest.raises(LedgerError, match="finite and not negative"):
        Ledger().pay("wages", "trend", "enterprises", "households", shape(amount), shape(amount))


@pytest.mark.parametrize(
    ("kind", "tag", "payer", "payee"),
    [
        ("gifts", "trend", "enterprises", "households"),
        ("wages", "lottery", "enterprises", "households"),
        ("wages", "trend", "nobody", "households"),
        ("wages", "trend", "enterprises", "nobody"),
    ],
)
def test_unknown_names_are_refused_and_move_nothing(kind, tag, payer, payee):
    ledger = Ledger()
    with pytest.raises(LedgerError, match="is not known to the ledger"):
        ledger.pay(kind, tag, payer, payee, 1.0, 1.0)
    assert set(ledger.balances().values()) == {0.0}
    ledger.close_year(2022)
    assert ledger.postings == []


def test_single_precision_amounts_are_summed_in_double():
    amounts = np.full(1_000_000, 900.1, dtype=np.float32)
    ledger = Ledger()
    ledger.pay("wages", "trend", "enterprises", "households", amounts, amounts)
    assert ledger.balances()["households"] == pytest.approx(float(amounts[0]) * 1e6, rel=1e-12)


def test_a_years_postings_are_totals_and_the_next_year_begins_empty():
    ledger = Ledger()
    for _ in range(4):
        ledger.pay("property", "land", "world", "households", 25.0, 25.0)
        ledger.close_quarter(np.array([0.0, 0.0, 25.0, 0.0]))
    ledger.close_year(2022)
    ledger.close_year(2023)
    (posting,) = ledger.postings
    assert (posting.year, posting.tag, posting.amount) == (2022, "land", 100.0)
