"""Orders, siting and local pay answer with the right sign (Q41)."""

from collections.abc import Callable
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pilot_quarter import SCALE, at_quarter
from real_county import (
    PILOT,
    outcome,
    policies,
    real_county,
    trend_world,
)

from model.county import CountyModel
from model.quarter import alliances, local_pay, orders, siting
from model.quarter.alliances import ENTERPRISE
from model.quarter.siting import PAY_GRID, SMALLEST_JOBS, Sites, Terms, find_site


def test_more_orders_leave_more_unmet() -> None:
    model = at_quarter(4)
    before = orders.unmet_jobs(model)
    model.market.orders[:] *= 1.2
    after = orders.unmet_jobs(model)
    assert (after >= before).all()
    assert after.sum() > before.sum()


def test_more_outlets_leave_less_unmet() -> None:
    model = at_quarter(4)
    before = orders.unmet_jobs(model)
    model.market.outlets["jobs"][:] *= 2.0
    assert (orders.unmet_jobs(model) <= before).all()


def test_good_orders_open_outlets_and_bad_ones_close_them(monkeypatch: pytest.MonkeyPatch) -> None:
    renew, found = orders.renew, {}
    for level in (0.8, 1.0, 1.25):

        def shifted(county: CountyModel, level: float = level) -> None:
            renew(county)
            county.market.orders[:] *= level

        monkeypatch.setattr(orders, "renew", shifted)
        factors = trend_world(scale=SCALE).factors
        made = outcome(real_county(scale=SCALE), policies(*PILOT), factors=factors)
        found[level] = made.indicators["outlet_jobs"][-1]
    assert found[0.8] < found[1.0] < found[1.25]


def sites(villages: int = 3, **changed: object) -> Sites:
    plain = {
        "ids": np.arange(villages),
        "weight": np.ones(villages),
        "free": np.ones(villages, bool),
        "offered": np.tile(30.0 + 10.0 * np.arange(len(PAY_GRID)), (villages, 1)),
        "taken": np.zeros(villages),
        "distance": np.full(villages, 5.0),
        "wage_index": np.ones(villages),
        "saving": np.zeros(villages),
    }
    return Sites(**{**plain, **changed})  # type: ignore[arg-type]


def terms(**changed: float) -> Terms:
    plain = {
        "enterprise_id": 3,
        "pay_grid": 140.0 * PAY_GRID,
        "lowest_pay": 70.0,
        "value": 260.0,
        "unmet": 40.0,
        "contribution": 0.15,
        "days": 170.0,
        "span": 60.0,
        "overhead": 100_000.0,
        "rent": 60_000.0,
        "haulage": 60.0,
        "refit": 30_000.0,
        "noise": 0.0,
    }
    return Terms(**{**plain, **changed})  # type: ignore[arg-type]


def best(where: Sites, on: Terms) -> tuple[int, float, float, float]:
    village, pay, jobs, profit = find_site(1, 7, 0, where, on)
    return int(village), float(pay), float(jobs), float(profit)


COSTS = ["contribution", "overhead", "rent", "haulage", "refit", "lowest_pay"]


GAINS = ["value", "unmet", "span"]


@given(factor=st.floats(1.0, 2.0), name=st.sampled_from(COSTS))
def test_a_dearer_site_never_pays_more(factor: float, name: str) -> None:
    plain, on = best(sites(), terms()), terms()
    dearer = best(sites(), on._replace(**{name: getattr(on, name) * factor}))
    assert plain[3] > 0.0
    assert dearer[3] <= plain[3] + 1e-6


@given(factor=st.floats(1.0, 2.0), name=st.sampled_from(GAINS))
def test_a_more_useful_outlet_never_pays_less(factor: float, name: str) -> None:
    on = terms()
    better = best(sites(), on._replace(**{name: getattr(on, name) * factor}))
    assert better[3] >= best(sites(), on)[3] - 1e-6


