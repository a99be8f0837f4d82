"""County packs as shipped: complete, sourced, consistent, and blind to what came after 2021."""

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter

import pytest

from calibration.packs.pack import COUNTIES, available_packs, load_pack, shared_sources
from calibration.packs.pack_units import UNITS
from model.parameters import Parameters
from model.policies import available

PACKS = available_packs()

NEEDED = {
    "rural_income_yuan", "urban_income_yuan", "resident_income_yuan", "register_income_yuan",
    "ratio_published", "population", "urbanisation_share", "survey_urban_weight",
    "household_size_rural", "household_size_urban", "employment_share", "villages", "towns",
    "collective_revenue_yuan", "collective_floor_yuan", "operating_floor_yuan",
    "dividend_villages", "dividend_threshold_yuan", "absorbed_jobs", "houses_activated",
    "house_area_m2", "houses_household_income_yuan", "houses_jobs", "gdp_per_head_yuan",
    "labour_productivity_yuan", "farm_labour_productivity_yuan", "farmhouse_loans_yuan",
    "farmhouse_loan_households", "enterprises", "sectors", "arable_mu_per_rural_member",
    "forest_mu_per_rural_member", *(f"rural_quintile_{fifth}" for fifth in range(1, 6)),
    "rural_gini", "urban_gini", "women_40_65_share", "persons_60_72_share", "minimum_wage_yuan",
    "exchange_premium_share", "changhong_dividend_yuan", "changhong_share_transfers",
    "income_floor_yuan", "collective_projects", "collective_projects_yuan", "register_persons",
}  # fmt: skip


@pytest.fixture(scope="module")
def yueqing():
    return load_pack("yueqing")


@pytest.mark.parametrize("name", PACKS)
def test_every_shipped_pack_loads_under_its_own_name(name):
    pack = load_pack(name)
    assert pack.name == name
    assert all(fact.zh != fact.en for fact in pack.facts.values())


@pytest.mark.parametrize("name", PACKS)
def test_no_income_of_2022_or_later_is_in_the_history(name):
    pack = load_pack(name)
    assert pack.history
    assert max(row.year for row in pack.history) <= 2021
    assert max((row.year for row in pack.income_sources), default=2021) <= 2021
    text = (COUNTIES / name / "history.csv").read_text(encoding="utf-8")
    years = re.findall(r"^[^,]+,[^,]+,[^,]+,(\d{4}),", text, re.MULTILINE)
    assert len(years) == len(pack.history)
    assert max(years) <= "2021"


def test_baseline_is_that_of_the_plan(yueqing):
    assert yueqing.value("rural_income_yuan") == 41991
    assert yueqing.value("urban_income_yuan") == 73287
    assert yueqing.value("collective_revenue_yuan") == 25.93e8
    assert yueqing.value("absorbed_jobs") == 18000
    assert NEEDED - set(yueqing.facts) == set()


def test_survey_weight_joins_the_three_published_means(yueqing):
    weight = yueqing.value("survey_urban_weight")
    assert weight == pytest.approx((62942 - 41991) / (73287 - 41991), rel=1e-14)
    assert weight * 73287 + (1 - weight) * 41991 == pytest.approx(62942, abs=1e-9)
    assert weight == pytest.approx(0.6694, abs=5e-5)


def test_households_come_to_about_600_000(yueqing):
    rural = yueqing.value("rural_population") / yueqing.value("household_size_rural")
    urban = yueqing.value("urban_population") / yueqing.value("household_size_urban")
    assert rural + urban == pytest.approx(600_000, rel=0.005)
    assert rural + urban == pytest.approx(yueqing.value("households"), rel=1e-3)


def test_all_sixteen_indicators_stand_for_all_four_years(yueqing):
    annex = [target for target in yueqing.targets if target.number is not None]
    assert {(target.number, target.year) for target in annex} == {
        (number, year) for number in range(1, 17) for year in range(2021, 2025)
    }
    assert len({target.indicator for target in annex}) == 16
    assert all((target.kind == "baseline") == (target.year == 2021) for target in annex)
    no_base = {target.number for target in annex if target.value is None}
    assert no_base == {13, 14, 15}


def test_incomes_of_the_plan_imply_a_ratio_of_1717(yueqing):
    goal = {t.indicator: t.value for t in yueqing.targets if t.number and t.year == 2024}
    residents, rural, urban_share = (
        goal[name] for name in ("resident_income", "rural_income", "urbanisation")
    )
    implied = (residents - (1 - urban_share) * rural) / urban_share / rural
    assert implied == pytest.approx(1.717, abs=5e-4)


def test_every_lever_of_the_plan_is_used_or_explained(yueqing):
    assert len(yueqing.levers) == 236
    unexplained = [lever.en for lever in yueqing.levers if not (lever.policy or lever.not_modelled)]
    assert unexplained == []
    settings = {lever.used_by for lever in yueqing.levers}
    assert {
        "workshops.workshops", "three_incomes.arable_mu", "three_incomes.forest_mu",
        "three_incomes.houses", "three_incomes.dividend_villages", "three_incomes.projects",
        "three_incomes.special_fund_yuan", "circular_charity.grants_yuan_per_year",
    } <= settings  # fmt: skip


def test_levers_and_targets_agree_where_they_speak_of_the_same(yueqing):
    goal = {(t.indicator, t.year): t.value for t in yueqing.targets}
    compared = 0
    for lever in yueqing.levers:
        key = (lever.setting, lever.last_year)
        if lever.policy == "target" and key in goal and lever.value is not None:
            if lever.setting in {"people_trained", "collective_income"}:
                continue  # cumulative beside yearly; 25.93 beside 25.9
            assert lever.value == goal[key], lever
            compared += 1
    assert compared >= 50


