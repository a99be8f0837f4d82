"""The ledger: money moves here or not at all, and every quarter closes or raises.

A posting names who pays, who receives, how much, which kind of flow and which programme. Both
sides are given separately, by row (household totals come by village), so a kernel that hands out
more than was paid in cannot close. At the end of a quarter the incomes that households hold must
equal what the ledger says they were paid.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from model.columns import SOURCES

ACCOUNTS = (
    "households",
    "collectives",
    "enterprises",
    "bank",
    "treasury",
    "charity",
    "insurers",
    "world",
)
"""Who holds money. `world` is everybody outside the county; `treasury` county and province."""

KINDS = (*SOURCES, "taxes", "capital", "spending")
"""The four income sources, and flows that are nobody's income."""

TAGS = {
    "trend": "what would have happened anyway",
    "outlets": "work put out to villages before the pilot, and without a programme place",
    "workshops": "workshops with a programme place",
    "local_wages": "response of low-skill pay to local demand for labour",
    "local_trade": "spending with local households",
    "land": "land leases",
    "houses": "house leases",
    "dividends": "share dividends",
    "collective": "collective business, projects and welfare",
    "special_fund": "county money for village projects",
    "charity": "the circular charity fund",
    "register": "subsistence allowance (低保)",
    "credit": "loans beyond those that would be made anyway, what they earn and cost",
}
"""Tags of postings and what they stand for. A policy may also post under its own name."""

TOLERANCE = 1e-12
"""Largest relative difference between what was paid and what was received."""

Side = float | NDArray[np.float64]


class LedgerError(RuntimeError):
    """The accounts do not close: a defect of the model, never of its input."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One total of the ledger: a year's flow of one kind and tag between two accounts, in yuan."""

    year: int
    payer: str
    payee: str
    kind: str
    tag: str
    amount: float


class Ledger:
    """Accounts of one world. `flows` holds year totals by (payer, payee, kind, tag)."""

    def __init__(self, policies: Collection[str] = ()) -> None:
        self.tags = (*TAGS, *policies)
        self.paid = np.zeros(len(ACCOUNTS))
        self.received = np.zeros(len(ACCOUNTS))
        self.flows: dict[tuple[str, str, str, str], float] = {}
        self.postings: list[Posting] = []
        self._household_income = np.zeros(len(SOURCES))

    def pay(self, kind: str, tag: str, payer: str, payee: str, paid: Side, received: Side) -> None:
        """Post a flow whose two sides must agree.

        Args: kind of KINDS, tag of `tags`, payer and payee of ACCOUNTS; `paid` and `received` in
        yuan, scalars or one number per row of the account, not negative. An income source that
        households pay to another account (gifts, premiums, lost profits) is less income of theirs.
        Raises: LedgerError when a name is unknown, a side negative or not finite, or the sides
        differ; then nothing has moved.
        """
        key = (_known(payer, ACCOUNTS), _known(payee, ACCOUNTS), _known(kind, KINDS), tag)
        out = _total(paid, kind, _known(tag, self.tags))
        into = out if received is paid else _total(received, kind, tag)
        if abs(out - into) > TOLERANCE * max(abs(out), abs(into), 1.0):
            raise LedgerError(f"{tag}/{kind}: {payer} pay {out!r}, {payee} receive {into!r}")
        self.paid[ACCOUNTS.index(payer)] += out
        self.received[ACCOUNTS.index(payee)] += into
        self.flows[key] = self.flows.get(key, 0.0) + into
        if kind in SOURCES and payee == "households":
            self._household_income[SOURCES.index(kind)] += into
        elif kind in SOURCES and payer == "households":
            self._household_income[SOURCES.index(kind)] -= out

    def close_quarter(self, income_held: NDArray[np.float64]) -> None:
        """Check the quarter and begin the next.

        Args: income_held, yuan that households hold this quarter by income source, shape (4,),
        summed over the households themselves.
        Raises: LedgerError when accounts do not sum to zero or incomes differ from postings.
        """
        gap = abs(float(self.received.sum() - self.paid.sum()))
        if gap > TOLERANCE * max(float(self.paid.sum()), 1.0):
            raise LedgerError(f"accounts do not sum to zero: {gap!r} yuan")
        for name, held, posted in zip(SOURCES, income_held, self._household_income, strict=True):
            if abs(held - posted) > TOLERANCE * max(abs(posted), abs(held), 1.0):
                raise LedgerError(f"{name}: households hold {held!r}, postings say {posted!r}")
        self._household_income[:] = 0.0

    def close_year(self, year: int) -> None:
        """Turn the year's flows into postings and begin the next year."""
        self.postings += [
            Posting(year, payer, payee, kind, tag, amount)
            for (payer, payee, kind, tag), amount in sorted(self.flows.items())
        ]
        self.flows.clear()

    def balances(self) -> Mapping[str, float]:
        """Net inflow of every account since the start, yuan; they sum to zero."""
        return dict(zip(ACCOUNTS, (self.received - self.paid).tolist(), strict=True))


def _total(side: Side, kind: str, tag: str) -> float:
    amounts = np.asarray(side, dtype=np.float64)
    if amounts.size == 0:
        return 0.0
    total, least = float(amounts.sum()), float(amounts.min())
    if not isfinite(total) or least < 0.0:
        raise LedgerError(f"{tag}/{kind}: amounts must be finite and not negative")
    return total


def _known(name: str, names: Collection[str]) -> str:
    if name not in names:
        raise LedgerError(f"{name} is not known to the ledger; known: {', '.join(names)}")
    return name
