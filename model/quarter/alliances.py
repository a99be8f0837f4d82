"""Alliances (村企联盟): ties of a weak village with a town, a chamber, or an enterprise.

Three kinds of aid alliance bring together villages of the weakest towns with a strong town
(山海带富), a chamber of commerce outside (引贤助富), or an enterprise (村企创富); a consortium
(红色共富联合体) joins the party branches of any rural village, an enterprise and a chamber. They
have no money of their own: a tie makes an enterprise know the village and saves it cost there,
makes leases cheaper to agree, and brings a partner's capital to one village project. Partners are
matched by need x resource x proximity, seen with an error that a shared ledger makes smaller.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.agents.village import Project
from model.compiled import compiled, inlined
from model.streams import decision_code, normal_quantile, uniform

if TYPE_CHECKING:
    from model.county import CountyModel

CANDIDATES = 400
"""Enterprises large enough to be asked: the county's biggest."""

SCALE_KM = 15.0
"""Distance at which an alliance is worth 1/e of one next door. Assumption."""

KEY_TOWNS_SHARE = 0.4
"""Aid goes to the weakest towns until they hold this share of the rural villages. Assumption."""

TOWN_PART = 0.5
"""What an enterprise of an allied town saves, relative to an allied enterprise. Assumption."""

TAGS = ("alliances", "party_building")
"""Policies under whose names partners' capital is posted: aid alliances, consortia."""

NONE, TOWN, CHAMBER, ENTERPRISE, CONSORTIUM = range(5)
"""Kinds of tie; the first three are aid alliances."""


class Partners(NamedTuple):
    """Candidates of one kind: rows, ids for luck, and true fit before need (villages, partners)."""

    rows: NDArray[np.int64]
    ids: NDArray[np.int64]
    fit: NDArray[np.float64]


class AllianceBook:
    """Ties of one world by village.

    kind: of the tie, 0 for none; partner: row of the town or enterprise, -1 outside; since: quarter
    in which it began; fit: of the partner, 1 for the best possible; helped: whether a project was
    helped; projects: helped by aid alliances and by consortia, weighted.
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        villages = len(county.start.villages)
        self.kind = np.zeros(villages, np.int8)
        self.partner = np.full(villages, -1, np.int64)
        self.since = np.full(villages, -1, np.int64)
        self.fit = np.zeros(villages)
        self.helped = np.zeros(villages, bool)
        self.projects = np.zeros(2)
        self._partners: dict[int, Partners] = {}
        self._views: dict[int, NDArray[np.float64]] = {}

    def tied(self, *kinds: int) -> NDArray[np.bool_]:
        """Villages with a tie that works by now, of some kinds or any, (villages,)."""
        lag = self.county.parameters.alliances.lag_quarters
        there = (self.kind > NONE) & (self.county.quarter - self.since >= lag)
        return there & np.isin(self.kind, kinds) if kinds else there

    def standing(self, *kinds: int) -> float:
        """Ties that stand, working or not, weighted villages."""
        here = np.isin(self.kind, kinds)
        return float(self.county.start.villages["weight"][here].sum())

    def known_to(self, plant: int) -> NDArray[np.bool_]:
        """Villages that an enterprise knows through a tie of its own or its town's, (villages,)."""
        if not self.kind.any():
            return np.zeros(self.kind.size, bool)
        seat = self.county.start.enterprises["town"][plant]
        own = self.tied(ENTERPRISE, CONSORTIUM) & (self.partner == plant)
        return own | (self.tied(TOWN) & (self.partner == seat))

    def saving(self, plant: int) -> NDArray[np.float64]:
        """What the enterprise saves a year at each village through a tie, yuan (villages,)."""
        if not self.kind.any():
            return np.zeros(self.kind.size)
        rules = self.county.rules.cooperation.alliances
        pull = np.where(
            self.kind == CONSORTIUM, rules.consortium_saving_yuan, rules.aid_saving_yuan
        )
        part = np.where(self.kind == TOWN, TOWN_PART, 1.0)
        return np.where(self.known_to(plant), pull * part * self.fit, 0.0)

    def partners(self, kind: int) -> Partners:
        """Candidates of a kind, found once a world."""
        if kind not in self._partners:
            find = _towns if kind == TOWN else _chambers if kind == CHAMBER else _enterprises
            self._partners[kind] = find(self.county)
        return self._partners[kind]

    def seen(self, kind: int, error_sd: float) -> NDArray[np.float64]:
        """Fit of every village and partner as it looks to those who match, with need."""
        found = self.partners(kind)
        if kind not in self._views:
            seed, code = self.county.streams.seed, decision_code("alliance_view")
            self._views[kind] = _views(seed, code, self.county.start.villages["id"], found.ids)
        return need(self.county)[:, None] * found.fit * np.exp(error_sd * self._views[kind])