def test_levers_that_repeat_a_fact_give_its_value(yueqing):
    for lever in yueqing.levers:
        if lever.policy == "fact" and lever.setting != "operating_floor_yuan":
            assert lever.value == pytest.approx(yueqing.value(lever.setting), rel=1e-9), lever


def test_policies_have_the_settings_that_levers_name_and_the_plan_as_default(yueqing):
    kinds = available()
    for lever in yueqing.levers:
        if lever.policy in {"", "fact", "target", "conflict"}:
            continue
        default = getattr(kinds[lever.policy](), lever.setting)
        if isinstance(default, tuple):
            default = dict(default)[lever.last_year]
        assert lever.value == default, lever.used_by


def test_alliances_are_the_sum_that_the_conflict_chooses(yueqing):
    used = {"alliances.aid_alliances", "party_building.consortia"}
    rows = [v for v in yueqing.levers if v.used_by in used]
    parts = {year: sum(v.value for v in rows if v.last_year == year) for year in (2022, 2024)}
    kinds = available()
    aid, consortia = kinds["alliances"]().aid_alliances, kinds["party_building"]().consortia
    assert parts == {year: value + dict(consortia)[year] for year, value in aid}
    assert yueqing.conflicts["alliances"].reading("sum").value == parts[2024] == 180


def test_conflicts_keep_every_reading_and_link_to_the_prior_that_draws_it(yueqing):
    cards = Parameters.cards()
    for name, conflict in yueqing.conflicts.items():
        chosen = conflict.reading(conflict.chosen)
        assert chosen.weight == max(reading.weight for reading in conflict.readings), name
        certain = sorted(reading.weight for reading in conflict.readings)[-2:] == [0.0, 1.0]
        assert certain == (conflict.weights == "certain"), name
        if conflict.parameter:
            points = cards[conflict.parameter].ex_ante.points
            readings = tuple((reading.value, reading.weight) for reading in conflict.readings)
            assert not points or points == readings, name


def test_low_income_conflict_is_as_documented(yueqing):
    conflict = yueqing.conflicts["low_income_2021"]
    assert {(r.value, r.weight) for r in conflict.readings} == {(16376.5, 0.8), (14645, 0.2)}
    assert conflict.chosen == "text"


def tags_in_model(repository):
    """Source tags written in the model's parameters and policies."""
    for folder in ("parameters", "policies"):
        for path in (repository / "model" / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.keyword) and node.arg == "source":
                    value = getattr(node.value, "value", None)
                    if isinstance(value, str):
                        yield value


def test_every_source_tag_of_the_model_is_described(repository):
    used = set(tags_in_model(repository))
    assert len(used) >= 25
    assert used - set(shared_sources()) == set()


def test_unknowns_without_an_ex_ante_prior_use_no_later_evidence():
    sources = shared_sources()
    later = [
        path
        for path, card in Parameters.cards().items()
        if sources[card.source].vintage == "post-2022" and not card.hindsight
    ]
    assert later == []


def test_sources_are_documents_not_machine_paths():
    for tag, source in shared_sources().items():
        assert not re.search(r"(^|\s)/|\.txt|seed|\\", source.title), tag
        assert source.url == "" or re.match(r"https?://", source.url), tag


def test_every_source_listed_is_cited_by_somebody(repository):
    cited = set(tags_in_model(repository))
    for name in PACKS:
        pack = load_pack(name)
        rows = [*pack.facts.values(), *pack.targets, *pack.levers, *pack.history,
                *pack.income_sources]  # fmt: skip
        rows += [reading for c in pack.conflicts.values() for reading in c.readings]
        cited |= {tag for row in rows for tag in row.source}
        cited |= {card.source for card in pack.cards().values()}
    assert set(shared_sources()) - cited == set()


def test_fingerprint_follows_content_and_not_place(yueqing, tmp_path):
    copy = tmp_path / "elsewhere"
    shutil.copytree(COUNTIES / "yueqing", copy)
    assert load_pack(copy).fingerprint == yueqing.fingerprint
    file = copy / "targets.csv"
    file.write_bytes(file.read_bytes().replace(b"74200", b"74201"))
    changed = load_pack(copy)
    assert changed.fingerprint != yueqing.fingerprint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_office_encodings_give_the_same_pack(yueqing, tmp_path, encoding, newline):
    copy = tmp_path / "copy"
    shutil.copytree(COUNTIES / "yueqing", copy)
    for file in (*copy.glob("*.csv"), *copy.glob("*.toml")):
        text = file.read_bytes().decode("utf-8").replace("\n", newline)
        file.write_bytes(text.encode(encoding))
    pack = load_pack(copy)
    assert pack.model_dump(exclude={"fingerprint"}) == yueqing.model_dump(exclude={"fingerprint"})


def test_units_state_a_range_and_are_used():
    assert all(low < high for low, high in UNITS.values())
    used = Counter()
    for name in PACKS:
        pack = load_pack(name)
        used.update(row.unit for row in [*pack.facts.values(), *pack.targets, *pack.levers])
    assert set(used) <= set(UNITS)


def test_reading_a_pack_needs_no_heavy_library():
    program = (
        "import sys; from calibration.packs.pack import load_pack; load_pack('yueqing'); "
        "print([m for m in ('pandas','numba','mesa','scipy','plotly') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
