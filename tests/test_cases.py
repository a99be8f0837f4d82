"""The declarative cases hold, and mistakes in them are told plainly (Q16)."""

from pathlib import Path

import pytest
from case_files import FOLDER, load_cases, read_cases
from case_rules import RULES
from cases import Bound, Case

from model.errors import InputError

CASES = load_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    assert case.failures() == []


def test_there_are_enough_cases_and_every_rule_has_one() -> None:
    assert len(CASES) >= 60
    assert {case.rule for case in CASES} >= set(RULES)
    assert sum(case.rule is None for case in CASES) >= 15


def test_every_case_says_itself_in_both_languages() -> None:
    for case in CASES:
        assert any("一" <= sign <= "鿿" for sign in case.title["zh"]), case.name
        assert case.title["en"].isascii(), case.name


def test_a_case_that_does_not_hold_says_so() -> None:
    case = next(case for case in CASES if case.name == "allowance_fills_the_gap")
    given = {**case.given, "countable_yuan": 1300}
    wrong = Case(case.file, case.name, case.title, case.rule, given, {}, case.then)
    (sentence,) = wrong.failures()
    assert "低保按差额补足" in sentence
    assert "is 1700, expected 1800" in sentence


def test_bounds_are_inclusive() -> None:
    assert Bound(1.0, 2.0).holds(1.0)
    assert Bound(1.0, 2.0).holds(2.0)
    assert not Bound(1.0, 2.0).holds(2.0000001)


GOOD = """
[[case]]
name = "x"
title = { zh = "例", en = "example" }
source = "by hand"
rule = "allowance"
given = { standard_yuan = 3000, countable_yuan = 1200 }
then = { equals = 1800 }
"""
WORLD = """
[[case]]
name = "x"
title = { zh = "例", en = "example" }
source = "by hand"
[case.given]
unknowns = { "takeup.hassle" = 2.0 }
households = { aware = 7 }
[case.when.policies.workshops]
workshops = { 2022 = 2, 2024 = 8 }
[[case.then]]
indicator = "workshops"
year = 2024
at_least = 0
"""

MISTAKES = {
    "key of a case": (GOOD, "rule =", "ruel =", "ruel: is not known here.*did you mean 'rule'"),
    "rule": (GOOD, '"allowance"', '"alowance"', "no such rule.*did you mean 'allowance'"),
    "input": (GOOD, "standard_yuan", "standard_yaun", "did you mean 'standard_yuan'"),
    "missing input": (GOOD, ", countable_yuan = 1200", "", "given.countable_yuan: is missing"),
    "text for a number": (GOOD, "3000", '"3000"', "given.standard_yuan: is text, not a number"),
    "no margin": (GOOD, "{ equals = 1800 }", "{ within = 5 }", "margin of equals"),
    "nothing expected": (GOOD, "{ equals = 1800 }", "{}", "says nothing about a number"),
    "not a number": (GOOD, "{ equals = 1800 }", "{ equals = true }", "equals: must be a number"),
    "bounds and centre": (
        GOOD,
        "{ equals = 1800 }",
        "{ equals = 1, at_least = 0 }",
        "either equals or at_least",
    ),
    "crossed bounds": (
        GOOD,
        "{ equals = 1800 }",
        "{ at_least = 2, at_most = 1 }",
        "at_least is above at_most",
    ),
    "unknown bound": (GOOD, "equals", "equal", "did you mean 'equals'"),
    "one language": (GOOD, ', en = "example"', "", "must be given in both languages"),
    "no source": (GOOD, '"by hand"', '" "', "source: is empty"),
    "no then": (GOOD, "then = { equals = 1800 }", "", "then: is missing"),
    "then is a number": (GOOD, "{ equals = 1800 }", "1800", "then: must be a table"),
    "not a case": (GOOD, "[[case]]", "[[csae]]", "csae: is not known here.*did you mean 'case'"),
    "year of a rule": (GOOD, "equals = 1800", "equals = 1800, year = 2024", "year: is not known"),
    "unknown": (WORLD, "takeup.hassle", "takeup.hassel", "did you mean 'takeup.hassle'"),
    "column": (WORLD, "aware", "awrae", "did you mean 'aware'"),
    "policy": (WORLD, "policies.workshops", "policies.workshop", "did you mean 'workshops'"),
    "setting": (WORLD, "workshops = {", "workshop = {", "did you mean 'workshops'"),
    "indicator": (WORLD, '= "workshops"', '= "workshop"', "did you mean 'workshops'"),
    "year": (WORLD, "year = 2024", "year = 2031", "year: is out of range.*2022 to 2024"),
    "world": (WORLD, "year = 2024", 'year = 2024\nworld = "pilots"', "did you mean 'pilot'"),
    "part of given": (WORLD, "unknowns", "unknown", "did you mean 'unknowns'"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_remedy(mistake: str, tmp_path: Path) -> None:
    text, right, wrong, told = MISTAKES[mistake]
    assert text.count(right) >= 1
    path = tmp_path / "cases.toml"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(InputError, match=f"(?s)cases.toml.*{told}"):
        read_cases(path)


@pytest.mark.parametrize("text", [GOOD, WORLD], ids=["rule", "world"])
def test_what_has_no_mistake_is_read_and_run(text: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.toml"
    path.write_text(text, encoding="utf-8")
    (case,) = read_cases(path)
    assert case.failures() == []


def test_two_cases_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(InputError, match="also the name of a case in a.toml"):
        load_cases(tmp_path)


def test_a_file_without_cases_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.toml").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="holds no case"):
        read_cases(tmp_path / "empty.toml")


def test_the_guide_shows_cases_that_work(tmp_path: Path) -> None:
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")
    examples = [part.split("```")[0] for part in guide.split("```toml\n")[1:]]
    assert len(examples) == 2
    for place, example in enumerate(examples):
        path = tmp_path / f"{place}.toml"
        path.write_text(example, encoding="utf-8")
        (case,) = read_cases(path)
        assert case.name