@inlined
def has_place(taken, weight, due, luck):  # type: ignore[no-untyped-def]
    """Whether one more row fits under a county total; in a sample rounded without bias by `luck`.

    Luck is the same all along, so that a stock settles; where a row is one village it is of no
    account for whole numbers.
    """
    return taken + luck * weight <= due + 1e-9


def rounding_luck(county: "CountyModel", programme: int) -> float:
    """The luck by which a programme's county total is rounded in a sample, one number a world."""
    return county.streams.uniform("capacity_rounding", 0, 2**40 + programme)


@compiled
def _views(seed, code, villages, partners):  # type: ignore[no-untyped-def]
    out = np.empty((villages.size, partners.size))
    for v in range(villages.size):
        for p in range(partners.size):
            unit = np.int64(partners[p]) * 65536 + villages[v]
            out[v, p] = normal_quantile(uniform(seed, code, 0, unit))
    return out


def need(county: "CountyModel") -> NDArray[np.float64]:
    """Need of each village, (villages,): high where the collective earns little."""
    revenue = county.start.villages["operating_revenue"]
    return 1.0 / (1.0 + revenue / np.median(revenue))


def key_towns(county: "CountyModel") -> NDArray[np.bool_]:
    """The weakest towns by operating revenue of a rural village, (towns,)."""
    villages, towns = county.start.villages, county.start.towns
    weight = np.where(villages["urban"], 0.0, villages["weight"])
    count = np.bincount(villages["town"], weight, towns)
    revenue = np.bincount(villages["town"], weight * villages["operating_revenue"], towns)
    mean = np.divide(revenue, count, out=np.full(towns, np.inf), where=count > 0.0)
    weakest = np.argsort(mean, kind="stable")
    before = np.cumsum(count[weakest]) - count[weakest]
    chosen = np.zeros(towns, bool)
    chosen[weakest] = (before < KEY_TOWNS_SHARE * count.sum()) & (count[weakest] > 0.0)
    return chosen


def _near(county: "CountyModel", towns: NDArray[np.integer]) -> NDArray[np.float64]:
    return np.exp(-county.market.distance_km[towns].T / SCALE_KM)


def _enterprises(county: "CountyModel") -> Partners:
    """The largest enterprises: fit grows with size and proximity."""
    table = county.start.enterprises
    rows = np.argsort(-table["workers"], kind="stable")[:CANDIDATES]
    fit = np.log1p(table["workers"][rows]) * _near(county, table["town"][rows])
    return Partners(rows, table["id"][rows], fit)


def _towns(county: "CountyModel") -> Partners:
    """Towns that are not weak: fit grows with their industry and proximity."""
    table = county.start.enterprises
    jobs = np.bincount(table["town"], table["workers"] * table["weight"], county.start.towns)
    rows = np.flatnonzero(~key_towns(county))
    fit = np.log1p(jobs[rows]) * _near(county, rows)
    return Partners(rows, rows + 2**20, fit)


def _chambers(county: "CountyModel") -> Partners:
    """Chambers outside: their members came from the mountains, so remote villages fit best."""
    far = 1.0 - np.exp(-county.start.villages["distance_km"] / SCALE_KM)
    return Partners(np.array([-1]), np.array([2**21]), far[:, None])


