"""The county on 31 December 2021: every draw meets its own margins, and draws map monotonically."""

import numpy as np
import pytest
import real_county

from calibration.draws import draw
from calibration.packs.pack import load_pack
from calibration.start.incomes_start import area_gini
from calibration.start.population import build
from calibration.start.reclassification import reclassification_ranks
from calibration.start.start_checks import posted_2021, start_checks
from calibration.start.starting_county import starting_county
from model.parameters import Parameters

EXACT = 1e-3
"""What every margin may miss (Q12); counted ones also by one household of the sample."""

COUNTED = {"register persons": 4.0, "houses leased": 1.0, "houses vacant": 1.0}
"""Margins that are whole households, and how many units a household has at most."""

SMALL = 0.05


@pytest.fixture(scope="module")
def pack():
    return load_pack("yueqing")


@pytest.fixture(scope="module")
def population(pack):
    return build(pack, SMALL)


@pytest.fixture(scope="module")
def central(pack, population):
    return starting_county(population, pack, Parameters())


def start_with(population, pack, **values):
    paths = {name.replace("__", "."): value for name, value in values.items()}
    return starting_county(population, pack, Parameters().changed(paths))


def check_margins(start, pack, parameters):
    largest = start.households["weight"].max()
    for check in start_checks(start, pack, parameters):
        allowed = EXACT + COUNTED.get(check.name, 0.0) * largest / abs(check.expected)
        if check.name == "register household size":
            allowed = EXACT + 0.0013 * largest
        assert check.miss <= allowed, check


@pytest.mark.parametrize("scale", [1.0, 0.2, SMALL])
def test_the_central_draw_reproduces_2021(pack, scale):
    parameters = Parameters()
    start = starting_county(build(pack, scale), pack, parameters)
    check_margins(start, pack, parameters)
    assert start.notes == ()
    values = {check.name: check.got for check in start_checks(start, pack, parameters)}
    assert values["urban income per head"] == pytest.approx(73_287, rel=1e-9)
    assert values["rural income per head"] == pytest.approx(41_991, rel=1e-9)
    assert values["resident income per head"] == pytest.approx(62_942, rel=1e-9)
    assert values["urban-rural ratio"] == pytest.approx(1.7453, abs=5e-5)


@pytest.mark.parametrize("evidence", ["ex_ante", "evaluation"])
@pytest.mark.parametrize("index", range(8))
def test_every_draw_meets_its_own_baseline(pack, population, index, evidence):
    parameters = draw(pack, index, evidence).parameters
    check_margins(starting_county(population, pack, parameters), pack, parameters)


@pytest.mark.parametrize("index", [0, 5, 11])
def test_nothing_is_negative_or_missing(pack, population, index):
    start = starting_county(population, pack, draw(pack, index).parameters)
    assert np.all(np.isfinite(start.base))
    assert np.all(start.base >= 0.0)
    for table in (start.households, start.workers, start.villages, start.enterprises):
        for name in table:
            if name not in {"house_ask", "reclass_rank"}:
                assert np.all(np.isfinite(table[name])), name
    assert np.all(start.workers["reservation"] > 0.0)
    assert np.all(start.villages["operating_revenue"] <= start.villages["total_revenue"])


def test_income_of_2021_is_what_the_tables_post(central):
    """Two ways to the same number: maps of ranks, and the rules applied to the tables."""
    np.testing.assert_allclose(
        posted_2021(central, Parameters()), central.income_2021, rtol=1e-7, atol=1e-3
    )


def test_the_same_draw_gives_the_same_bits(pack, population, central):
    again = starting_county(population, pack, Parameters())
    np.testing.assert_array_equal(again.base, central.base)
    for name in central.households:
        np.testing.assert_array_equal(again.households[name], central.households[name])


def test_quintiles_are_ordered_and_keep_the_shape(pack):
    start = starting_county(build(pack, 0.2), pack, Parameters())
    households = start.households
    rural = households["rural_2021"]
    per_head = (start.income_2021.sum(axis=1) / households["members"])[rural]
    persons = (households["members"] * households["weight"])[rural]
    order = np.argsort(per_head)
    fifth = np.minimum(5.0 * np.cumsum(persons[order]) / persons.sum(), 4.999).astype(int)
    means = np.array(
        [
            np.average(per_head[order][fifth == k], weights=persons[order][fifth == k])
            for k in range(5)
        ]
    )
    proxy = np.array([pack.value(f"rural_quintile_{k}") for k in range(1, 6)])
    np.testing.assert_allclose(means / means.mean(), proxy / proxy.mean(), atol=0.05)


