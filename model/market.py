"""The outlet market of one world: order books, sites, places, pay, and who works where."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled
from model.outlets import Opening, Outlets
from model.quarter import minimum_wage
from model.quarter.places import SAME_TOWN_KM
from model.quarter.siting import Site, supply

if TYPE_CHECKING:
    from model.county import CountyModel

NEXT_TOWN_KM = 5.0
"""Added to the distance between towns. Assumption; no geometry is bundled."""


class OutletMarket:
    """State of outlets and local labour that enterprises and workers share.

    wage_index: local low-skill pay relative to normal, (towns,); orders: relative to normal,
    (enterprises,); pool: rows of workers who are spare or in an outlet; normal_tightness: of the
    starting county, (towns,); spared: what members in outlets need not give up because it went
    with leased land, yuan (households,).
    """

    def __init__(self, county: "CountyModel") -> None:
        start = county.start
        self.county = county
        villages, plants = start.villages, start.enterprises
        self.outlets = Outlets(start.outlets, villages["town"], villages["weight"])
        self.wage_index = np.ones(start.towns)
        self.orders = np.ones(len(plants))
        self.own_cycle, self.sector_cycle = np.zeros(len(plants)), np.zeros(start.sectors)
        self.pool = np.flatnonzero(county.workers["status"] > 0)
        self.spared = np.zeros(len(county.households))
        self.distance_km = _distances(villages["town"], villages["distance_km"], start.towns)
        self.low_skill_workers = _low_skill_workers(county)
        jobs = self.outlets["jobs"]
        self.normal_jobs = np.bincount(self.outlets["enterprise"], jobs, len(plants))
        workers = county.workers
        here = self.pool[workers["status"][self.pool] == 2]
        weight = county.households["weight"][workers["household"][here]]
        self.outlets["filled"][:] = np.bincount(workers["outlet"][here], weight, self.outlets.rows)
        self.jobs_at_start = self.outlets.workers(slots_only=False)
        self.unmet = np.zeros(len(plants))
        self.normal_tightness = self.tightness()
        self.value_per_day = _value_per_day(county)
        self.supply = np.zeros((len(villages), 0))
        self.places_taken: NDArray[np.float64] = np.zeros(len(villages))

    @property
    def days(self) -> float:
        """Days of work a year in an outlet at normal orders."""
        return self.county.parameters.workshops.days_per_year

    @property
    def typical_pay_year(self) -> float:
        """The drawn pay of a year's outlet work, yuan."""
        return self.county.parameters.workshops.pay_yuan_per_day * self.days

    @property
    def lowest_pay(self) -> float:
        """Minimum wage as pay per day: the monthly wage over 26 working days, yuan."""
        monthly = self.county.parameters.labour.minimum_wage_yuan_per_month
        return monthly * (1.0 + minimum_wage.lift_now(self.county)) / 26.0

    def vacancies(self) -> NDArray[np.float64]:
        """Places free in each outlet, persons weighted; 0 in closed ones."""
        free = self.outlets["jobs"] * self.outlets["weight"] - self.outlets["filled"]
        return np.where(self.outlets["open"], np.maximum(free, 0.0), 0.0)

    def tightness(self) -> NDArray[np.float64]:
        """Vacancies less job seekers over low-skill labour, (towns,).

        A job seeker is a spare worker whose reservation the normal pay of a year covers.
        """
        county, workers = self.county, self.county.workers
        seekers = np.zeros(county.start.towns)
        _count_seekers(
            self.pool,
            workers["status"],
            workers["reservation"],
            workers["household"],
            self.typical_pay_year,
            county.start.villages["town"],
            county.households["village"],
            county.households["weight"],
            seekers,
        )
        places = np.bincount(self.outlets["town"], self.vacancies(), county.start.towns)
        return (places - seekers) / self.low_skill_workers

    def pay_factor(self) -> NDArray[np.float64]:
        """Rural wage income relative to unchanged low-skill pay, (towns,)."""
        share = self.county.parameters.labour.low_skill_wage_share
        return 1.0 + share * (self.wage_index - 1.0)

    def villages_with_contact(self) -> NDArray[np.int64]:
        """Villages with a workshop or an alliance, where officials can show one."""
        held = self.outlets["open"] & self.outlets["slot"]
        near = self.county.cooperation.ties.tied()
        near[self.outlets["village"][held]] = True
        return np.flatnonzero(near)

    def survey_supply(self) -> None:
        """Count once a quarter who would come at which pay, for all enterprises that look."""
        self.supply = supply(self.county)
        rows = np.flatnonzero(self.outlets["open"])
        free = self.vacancies()[rows] / self.outlets["weight"][rows]
        self.places_taken[:] = np.bincount(
            self.outlets["village"][rows], free, len(self.county.start.villages)
        )

    def slot_is_free(self, plant: int) -> bool:
        """Whether the programme has a place left; rounded without bias in a smaller county."""
        rules, workshops = self.county.rules.workshops, self.county.parameters.workshops
        due = rules.slots + rules.provincial_part * workshops.provincial_workshops
        used = self.outlets.count(slots_only=True) - self.outlets.count_small()
        return self._has_room_for(plant, due - used)

    def most_slot_jobs(self, plant: int) -> float:
        """Most jobs of the programme place that the enterprise can get now; 0 for no place.

        Where the workshops' places are taken, a small one of the neighbourhood may be left. Small
        ones fill up what both promise together and never come on top of it.
        """
        if self.slot_is_free(plant):
            return float("inf")
        rules = self.county.rules.workshops
        left = rules.small_slots - self.outlets.count(slots_only=True)
        return rules.small_jobs if self._has_room_for(plant, left) else 0.0

    def _has_room_for(self, plant: int, left: float) -> bool:
        weight = float(self.county.start.enterprises["weight"][plant])
        if weight <= 1.0:
            return left + 1e-9 >= 1.0
        ids = self.county.start.enterprises["id"]
        luck = self.county.streams.uniform(
            "capacity_rounding", self.county.quarter, int(ids[plant])
        )
        return luck * weight < left

    def free_sites(self, plant: int, *, slot: bool) -> NDArray[np.bool_]:
        """Villages that the enterprise can consider (villages,).

        Without a programme place it knows the rural villages of its own town and those of its
        alliances; the programme shows it idle rooms in all of the county (跨区域共富车间).
        """
        villages = self.county.start.villages
        if not slot:
            seat = self.county.start.enterprises["town"][plant]
            known = (villages["town"] == seat) | self.county.cooperation.ties.known_to(plant)
            return ~villages["urban"] & known
        held = self.outlets["open"] & self.outlets["slot"]
        used = np.bincount(self.outlets["village"][held], minlength=len(villages))
        return ~villages["urban"] & (villages["premises"] > used)

    def open(self, plant: int, site: Site, *, slot: bool, small: bool = False) -> None:
        """Open an outlet, pay for its refit, and take its places off the local supply."""
        county = self.county
        weight = float(county.start.villages["weight"][site.village])
        town = int(county.start.villages["town"][site.village])
        normal_pay = site.pay / self.wage_index[town]
        self.outlets.add(
            Opening(
                plant,
                site.village,
                town,
                site.jobs,
                normal_pay,
                county.quarter,
                slot,
                weight,
                small,
            )
        )
        self.places_taken[site.village] += site.jobs
        refit = county.parameters.workshops.refit_yuan * weight
        public = refit * county.rules.workshops.refit_paid_share if slot else 0.0
        tag = "workshops" if slot else "outlets"
        county.ledger.pay("capital", tag, "treasury", "world", public, public)
        county.ledger.pay("capital", tag, "enterprises", "world", refit - public, refit - public)

    def hire(self, rows: NDArray[np.int64], outlet: NDArray[np.int32]) -> None:
        """Place workers; their households give up what the workers earned before."""
        workers, households = self.county.workers, self.county.households
        workers["status"][rows] = 2
        workers["outlet"][rows] = outlet
        workers["hired"][rows] = self.county.quarter
        home, odd = workers["household"][rows], workers["odd_earnings"][rows]
        workers["forgone"][rows] = odd - self.set_against_leases(home, odd)
        np.add.at(households["forgone_business"], home, workers["forgone"][rows])
        households["adopted"][home] |= np.uint8(1)
        np.add.at(self.outlets["filled"], outlet, households["weight"][home])

    def spare_land_income(self, homes: Any) -> Any:
        """Farm income given up with leased land that no member has yet set against a job, yuan."""
        return np.maximum(self.county.land.released[homes] - self.spared[homes], 0.0)

    def set_against_leases(
        self, homes: NDArray[np.integer], earned: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """What workers, one after the other, need not give up for a job, yuan a year (workers,).

        homes: household of each worker; earned: what he earned before, yuan a year.
        """
        return np.asarray(_set_against(homes, earned, self.county.land.released, self.spared))

    def release(self, rows: NDArray[np.int64]) -> None:
        """End jobs; workers are spare again and earn what they did before."""
        workers, households = self.county.workers, self.county.households
        home = workers["household"][rows]
        np.subtract.at(households["forgone_business"], home, workers["forgone"][rows])
        held = workers["hired"][rows] >= 0  # jobs of 2021 had nothing set against them
        back = np.where(held, workers["odd_earnings"][rows] - workers["forgone"][rows], 0.0)
        np.subtract.at(self.spared, home, back)
        workers["status"][rows] = 1
        workers["outlet"][rows] = -1
        workers["hired"][rows] = -1
        workers["forgone"][rows] = 0.0
        households["adopted"][home] &= np.uint8(6)
        still = self.pool[workers["status"][self.pool] == 2]
        home, outlet = workers["household"][still], workers["outlet"][still]
        households["adopted"][home] |= np.uint8(1)
        # Counted anew: what subtraction leaves of fractional weights would pass for a worker.
        filled = np.bincount(outlet, households["weight"][home], self.outlets.rows)
        self.outlets["filled"][:] = filled


@compiled
def _count_seekers(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    pool, status, reservation, household, pay, town, village, weight, seekers
):
    for worker in pool:
        if status[worker] == 1 and reservation[worker] <= pay:
            home = household[worker]
            seekers[town[village[home]]] += weight[home]


@compiled
def _set_against(homes, earned, released, spared):  # type: ignore[no-untyped-def]
    kept = np.empty(homes.size)
    for k in range(homes.size):
        home = homes[k]
        kept[k] = min(max(released[home] - spared[home], 0.0), earned[k])
        spared[home] += kept[k]
    return kept


def _distances(town: NDArray[np.int32], km: NDArray[np.float64], towns: int) -> NDArray[np.float64]:
    """Distance of each village from each town, km (towns, villages).

    There is no geometry in the pack: towns lie on a line of distance from the industrial centre.
    """
    seat = np.bincount(town, km, towns) / np.maximum(np.bincount(town, minlength=towns), 1)
    far = np.abs(seat[:, None] - km[None, :]) + NEXT_TOWN_KM
    return np.where(np.arange(towns)[:, None] == town[None, :], SAME_TOWN_KM, far)


def _value_per_day(county: "CountyModel") -> NDArray[np.float64]:
    """Value of a day's outlet work by enterprise, yuan (enterprises,).

    The drawn ratio to the cost of typical pay for the median enterprise, others in proportion to
    their value added: outlets exist at the start, so their work must be worth about its pay.
    """
    workshops, plants = county.parameters.workshops, county.start.enterprises
    cost = workshops.pay_yuan_per_day * (1.0 + workshops.employer_contribution)
    relative = plants["value_added"] / np.median(plants["value_added"])
    return workshops.value_over_cost * cost * relative


def _low_skill_workers(county: "CountyModel") -> NDArray[np.float64]:
    """Low-skill labour by town: workers of rural homes by share of the wage bill, at least 1."""
    workers, households = county.workers, county.households
    home = workers["household"][:]
    rural = households["rural_2021"][home]
    town = county.start.villages["town"][households["village"][home]]
    weight = households["weight"][home] * rural
    by_town = np.bincount(town, weight, county.start.towns)
    share = county.parameters.labour.low_skill_wage_share
    return np.maximum(share * by_town, 1.0)
