"""Loans of one kind of borrower: who holds how much, what fails, falls due, is renewed or is new.

A book is a stock, not a flow: issued loans fall due after one to three years. A renewed loan is no
new money and no new income. The same borrower draws the same numbers in every book, so that two
books differ only by the terms under which they lend.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.calendar import is_first_of_year
from model.quarter.loan_rules import allot, decide, hold_at_start, run_off
from model.streams import decision_code, uniforms
from model.table import weighted_sum

Floats = NDArray[np.float64]

CODES = tuple(
    decision_code(f"loan_{name}")
    for name in ("application", "score", "queue", "return", "maturity", "default", "renewal")
)
APPLICATION, SCORE, QUEUE, RETURN, MATURITY, DEFAULT, RENEWAL = CODES


class Borrowers(NamedTuple):
    """Who can borrow; arrays of one number per borrower.

    group: village or town whose defaults tighten lending; size: what is asked for, yuan; pull:
    logit of the expected gain; ability: known return beyond the typical, per yuan and year; risk:
    true chance of default a year; recovery: part of a loan that own security covers.
    """

    ids: NDArray[np.int64]
    weight: Floats
    group: NDArray[np.int64]
    size: Floats
    pull: Floats
    ability: Floats
    risk: Floats
    recovery: Floats


class Terms(NamedTuple):
    """What the bank offers some borrowers this quarter; arrays over those rows.

    nudge: added to the logit of an application; noise: log sd of the score; rate: what the borrower
    pays, required: what the bank must earn, both per year; recovery: with all private security;
    cover: part that a guarantor answers for if asked; backed: part that the county's risk fund
    answers for in any case; subsidy: interest that the county pays, per year; size: yuan.
    """

    nudge: Floats
    noise: Floats
    rate: Floats
    required: Floats
    recovery: Floats
    cover: Floats
    backed: Floats
    subsidy: Floats
    size: Floats


class Stock(NamedTuple):
    """What borrowers hold; one number per borrower.

    principal: new money outstanding, yuan, issued in quarter `since`, due in quarter `due`; rate:
    what it costs a year; subsidy: part of that the county pays; luck: return beyond the known;
    guaranteed, backed: yuan that a guarantor, or the county's risk fund, answers for; renewed: old
    loans renewed, yuan, due in `renewed_due`; barred: quarter until which the bank lends nothing
    after a default; cash: lent less repaid this quarter, yuan.
    """

    principal: Floats
    since: NDArray[np.int16]
    due: NDArray[np.int16]
    rate: Floats
    subsidy: Floats
    luck: Floats
    guaranteed: Floats
    backed: Floats
    renewed: Floats
    renewed_due: NDArray[np.int16]
    barred: NDArray[np.int16]
    cash: Floats


def _nothing(rows: int) -> Stock:
    """A stock in which nobody holds anything."""
    yuan = [np.zeros(rows) for _ in range(8)]
    quarters = [np.zeros(rows, np.int16) for _ in range(4)]
    return Stock(
        principal=yuan[0],
        since=quarters[0],
        due=quarters[1],
        rate=yuan[1],
        subsidy=yuan[2],
        luck=yuan[3],
        guaranteed=yuan[4],
        backed=yuan[5],
        renewed=yuan[6],
        renewed_due=quarters[2],
        barred=quarters[3],
        cash=yuan[7],
    )


@dataclass(frozen=True)
class Habits:
    """Unknowns of a book that no programme changes."""

    years_outstanding: float
    rollover_share: float
    return_luck_sd: float
    default_rate: float
    cutoff_response: float
    intercept: float
    scoring: bool


@dataclass
class Counts:
    """Weighted yuan: new money lent since the start; this year's by outcome, renewals included."""

    new_money: float = 0.0
    issued_year: float = 0.0
    defaulted_year: float = 0.0
    refused_year: float = 0.0
    guarantees_called: float = 0.0
    backing_called: float = 0.0


