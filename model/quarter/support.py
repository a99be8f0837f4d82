"""Support beside the allowance: pension rises, care insurance, medical relief, an income floor."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.calendar import is_first_of_year
from model.compiled import compiled
from model.streams import normal_quantile
from model.table import sum_where

if TYPE_CHECKING:
    from model.county import CountyModel

Yuan = NDArray[np.float64]

CAPPED_AT = 0.25
"""No household's own medical costs exceed a quarter of its income of 2021. Assumption."""

OLD = 2
"""Age band of workers from which the residents' base pension is drawn (60 years)."""


class SupportBook:
    """Register and support of one world, all by household.

    last_allowance: last quarter's allowance, yuan; fading_left, fading_yuan: quarters and full
    amount of an allowance that fades out; counted: support this quarter that the allowance counts,
    yuan; topped_up, topped_up_before: help to reach the income floor this year and last, yuan.
    entered, left: persons this year; floor_paid: weighted yuan this year.
    listed_2021: on the register when the county began. `pensioners` and `care_lot` are drawn when
    a programme first asks.
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        count = len(county.households)
        self.last_allowance, self.fading_yuan = np.zeros(count), np.zeros(count)
        self.fading_left = np.zeros(count, np.int8)
        self.counted = np.zeros(count)
        self.topped_up, self.topped_up_before = np.zeros(count), np.zeros(count)
        self.entered = self.left = self.floor_paid = 0.0
        self.listed_2021 = county.households["on_register"].copy()
        self._pensioners: NDArray[np.float64] | None = None
        self._care_lot: NDArray[np.float64] | None = None

    def open_quarter(self) -> None:
        """Forget what was counted; at new year turn the page."""
        self.counted[:] = 0.0
        if is_first_of_year(self.county.quarter):
            self.entered = self.left = self.floor_paid = 0.0
            self.topped_up_before, self.topped_up = self.topped_up, self.topped_up_before
            self.topped_up[:] = 0.0

    def note_review(self, before: NDArray[np.bool_]) -> None:
        """Count entries and exits; let the allowance of those who left fade out if rules say so."""
        now = self.county.households["on_register"]
        persons = self.county.books.weighted_persons
        gone = before & ~now
        self.entered += sum_where(persons, now & ~before)
        self.left += sum_where(persons, gone)
        quarters = self.county.rules.register.fading_quarters
        self.fading_left[now] = 0
        rows = np.flatnonzero(gone & (self.last_allowance > 0.0))
        self.fading_yuan[rows] = self.last_allowance[rows]
        self.fading_left[rows] = quarters

    @property
    def pensioners(self) -> NDArray[np.float64]:
        """Members who draw the residents' base pension, whole persons (households,)."""
        if self._pensioners is None:
            self._pensioners = _pensioners(self.county)
        return self._pensioners

    @property
    def care_lot(self) -> NDArray[np.float64]:
        """Order in which households join care insurance, between 0 and 1 (households,)."""
        if self._care_lot is None:
            ids = self.county.households["id"]
            self._care_lot = self.county.streams.uniforms("care_insured", 0, ids)
        return self._care_lot


def relief(cost: Yuan, deductible: float, share: float) -> Yuan:
    """Medical relief on own costs of a year: a share of what exceeds the deductible; yuan."""
    return share * np.maximum(cost - deductible, 0.0)


def gap(floor: float, members: Yuan, income: Yuan) -> Yuan:
    """What households' yearly income is short of the floor per head, not below zero; yuan."""
    return np.maximum(floor * members - income, 0.0)


def pay(county: "CountyModel") -> None:
    """Pay what the rules of the quarter provide; nothing without a programme."""
    rules = county.rules.support
    if rules.pension_rise_yuan_per_month > 0.0:
        _pay_pensions(county)
    if rules.care_insured_persons > 0.0:
        _insure_care(county)
    if rules.medical_relief_share > 0.0:
        _relieve_medical_costs(county)
    if rules.floor_yuan > 0.0:
        _lift_to_floor(county)


def _transfer(
    county: "CountyModel", rows: NDArray[np.int64], yuan: NDArray[np.float64], tag: str, payer: str
) -> None:
    """Pay households and add it to their transfers of the quarter."""
    county.books.quarter_income[rows, 3] += yuan
    paid = yuan * county.households["weight"][rows]
    county.ledger.pay("transfers", tag, payer, "households", paid, paid)


