"""Joint projects: enclaves (飞地), contiguous development (连片开发), projects of a cluster.

They are other places for the same money. What a village has saved or been given is invested once:
at home, or where it earns most of what is open to it; the gain is the difference of the yields.
Enclaves and contiguous development are as large as the revenue that the plan expects of them.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from model.county import CountyModel

HOME, ENCLAVE, CONTIGUOUS, CLUSTER = range(4)
"""Where the money goes."""


class Place(NamedTuple):
    """A place to invest: kind, yield beyond the village's own, most that may still go there.

    most: yuan of one village.
    """

    kind: int
    extra: float
    most: float


AT_HOME = Place(HOME, 0.0, float("inf"))


class JointProjects:
    """Joint projects of one world.

    invested: by kind, weighted yuan; revenue: of the year by kind, weighted yuan; partner_yield:
    yield open to members of a cluster through its core village, less the core's part, nan where
    none is.
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        self.invested, self.revenue = np.zeros(4), np.zeros(4)
        self.partner_yield = np.full(len(county.start.villages), np.nan)
        self._weak_town: int | None = None

    def best_place(self, row: int) -> Place:
        """Where the village's money earns most, programme places as far as there is room."""
        rules = self.county.rules.cooperation.enclaves
        if (
            not self.partner_yield[row] >= 0.0
            and rules.enclave_revenue_yuan <= 0.0
            and (rules.contiguous_revenue_yuan <= 0.0)
        ):
            return AT_HOME
        return max((AT_HOME, *self._open_to(row)), key=lambda place: place.extra)

    def _open_to(self, row: int) -> list[Place]:
        county, rules = self.county, self.county.rules.cooperation.enclaves
        contracts, drawn = county.parameters.contracts, county.parameters.collective.project_yield
        own = float(county.collectives.project_yield[row])
        places = []
        if county.collectives.rank[row] <= rules.enclave_villages:
            gross = drawn * (1.0 + contracts.enclave_premium)
            places.append(self._place(ENCLAVE, gross, own, rules.enclave_revenue_yuan, row))
        if county.start.villages["town"][row] == self.weak_town():
            gross = drawn * (1.0 + contracts.contiguous_premium)
            places.append(self._place(CONTIGUOUS, gross, own, rules.contiguous_revenue_yuan, row))
        if self.partner_yield[row] >= 0.0:
            places.append(Place(CLUSTER, float(self.partner_yield[row]) - own, float("inf")))
        return [place for place in places if place.most >= 1.0]

    def _place(self, kind: int, gross: float, own: float, due: float, row: int) -> Place:
        left = due / gross - self.invested[kind]
        return Place(kind, gross - own, left / float(self.county.start.villages["weight"][row]))

    def weak_town(self) -> int:
        """The town whose rural villages develop their land together: the weakest one."""
        if self._weak_town is None:
            villages, towns = self.county.start.villages, self.county.start.towns
            weight = np.where(villages["urban"], 0.0, villages["weight"])
            count = np.bincount(villages["town"], weight, towns)
            revenue = np.bincount(villages["town"], weight * villages["operating_revenue"], towns)
            mean = np.divide(revenue, count, out=np.full(towns, np.inf), where=count > 0.0)
            self._weak_town = int(np.argmin(mean))
        return self._weak_town

    def record(self, kind: int, row: int, yuan: float) -> None:
        """Note an investment, yuan of one village."""
        self.invested[kind] += yuan * float(self.county.start.villages["weight"][row])


def extra_revenue(county: "CountyModel") -> NDArray[np.float64]:
    """A quarter's revenue of joint projects beyond the yield at home, (villages,), one village."""
    return np.array([village.extra_revenue() for village in county.village_list])


def count_revenue(county: "CountyModel") -> None:
    """Add a quarter's revenue of joint projects to the year, by kind."""
    joint = county.cooperation.joint
    if county.quarter % 4 == 0:
        joint.revenue[:] = 0.0
    if not joint.invested.any():
        return
    for village in county.village_list:
        own = float(county.collectives.project_yield[village.row])
        for project in village.projects:
            if project.kind != HOME and project.ready <= county.quarter:
                earned = project.invested * (own + project.extra) / 4.0
                joint.revenue[project.kind] += earned * village.weight
