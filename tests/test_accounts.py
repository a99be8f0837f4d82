"""Money is neither made nor lost, whatever programmes run (Q11)."""

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
import pytest
from real_county import PROGRAMMES, County, policies, real_county, trend_world, world
from small_county import small_county, small_trend

from model.columns import SOURCES
from model.county import CountyModel
from model.ledger import ACCOUNTS, TOLERANCE, LedgerError
from model.parameters import Parameters
from model.policies.policy import Policy

SUBSETS = [names for size in range(5) for names in combinations(PROGRAMMES, size)]
"""All sixteen: none, each alone, every pair, every leave-one-out, all four."""

PAYING = (
    ("wages.pay", 0),
    ("land.pay_rents", 2),
    ("houses.pay_rents", 2),
    ("shares.pay_welfare", 3),
    ("shares.pay_dividends", 2),
    ("charity.pay_grants", 3),
    ("transfers.pay", 3),
    ("trend.pay_the_rest", 1),
)
"""Phases that pay households, and an income source that a leak there would touch."""


def quarters(model: CountyModel) -> Iterator[CountyModel]:
    """Step a world to its end, stopping after every quarter."""
    while model.quarter < model.quarters:
        model.step()
        yield model


def watch_income(model: CountyModel) -> list[tuple[np.ndarray, np.ndarray]]:
    """Income held and income posted since the start by source, as each quarter closes."""
    seen: list[tuple[np.ndarray, np.ndarray]] = []
    hand_over = model.books.hand_over

    def recording() -> np.ndarray:
        weight = model.households["weight"][:, None]
        seen.append(((model.books.quarter_income * weight).sum(axis=0), posted(model)))
        return hand_over()

    model.books.hand_over = recording  # type: ignore[method-assign]
    return seen


def posted(model: CountyModel) -> np.ndarray:
    """What households were paid so far by source, from the flows that the year has seen."""
    return np.array(
        [
            sum(
                value
                for (_, payee, kind, _), value in model.ledger.flows.items()
                if payee == "households" and kind == source
            )
            + sum(
                p.amount
                for p in model.ledger.postings
                if p.payee == "households" and p.kind == source
            )
            for source in SOURCES
        ]
    )


def run_and_check(county: County, programmes: tuple[Policy, ...], index: int | None = None) -> None:
    with world(county, programmes, factors=trend_world(index).factors) as model:
        seen = watch_income(model)
        for _ in quarters(model):
            paid, received = model.ledger.paid, model.ledger.received
            assert abs(received.sum() - paid.sum()) <= TOLERANCE * paid.sum()
            assert abs(sum(model.ledger.balances().values())) <= 1e-9 * paid.sum()
        held = np.cumsum([income for income, _ in seen], axis=0)
        np.testing.assert_allclose(held, [sums for _, sums in seen], rtol=TOLERANCE * 10)


@pytest.mark.parametrize("names", SUBSETS, ids="+".join)
def test_accounts_close_every_quarter_with_any_programmes(names: tuple[str, ...]) -> None:
    run_and_check(real_county(), policies(*names))


@pytest.mark.parametrize("block", range(5))
def test_accounts_close_in_fifty_draws(block: int) -> None:
    for index in range(10 * block, 10 * block + 10):
        run_and_check(real_county(index), policies(*PROGRAMMES), index)


@pytest.mark.parametrize("names", SUBSETS, ids="+".join)
def test_incomes_of_households_are_what_they_were_paid(names: tuple[str, ...]) -> None:
    with world(real_county(), policies(*names), factors=trend_world().factors) as model:
        result = model.run()
    weight = model.households["weight"]
    for year, income in enumerate(result.household_income):
        paid = sum(
            p.amount
            for p in result.postings
            if p.payee == "households" and p.kind in SOURCES and p.year == 2022 + year
        )
        assert float(income @ weight) == pytest.approx(paid, rel=1e-12)


def test_collectives_and_charity_never_pay_out_more_than_they_received() -> None:
    with world(real_county(), policies(*PROGRAMMES), factors=trend_world().factors) as model:
        for _ in quarters(model):
            balance = model.ledger.balances()
            assert balance["collectives"] >= 0.0
            fund = model.charity_fund
            assert fund.cash >= -1e-6
            assert balance["charity"] == pytest.approx(fund.cash + fund.endowment, rel=1e-12)


def test_the_bank_is_owed_what_it_lent() -> None:
    with world(real_county(), policies(*PROGRAMMES), factors=trend_world().factors) as model:
        for _ in quarters(model):
            owed = sum(village.debt * village.weight for village in model.villages)
            assert model.bank.lent == pytest.approx(owed, rel=1e-12)


def test_every_account_takes_part() -> None:
    with world(real_county(), policies(*PROGRAMMES), factors=trend_world().factors) as model:
        model.run()
    moved = dict(zip(ACCOUNTS, model.ledger.paid + model.ledger.received, strict=True))
    assert all(amount > 0.0 for amount in moved.values()), moved


def leaking(phase: Callable[[CountyModel], None], source: int) -> Callable[[CountyModel], None]:
    """The phase, and one yuan that nobody paid."""

    def leak(county: CountyModel) -> None:
        phase(county)
        county.books.quarter_income[0, source] += 1.0 / county.households["weight"][0]

    return leak


@pytest.mark.parametrize(("phase", "source"), PAYING)
def test_one_yuan_from_nowhere_is_caught(
    phase: str, source: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, _, name = phase.partition(".")
    path = f"model.quarter.{module}.{name}"
    county = real_county()
    with world(county, policies(*PROGRAMMES), factors=trend_world().factors) as model:
        for _ in range(3):
            model.step()
        whole = __import__(f"model.quarter.{module}", fromlist=[name])
        monkeypatch.setattr(path, leaking(getattr(whole, name), source))
        with pytest.raises(LedgerError, match=f"{SOURCES[source]}: households hold"):
            model.step()


@pytest.mark.parametrize("kind", SOURCES)
def test_one_yuan_posted_and_not_handed_out_is_caught(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from model.quarter import transfers

    def pay(county: CountyModel) -> None:
        transfers.__dict__["_paid_before_the_leak"](county)
        county.ledger.pay(kind, "trend", "world", "households", 1.0, 1.0)

    monkeypatch.setattr(transfers, "_paid_before_the_leak", transfers.pay, raising=False)
    monkeypatch.setattr(transfers, "pay", pay)
    start = small_county()
    model = CountyModel(start, Parameters(), small_trend(start))
    with pytest.raises(LedgerError, match=f"{kind}: households hold"):
        model.step()
    model.close()


def test_one_yuan_between_two_sides_of_a_posting_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    from model.ledger import Ledger

    pay = Ledger.pay

    def skim(self, kind, tag, payer, payee, paid, received):  # type: ignore[no-untyped-def]
        pay(
            self,
            kind,
            tag,
            payer,
            payee,
            paid,
            np.append(received, 1.0) if tag == "houses" else received,
        )

    monkeypatch.setattr(Ledger, "pay", skim)
    with (
        world(real_county(), factors=trend_world().factors) as model,
        pytest.raises(LedgerError, match="houses"),
    ):
        model.step()
