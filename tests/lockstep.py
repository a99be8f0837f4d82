"""Two worlds stepped together, and what differs between them, column by column."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from model.county import CountyModel

OUTLET = ("enterprise", "village", "jobs", "pay", "opened", "slot", "open", "weight", "filled")


BOOKS = ("training", "jobs", "farms", "ventures", "support", "pairing", "profits", "moves")
COOPERATION = ("ties", "information", "joint", "clusters", "sales", "contracts")


def in_book(book: object, prefix: str) -> dict[str, NDArray[np.generic]]:
    """Copies of the public numbers and arrays of a book, and of the books in it."""
    held: dict[str, NDArray[np.generic]] = {}
    for name, value in _entries(book).items():
        if name == "county" or name.startswith("_"):
            continue
        if isinstance(value, np.ndarray | bool | int | float):
            held[f"{prefix}.{name}"] = np.array(value)
        elif isinstance(value, dict) or type(value).__module__.startswith("model.quarter"):
            held |= in_book(value, f"{prefix}.{name}")
    return held


def _entries(book: object) -> dict[str, object]:
    if isinstance(book, dict):
        return {str(key): value for key, value in book.items()}
    named = getattr(book, "_asdict", None)
    if named:
        return dict(named())
    slots = [name for kind in type(book).__mro__ for name in getattr(kind, "__slots__", ())]
    return {**{name: getattr(book, name) for name in slots}, **getattr(book, "__dict__", {})}


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
    for name in BOOKS:
        held |= in_book(getattr(model, name), name)
    for name in COOPERATION:
        held |= in_book(getattr(model.cooperation, name), name)
    for kind, loans in (
        ("households", model.credit.households),
        ("firms", model.credit.enterprises),
    ):
        held |= in_book(loans.baseline.stock, f"loans.{kind}")
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
    missing = sorted(one.keys() ^ other.keys())
    both = [name for name in one if name in other]
    return missing + [name for name in both if one[name].tobytes() != other[name].tobytes()]


def changed_rows(
    one: dict[str, NDArray[np.generic]], other: dict[str, NDArray[np.generic]], prefix: str
) -> set[int]:
    """Rows of the tables whose name begins so, and of `income`, that differ."""
    names = [n for n in one if n.startswith(prefix) and n in other] + ["income"] * (
        prefix == "household."
    )
    rows: set[int] = set()
    for name in names:
        first, second = one[name], other[name]
        unlike = (first != second) & ~((first != first) & (second != second))
        rows |= set(np.flatnonzero(unlike.any(axis=1) if unlike.ndim > 1 else unlike).tolist())
    return rows