def match(county: "CountyModel") -> None:
    """End some ties, form new ones up to the numbers due, and help projects."""
    ties, rules = county.cooperation.ties, county.rules.cooperation.alliances
    if ties.kind.any():
        _end(county)
    rural = ~county.start.villages["urban"]
    if rules.aid > 0.0:
        weak = key_towns(county)[county.start.villages["town"]]
        shares = {TOWN: rules.town_share, CHAMBER: rules.chamber_share}
        shares[ENTERPRISE] = max(0.0, 1.0 - rules.town_share - rules.chamber_share)
        _form(county, rules.aid, shares, rural & weak)
    if rules.consortia > 0.0:
        _form(county, rules.consortia, {CONSORTIUM: 1.0}, rural)
    _help_projects(county, 0, rules.aid_projects, (TOWN, CHAMBER, ENTERPRISE))
    _help_projects(county, 1, rules.consortium_projects, (CONSORTIUM,))


def _end(county: "CountyModel") -> None:
    """Some ties end; where the ledger runs, fewer do."""
    ties, unknowns = county.cooperation.ties, county.parameters.alliances
    rows = np.flatnonzero(ties.kind > NONE)
    hazard = unknowns.end_hazard * (1.0 - ledger_gain(county))
    luck = county.streams.uniforms(
        "alliance_end", county.quarter, county.start.villages["id"][rows]
    )
    ended = rows[luck < hazard]
    ties.kind[ended] = NONE
    ties.partner[ended] = ties.since[ended] = -1
    ties.fit[ended] = 0.0


def ledger_gain(county: "CountyModel") -> float:
    """Part of the matching error that the ledger takes away by now."""
    share = county.rules.cooperation.ledger.villages_share
    return min(1.0, share) * county.parameters.alliances.ledger_precision


def _form(
    county: "CountyModel", due: float, shares: dict[int, float], open_to: NDArray[np.bool_]
) -> None:
    """Form ties up to the number due, one a village, each of the kind that lags furthest."""
    ties, weight = county.cooperation.ties, county.start.villages["weight"]
    error = county.parameters.alliances.view_log_sd * (1.0 - ledger_gain(county))
    formed = {kind: ties.standing(kind) for kind in shares}
    luck = rounding_luck(county, max(shares))
    if not has_place(sum(formed.values()), float(weight.min()), due, luck):
        return
    seen = {kind: ties.seen(kind, error) for kind, share in shares.items() if share > 0.0}
    free = (ties.kind == NONE) & open_to
    while free.any():
        kind = max(seen, key=lambda one: shares[one] * due - formed[one])
        worth = np.where(free, seen[kind].max(axis=1), -1.0)
        village = int(np.argmax(worth))
        if not has_place(sum(formed.values()), weight[village], due, luck):
            return
        _tie(county, kind, village, int(np.argmax(seen[kind][village])))
        formed[kind] += float(weight[village])
        free[village] = False


def _tie(county: "CountyModel", kind: int, village: int, place: int) -> None:
    ties = county.cooperation.ties
    found = ties.partners(kind)
    ties.kind[village] = kind
    ties.partner[village] = found.rows[place]
    ties.since[village] = county.quarter
    ties.fit[village] = found.fit[village, place] / max(float(found.fit[village].max()), 1e-300)


def _help_projects(county: "CountyModel", group: int, due: float, kinds: tuple[int, ...]) -> None:
    """Partners give capital for one project in each of the neediest tied villages."""
    ties, weight = county.cooperation.ties, county.start.villages["weight"]
    if due <= ties.projects[group]:
        return
    rows = np.flatnonzero(ties.tied(*kinds) & ~ties.helped)
    capital = county.parameters.alliances.project_capital_yuan
    ready = county.quarter + int(round(county.parameters.collective.project_lag_quarters))
    luck = rounding_luck(county, 10 + group)
    villages = county.village_list
    for row in rows[np.argsort(-need(county)[rows], kind="stable")]:
        if not has_place(ties.projects[group], weight[row], due, luck):
            return
        ties.projects[group] += weight[row]
        ties.helped[row] = True
        payer = "world" if ties.kind[row] == CHAMBER else "enterprises"
        total = capital * float(weight[row])
        county.ledger.pay("capital", TAGS[group], payer, "collectives", total, total)
        villages[row].projects.append(Project(capital, ready))
        county.collectives.post_investment(villages[row], capital)
