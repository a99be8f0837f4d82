"""Every shell line of the documentation is true: it parses here, and it runs, or says why not.

The README's own lines are run by tests/test_readme.py.
"""

from pathlib import Path

import pytest
from readme_blocks import ROOT, blocks, files_of, lines, smaller, text_of

from scenarios.__main__ import run

PAGES = sorted((ROOT / "docs").glob("*.md")) + sorted(
    (ROOT / "calibration" / "counties").glob("*/README.md")
)
NOT_RUN = {
    "--scheduler": "needs a Dask cluster",
    "--workers 1 \\": "needs a batch system",
    "my_panel.csv": "needs the reader's own panel",
    "published.csv": "needs outcomes that are not out yet",
    "results/published/backtest": "checked by tests/test_backtest_page.py on the stored run",
    "sanjin backtest": "half a minute to half an hour; run by the slow tests of the README",
    "--budget-worlds 40000": "forty thousand worlds",
    "sanjin sensitivity": "its smallest run is a line of the README",
    "runs/shard_2": "its four shards stand for as many machines; the README merges two",
    "--shard 1/4": "one of four machines; the README runs two shards",
    "sanjin publish runs/yueqing ": "writes the project's own ledger",
    "sanjin score --check ": "reads the project's own ledger; a line of the README",
}
"""Part of a line, and why the line is only parsed."""
OTHER_PROGRAMS = {"cluster.md": "batch systems and a Dask cluster"}
"""Pages with shell lines that are not this program's, and what those need."""
QUICK = ("audit", "list", "validate")
LIGHT = {"--draws", "--seeds", "--scale", "--seek-draws", "--goal"}


def sanjin_lines(page: Path) -> list[str]:
    """Lines that begin with the command, continued lines put together."""
    text = text_of(page).replace("\\\n", "\\ ")
    return [line for line in lines(text, "sh") if line.startswith("sanjin ")]


ALL = [(page, line) for page in PAGES for line in sanjin_lines(page)]
NAMES = [f"{page.stem}: {line}" for page, line in ALL]


def reason(line: str) -> str | None:
    """Why a line is not run."""
    return next((why for part, why in NOT_RUN.items() if part in f"{line} "), None)


def words_of(line: str) -> list[str]:
    return [word for word in line.split()[1:] if word != "\\"]


def light(line: str) -> list[str]:
    """The line at the smallest size, with sizes of its own left out."""
    kept: list[str] = []
    words = iter(words_of(line))
    for word in words:
        if word in LIGHT:
            next(words)
        else:
            kept.append(word)
    if kept[0] == "explore":
        few = () if "--levers" in kept else ("--levers", "workshops.intensity=0,1")
        return [*kept, *few, "--draws", "1", "--scale", "0.01"]
    if kept[0] == "expand":
        return [*kept, "--draws", "2"]
    return smaller(" ".join(["sanjin", *kept]))


@pytest.mark.parametrize(("page", "line"), ALL, ids=NAMES)
def test_every_line_is_one_the_program_takes(page: Path, line: str) -> None:
    from typer.main import get_command

    from scenarios.commands.app import app

    command, words = get_command(app), words_of(line)
    while hasattr(command, "commands"):
        name = words.pop(0)
        assert name in command.commands, line
        command = command.commands[name]
    words = [word.replace("$", "1") if "/" in word else word for word in words]
    command.make_context(command.name, words, resilient_parsing=False).close()


def test_reasons_are_of_lines_that_are_there() -> None:
    assert [part for part in NOT_RUN if not any(part in f"{line} " for _, line in ALL)] == []


def test_other_programs_are_named() -> None:
    other = {
        page.name
        for page in PAGES
        for block in blocks(text_of(page))
        if block.language in ("sh", "bash", "powershell")
        for line in block.text.replace("\\\n", " ").splitlines()
        if line.strip() and not line.startswith("sanjin ")
    }
    assert other == set(OTHER_PROGRAMS)


QUICK_LINES = sorted(
    {
        line
        for _, line in ALL
        if line.split()[1] in QUICK and ".toml" not in line and reason(line) is None
    }
)


@pytest.mark.parametrize("line", QUICK_LINES)
def test_quick_lines_run(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(words_of(line)) == 0
    assert capfd.readouterr().out.strip()


WITH_RUNS = [page for page in PAGES if any(not reason(line) for line in sanjin_lines(page))]


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_RUNS, ids=lambda page: page.stem)
def test_the_lines_of_a_page_run_in_their_order(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in files_of(page).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for line in sanjin_lines(page):
        if reason(line) is None:
            assert run(light(line)) == 0, line