class LoanBook:
    """One set of books under one set of terms. `tight` (groups,): what defaults add to the cost."""

    def __init__(self, borrowers: Borrowers, groups: int, habits: Habits, seed: int) -> None:
        self.borrowers, self.habits, self.seed = borrowers, habits, seed
        self.stock = _nothing(borrowers.ids.size)
        self.counts = Counts()
        self.tight, self.failed, self.exposed = np.zeros((3, groups))

    def copy(self) -> "LoanBook":
        """The same books, to be kept from now on under other terms."""
        twin = LoanBook(self.borrowers, self.tight.size, self.habits, self.seed)
        twin.stock = self.stock._replace(
            **{name: getattr(self.stock, name).copy() for name in Stock._fields}
        )
        twin.counts = Counts(**vars(self.counts))
        for name in ("tight", "failed", "exposed"):
            getattr(twin, name)[:] = getattr(self, name)
        return twin

    def begin(self, chance: Floats, rate: float) -> None:
        """Put in place the loans of the past: `chance` that a borrower holds new money."""
        hold_at_start(
            self.seed,
            decision_code("loan_held"),
            RETURN,
            self.borrowers,
            self.stock,
            chance,
            rate,
            self.habits.years_outstanding,
            self.habits.rollover_share,
            self.habits.return_luck_sd,
        )

    def open_quarter(self, quarter: int, renewal_share: float) -> None:
        """Let loans fail, fall due or be renewed; in a new year learn from last year's failures."""
        if is_first_of_year(quarter):
            self._new_year()
        self.stock.cash[:] = 0.0
        rollover = self.habits.rollover_share
        sums = run_off(
            self.seed,
            (DEFAULT, RENEWAL, MATURITY),
            quarter,
            self.borrowers,
            self.stock,
            rollover + (1.0 - rollover) * renewal_share,
            self.habits.years_outstanding,
            self.failed,
        )
        self.counts.issued_year += float(sums[0])
        self.counts.defaulted_year += float(sums[1])
        self.counts.guarantees_called = float(sums[2])
        self.counts.backing_called = float(sums[3])

    def lend(
        self, quarter: int, rows: NDArray[np.int64], terms: Terms, room: float, cover_room: float
    ) -> None:
        """Take applications of `rows`, score them, and lend while money and guarantees last."""
        outcome = decide(
            self.seed,
            (APPLICATION, SCORE),
            quarter,
            rows,
            self.borrowers,
            terms,
            self.stock,
            self.tight,
            self.habits.intercept,
            self.habits.scoring,
        )
        amount = self.borrowers.weight[rows] * terms.size
        self.counts.refused_year += float(amount[outcome == 1].sum())
        picked = np.flatnonzero(outcome >= 2)
        order = picked[np.argsort(self._queue(quarter, rows[picked]), kind="stable")]
        lent = allot(
            self.seed,
            (RETURN, MATURITY),
            quarter,
            rows,
            order,
            outcome,
            self.borrowers,
            terms,
            self.stock,
            (room, cover_room),
            (self.habits.years_outstanding, self.habits.return_luck_sd),
        )
        self.counts.new_money += lent
        self.counts.issued_year += lent

    def outstanding(self) -> float:
        """New and renewed loans outstanding, weighted yuan."""
        return weighted_sum(self.stock.principal + self.stock.renewed, self.borrowers.weight)

    def exposure(self) -> float:
        """What the guarantor answers for, weighted yuan."""
        return weighted_sum(self.stock.guaranteed, self.borrowers.weight)

    def _queue(self, quarter: int, rows: NDArray[np.int64]) -> Floats:
        return np.asarray(uniforms(self.seed, QUEUE, quarter, self.borrowers.ids[rows]))

    def _new_year(self) -> None:
        """Tighten where more failed last year than usual; forget the year's counts."""
        rate = np.divide(
            self.failed, self.exposed, out=np.zeros_like(self.failed), where=self.exposed > 0.0
        )
        self.tight[:] = self.habits.cutoff_response * np.maximum(
            rate - self.habits.default_rate, 0.0
        )
        held = (self.stock.principal + self.stock.renewed) * self.borrowers.weight
        self.exposed[:] = np.bincount(self.borrowers.group, held, self.tight.size)
        self.failed[:] = 0.0
        self.counts.issued_year = self.counts.defaulted_year = self.counts.refused_year = 0.0