def _pensioners(county: "CountyModel") -> NDArray[np.float64]:
    """Who draws the base pension: members over 60 in the worker table first, others by lot."""
    households, workers = county.households, county.workers
    unknowns = county.parameters.support
    home = workers["household"][workers["age_band"] >= OLD]
    old = np.bincount(home, minlength=len(households)).astype(np.float64)
    lot = county.streams.uniforms("pensioners", 0, households["id"])
    found = np.zeros(len(households))
    for area, share in (
        (households["rural_2021"], unknowns.rural_pensioner_share),
        (~households["rural_2021"], unknowns.urban_pensioner_share),
    ):
        weight, members = households["weight"][area], households["members"][area]
        wanted = share * float((members * weight).sum())
        known = float((old[area] * weight).sum())
        spare = np.maximum(members - old[area], 0.0)
        more = max(wanted - known, 0.0) / max(float((spare * weight).sum()), 1.0)
        part = min(1.0, wanted / known) if known > 0.0 else 0.0
        found[area] = np.floor(part * old[area] + more * spare + lot[area])
    return np.minimum(found, households["members"])


def _pay_pensions(county: "CountyModel") -> None:
    rules, support = county.rules.support, county.support
    rows = np.flatnonzero(support.pensioners > 0.0)
    amount = 3.0 * rules.pension_rise_yuan_per_month * support.pensioners[rows]
    _transfer(county, rows, amount, "basic_pension", "insurers")
    support.counted[rows] += rules.pension_counted_share * amount


def _insure_care(county: "CountyModel") -> None:
    """Premiums and family-care cash of those insured beyond the share insured anyway.

    Households join in the order of a fixed lot, so a larger insurance contains a smaller one.
    """
    households, unknowns = county.households, county.parameters.support
    due = county.rules.support.care_insured_persons / county.books.persons
    lot = county.support.care_lot
    rows = np.flatnonzero((lot >= unknowns.care_baseline_share) & (lot < due))
    if rows.size == 0:
        return
    members, weight = households["members"][rows], households["weight"][rows]
    premium = unknowns.care_premium_yuan / 4.0 * members
    county.books.quarter_income[rows, 3] -= premium
    paid = premium * weight
    county.ledger.pay("transfers", "long_term_care_insurance", "households", "insurers", paid, paid)
    need = county.streams.uniforms("care_need", 0, households["id"][rows])
    cared = need < unknowns.care_need_share * members
    amount = np.full(int(cared.sum()), 3.0 * unknowns.care_cash_yuan_per_month)
    _transfer(county, rows[cared], amount, "long_term_care_insurance", "insurers")


def own_medical_costs(county: "CountyModel", rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Own medical costs of households this year, yuan: log-normal around the drawn mean.

    The same in every quarter of a year; at most a part of the household's income of 2021.
    """
    unknowns, households = county.parameters.support, county.households
    year_start = county.quarter - county.quarter % 4
    drawn = county.streams.uniforms("medical_cost", year_start, households["id"][rows])
    score, sd = _normal_scores(drawn), unknowns.medical_cost_log_sd
    mean = unknowns.medical_cost_yuan_per_head * households["members"][rows]
    most = CAPPED_AT * county.start.income_2021[rows].sum(axis=1)
    return np.minimum(mean * np.exp(sd * score - 0.5 * sd * sd), most)


@compiled
def _normal_scores(drawn):  # type: ignore[no-untyped-def]
    out = np.empty(drawn.size)
    for i in range(drawn.size):
        out[i] = normal_quantile(drawn[i])
    return out


def _relieve_medical_costs(county: "CountyModel") -> None:
    rules = county.rules.support
    rows, _ = county.books.listed_rows()
    cost = own_medical_costs(county, rows)
    paid_back = relief(cost, rules.medical_deductible_yuan, rules.medical_relief_share)
    _transfer(county, rows, paid_back / 4.0, "medical_relief", "insurers")


def below_floor(county: "CountyModel") -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Rural households found below the income floor last year, and their gap of the year, yuan.

    What was paid last year to close the gap is not income here, so help does not undo itself.
    """
    households, rules = county.households, county.rules.support
    income = county.books.last_year_income - county.support.topped_up_before
    short = gap(rules.floor_yuan, households["members"], income)
    rows = np.flatnonzero((short > 0.0) & households["rural"])
    year_start = county.quarter - county.quarter % 4
    lot = county.streams.uniforms("fallen_found", year_start, households["id"][rows])
    rows = rows[lot < rules.found_share]
    return rows, short[rows]


def _lift_to_floor(county: "CountyModel") -> None:
    """Close a part of the gap of those found, within the year's budget (防返贫动态监测)."""
    rules, support, weight = county.rules.support, county.support, county.households["weight"]
    rows, short = below_floor(county)
    amount = rules.gap_paid_share * short / 4.0
    needed = float((amount * weight[rows]).sum())
    left = max(rules.floor_budget_yuan - support.floor_paid, 0.0) / (4 - county.quarter % 4)
    if needed <= 0.0:
        return
    amount *= min(1.0, left / needed)
    _transfer(county, rows, amount, "poverty_monitoring", "treasury")
    support.topped_up[rows] += amount
    support.floor_paid += float((amount * weight[rows]).sum())
    if rules.work_first:
        county.pairing.introduce_households(rows)
