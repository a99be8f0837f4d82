"""Every shell line of the documentation is true: it parses here, and it runs, or says why not.

Lines run in the order of their page, all pages in one folder in which the README's first line has
been run, as a reader has it. A line that a page before has run is not run again. The README's own
lines are run by tests/test_readme.py, its recipes by tests/test_add.py.
"""

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from docs_lines import (
    NOT_RUN,
    OTHER_PROGRAMS,
    PAGES,
    SMALLEST,
    UNLESS_GIVEN,
    light,
    other_lines,
    reason,
    sanjin_lines,
    words_of,
)
from readme_blocks import ROOT, blocks, files_of, text_of
from same_process import without_workers

from scenarios.__main__ import run

ALL = [(page, line) for page in PAGES for line in sanjin_lines(page)]
NAMES = [f"{page.stem}: {line}" for page, line in ALL]
RUN = "sanjin forecast yueqing --out runs/yueqing"
"""The first line of the README, whose run other pages report, draw and publish."""
OUTCOMES = "place,level,year,urban_income,rural_income\nyueqing,county,2022,76000,44300\n"
"""Made-up figures in the place of those that a reader has."""
BEFORE = {
    "brief": [
        "sanjin forecast yueqing --out runs/plan",
        "sanjin run double_intensity --out runs/bolder",
    ],
    "cluster": [
        f"sanjin forecast yueqing --shard {part}/4 --out runs/shard_{part}" for part in (2, 3, 4)
    ],
}
"""What a page takes for granted: runs to lay side by side, and what the other machines do."""


@dataclass
class Workplace:
    """The folder of a reader, and what has been run in it: where each forecast went."""

    folder: Path
    done: set[tuple[str, ...]] = field(default_factory=set)
    forecasts: dict[tuple[str, ...], str] = field(default_factory=dict)

    def run(self, line: str) -> None:
        """Run a line once; the forecast that another line has made is copied."""
        words = light(line)
        if tuple(words) in self.done:
            return
        plain, out = _without_out(words)
        made = self.forecasts.get(plain)
        if made and out:
            shutil.copytree(made, out)
        else:
            assert run(words) == 0, line
            assert not out or Path(out).exists(), line
        if words[0] == "forecast" and out:
            self.forecasts[plain] = out
        elif words[0] == "expand":
            self.forecasts = {key: at for key, at in self.forecasts.items() if at != words[1]}
        self.done.add(tuple(words))


def _without_out(words: list[str]) -> tuple[tuple[str, ...], str | None]:
    if "--out" not in words:
        return tuple(words), None
    at = words.index("--out")
    return tuple(words[:at] + words[at + 2 :]), words[at + 1]


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """A folder with the README's run, the reader's own figures, and what is published."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "published.csv").write_text(OUTCOMES, encoding="utf-8")
    shutil.copy(ROOT / "calibration" / "panel" / "to_2021.csv", folder / "my_panel.csv")
    shutil.copytree(ROOT / "results" / "published", folder / "results" / "published")
    return Workplace(folder)


@pytest.fixture
def here(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """The workplace as the working folder, with its first run made."""
    monkeypatch.chdir(workplace.folder)
    without_workers(monkeypatch)
    workplace.run(RUN)
    return workplace


@pytest.mark.parametrize(("page", "line"), ALL, ids=NAMES)
def test_every_line_is_one_the_program_takes(page: Path, line: str) -> None:
    from typer.main import get_command

    from scenarios.commands.app import app

    command, words = get_command(app), words_of(line)
    while hasattr(command, "commands"):
        name = words.pop(0)
        assert name in command.commands, line
        command = command.commands[name]
    command.make_context(command.name, words, resilient_parsing=False).close()


def test_reasons_are_of_lines_that_are_there() -> None:
    assert [part for part in NOT_RUN if not any(part in line for _, line in ALL)] == []
    others = [line for page in PAGES for line in other_lines(page)]
    assert [part for part in OTHER_PROGRAMS if not any(part in line for line in others)] == []
    used = {words_of(line)[0] for _, line in ALL}
    assert {*SMALLEST, *UNLESS_GIVEN} <= used


def test_every_other_line_says_why_it_is_not_run() -> None:
    others = [line for page in PAGES for line in other_lines(page)]
    silent = [
        line
        for line in others
        if not any(line.removeprefix("python -m ").startswith(part) for part in OTHER_PROGRAMS)
    ]
    assert silent == []


def test_no_line_hides_in_a_block_of_another_language() -> None:
    hidden = [
        line
        for page in PAGES
        for block in blocks(text_of(page))
        if block.language not in ("sh", "bash", "powershell")
        for line in block.text.splitlines()
        if re.match(r"(\$ )?(sanjin|make|pip|python -m) [a-z-]", line)
    ]
    assert hidden == []


def test_a_line_is_only_made_smaller() -> None:
    for _, line in ALL:
        named = [word for word in words_of(line)[1:] if not re.fullmatch(r"-.*|[\d.]+", word)]
        assert set(named) <= set(light(line)), line


WITH_RUNS = [page for page in PAGES if any(not reason(line) for line in sanjin_lines(page))]


@pytest.mark.parametrize("page", WITH_RUNS, ids=lambda page: page.stem)
def test_the_lines_of_a_page_run_in_their_order(page: Path, here: Workplace) -> None:
    for name, text in files_of(page).items():
        Path(name).write_text(text, encoding="utf-8")
    for line in (*BEFORE.get(page.stem, ()), *sanjin_lines(page)):
        if reason(line) is None:
            here.run(line)