def test_luck_drawn_anew_leaves_the_spread(central):
    """Transitory luck is part of incomes in 2021, so a new year does not widen the distribution."""
    households = central.households
    persons = households["members"] * households["weight"]
    new_luck = np.exp(np.roll(households["transitory"], 1))
    posted = central.income_2021 - central.base * _luck(households["luck"])
    after = (posted + central.base * _luck(new_luck)).sum(axis=1) / households["members"]
    for area in (households["rural_2021"], ~households["rural_2021"]):
        assert area_gini(after, persons, area) == pytest.approx(0.35, abs=0.02)


def _luck(luck):
    return np.stack((luck, luck, luck, np.ones_like(luck)), axis=1)


def test_residence_and_membership_are_different_sets(central):
    rural = central.households["rural_2021"]
    member = central.households["shares"] > 0.0
    assert 0.85 < member[rural].mean() < 0.97
    assert 0.05 < member[~rural].mean() < 0.95
    assert np.all(central.villages["shares_total"] > 0.0)
    np.testing.assert_array_equal(rural, ~central.villages["urban"][central.households["village"]])


def test_the_more_dividends_reach_rural_residents_the_fewer_urban_members(pack, population):
    few = start_with(population, pack, start__dividends_to_rural_share=0.7)
    many = start_with(population, pack, start__dividends_to_rural_share=0.3)
    urban = ~few.households["rural_2021"]
    assert np.all(few.households["shares"][urban] <= many.households["shares"][urban])
    assert few.households["shares"].sum() < 0.9 * many.households["shares"].sum()


@pytest.mark.parametrize(
    ("path", "column", "low", "high"),
    [
        ("start.register_persons", "on_register", 12_000, 24_000),
        ("houses.vacant_stock", "house_state", 7_000, 25_000),
        ("takeup.initial_awareness", "aware", 0.2, 0.5),
    ],
)
def test_a_larger_number_adds_households_and_drops_none(pack, population, path, column, low, high):
    fewer = starting_county(population, pack, Parameters().changed({path: low}))
    more = starting_county(population, pack, Parameters().changed({path: high}))
    before, after = fewer.households[column], more.households[column]
    if column == "house_state":  # leased ones may change hands with the register; none here does
        before, after = before > 0, after > 0
    assert np.all((before & after) == before)
    assert np.sum(after > before) > 50


def test_more_spare_time_adds_workers_and_drops_none(pack, population):
    fewer = start_with(population, pack, labour__spare_women_share=0.22)
    more = start_with(population, pack, labour__spare_women_share=0.38)
    assert np.all(more.workers["status"][fewer.workers["status"] == 1] == 1)
    assert (more.workers["status"] == 1).sum() > (fewer.workers["status"] == 1).sum()
    np.testing.assert_array_equal(fewer.workers["status"] == 2, more.workers["status"] == 2)


def test_spare_shares_are_those_drawn(central):
    workers = central.workers
    rural = central.households["rural_2021"][workers["household"]]
    weight = central.households["weight"][workers["household"]]
    labour, band = Parameters().labour, workers["age_band"]
    women = rural & (workers["sex"] == 0) & ((band == 1) | (band == 2))
    spare = workers["status"] == 1
    assert weight[women & spare].sum() / weight[women].sum() == pytest.approx(
        labour.spare_women_share, rel=0.03
    )
    old = rural & (band >= 2)
    assert weight[old & spare].sum() / weight[old].sum() == pytest.approx(
        labour.spare_elderly_share, rel=0.01
    )


def test_villages_keep_their_order_when_revenue_spreads(pack, population):
    narrow = start_with(population, pack, start__village_revenue_log_sd=0.7)
    wide = start_with(population, pack, start__village_revenue_log_sd=1.2)
    order = np.argsort(narrow.villages["total_revenue"], kind="stable")
    assert np.all(np.diff(wide.villages["total_revenue"][order]) >= 0.0)
    assert wide.villages["total_revenue"].max() > narrow.villages["total_revenue"].max()
    for start in (narrow, wide):
        assert start.villages["total_revenue"].min() >= 250_000.0
        assert start.villages["operating_revenue"].min() >= 200_000.0 * (1.0 - 1e-12)


