"""Village collectives through the quarter: revenue, welfare, and at year end dividends (股金)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.calendar import is_first_of_year, is_last_of_year
from model.compiled import block, compiled
from model.quarter.enclaves import extra_revenue
from model.streams import normal_quantile
from model.table import total_by

if TYPE_CHECKING:
    from model.agents.village import Village
    from model.county import CountyModel

YIELD_LOG_SD = 0.5
"""Spread of project yields between villages. Assumption."""


class CollectiveBook:
    """Collectives of one world: this quarter's rents and fees, project yields, project places.

    receipts: yuan of one village this quarter (villages,); project_yield: gross yield of a
    village's projects a year (villages,), spread around the drawn one by YIELD_LOG_SD;
    expected_dividends: of this year as seen at new year, weighted yuan, rural and urban (2,).
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        villages = county.start.villages
        self.receipts = np.zeros(len(villages))
        self.expected_dividends = np.zeros(2)
        shock = county.streams.uniforms("project_yield", 0, villages["id"])
        spread = np.exp(YIELD_LOG_SD * np.array([normal_quantile(u) for u in shock]))
        self.project_yield = county.parameters.collective.project_yield * spread
        weakest = np.argsort(villages["operating_revenue"], kind="stable")
        weight = np.where(villages["urban"], 0.0, villages["weight"])[weakest]
        self.rank = np.full(len(villages), np.inf)
        self.rank[weakest] = np.where(weight > 0.0, np.cumsum(weight), np.inf)

    def open_quarter(self) -> None:
        """Forget last quarter's rents and fees; at new year, look ahead to the year's dividends."""
        self.receipts[:] = 0.0
        if self.county.solves and is_first_of_year(self.county.quarter):
            self.expected_dividends = self._coming_dividends()

    def _coming_dividends(self) -> NDArray[np.float64]:
        """Last year's dividends and those of villages about to begin.

        One large village that begins would otherwise pay more in the last quarter than the trend
        has left for it.
        """
        villages, households = self.county.start.villages, self.county.households
        around = _payers_around(self.county)[villages["town"]]
        agents = zip(self.county.village_list, around.tolist(), strict=True)
        coming = np.array([village.coming_dividends(share) for village, share in agents])
        shares = villages["shares_total"]
        per_share = np.divide(coming, shares, out=np.zeros_like(coming), where=shares > 0.0)
        paid = households["shares"] * households["weight"] * per_share[households["village"]]
        return total_by(1 - households["rural"].astype(np.int64), paid, 2)

    def receive(self, village: NDArray[np.integer], amount: NDArray[np.float64]) -> None:
        """Add rents and fees, weighted yuan, to the revenue of their villages."""
        villages = self.county.start.villages
        self.receipts += np.bincount(village, amount, len(villages)) / villages["weight"]

    def has_project_slot(self, row: int) -> bool:
        """Whether the programme backs a project here: weakest rural villages first."""
        return bool(self.rank[row] <= self.county.rules.collective.project_slots)

    def post_investment(self, village: "Village", yuan: float) -> None:
        """Book a project's building cost."""
        total = yuan * village.weight
        self.county.ledger.pay("capital", "collective", "collectives", "world", total, total)

    def factor(self, projects: NDArray[np.float64]) -> float:
        """Growth of baseline revenue since 2021: found in the trend world, read in every other.

        There total revenue, with rents, fees and projects, grows at the drawn rate.
        """
        county = self.county
        if county.solves:
            villages = county.start.villages
            base = float((villages["total_revenue"] * villages["weight"]).sum())
            growth = 1.0 + county.parameters.collective.revenue_growth
            other = float(((projects + self.receipts) * villages["weight"]).sum())
            target = base * growth ** (county.quarter // 4 + 1) / 4.0
            county.factors.collective[county.quarter] = max(0.0, 4.0 * (target - other) / base)
        return float(county.factors.collective[county.quarter])


def earn(county: "CountyModel") -> None:
    """Post the quarter's collective revenue beyond rents and fees, and its costs."""
    villages, weight = county.start.villages, county.start.villages["weight"]
    projects = projects_revenue(county)
    factor = county.collectives.factor(projects)
    total = villages["total_revenue"] * factor / 4.0
    operating = villages["operating_revenue"] * factor / 4.0
    for village in county.village_list:
        row = village.row
        village.earn(total[row], operating[row], county.collectives.receipts[row])
    other = total * weight
    county.ledger.pay("spending", "collective", "world", "collectives", other, other)
    projects = projects * weight
    county.ledger.pay("spending", "collective", "world", "collectives", projects, projects)
    cost = operating * weight * county.parameters.collective.operating_cost_share
    kept_up = np.array([village.upkeep() for village in county.village_list]) * weight
    county.ledger.pay(
        "spending", "collective", "collectives", "world", cost + kept_up, cost + kept_up
    )
    county.bank.collect()


def projects_revenue(county: "CountyModel") -> NDArray[np.float64]:
    """A quarter's gross revenue of finished projects, yuan of one village, (villages,)."""
    finished = np.array([village.finished() for village in county.village_list])
    return finished * county.collectives.project_yield / 4.0 + extra_revenue(county)


def pay_welfare(county: "CountyModel") -> None:
    """Pay members the collective's cash welfare, less what new dividends replace."""
    collective = county.parameters.collective
    revenue = np.array([village.revenue for village in county.village_list])
    new = [0.0 if v.started_regime else v.dividends / 4.0 for v in county.village_list]
    amount = np.maximum(
        collective.welfare_share * revenue - collective.dividends_replace_welfare * np.array(new),
        0.0,
    )
    paid = pay_members(county, amount, source=3)
    county.ledger.pay("transfers", "collective", "collectives", "households", paid, paid)


def pay_dividends(county: "CountyModel") -> None:
    """At year end decide regimes and payouts, and pay per share; other quarters pay nothing."""
    if not is_last_of_year(county.quarter):
        return
    regime = np.array([village.regime for village in county.village_list], dtype=float)
    _decide_regimes(county, regime, _payers_around(county))
    amount = np.array([village.share_out() for village in county.village_list])
    paid = pay_members(county, amount, source=2)
    county.ledger.pay("property", "dividends", "collectives", "households", paid, paid)


def _payers_around(county: "CountyModel") -> NDArray[np.float64]:
    """Share of villages that pay dividends, by town."""
    towns = county.start.villages["town"]
    regime = np.array([village.regime for village in county.village_list], dtype=float)
    every = np.maximum(np.bincount(towns, minlength=county.start.towns), 1)
    return np.asarray(np.bincount(towns, regime, county.start.towns) / every)


def _decide_regimes(
    county: "CountyModel", regime: NDArray[np.float64], around: NDArray[np.float64]
) -> None:
    """Let villages decide in the order of their lot; the push ends when the promise is met.

    A row that stands for several villages counts with a random part of them, so that a sample meets
    the promise on average and does not pass it.
    regime: 1.0 where a village pays now (villages,); around: share of payers by town (towns,).
    """
    villages = county.start.villages
    now = float((regime * villages["weight"]).sum())
    lot = county.streams.uniforms("dividend_adoption", county.quarter, villages["id"])
    part = county.streams.uniforms("promise_rounding", county.quarter, villages["id"])
    counted = np.where(villages["weight"] > 1.0, part * villages["weight"], 0.0)
    agents = county.village_list
    for row in np.argsort(lot, kind="stable"):
        village = agents[row]
        pressure = _pressure(county, now + float(counted[row]))
        village.decide_regime(float(around[villages["town"][row]]), pressure)
        now += village.weight * (float(village.regime) - regime[row])


def _pressure(county: "CountyModel", now: float) -> float:
    """Push towards the promised number of dividend villages: strength x relative shortfall."""
    due = county.rules.collective.dividend_villages
    if due <= now or due <= 0.0:
        return 0.0
    return county.parameters.collective.adoption_pressure * min(1.0, (due - now) / (0.1 * due))


def pay_members(
    county: "CountyModel", amount: NDArray[np.float64], source: int
) -> NDArray[np.float64]:
    """Add per-share money to member households; returns what they got by village, weighted."""
    villages, households = county.start.villages, county.households
    shares = villages["shares_total"]
    per_share = np.divide(amount, shares, out=np.zeros_like(amount), where=shares > 0.0)
    paid = np.zeros(len(villages))
    _per_share(
        county.books.offsets,
        households["shares"],
        households["weight"],
        per_share,
        county.books.quarter_income,
        source,
        households["streams"],
        np.uint8(2 if source == 2 else 0),
        paid,
    )
    return paid


@compiled
def _per_share(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    offsets, shares, weight, per_share, income, source, streams, bit, paid
):
    for village in range(per_share.size):
        if per_share[village] <= 0.0:
            continue
        for i in block(offsets, village):
            if shares[i] > 0.0:
                amount = shares[i] * per_share[village]
                income[i, source] += amount
                streams[i] |= bit
                paid[village] += amount * weight[i]
