"""A name is a name: no scenario, county or title makes the program write outside its folder."""

import os

import pytest

from results.run_folder import RunFolder
from scenarios.__main__ import run
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario

HOSTILE = [
    "../x", "../../etc/passwd", "/etc/passwd", "/tmp/owned", "C:\\Windows\\x", "\\\\host\\share",
    "CON", "con", "NUL", "aux.txt", "COM1", "LPT9", "CLOCK$", "a/b", "a\\b", "a:b", "a|b", "a*b?",
    "<script>", "a\nb", "a\rb", "a\tb", "a\0b", "\0", "", " ", ".", "..", "...", ".hidden", "-rf",
    "--out", "~", "~root", "$HOME", "`id`", "$(id)", "%TEMP%", "a" * 255, "a" * 300, "长" * 120,
    "\u202etxt.exe", "\u200b", "\ufeff", "a\u0301", "ﬁ", "éè", "name.", "name ", "😀" * 40,
    "a;rm -rf /", "'quoted'", '"quoted"', "{0}", "%s%s%n", "\ud7ff", "\x1b[31m", "\x7f",
]  # fmt: skip


def test_there_are_at_least_fifty():
    assert len(set(HOSTILE)) >= 50


def written(folder):
    return {path.relative_to(folder).parts[0] for path in folder.rglob("*")}


@pytest.mark.parametrize("name", HOSTILE, ids=repr)
def test_a_run_folder_lies_inside_its_parent(tmp_path, name):
    parent = tmp_path / "runs"
    parent.mkdir()
    folder = RunFolder.inside(parent, f"{name}", "0" * 12)
    assert folder.path.resolve().parent == parent.resolve()
    assert written(tmp_path) == {"runs"}


@pytest.mark.parametrize("name", HOSTILE, ids=repr)
@pytest.mark.parametrize(
    "command",
    [["forecast", "--scenario"], ["run"], ["forecast"], ["validate"], ["verify"], ["report"]],
)
def test_a_command_refuses_a_hostile_name_and_writes_nothing(
    tmp_path, monkeypatch, capfd, command, name
):
    monkeypatch.chdir(tmp_path)
    argument = [f"--scenario={name}"] if command[-1] == "--scenario" else ["--", name]
    assert run([*command[:1], *argument]) in (1, 2)
    assert "Traceback" not in capfd.readouterr().err
    assert written(tmp_path) == set()


@pytest.mark.parametrize("name", HOSTILE, ids=repr)
def test_a_hostile_title_or_county_names_no_file(tmp_path, name):
    quoted = name.encode("unicode_escape").decode().replace("\\x", "\\u00").replace('"', '\\"')
    file = tmp_path / "own.toml"
    file.write_text(f'county = "yueqing"\ntitle = {{ zh = "{quoted}", en = "x" }}\n', "utf-8")
    assert run(["validate", str(file)]) in (0, 1)
    file.write_text(f'county = "{quoted}"\n', "utf-8")
    assert run(["validate", str(file)]) == 1
    assert written(tmp_path) == {"own.toml"}


@pytest.mark.parametrize(
    "stem", ["x y", "..", "-rf", "长" * 60, "\u202etxt", "a;b", "CON", "$(id)"]
)
def test_a_scenario_file_with_a_hostile_name_gets_a_plain_one(tmp_path, stem):
    file = tmp_path / f"{stem}.toml"
    file.write_text('county = "yueqing"\n', "utf-8")
    plan = make_plan(load_scenario(str(file)), Size(draws=1, seeds=1, scale=0.01))
    assert plan.scenario.name.replace("_", "a").replace("-", "a").isalnum()
    folder = RunFolder.inside(tmp_path / "runs", plan.scenario.name, plan.fingerprint)
    assert folder.path.parent == tmp_path / "runs"


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links on this system")
def test_a_link_in_the_place_of_the_run_folder_is_refused(tmp_path, capfd):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    plan = make_plan(load_scenario("pilot"), Size(draws=1, seeds=1, scale=0.01))
    runs = tmp_path / "runs"
    runs.mkdir()
    (runs / "name").symlink_to(elsewhere)
    with pytest.raises(RuntimeError, match="link"):
        RunFolder.inside(runs, "name", plan.fingerprint)
    assert written(elsewhere) == set()
