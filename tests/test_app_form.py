"""The form of the desk: its draft is a scenario file, and its errors are the command line's."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opened_desk import draft

from calibration.packs.pack import available_packs
from model.policies import available
from scenarios.__main__ import run
from scenarios.app.checking import check, field_of
from scenarios.app.choices import choice, scenarios_for
from scenarios.app.draft import Draft, shown
from scenarios.app.folders import Desk
from scenarios.app.form_callbacks import draft_of, job_of
from scenarios.app.jobs import keep
from scenarios.app.kept_draft import kept_draft
from scenarios.app.policies_part import policy_fields
from scenarios.app.toml_text import toml_text
from scenarios.app.verdict import problems, range_zh, verdict
from scenarios.app.words import _words, has_words, problem_zh
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario

WRONG = {
    "a percentage": (("workshops", "workshops", "2024"), "50%"),
    "text": (("workshops", "refit_paid_share", ""), "half"),
    "fullwidth digits": (("workshops", "refit_paid_share", ""), "０.５"),
    "a thousands mark": (("workshops", "workshops", "2024"), "1,000"),
    "nothing": (("workshops", "refit_paid_share", ""), ""),
    "too much": (("workshops", "refit_paid_share", ""), "1.5"),
    "a negative number": (("workshops", "workshops", "2022"), "-3"),
    "infinity": (("workshops", "outreach", ""), "inf"),
    "an absurd exponent": (("workshops", "outreach", ""), "1e999"),
    "no date": (("workshops", "start", ""), "soon"),
    "an impossible date": (("workshops", "start", ""), "2023-02-30"),
    "too early": (("workshops", "start", ""), "2021-01-01"),
    "too late": (("workshops", "start", ""), "2025-01-01"),
    "no truth value": (("workshops", "register_priority", ""), "perhaps"),
    "an empty title": (("", "title_zh", ""), ""),
    "a long title": (("", "title_en", ""), "x" * 201),
    "a direction mark": (("", "title_en", ""), "a\u202eb"),
    "a lone surrogate": (("", "title_en", ""), "a\ud800b"),
    "a year too far": (("", "last_year", ""), "2029"),
    "no year": (("", "last_year", ""), "soon"),
    "another county's comparison": (("", "counterfactual", ""), "nothing"),
    "an unknown that is not": (("", "further", ""), '[parameters]\n"a.b" = { times = 2 }'),
    "a shock to nothing": (("", "further", ""), "[shocks]\nrain = { 2023 = 0.1 }"),
}


FURTHER = "[shocks]\nrural_business = { 2023 = -0.1 }"


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_as_the_command_line_says_it(tmp_path, capfd, case):
    key, text = WRONG[case]
    made = draft({key: text})
    checked = check(made)
    assert checked.plan is None
    assert checked.errors
    file = tmp_path / "pilot_own.toml"
    file.write_bytes(checked.text)
    assert run(["validate", str(file)]) == 1
    said = capfd.readouterr().err.strip()
    ours = str(checked.errors[0])
    if "escape" in said:  # the place of a sign in a file is no part of what is wrong
        ours, said = ours.split(" (at")[0], said.split(" (at")[0]
    assert said.endswith(ours), (said, ours)
    if case not in ("a lone surrogate",):
        assert "|".join((key[0], key[1], "")) in problems(checked.errors)[0]["places"]


@pytest.mark.parametrize(("key", "text"), [
    (("", "further", ""), "[shocks"), (("", "further", ""), 'extends = "../x"'),
    (("", "further", ""), "[policies.workshops]\nworkshops = { 2024 = 1 }"),
    (("", "name", ""), "pilot"), (("", "name", ""), "Mine"), (("", "draws", ""), "x"),
    (("", "draws", ""), "0"), (("", "draws", ""), "2.5"), (("", "seeds", ""), "10001"),
    (("", "scale", ""), "1.5"), (("", "scale", ""), "nan"), (("", "scale", ""), ""),
    (("", "evidence", ""), "rumour"), (("", "further", ""), "#" * 30_000),
])  # fmt: skip
def test_what_only_a_form_can_get_wrong_is_said_too(key, text):
    more = {("", "title_zh", ""): "变"} if key[1] == "name" else {}
    checked = check(draft({key: text, **more}))
    assert checked.plan is None
    assert checked.errors


def test_every_error_is_found_at_once_and_shown_beside_its_field():
    keys = [("workshops", "workshops", "2022"), ("workshops", "workshops", "2024"),
            ("pairing", "donors", ""), ("", "scale", ""), ("", "title_zh", "")]  # fmt: skip
    checked = check(draft({key: "" if key[1] == "title_zh" else "none" for key in keys}))
    assert {field_of(error) for error in checked.errors} == set(keys)
    beside = [one["places"][0] for one in problems(checked.errors)]
    assert sorted(beside) == sorted(map("|".join, keys))
    assert "at-pairing-donors-_" in str(verdict(checked, known=False))


def test_nothing_changed_is_the_run_of_the_command_line():
    checked = check(draft())
    size = Size(2, 1, float(draft().text("scale")))
    assert checked.plan.fingerprint == make_plan(load_scenario("pilot"), size).fingerprint


def test_a_change_is_a_small_file_that_the_command_line_takes(tmp_path, capfd):
    changes = {
        ("workshops", "workshops", "2023"): "40",
        ("workshops", "workshops", "2024"): "120",
        ("workshops", "start", ""): "2023-01-01",
        ("workshops", "register_priority", ""): "false",
        ("", "title_en", ""): 'More "workshops" \\',
        ("", "further", ""): FURTHER,
    }
    made = draft(changes, on={"online_shop": False, "dibao_floor": True, "workshops": True})
    checked = check(made)
    assert not checked.errors, list(map(str, checked.errors))
    file = tmp_path / f"{made.name}.toml"
    file.write_bytes(checked.text)
    assert run(["validate", str(file)]) == 0
    scenario = load_scenario(str(file))
    assert scenario.policies["workshops"] == {
        "register_priority": False, "start": "2023-01-01",
        "workshops": {"2022": 10.0, "2023": 40.0, "2024": 120.0},
    }  # fmt: skip
    assert "online_shop" not in scenario.policies
    assert "dibao_floor" in scenario.policies
    assert scenario.title["en"] == 'More "workshops" \\'
    assert scenario.shocks == {"rural_business": {"2023": -0.1}}
    plan = make_plan(scenario, checked.plan.size)
    assert plan.fingerprint == checked.plan.fingerprint


def test_a_kept_draft_is_the_form_again(tmp_path):
    changes = {
        ("workshops", "workshops", "2024"): "120", ("pairing", "donors", ""): "2000",
        ("", "title_zh", ""): "更多工坊", ("", "further", ""): FURTHER,
        ("", "name", ""): "more", ("workshops", "workshops", "2022"): "",
    }  # fmt: skip
    made = draft(changes, on={"online_shop": False})
    checked = check(made)
    desk = Desk(tmp_path)
    keep(desk, job_of(made, checked), checked.text)
    again = kept_draft(desk, checked.plan.fingerprint)
    full = {
        (policy, name, year): text
        for policy, name in {key[:2] for key in again.texts if key[0]}
        for year, text in shown(again.choice.settings[policy][name], again.choice).items()
    }
    titles = {("", f"title_{lang}", ""): made.text(f"title_{lang}") for lang in ("zh", "en")}
    refilled = Draft(again.choice, {**full, **titles, **again.texts}, again.on)
    assert check(refilled).plan.fingerprint == checked.plan.fingerprint
    assert kept_draft(desk, "../x") is None


@pytest.mark.parametrize("county", available_packs())
def test_every_scenario_of_every_county_opens_as_a_form_that_may_be_run(county):
    for scenario in scenarios_for(county)[:3]:
        checked = check(draft(county=county, base=scenario.name))
        assert not checked.errors
        assert checked.plan.scenario.name == scenario.name


def test_every_setting_of_every_policy_has_unit_bounds_and_source_in_the_form():
    chosen = choice("yueqing", "pilot")
    for policy in available():
        text = str(policy_fields(chosen, policy))
        for name, setting in chosen.settings[policy].items():
            assert f"'setting': '{name}'" in text
            if setting.card is not None and setting.kind != "yes_no":
                assert f"{setting.card.low:,.15g} 至 {setting.card.high:,.15g}" in text
                assert setting.card.unit in text
        assert text.count("出处") == len(chosen.settings[policy]), policy


def test_every_unit_and_family_has_chinese_words():
    from results.numbers import unit_name

    units = {setting.card.unit for each in choice(None, None).settings.values()
             for setting in each.values() if setting.card}  # fmt: skip
    without = {unit for unit in units if unit_name(unit, "zh") == unit} - set(_words()["units"])
    assert not without
    assert {kind.family for kind in available().values()} == set(_words()["families"])


def test_words_come_in_both_languages_with_the_same_gaps():
    from string import Formatter

    lists = ("problems", "families", "units")
    for key in set(_words()) - set(lists):
        assert has_words(key), key
        gaps = [{gap for _, gap, _, _ in Formatter().parse(_words()[key][lang]) if gap}
                for lang in ("zh", "en")]  # fmt: skip
        assert gaps[0] == gaps[1], key


def test_a_range_reads_as_chinese_where_it_is_one():
    assert range_zh("0 to 5e+06 workshops") == "0 至 5,000,000 家"
    assert range_zh("0.001 to 1") == "0.001 至 1"
    assert range_zh("true, false") == "true, false"
    assert problem_zh("is out of range") == "超出允许范围"


PLAIN = st.one_of(
    st.text(max_size=20), st.booleans(), st.integers(-(2**53), 2**53), st.dates(),
    st.floats(allow_nan=False, allow_infinity=False), st.lists(st.integers(0, 9), max_size=3),
    st.dictionaries(st.text(max_size=5), st.floats(-1e9, 1e9), max_size=3),
)  # fmt: skip


@settings(max_examples=60)
@given(st.dictionaries(st.text(max_size=5), PLAIN, max_size=4))
def test_written_tables_are_read_as_they_were(plain):
    tables = {f"x{name}": value for name, value in plain.items()}
    tables |= {"title": plain, "policies": {"own": plain, "a.b": {}}}
    assert tomllib.loads(toml_text(tables, "heading\n[not a table]")) == tables


def test_ids_from_the_browser_are_taken_for_nothing_but_names():
    fields = [
        {"id": {"policy": "workshops", "setting": "../x", "year": ""}, "value": "1"},
        {"id": {"policy": "nothing", "setting": "start", "year": ""}, "value": "1"},
        {"id": {"policy": "", "setting": "draws", "year": ""}, "value": 7},
    ]
    boxes = [{"id": {"policy": "nothing"}, "value": ["on"]}]
    typed = {"fields": [*fields, None, 7, {"id": "x"}], "boxes": boxes}
    made = draft_of({"county": "../../etc", "base": "../x"}, typed)
    assert draft_of({}, {"fields": "x", "boxes": {}}).texts == {}
    assert made.choice.pack.name == "yueqing"
    assert made.choice.scenario.name == "pilot"
    assert set(made.texts) == {("", "draws", "")}
    assert made.text("draws") == ""
    assert not made.on


def test_a_scenario_file_of_the_desk_says_where_it_comes_from():
    from scenarios.app.form_page import heading

    made = draft({("pairing", "donors", ""): "2000"})
    text = check(made, heading()).text.decode("utf-8")
    assert text.startswith("# 在浏览器")
    assert Path(__file__).parents[1].as_posix() not in text
