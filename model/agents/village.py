"""A village collective (村集体): what it builds, whether it pays dividends, how much."""

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from model.county import CountyModel

DEBT_COVER = 1.2
"""Return on a project over interest that the bank wants to see."""

LARGEST_DEBT_SHARE = 0.5
"""Part of a project that may be borrowed; a programme project may borrow three quarters."""

FIXED_PAYOUT = 0.35
"""Payout where the choice is switched off. Source: the middle of 25 to 50 %."""


@dataclass(slots=True)
class Project:
    """A collective project: money put in, and the quarter from which it earns.

    kind: of `enclaves.Place`; extra: yield beyond that of the village's own projects.
    """

    invested: float
    ready: int
    kind: int = 0
    extra: float = 0.0


def chosen_payout(future_weight: float) -> float:
    """The payout share that maximises the median member's ln(k Op) + weight ln(Op (1 - k))."""
    return 1.0 / (1.0 + future_weight)


def largest_loan(own: float, net_yield: float, rate: float, debt_share: float) -> float:
    """Most that can be borrowed on top of own money with debt cover DEBT_COVER, yuan.

    Return on own + loan, at `net_yield`, must be at least DEBT_COVER times the interest.
    """
    spare = DEBT_COVER * rate - net_yield
    most = own * debt_share / (1.0 - debt_share)
    return most if spare <= 0.0 else min(most, own * net_yield / spare)


def adoption_probability(
    operating: float, threshold: float, hazard: float, neighbours: float, pressure: float
) -> float:
    """Yearly chance to begin share dividends: logit around the hazard at the threshold.

    Rises with ln operating revenue, the share of neighbours that pay, and pressure from above.
    Nothing below the threshold.
    """
    if operating < threshold:
        return 0.0
    score = log(hazard / (1.0 - hazard)) + 0.5 * log(operating / threshold) + neighbours
    return 1.0 / (1.0 + exp(-score - pressure))


class Village(mesa.Agent):
    """One village collective; `row` points into the village table.

    All money is in yuan of one village. revenue: this quarter's; operating_year and revenue_year:
    so far this year; operating_before: in all of last year; savings: kept for projects; debt: owed
    to the bank; line_used: drawn of a programme's credit line.
    """

    model: "CountyModel"

    def __init__(self, model: "CountyModel", row: int) -> None:
        super().__init__(model)
        self.row = row
        villages = model.start.villages
        self.weight = float(villages["weight"][row])
        self.regime = bool(villages["dividend_regime"][row])
        self.started_regime = self.regime
        self.projects: list[Project] = []
        self.savings = self.debt = self.line_used = 0.0
        self.revenue_year = self.operating_year = 0.0
        self.operating_before = float(villages["operating_revenue"][row])
        self.dividends = self.payout() * self.distributable(self.operating_before)

    def plan(self) -> None:
        """Put savings into a project where its yield exceeds the loan rate."""
        collective = self.model.parameters.collective
        if self.savings < 1.0:
            return
        place = self.model.cooperation.joint.best_place(self.row)
        own_yield = self.model.collectives.project_yield[self.row]
        net_yield = own_yield + place.extra - collective.upkeep
        if net_yield <= collective.loan_rate:
            return
        debt_share = (
            0.75 if self.model.collectives.has_project_slot(self.row) else LARGEST_DEBT_SHARE
        )
        lend = self.model.bank.lend
        if self.model.credit.has_line(self.row):
            debt_share = max(debt_share, self.model.rules.credit.project_debt_share)
            lend = self.model.bank.lend_on_line
        own = min(self.savings, place.most)
        wanted = largest_loan(own, net_yield, collective.loan_rate, debt_share)
        lent = lend(self, min(wanted, place.most - own))
        ready = self.model.quarter + int(round(collective.project_lag_quarters))
        self.projects.append(Project(own + lent, ready, place.kind, place.extra))
        self.model.cooperation.joint.record(place.kind, self.row, own + lent)
        self.model.collectives.post_investment(self, own + lent)
        self.savings -= own

    def earn(self, residual_total: float, residual_operating: float, other: float) -> float:
        """Add up a quarter's revenue: what was there anyway, projects, rents and fees.

        Args: residual_* from the baseline path, other from postings of this quarter, yuan.
        Returns: revenue of projects alone, yuan.
        """
        from_projects = self.finished() * self.model.collectives.project_yield[self.row] / 4.0
        from_projects += self.extra_revenue()
        self.revenue = residual_total + from_projects + other
        self.operating_year += residual_operating + from_projects + other
        self.revenue_year += self.revenue
        return from_projects

    def finished(self) -> float:
        """Money in projects that earn by now, yuan."""
        if not self.projects:
            return 0.0
        return sum(p.invested for p in self.projects if p.ready <= self.model.quarter)

    def extra_revenue(self) -> float:
        """A quarter's revenue of joint projects beyond the yield at home, yuan."""
        if not self.projects:
            return 0.0
        joint = (p for p in self.projects if p.kind and p.ready <= self.model.quarter)
        return sum(p.invested * p.extra for p in joint) / 4.0

    def upkeep(self) -> float:
        """A quarter's cost of keeping finished projects up, yuan."""
        return self.finished() * self.model.parameters.collective.upkeep / 4.0

    def decide_regime(self, neighbours: float, pressure: float) -> None:
        """At year end, decide whether to begin paying share dividends."""
        if not self.regime:
            at = self.model.quarter
            self.regime = self._begins(self.operating_year, neighbours, pressure, at)

    def _begins(self, operating: float, neighbours: float, pressure: float, quarter: int) -> bool:
        county = self.model
        chance = adoption_probability(
            operating,
            county.rules.collective.dividend_threshold_yuan,
            county.parameters.collective.adoption_hazard,
            neighbours,
            pressure,
        )
        unit = int(county.start.villages["id"][self.row])
        return bool(county.streams.uniform("dividend_adoption", quarter, unit) < chance)

    def coming_dividends(self, neighbours: float) -> float:
        """Dividends of the year that begins, as far as can be seen: last year's, or the first.

        A village that is about to begin is known by its lot and last year's revenue grown.
        """
        if self.regime:
            return self.dividends
        growth = 1.0 + self.model.parameters.collective.revenue_growth
        operating = self.operating_before * growth
        if not self._begins(operating, neighbours, 0.0, self.model.quarter + 3):
            return 0.0
        return self._payout_if_paying() * self.distributable(operating)

    def distributable(self, operating: float) -> float:
        """Net surplus of a year's operating revenue after statutory reserves (公积金、公益金)."""
        collective = self.model.parameters.collective
        net = operating * (1.0 - collective.operating_cost_share)
        interest = self.debt * collective.loan_rate
        return max(0.0, net - interest) * (1.0 - collective.statutory_reserve)

    def payout(self) -> float:
        """Share of the distributable surplus that the village pays out."""
        return self._payout_if_paying() if self.regime else 0.0

    def _payout_if_paying(self) -> float:
        if self.model.start.villages["shares_total"][self.row] <= 0.0:
            return 0.0
        weight = self.model.parameters.collective.future_weight
        return chosen_payout(weight) if self.model.switches.payout_choice else FIXED_PAYOUT

    def share_out(self) -> float:
        """Decide the year's dividends, yuan; the rest is saved for projects."""
        distributable = self.distributable(self.operating_year)
        self.dividends = self.payout() * distributable
        self.savings += distributable - self.dividends
        return self.dividends

    def new_year(self) -> None:
        """Forget the year's sums, but what the year's operation brought."""
        self.operating_before = self.operating_year
        self.revenue_year = self.operating_year = 0.0
