"""Typical mistakes: each has a message that names the place, the value and the remedy."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import InputError
from scenarios.__main__ import run
from scenarios.inputs.scenario import load_scenario
from scenarios.inputs.schema import parse_scenario
from scenarios.inputs.settings import policy_kinds, read_settings
from scenarios.inputs.toml_file import LARGEST_FILE_BYTES, parse_toml

WORKSHOPS = "[policies.workshops]\n"

# What is written into a scenario file, and words that the message must have.
MISTAKES = {
    "unknown key": ('contry = "yueqing"', "contry", "did you mean 'county'"),
    "key of a later version": ('budget = 3', "budget", "allowed: county"),
    "unknown policy": ("[policies.workshop]", "policies.workshop", "did you mean 'workshops'"),
    "policy with a capital": ("[policies.Workshops]", "Workshops", "did you mean 'workshops'"),
    "policy in Chinese": ('[policies."共富车间"]', "共富车间", "allowed: alliances"),
    "unknown setting": (WORKSHOPS + "worksops = { 2022 = 1 }", "did you mean 'workshops'"),
    "setting of another policy": (WORKSHOPS + "special_fund_yuan = 1", "special_fund_yuan",
                                  "not a setting of this policy"),
    "percent as text": (WORKSHOPS + 'rent_paid_share = "50%"', "percentage written as text",
                        "0 to 1 share"),
    "full-width percent": (WORKSHOPS + 'rent_paid_share = "50％"', "text, not a number"),
    "number as text": (WORKSHOPS + 'rent_paid_share = "0.5"', "text, not a number"),
    "percent as a number": (WORKSHOPS + "rent_paid_share = 50", "out of range", "given: 50"),
    "negative": (WORKSHOPS + "rent_paid_share = -0.1", "must not be negative"),
    "negative intensity": (WORKSHOPS + "intensity = -1", "must not be negative"),
    "huge intensity": (WORKSHOPS + "intensity = 500", "out of range", "0 to 5 ratio"),
    "not a number": (WORKSHOPS + "intensity = nan", "finite", "policies.workshops.intensity"),
    "infinite": (WORKSHOPS + "intensity = inf", "finite"),
    "a number too large": (WORKSHOPS + "intensity = 99999999999999999999", "too large"),
    "yes as text": (WORKSHOPS + 'training_paid = "yes"', "true or false"),
    "one for yes": (WORKSHOPS + "training_paid = 1", "true or false"),
    "yes for a number": (WORKSHOPS + "intensity = true", "must be a number"),
    "a number for a path": (WORKSHOPS + "workshops = 100", "table of values by year"),
    "a list for a path": (WORKSHOPS + "workshops = [10, 100]", "table of values by year"),
    "an empty path": (WORKSHOPS + "workshops = {}", "table of values by year"),
    "a path by quarter": (WORKSHOPS + "workshops = { 2022Q4 = 10 }", "2022Q4", "2022 to 2030"),
    "a year too early": (WORKSHOPS + "workshops = { 2021 = 10 }", "2021", "2022 to 2030"),
    "a year too late": (WORKSHOPS + "workshops = { 2031 = 10 }", "2031"),
    "text in a path": (WORKSHOPS + 'workshops = { 2022 = "10" }', "workshops.2022", "text"),
    "negative in a path": (WORKSHOPS + "workshops = { 2022 = -5 }", "workshops.2022", "negative"),
    "too much in a path": (WORKSHOPS + "workshops = { 2022 = 99999 }", "0 to 5000 workshops"),
    "wrong unit": (WORKSHOPS + 'refit_paid_share = { value = 4, unit = "万元" }', "万元",
                   "share"),
    "wrong unit of a path": (WORKSHOPS + 'workshops = { 2022 = 1, unit = "jobs" }', "another unit",
                             "allowed: workshops"),
    "start before the plan": (WORKSHOPS + "start = 2022-01-01", "2022-01-01", "from 2022-09-23"),
    "start after the end": (WORKSHOPS + "start = 2026-01-01", "after the scenario ends", "to 2024"),
    "start as text": (WORKSHOPS + 'start = "2022-10-01"', "must be a date"),
    "start with a time": (WORKSHOPS + "start = 2022-10-01T08:00:00", "must be a date"),
    "start as a year": (WORKSHOPS + "start = 2023", "must be a date"),
    "a day that is none": (WORKSHOPS + "start = 2022-02-30", "is not TOML"),
    "a policy that is a number": ("[policies]\nworkshops = 1", "policies.workshops", "table"),
    "years the wrong way": ("years = [2024, 2022]", "years", "[2022, last]"),
    "years as text": ('years = ["2022", "2024"]', "years", "whole number"),
    "one year": ("years = [2024]", "two years"),
    "years as a number": ("years = 2024", "two years"),
    "a first year of its own": ("years = [2023, 2024]", "year after the baseline"),
    "a year beyond the packs": ("years = [2022, 2050]", "too late", "2030"),
    "title in one language": ('title = { zh = "一" }', "title.en", "missing"),
    "title as text": ('title = "one"', "title", "table"),
    "title in a third language": ('title = { zh = "一", en = "a", fr = "b" }', "fr"),
    "title with a direction mark": ('title = { zh = "一\\u202e", en = "a" }', "direction marks"),
    "extends nothing known": ('extends = "pilt"', "no such scenario", "did you mean 'pilot'"),
    "extends a path": ('extends = "../../etc/passwd"', "extends", "small letters"),
    "extends a list": ('extends = ["pilot", "trend"]', "extends", "must be text"),
    "takes away what is not there": ('extends = "no_pilot"\nwithout = ["workshops"]',
                                     "not there"),
    "counterfactual as text": ('counterfactual = "trend"', "counterfactual", "table"),
    "unknown switch": ("[switches]\nlerning = false", "did you mean 'learning'"),
    "a switch that is a number": ("[switches]\nlearning = 0", "true or false"),
    "the same key twice": ('county = "a"\ncounty = "b"', "is not TOML"),
    "an open bracket": ("[policies.workshops", "is not TOML"),
    "YAML": ("county: yueqing", "is not TOML"),
    "a NUL byte": ("county = 1\0", "not a text file"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_has_a_message_that_helps(tmp_path, name):
    text, *words = MISTAKES[name]
    file = tmp_path / "scenario.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenario(str(file))
    for word in (*words, "scenario.toml"):
        assert word in str(caught.value)


def test_there_are_at_least_forty():
    assert len(MISTAKES) >= 40


# A command line, the exit code, and words that standard error must have.
COMMANDS = {
    "unknown command": (["forcast"], 2, "forecast"),
    "unknown option": (["forecast", "--drws", "3"], 2, "--draws"),
    "text for a number": (["forecast", "--draws", "many"], 2, "--draws"),
    "no draws": (["forecast", "--draws", "0"], 2, "--draws"),
    "a negative seed": (["forecast", "--seeds", "-1"], 2, "--seeds"),
    "too large a scale": (["forecast", "--scale", "2"], 2, "--scale"),
    "scale in per cent": (["forecast", "--scale", "10%"], 2, "--scale"),
    "unknown language": (["forecast", "--lang", "fr"], 2, "--lang"),
    "unknown evidence": (["forecast", "--evidence", "hindsight"], 2, "--evidence"),
    "unknown county": (["forecast", "yueqin"], 1, "did you mean 'yueqing'"),
    "unknown scenario": (["forecast", "--scenario", "pilott"], 1, "did you mean 'pilot'"),
    "no such file": (["run", "none.toml"], 1, "none.toml: there is no such file"),
    "neither of both": (["validate", "yueqng"], 1, "did you mean 'yueqing'"),
    "verify of nothing": (["verify", "nowhere"], 1, "no such folder"),
    "report of nothing": (["report", "nowhere"], 1, "no run in this folder"),
    "a job that is no job": (["run", "--job", "pyproject.toml"], 1, "not the file of a job"),
    "compare with one": (["compare", "pilot"], 2, "Missing argument"),
    "list of nothing": (["list", "wishes"], 2, "No such command"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_wrong_command_line_ends_with_a_sentence(capfd, monkeypatch, repository, name):
    monkeypatch.chdir(repository)
    arguments, code, words = COMMANDS[name]
    assert run(arguments) == code
    said = capfd.readouterr()
    together = "".join((said.err + said.out).split("\n"))
    assert words in together or words in said.err + said.out
    assert "Traceback" not in together


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00\x01" * 9), "not a text file"),
        (lambda path: path.write_bytes(b"#" * (LARGEST_FILE_BYTES + 1)), "too large"),
        (lambda path: path.write_text("a = " + "[" * 5000 + "]" * 5000), "nested too deeply"),
        (lambda path: path.write_text("a" + ".a" * 400 + " = 1"), "nested too deeply"),
        (lambda path: path.write_text("a = 0x" + "f" * 6000), "too large"),
    ],
)
def test_a_file_that_cannot_be_a_scenario(tmp_path, make, words):
    path = tmp_path / "scenario.toml"
    make(path)
    with pytest.raises(InputError, match=words):
        load_scenario(str(path))


def test_a_folder_of_something_else_is_left_alone(tmp_path, capfd):
    (tmp_path / "thesis.docx").write_text("ten years of work")
    arguments = ["forecast", "--draws", "1", "--seeds", "1", "--scale", "0.01"]
    assert run([*arguments, "--out", str(tmp_path)]) == 1
    assert "not empty" in capfd.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_in_the_place_of_the_folder(tmp_path, capfd):
    (tmp_path / "out").write_text("a file")
    assert run(["forecast", "--draws", "1", "--out", str(tmp_path / "out")]) == 1
    assert "sanjin:" in capfd.readouterr().err
    assert (tmp_path / "out").read_text() == "a file"


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
KEYS = st.sampled_from(
    ["county", "title", "question", "years", "extends", "without", "policies", "switches", "x"]
)


def only_input_errors(work):
    """Whatever is wrong, it is said in the project's own words; anything else fails the test."""
    with suppress(InputError):
        work()


