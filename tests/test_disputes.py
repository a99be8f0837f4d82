"""Disputed figures: a reading that is drawn changes what it is said to change, and only that."""

import numpy as np
import pytest

from calibration.draws import draw
from calibration.outlook.survey import all_residents, survey_urban_weight
from calibration.packs.pack import load_pack
from calibration.readings import FACTS_DRAWN, fact_values
from model.errors import InputError
from model.policies import available
from scenarios.forecasting.disputes import conflict_table, disputed_settings, disputed_volumes

INDEX = np.arange(1_000_000, 1_002_000)
SEPARATE = {"2022": 110.0, "2023": 185.0, "2024": 260.0}


@pytest.fixture(scope="module")
def yueqing():
    return load_pack("yueqing")


def test_the_urban_weight_is_drawn_by_the_weight_of_its_readings(yueqing) -> None:
    values = fact_values(yueqing, "survey_urban_weight", INDEX)
    assert set(np.unique(values)) == {0.659, yueqing.value("survey_urban_weight")}
    assert np.mean(values == 0.659) == pytest.approx(0.2, abs=0.03)
    again = fact_values(yueqing, "survey_urban_weight", INDEX[::-1])
    np.testing.assert_array_equal(values, again[::-1])


def test_an_undisputed_fact_is_one_value(yueqing) -> None:
    values = fact_values(yueqing, "ratio_published", INDEX)
    assert np.unique(values).tolist() == [yueqing.value("ratio_published")]


def test_a_lower_weight_lowers_the_mean_of_residents_by_its_part_of_the_gap() -> None:
    share = np.array([[0.659, 0.664, 0.670], [0.659, 0.664, 0.670]])
    weight = survey_urban_weight(np.array([0.669, 0.659]), share)
    means = all_residents(np.full((2, 3), 40_000.0), np.full((2, 3), 70_000.0), weight)
    np.testing.assert_allclose(means[0] - means[1], 0.010 * 30_000.0)


@pytest.mark.parametrize("fact", FACTS_DRAWN)
def test_only_facts_that_levels_draw_may_be_named(fact: str, yueqing) -> None:
    named = {conflict.fact for conflict in yueqing.conflicts.values() if conflict.fact}
    assert fact in named
    assert named <= set(FACTS_DRAWN)


def test_a_reading_changes_the_volume_of_a_policy_that_leaves_it_to_the_plan(yueqing) -> None:
    disputed = disputed_volumes(yueqing, {"alliances": {}, "workshops": {}})
    assert disputed == {"alliances": {"separate": {"alliances": {"aid_alliances": SEPARATE}}}}
    taken = {"alliances": "separate"}
    assert disputed_settings(disputed, taken) == {"alliances": {"aid_alliances": SEPARATE}}
    assert disputed_settings(disputed, {"alliances": "sum"}) == {}


def test_a_volume_that_the_scenario_sets_is_not_in_dispute(yueqing) -> None:
    given = {"alliances": {"aid_alliances": {"2024": 5.0}}}
    assert disputed_volumes(yueqing, given) == {}


def test_both_readings_are_drawn(yueqing) -> None:
    taken = {draw(yueqing, index).baseline["alliances"] for index in range(40)}
    assert taken == {"sum", "separate"}


def test_every_reading_names_a_setting_of_a_policy(yueqing) -> None:
    everything = {name: {} for name in available()}
    assert set(disputed_volumes(yueqing, everything)) == {"alliances", "training_persons"}


def test_a_wrong_setting_is_named_with_the_nearest(yueqing) -> None:
    reading = yueqing.conflicts["alliances"].reading("separate")
    wrong = reading.model_copy(update={"volumes": {"alliances.aid_aliances": {"2024": 1.0}}})
    conflict = yueqing.conflicts["alliances"].model_copy(update={"readings": (wrong,)})
    pack = yueqing.model_copy(update={"conflicts": {"alliances": conflict}})
    with pytest.raises(InputError, match="aid_alliances"):
        disputed_volumes(pack, {"alliances": {}})


def test_every_conflict_says_where_it_enters(yueqing) -> None:
    everything = {name: {} for name in available()}
    table = conflict_table(yueqing, disputed_volumes(yueqing, everything))
    enters = table.drop_duplicates("conflict").set_index("conflict")["enters"]
    assert set(enters.index) == set(yueqing.conflicts)
    assert enters["low_income_2021"] == "unknown"
    assert enters["urban_weight_2024"] == "levels"
    assert enters["alliances"] == "policies"
    assert enters["ratio_2021"] == "settled"
    nowhere = set(enters[enters == "nowhere"].index)
    assert nowhere == {"charity_jobs", "houses_gain", "rural_rise_2021"}
    assert (table.groupby("conflict")["chosen"].sum() == 1).all()


def test_volumes_of_policies_that_are_off_enter_nowhere(yueqing) -> None:
    table = conflict_table(yueqing, disputed_volumes(yueqing, {}))
    assert set(table[table.conflict == "alliances"]["enters"]) == {"nowhere"}