def test_dividend_villages_exceed_the_threshold(central):
    pays = central.villages["dividend_regime"]
    assert np.all(central.villages["operating_revenue"][pays] >= 1_000_000.0)


def test_registered_households_are_rural_and_reach_the_standard(central):
    listed = central.households["on_register"]
    assert np.all(central.households["rural_2021"][listed])
    standard = 12.0 * Parameters().register.dibao_yuan_per_month
    per_head = central.income_2021.sum(axis=1) / central.households["members"]
    assert np.all(per_head[listed] >= standard * (1.0 - 1e-12))
    poor = per_head[central.households["rural_2021"] & ~listed]
    assert np.median(per_head[listed]) < np.quantile(poor, 0.25)


def test_able_share_of_the_register_is_the_drawn_one(pack, population):
    for share in (0.2, 0.5):
        start = start_with(population, pack, start__register_able_share=share)
        listed = start.households["on_register"]
        weight = start.households["weight"][listed]
        able = start.households["able"][listed]
        assert weight[able].sum() / weight.sum() == pytest.approx(share, abs=0.01)


def test_outlet_workers_are_paid_the_drawn_pay_on_average(central):
    placed = central.workers["status"] == 2
    weight = central.households["weight"][central.workers["household"]]
    yearly = 4.0 * np.average(central.workers["gross_pay"][placed], weights=weight[placed])
    workshops = Parameters().workshops
    assert yearly == pytest.approx(workshops.pay_yuan_per_day * workshops.days_per_year, rel=0.03)
    assert np.all(central.workers["gross_pay"][~placed] == 0.0)
    assert np.all(central.households["aware"][central.workers["household"][placed]] & 1)


def test_land_is_held_by_rural_members_alone(central):
    member = (central.households["shares"] > 0.0) & central.households["rural_2021"]
    for land in ("arable_mu", "forest_mu"):
        assert np.all((central.households[land] > 0.0) == member)


def test_houses_are_asked_for_only_where_they_stand_vacant_or_leased(central):
    state, ask = central.households["house_state"], central.households["house_ask"]
    np.testing.assert_array_equal(np.isfinite(ask), state > 0)
    np.testing.assert_array_equal(central.households["house_rent"] > 0.0, state == 2)


def test_first_villages_to_turn_urban_have_the_drawn_relative_income(pack):
    population = build(pack, 0.5)
    for relative in (1.0, 1.15, 1.4):
        start = start_with(population, pack, trend__reclassified_relative_income=relative)
        rank, offsets = start.villages["reclass_rank"], start.village_offsets
        persons = np.add.reduceat(start.households["members"], offsets[:-1])
        money = np.add.reduceat(start.income_2021.sum(axis=1), offsets[:-1])
        weight = start.villages["weight"]
        first, rural = rank < 10, np.isfinite(rank)
        means = [
            (money[rows] @ weight[rows]) / (persons[rows] @ weight[rows]) for rows in (first, rural)
        ]
        assert means[0] / means[1] == pytest.approx(relative, abs=0.04)


def test_ranks_of_turning_villages_by_hand():
    income, persons = np.array([80.0, 100.0, 130.0, 90.0]), np.ones(4)
    rural = np.array([True, True, True, False])
    rank = reclassification_ranks(income, persons, rural, 1.0)
    # rural mean 103.3: the village at 100 comes first, then 130 (mean 115) before 80 (mean 90)
    np.testing.assert_array_equal(rank, [2.0, 0.0, 1.0, np.inf])


def test_a_smaller_county_estimates_what_it_does_not_know(pack, central):
    """Village means of income spread alike in the whole county and in a twentieth of it."""
    whole = starting_county(build(pack, 0.5), pack, Parameters())
    shares = []
    for start in (whole, central):
        weight = start.households["weight"]
        poor = start.income_2021.sum(axis=1) < 0.6 * 62_942 * start.households["members"]
        shares.append(weight[poor].sum() / weight.sum())
    assert shares[1] == pytest.approx(shares[0], abs=0.03)


def test_a_column_that_a_test_writes_to_is_named(monkeypatch):
    start = real_county.own_county(0.02).start
    monkeypatch.setattr(real_county, "BUILT", [(start, real_county.bits(start))])
    assert real_county.changed() == []
    start.workers["reservation"][0] *= 0.5
    assert real_county.changed() == ["workers reservation"]
