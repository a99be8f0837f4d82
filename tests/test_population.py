"""The synthetic county before any draw: it adds up, at every scale, and is the same every time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.packs.pack import load_pack
from calibration.start.households import POSITION_BITS, SIZES, tilted
from calibration.start.income_shape import fit_shape, gini, levelled
from calibration.start.population import build
from calibration.start.raking import rake
from calibration.start.ranks import normal_scores, uniform_rank, whole_parts
from calibration.start.sample import calibrated_weights, sample_villages
from calibration.start.villages import COMMUNITY, RURAL
from model.errors import InputError

TABLES = ("households", "workers", "villages", "enterprises", "outlets")


@pytest.fixture(scope="module")
def pack():
    return load_pack("yueqing")


@pytest.fixture(scope="module")
def counties(pack):
    return {scale: build(pack, scale) for scale in (1.0, 0.2, 0.05)}


@pytest.fixture(scope="module", params=(1.0, 0.2, 0.05))
def county(request, counties):
    return counties[request.param]


def household_weight(county):
    return county.villages["weight"][county.households["village"]]


def test_persons_villages_and_enterprises_add_up_at_every_scale(county, pack):
    persons = county.households["members"] * household_weight(county)
    rural = county.households["rural"]
    assert persons[rural].sum() == pytest.approx(499_224, rel=1e-9)
    assert persons[~rural].sum() == pytest.approx(964_776, rel=1e-9)
    weight, kind = county.villages["weight"], county.villages["kind"]
    assert weight.sum() == pytest.approx(514, rel=1e-9)
    assert weight[kind == RURAL].sum() == pytest.approx(300, rel=1e-9)
    assert county.enterprises["weight"].sum() == pytest.approx(pack.value("enterprises"), rel=1e-9)
    assert weight[county.villages["pays_dividends"]].sum() == pytest.approx(49, rel=1e-9)
    jobs = county.outlets["jobs"] * weight[county.outlets["village"]]
    assert jobs.sum() == pytest.approx(18_000, rel=1e-9)


def test_a_whole_county_has_whole_households_of_the_given_size(counties):
    households = counties[1.0].households
    rural, members = households["rural"], households["members"]
    assert set(np.unique(members)) == set(SIZES)
    assert members[rural].mean() == pytest.approx(2.55, rel=1e-4)
    assert members[~rural].mean() == pytest.approx(2.386, rel=1e-4)
    assert len(members) == pytest.approx(600_100, rel=1e-3)


def test_weights_stay_near_the_inverse_of_the_scale(county):
    weight = county.villages["weight"] * county.scale
    assert weight.min() > 0.3
    assert weight.max() < 3.0


def test_a_smaller_county_has_the_same_units_with_the_same_ranks(counties):
    whole, part = counties[1.0], counties[0.05]
    for table in ("households", "workers", "villages", "enterprises"):
        big, small = getattr(whole, table), getattr(part, table)
        rows = np.searchsorted(big["id"], small["id"])
        np.testing.assert_array_equal(big["id"][rows], small["id"])
        for name in small:
            if name not in {"village", "household", "outlet", "weight"}:
                np.testing.assert_array_equal(big[name][rows], small[name], err_msg=name)


def test_a_sampled_village_keeps_all_its_households(counties):
    whole, part = counties[1.0], counties[0.05]
    here = np.isin(whole.villages["id"][whole.households["village"]], part.villages["id"])
    np.testing.assert_array_equal(whole.households["id"][here], part.households["id"])


def test_building_twice_gives_the_same_bits_and_another_key_another_county(pack, counties):
    again, other = build(pack, 0.05), build(pack, 0.05, key=1)
    for table in TABLES:
        for name, values in getattr(counties[0.05], table).items():
            np.testing.assert_array_equal(values, getattr(again, table)[name], err_msg=name)
    assert not np.array_equal(again.villages["wealth"], other.villages["wealth"])


def test_a_population_cannot_be_changed(county):
    with pytest.raises(ValueError, match="read-only"):
        county.households["members"][0] = 9.0


@pytest.mark.parametrize("scale", [0.0, -1.0, 1.5, float("nan")])
def test_a_scale_outside_its_range_is_refused(pack, scale):
    with pytest.raises(InputError, match="scale"):
        build(pack, scale)


def test_ids_are_unique_and_say_where_a_household_lives(county):
    households, workers = county.households, county.workers
    assert len(np.unique(households["id"])) == len(households["id"])
    assert len(np.unique(workers["id"])) == len(workers["id"])
    village = county.villages["id"][households["village"]]
    np.testing.assert_array_equal(households["id"] >> POSITION_BITS, village)
    np.testing.assert_array_equal(workers["id"] >> 2, households["id"][workers["household"]])


def test_rows_are_sorted_as_the_engine_expects(county):
    for table, column in (
        ("households", "village"),
        ("workers", "household"),
        ("outlets", "village"),
        ("villages", "id"),
        ("enterprises", "id"),
    ):
        assert np.all(np.diff(getattr(county, table)[column]) >= 0), table


def test_every_outlet_place_is_filled_by_a_neighbour(county):
    workers, outlets = county.workers, county.outlets
    placed = np.flatnonzero(workers["outlet"] >= 0)
    filled = np.bincount(workers["outlet"][placed], minlength=len(outlets["jobs"]))
    np.testing.assert_array_equal(filled, outlets["jobs"])
    home = county.households["village"][workers["household"][placed]]
    np.testing.assert_array_equal(home, outlets["village"][workers["outlet"][placed]])


def test_no_enterprise_runs_two_outlets_at_the_start(county):
    owners = county.outlets["enterprise"]
    assert len(np.unique(owners)) == len(owners)
    weight = county.villages["weight"][county.outlets["village"]]
    np.testing.assert_allclose(county.enterprises["weight"][owners], weight)


def test_workers_have_the_ages_and_sexes_of_the_pack(counties, pack):
    county = counties[1.0]
    workers = county.workers
    rural = county.households["rural"][workers["household"]]
    woman, band = workers["sex"] == 0, workers["age_band"]
    persons = county.households["members"][county.households["rural"]].sum()
    women_40_65 = (rural & woman & ((band == 1) | (band == 2))).sum() / persons
    assert women_40_65 == pytest.approx(pack.value("women_40_65_share"), rel=0.03)
    old = (rural & (band >= 2)).sum() / persons
    assert old == pytest.approx(pack.value("persons_60_72_share"), rel=0.03)
    assert set(np.unique(workers["pool"][~rural])) == {0}


def test_two_workers_of_a_household_are_of_opposite_sex(county):
    workers = county.workers
    slot, home = workers["id"] % 4, workers["household"]
    pair = np.flatnonzero((home[1:] == home[:-1]) & (slot[1:] == 1) & (slot[:-1] == 0))
    assert pair.size > 100
    assert np.all(workers["sex"][pair] != workers["sex"][pair + 1])


def test_households_hold_no_more_workers_than_members_or_slots(county):
    slots = np.bincount(county.workers["household"], minlength=len(county.households["id"]))
    assert np.all(slots <= np.minimum(county.households["members"], 3))
    in_community = county.villages["kind"][county.households["village"]] == COMMUNITY
    assert slots[in_community].sum() == 0


def test_villages_near_the_centre_are_richer(counties):
    villages = counties[1.0].villages
    rural = villages["kind"] == RURAL
    assert np.corrcoef(villages["wealth"][rural], villages["distance_km"][rural])[0, 1] < -0.3
    assert len(np.unique(villages["town"])) == 25


def test_links_between_towns_lead_to_other_towns(county):
    links = county.town_links
    assert links.shape == (25, 4)
    assert not np.any(links == np.arange(25)[:, None])


def test_enterprise_sizes_are_skewed(counties):
    workers = counties[1.0].enterprises["workers"]
    assert workers.mean() > 1.7 * np.median(workers)
    assert np.all(counties[1.0].enterprises["divisible"] < 1.0)


# The parts


@given(st.lists(st.floats(0.01, 100.0), min_size=1, max_size=30), st.integers(0, 5000))
def test_whole_parts_sum_and_stay_within_one_of_the_share(shares, total):
    shares = np.array(shares)
    parts = whole_parts(shares, total)
    assert parts.sum() == total
    assert np.all(np.abs(parts - shares / shares.sum() * total) < 1.0 + 1e-9)


@given(st.floats(1.2, 6.0))
def test_tilting_meets_the_mean(mean):
    weights = tilted(np.full(7, 1.0), mean)
    assert weights @ SIZES == pytest.approx(mean, abs=1e-9)
    assert weights.sum() == pytest.approx(1.0)


@given(st.integers(0, 10_000))
def test_raking_meets_both_margins(seed):
    rng = np.random.Generator(np.random.Philox(key=seed))
    rows = rng.lognormal(0.0, 1.0, 60)
    leaning, weight = rng.lognormal(0.0, 1.5, (60, 4)), rng.uniform(0.5, 3.0, 60)
    group = rng.integers(0, 2, 60)
    share = rng.dirichlet(np.full(4, 2.0), 2)
    split = rake(rows, leaning, weight, group, share)
    np.testing.assert_allclose(split.sum(axis=1), rows, rtol=1e-12)
    for g in (0, 1):
        mine = group == g
        wanted = share[g] * (rows[mine] @ weight[mine])
        np.testing.assert_allclose(weight[mine] @ split[mine], wanted, rtol=1e-9)
    assert np.all(split >= 0.0)


def test_raking_keeps_who_leans_to_what():
    leaning = np.array([[8.0, 1.0, 1.0, 1.0], [1.0, 8.0, 1.0, 1.0]])
    split = rake(np.ones(2), leaning, np.ones(2), np.zeros(2, int), np.full((1, 4), 0.25))
    assert split[0, 0] > split[1, 0]
    assert split[0, 1] < split[1, 1]


def test_the_gini_index_of_known_distributions():
    assert gini(np.full(10, 5.0), np.ones(10)) == pytest.approx(0.0, abs=1e-9)
    # one person has 3, one has 1: area between the diagonal and the curve is 0.25
    assert gini(np.array([1.0, 3.0]), np.ones(2)) == pytest.approx(0.25, abs=1e-6)
    income = np.exp(normal_scores(uniform_rank(0, "worker_skill", np.arange(200_000))) * 0.6)
    from statistics import NormalDist  # lognormal: 2 Phi(sd / sqrt 2) - 1

    exact = 2.0 * NormalDist().cdf(0.6 / 2.0**0.5) - 1.0
    assert gini(income, np.ones(len(income))) == pytest.approx(exact, abs=2e-4)


def test_levelling_holds_floors_and_the_mean():
    income, level = levelled(np.array([1.0, 2.0, 3.0]), np.array([3.0, 0.0, 0.0]), np.ones(3), 4.0)
    # the first is held at 3, so 9 are left for the others in the proportion 2 to 3
    np.testing.assert_allclose(income, [3.0, 3.6, 5.4])
    assert level == pytest.approx(1.8)


def test_the_income_shape_follows_the_quintiles(pack):
    quintiles = np.array([pack.value(f"rural_quintile_{k}") for k in range(1, 6)])
    shape = fit_shape(quintiles)
    score = normal_scores(np.arange(100_000.0))
    income = np.exp(shape.log_income(score)).reshape(5, -1).mean(axis=1)
    np.testing.assert_allclose(income / income.mean(), quintiles / quintiles.mean(), atol=0.01)
    assert np.all(np.diff(shape.log_income(np.linspace(-3.4, 3.4, 500))) > 0.0)
    assert 0.33 < shape.gini < 0.38


def test_quintiles_that_fall_are_refused():
    with pytest.raises(InputError, match="increase"):
        fit_shape(np.array([5.0, 4.0, 6.0, 7.0, 8.0]))


def test_a_sample_of_villages_meets_what_is_known_and_is_unbiased_in_what_is_not():
    rng = np.random.Generator(np.random.Philox(key=3))
    size, other = rng.lognormal(0.0, 0.5, 400), rng.normal(10.0, 3.0, 400)
    strata = (np.arange(400) % 3).astype(np.int64)
    known = np.column_stack((np.ones(400), size))
    guesses = []
    for key in range(40):
        rows, weights = sample_villages(strata, size, known, 0.1, key)
        np.testing.assert_allclose(weights @ known[rows], known.sum(axis=0), rtol=1e-9)
        assert len(rows) == 40
        guesses.append(weights @ other[rows] / 400.0)
    error = np.std(guesses) / 40**0.5
    assert abs(np.mean(guesses) - other.mean()) < 4.0 * error
    assert np.std(guesses) < 1.3 * 3.0 / 40**0.5


def test_weights_that_cannot_be_met_are_not_made_up():
    known = np.array([[1.0], [1.0]])
    assert calibrated_weights(np.ones(2), known, np.array([200.0])) is None
    np.testing.assert_allclose(calibrated_weights(np.ones(2), known, np.array([3.0])), [1.5, 1.5])
