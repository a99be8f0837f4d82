"""Two worlds stepped together, and what differs between them, column by column."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from model.county import CountyModel

OUTLET = ("enterprise", "village", "jobs", "pay", "opened", "slot", "open", "weight", "filled")


def state(model: CountyModel) -> dict[str, NDArray[np.generic]]:
    """Copies of everything a world holds, by name."""
    market, books = model.market, model.books
    held: dict[str, NDArray[np.generic]] = {}
    for table, columns in (("household", model.households), ("worker", model.workers)):
        held.update({f"{table}.{name}": columns[name].copy() for name in columns})
    held.update({f"outlet.{name}": market.outlets[name].copy() for name in OUTLET})
    villages = list(model.villages)
    for name in ("regime", "savings", "debt", "revenue_year", "operating_year", "dividends"):
        held[f"village.{name}"] = np.array([getattr(village, name) for village in villages])
    held |= {
        "market.wage_index": market.wage_index.copy(),
        "ties.kind": model.cooperation.ties.kind.copy(),
        "ties.partner": model.cooperation.ties.partner.copy(),
        "market.orders": market.orders.copy(),
        "books.belief": books.belief.copy(),
        "books.peers": books.peers.copy(),
        "books.countable": books.countable.copy(),
        "books.year_income": books.year_income.copy(),
        "books.town_income": books.town_income.copy(),
        "books.village_income": books.village_income.copy(),
        "land.released": model.land.released.copy(),
        "charity": np.array([model.charity_fund.cash, model.charity_fund.endowment]),
        "bank": np.array([model.bank.lent]),
        "ledger.paid": model.ledger.paid.copy(),
        "ledger.received": model.ledger.received.copy(),
    }
    return held


def watch(model: CountyModel) -> list[NDArray[np.float64]]:
    """Income of the quarter by household and source, kept as each quarter closes."""
    seen: list[NDArray[np.float64]] = []
    hand_over = model.books.hand_over

    def keeping() -> NDArray[np.float64]:
        seen.append(model.books.quarter_income.copy())
        return hand_over()

    model.books.hand_over = keeping  # type: ignore[method-assign]
    return seen


def side_by_side(
    one: CountyModel, other: CountyModel
) -> Iterator[tuple[int, dict[str, NDArray[np.generic]], dict[str, NDArray[np.generic]]]]:
    """After each quarter: the quarter, and the state of both worlds with `income` in it."""
    incomes = watch(one), watch(other)
    while one.quarter < one.quarters:
        quarter = one.quarter
        one.step()
        other.step()
        states = state(one), state(other)
        for held, seen in zip(states, incomes, strict=True):
            held["income"] = seen[-1]
        yield quarter, *states


def differing(
    one: dict[str, NDArray[np.generic]], other: dict[str, NDArray[np.generic]]
) -> list[str]:
    """Names of what is not the same to the last bit."""
    return [name for name in one if one[name].tobytes() != other[name].tobytes()]


def changed_rows(
    one: dict[str, NDArray[np.generic]], other: dict[str, NDArray[np.generic]], prefix: str
) -> set[int]:
    """Rows of the tables whose name begins so, and of `income`, that differ."""
    names = [n for n in one if n.startswith(prefix)] + ["income"] * (prefix == "household.")
    rows: set[int] = set()
    for name in names:
        first, second = one[name], other[name]
        unlike = (first != second) & ~((first != first) & (second != second))
        rows |= set(np.flatnonzero(unlike.any(axis=1) if unlike.ndim > 1 else unlike).tolist())
    return rows