def loaded(data):
    tables = parse_toml(data, "fuzz.toml")
    found = parse_scenario(tables, "fuzz.toml")
    for name, given_settings in found.policies.items():
        read_settings(name, given_settings, "fuzz.toml", 2024)


@given(st.binary(max_size=400))
@settings(max_examples=1000)
def test_any_bytes_are_read_or_refused(data):
    only_input_errors(lambda: loaded(data))


@given(st.dictionaries(KEYS, PLAIN, max_size=5))
@settings(max_examples=1000)
def test_any_tables_are_read_or_refused(tables):
    only_input_errors(lambda: parse_scenario(tables, "fuzz.toml"))


SETTINGS = st.sampled_from(["start", "intensity", "workshops", "training_paid", "outreach", "y"])


@given(st.sampled_from(sorted(policy_kinds())), st.dictionaries(SETTINGS, PLAIN, max_size=3))
@settings(max_examples=1000)
def test_any_settings_are_read_or_refused(policy, given_settings):
    only_input_errors(lambda: read_settings(policy, given_settings, "fuzz.toml", 2024))


@pytest.mark.slow
@given(st.data())
@settings(max_examples=100_000)
def test_damaged_scenarios_are_read_or_refused(data):
    library = sorted(Path("scenarios/library").glob("*.toml"))
    text = bytearray(data.draw(st.sampled_from(library)).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text) - 1))
        text[place : place + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    only_input_errors(lambda: loaded(bytes(text)))


def test_an_error_never_prints_control_characters(tmp_path, capfd):
    file = tmp_path / "s.toml"
    file.write_text('"co\\u001b[31mnty" = 1', encoding="utf-8")
    assert run(["validate", str(file)]) == 1
    assert "\x1b" not in capfd.readouterr().err


def test_entries_of_a_list_can_be_read_by_machines(capfd):
    assert run(["list", "scenarios", "--json"]) == 0
    assert {entry["scenario"] for entry in json.loads(capfd.readouterr().out)} >= {"pilot", "trend"}
