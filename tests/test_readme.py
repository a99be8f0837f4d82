"""The README is true: its commands run as written, its files exist, its lines install."""

import inspect
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from readme_blocks import (
    LINK,
    README,
    RECIPES,
    ROOT,
    files_of,
    lines,
    pages,
    sections,
    smaller,
    text_of,
)
from readme_run import PICTURE, put_into, run_of

from model.county import CountyModel
from model.parameters import Parameters
from model.policies import available
from scenarios.__main__ import run

CHAPTERS = sections(text_of(README), 2)
INSTALL = CHAPTERS["Two commands"]
COMMANDS = [line for line in lines(CHAPTERS["The command"], "sh") if line.startswith("sanjin ")]
RUN = "runs/yueqing"
"""The folder of the README's own forecast; later lines read it."""
OUTCOMES = "place,level,year,urban_income,rural_income\nyueqing,county,2022,76000,44300\n"
"""Made-up figures in the place of those that a reader has."""

every_command = pytest.mark.parametrize("line", COMMANDS)
every_page = pytest.mark.parametrize(
    "page", pages(), ids=[path.relative_to(ROOT).as_posix() for path in pages()]
)


def sanjin(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command line in a process and a folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "scenarios", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the first line of the README has been run, and both shards of a run."""
    folder = tmp_path_factory.mktemp("readme")
    assert f"--out {RUN}" in COMMANDS[0]
    (folder / "outcomes.csv").write_text(OUTCOMES, encoding="utf-8")
    for line in [COMMANDS[0], *(line for line in COMMANDS if "--shard" in line)]:
        done = sanjin(smaller(line), folder)
        assert done.returncode == 0, done.stderr
    return folder


@every_command
def test_every_line_runs_as_written(workplace: Path, line: str) -> None:
    done = sanjin(smaller(line), workplace)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@every_command
def test_every_command_is_known(line: str, capfd: pytest.CaptureFixture[str]) -> None:
    command = [word for word in line.split()[1:3] if word.isalpha()]
    known = command if command[0] == "list" else command[:1]
    assert run([*known, "--help"]) == 0
    text = capfd.readouterr().out
    assert [option for option in re.findall(r"--[a-z-]+", line) if option not in text] == []


def test_the_table_of_commands_is_that_of_the_program(capfd: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"^\| `(\w+)` \|", CHAPTERS["The command"], re.MULTILINE))
    assert run(["--help"]) == 0
    known = set(re.findall(r"^│ ([a-z]+) ", capfd.readouterr().out, re.MULTILINE))
    assert named == known
    assert {line.split()[1] for line in COMMANDS} == known


def test_the_run_folder_holds_what_the_table_says(workplace: Path) -> None:
    folder = workplace / RUN
    rows = re.findall(r"^\| (`.*?`) \|", CHAPTERS["What lands in the run folder"], re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] != "work"
    }
    assert named == there | {"work/"}
    assert (folder / "work").is_dir()


def test_the_two_commands_stand_alone_and_are_targets() -> None:
    makefile = text_of(ROOT / "Makefile")
    for command in ("make forecast", "make test"):
        assert re.search(rf"^{command}$", text_of(README), re.MULTILINE)
        assert re.search(rf"^{command.split()[1]}:", makefile, re.MULTILINE)


def installs(text: str) -> list[str]:
    """Arguments of each `pip install` in a text, in order."""
    found = re.findall(r"-m pip install ([^\n`]+)", text)
    return [" ".join(part.replace("--quiet ", "").split()) for part in found]


def test_the_plain_lines_do_what_make_does() -> None:
    made = installs(text_of(ROOT / "Makefile"))
    unix, windows = lines(INSTALL, "sh"), lines(INSTALL, "powershell")
    assert installs("\n".join(unix)) == made[:2]
    assert installs("\n".join(windows)) == made[:2]
    assert installs(INSTALL)[-1] == made[2] == "--require-hashes -r requirements-dev.lock"
    forecast = re.search(r"^forecast:.*\n\t(.+)$", text_of(ROOT / "Makefile"), re.MULTILINE)
    assert forecast
    assert unix[-1] == forecast[1]


def test_windows_gets_the_same_lines() -> None:
    unix, windows = lines(INSTALL, "sh"), lines(INSTALL, "powershell")
    same = [line.replace(".venv\\Scripts\\", ".venv/bin/") for line in windows]
    assert same == [line.replace("python3 -m", "py -3 -m") for line in unix[2:]]


def test_the_python_it_asks_for_is_the_one_it_needs() -> None:
    needed = re.search(r'requires-python = ">=([\d.]+)"', text_of(ROOT / "pyproject.toml"))
    assert needed
    assert f"Python {needed[1]} or newer" in INSTALL


def test_picture_and_numbers_are_of_one_run() -> None:
    (named,) = re.findall(r"show run `([0-9a-f]{12})`", CHAPTERS["One run"])
    assert run_of((ROOT / PICTURE).read_bytes()) == named


def test_a_run_can_take_the_place_of_another(workplace: Path) -> None:
    from results.run import Run

    new = Run.open(workplace / RUN)
    once = put_into(text_of(README), new)
    assert f"run `{new.fingerprint}`: 1 draw × 1 seed, 0.01 of the villages" in once
    assert put_into(once, new) == once
    shown = sections(once, 2)["One run"]
    assert "| Ratio, as published |" in shown
    assert "None" not in shown


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(text_of(page)):
        if link.startswith("https://"):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            titles = re.findall(r"^#+ (.+)$", text_of(target), re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
            assert anchor in slugs, link


@every_page
def test_files_that_are_named_exist(page: Path) -> None:
    """Names with a known ending in backticks, outside the recipes, which make new files."""
    text = text_of(page)
    if page == README:
        text = text.replace(CHAPTERS[RECIPES], "").replace(
            CHAPTERS["What lands in the run folder"], ""
        )
    outside = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    optional = {"towns.csv", "villages.csv", "enterprises.csv", "sources.toml"}
    in_packs = {file.name for file in (ROOT / "calibration" / "counties").glob("*/*")}
    for name in re.findall(r"`([\w./-]+\.(?:py|toml|csv|md|lock|png))`", outside):
        places = (ROOT / name, page.parent / name, ROOT / "calibration" / name)
        there = any(place.exists() for place in places) or name in in_packs
        assert name in optional | set(files_of(page)) or there, name


@every_page
def test_unknowns_that_are_named_exist(page: Path) -> None:
    cards = Parameters.cards()
    sections_of_unknowns = {path.partition(".")[0] for path in cards}
    settings = {f"{name}.{one.name}" for name, kind in available().items() for one in fields(kind)}
    for name in re.findall(r"`([a-z_]+\.[a-z_]+)`", text_of(page)):
        if name.partition(".")[0] in sections_of_unknowns and not name.endswith(".py"):
            assert name in cards or name in settings, name


def test_every_phase_of_the_quarter_is_explained_in_its_order() -> None:
    source = inspect.getsource(CountyModel.step)
    phases = re.findall(r"^        (?:self\.)?([\w.]+)\(", source, re.MULTILINE)
    headings = [
        part
        for heading in sections(text_of(ROOT / "docs" / "mechanisms.md"), 2)
        for part in re.split(r", (?:\w+ plan)?,? ?", heading)
        if part
    ]
    named = [phase for phase in phases if phase in headings]
    silent = set(phases) - set(named)
    assert silent == {"villages.do"}, "the heading of its project decisions is `villages plan`"
    order = [headings.index(phase) for phase in named]
    assert order == sorted(order)


def test_every_unknown_count_in_the_limits_is_right() -> None:
    cards = Parameters.cards().values()
    assumed = sum(card.grade == "assumption" for card in cards)
    limits = text_of(ROOT / "docs" / "limits.md")
    assert f"Of {len(cards)} unknowns {assumed} are graded" in limits