def test_an_enterprise_goes_where_it_is_near_cheap_or_known() -> None:
    village, _, _, plain = best(sites(distance=np.array([9.0, 4.0, 12.0])), terms())
    assert village == 1
    village, _, _, cheap = best(sites(wage_index=np.array([1.0, 1.0, 0.9])), terms())
    assert village == 2
    village, _, _, allied = best(sites(saving=np.array([5000.0, 0.0, 0.0])), terms())
    assert village == 0
    assert min(cheap, allied) > plain


def test_no_site_pays_where_pay_exceeds_the_value_of_work() -> None:
    assert best(sites(), terms(value=100.0))[0] == -1
    assert best(sites(free=np.zeros(3, bool)), terms())[0] == -1


@given(taken=st.floats(0, 60), more=st.floats(0, 60))
def test_an_emptier_pool_makes_a_smaller_workshop(taken: float, more: float) -> None:
    first = best(sites(taken=np.full(3, taken)), terms())
    later = best(sites(taken=np.full(3, taken + more)), terms())
    assert later[3] <= first[3] + 1e-6
    assert later[0] == -1 or later[2] >= SMALLEST_JOBS
    if later[1] == first[1] and later[0] >= 0:
        assert later[2] <= first[2] + 1e-9


def test_workshops_that_come_later_find_fewer_workers() -> None:
    """The same enterprise opening again and again in the same village, in one quarter."""
    taken, sizes = np.zeros(1), []
    while True:
        village, _, jobs, _ = best(sites(1, taken=taken), terms(unmet=35.0, rent=0.0, refit=0.0))
        if village < 0:
            break
        sizes.append(jobs)
        taken = taken + jobs
    assert len(sizes) >= 2
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0]


def test_higher_pay_brings_more_workers() -> None:
    model = at_quarter(4)
    found = siting.supply(model)
    assert (np.diff(found, axis=1) >= 0.0).all()
    assert (found[:, -1] > found[:, 0]).any()


def fit_of(model: CountyModel, plants: np.ndarray) -> np.ndarray:
    """Fit of some enterprises to every village, (villages, enterprises)."""
    found = alliances.AllianceBook(model).partners(ENTERPRISE)
    place = {int(row): column for column, row in enumerate(found.rows)}
    return found.fit[:, [place[int(plant)] for plant in plants]]


def test_alliances_prefer_need_size_and_nearness() -> None:
    model = at_quarter(4)
    largest = np.argsort(-model.start.enterprises["workers"], kind="stable")[:5]
    fit = fit_of(model, largest)
    model.market.distance_km[:] += 10.0
    assert (fit_of(model, largest) < fit).all()
    model.market.distance_km[:] -= 10.0
    km = model.market.distance_km[model.start.enterprises["town"][largest]].T
    relative = fit / np.exp(-km / alliances.SCALE_KM)
    assert (np.diff(relative, axis=1) <= 1e-12).all(), "the larger enterprise fits better"
    revenue = model.start.villages["operating_revenue"]
    assert (np.diff(alliances.need(model)[np.argsort(-revenue)]) >= 0.0).all()


def test_an_alliance_saves_only_its_own_enterprise() -> None:
    model = at_quarter(10, more=("alliances",))
    ties = model.cooperation.ties
    village = int(np.flatnonzero(ties.tied(ENTERPRISE))[0])
    plant = int(ties.partner[village])
    most = model.rules.cooperation.alliances.aid_saving_yuan
    assert ties.saving(plant)[village] == most * ties.fit[village] > 0.0
    others = [row for row in range(len(model.start.enterprises)) if row != plant]
    assert not any(ties.saving(row)[village] for row in others)


MANY_TIES = {"aid_alliances": ((2022, 2000.0),), "town_share": 0.0, "chamber_share": 0.0}


def chosen_sites(saving_yuan: float) -> list[bool]:
    """Whether each allied enterprise, with orders to put out, opens in the village of its ally."""
    model = at_quarter(8, more=("alliances",), settings={**MANY_TIES, "saving_yuan": saving_yuan})
    ties, outlets = model.cooperation.ties, model.market.outlets
    model.market.survey_supply()
    at_ally = []
    for village in np.flatnonzero(ties.tied(ENTERPRISE)):
        plant = int(ties.partner[village])
        model.market.unmet[plant] = 60.0
        model.enterprise_list[plant].plan()
        newest = int(np.flatnonzero(outlets["opened"] >= 0)[-1])
        mine = outlets["enterprise"][newest] == plant and outlets["opened"][newest] == 8
        at_ally.append(bool(mine and outlets["village"][newest] == village))
    return at_ally


def test_an_allied_enterprise_opens_where_its_ally_is() -> None:
    without, with_saving = chosen_sites(0.0), chosen_sites(400_000.0)
    assert len(with_saving) >= 3
    assert sum(without) < sum(with_saving)
    assert all(one <= other for one, other in zip(without, with_saving, strict=True))


def index_after(model: CountyModel, change: Callable[[CountyModel], None]) -> np.ndarray:
    model.market.wage_index[:] = 1.0
    model.market.normal_tightness = model.market.tightness()
    change(model)
    local_pay.adjust(model)
    return model.market.wage_index.copy()


def test_pay_rises_with_places_and_falls_with_seekers() -> None:
    model = at_quarter(4, labour__wage_response=1.0)
    outlets, labour = model.market.outlets, model.market.low_skill_workers
    assert (index_after(model, lambda _: None) == 1.0).all()
    chosen = outlets["open"] & (labour[outlets["town"]] > 100.0)
    towns = np.unique(outlets["town"][chosen])

    def grow(m: CountyModel) -> None:
        m.market.outlets["jobs"][chosen] += 5.0

    grown = index_after(model, grow)
    assert towns.size
    assert (grown[towns] > 1.0).all()
    assert (np.delete(grown, towns) == 1.0).all()
    seeking = index_after(model, lambda m: m.workers["reservation"].__imul__(0.5))
    assert (seeking <= 1.0).all()
    assert (seeking < 1.0).any()


def test_a_lasting_change_of_net_jobs_moves_pay_by_the_response() -> None:
    """1 % more places than low-skill labour, for ever: pay ends up response x 1 % higher."""
    model = at_quarter(4, labour__wage_response=0.4)
    model.market.normal_tightness = model.market.tightness() - 0.01
    model.market.wage_index[:] = 1.0
    for _ in range(200):
        local_pay.adjust(model)
    np.testing.assert_allclose(np.log(model.market.wage_index), 0.4 * 0.01, rtol=1e-6)


def test_pay_goes_back_to_normal() -> None:
    model = at_quarter(4)
    model.market.normal_tightness = model.market.tightness()
    for start in (0.9, 1.2):
        model.market.wage_index[:] = start
        before = abs(log(start))
        for _ in range(10):
            local_pay.adjust(model)
            now = float(np.abs(np.log(model.market.wage_index)).max())
            assert now < before
            before = now


def test_pay_is_bounded_by_the_minimum_wage_and_the_worth_of_work() -> None:
    model = at_quarter(4, labour__wage_response=1.5)
    normal = model.market.normal_tightness
    model.market.normal_tightness = normal + 100.0
    local_pay.adjust(model)
    lowest = model.market.lowest_pay / model.parameters.workshops.pay_yuan_per_day
    np.testing.assert_allclose(model.market.wage_index, min(lowest, 1.0))
    model.market.normal_tightness = normal - 100.0
    for _ in range(30):
        local_pay.adjust(model)
    np.testing.assert_allclose(model.market.wage_index, local_pay.HIGHEST)


@pytest.mark.parametrize("quarter", [1, 6])
def test_nobody_is_offered_less_than_the_minimum_wage(quarter: int) -> None:
    model = at_quarter(quarter)
    floor = model.market.lowest_pay
    opened = model.market.outlets["opened"] >= 0
    pay = model.market.outlets["pay"] * model.market.wage_index[model.market.outlets["town"]]
    assert (pay[opened] >= floor * 0.8).all(), "new outlets start at the minimum or above it"


def test_higher_local_pay_reaches_rural_wages_only() -> None:
    model = at_quarter(4)
    share = model.parameters.labour.low_skill_wage_share
    model.market.wage_index[:] = 1.1
    np.testing.assert_allclose(model.market.pay_factor(), 1.0 + 0.1 * share)
