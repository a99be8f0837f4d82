"""Shell lines of the documentation: which are run, how small, and why some are not.

A line is made small by the table below and by nothing else, so that what is run stays what the page
says but for its size.
"""

import shlex
from pathlib import Path

from readme_blocks import ROOT, SIZE, blocks, lines, text_of

PAGES = sorted((ROOT / "docs").glob("*.md")) + sorted(
    (ROOT / "calibration" / "counties").glob("*/README.md")
)
NOT_RUN = {
    "--scheduler": "needs a Dask cluster; tests/test_cluster.py starts one and runs on it",
    "--ablations": "a minute and a half at its smallest",
    "--budget-worlds 40000": "1004 worlds at its smallest, minutes",
    "--difference --groups": "162 worlds at its smallest, half a minute and more",
    "sanjin sensitivity pilot --outcome ratio --groups": "108 worlds, half a minute",
}
"""Part of a line, and why the line is only parsed."""
OTHER_PROGRAMS = {
    "pip install ": "reaches a package index; .ci/run installs a lock that holds these packages",
    "dask ": "starts a cluster that stays; tests/local_cluster.py starts one by the same words",
    "#": "a comment, or what a batch system reads",
    "export SANJIN_CACHE_DIR=": "the cache of the tests is their own",
}
"""Begin of a line that is not this program's, and why it is not run."""
SIZES = ("--draws", "--seeds", "--scale", "--workers", "--port", "--goal")
"""Options that are left out, with their value, to be given as below."""
SMALLEST: dict[str, tuple[str, ...]] = {
    "allocate": SIZE,
    "app": ("--check", "--port", "0"),
    "attribute": SIZE,
    "compare": SIZE,
    "expand": ("--draws", "2"),
    "explore": SIZE,
    "forecast": SIZE,
    "run": SIZE,
    "sensitivity": ("--scale", "0.01", "--trajectories", "2", "--budget-worlds", "20"),
    "targets": (*SIZE, "--goal", "0"),
}
"""What is added to a command: one draw and seed, a hundredth of the villages, no search."""
UNLESS_GIVEN: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "allocate": (("--steps", "--menu"), ("--steps", "1")),
    "explore": (("--levers",), ("--levers", "workshops.intensity=0,1")),
}
"""What is added where none of the options before it is given: fewer choices than by default."""
SHARDS = ("--draws", "4")
"""Four pairs, one a machine."""
MACHINE = {"SLURM_ARRAY_TASK_ID": "1"}
"""What a batch system tells the first of its tasks."""


def shell_lines(page: Path) -> list[str]:
    """Shell lines of a page, continued lines put together."""
    return lines(text_of(page).replace("\\\n", " "), "sh", "bash", "powershell")


def sanjin_lines(page: Path) -> list[str]:
    """Those that begin with the command."""
    return [line for line in shell_lines(page) if line.startswith("sanjin ")]


def other_lines(page: Path) -> list[str]:
    """Those that do not."""
    text = text_of(page).replace("\\\n", " ")
    return [
        line
        for block in blocks(text)
        if block.language in ("sh", "bash", "powershell")
        for line in block.text.splitlines()
        if line.strip() and not line.startswith("sanjin ")
    ]


def reason(line: str) -> str | None:
    """Why a line is not run; None where it is."""
    return next((why for part, why in NOT_RUN.items() if part in line), None)


def words_of(line: str) -> list[str]:
    """Arguments of a line, with what the shell would put in the place of variables."""
    for name, value in MACHINE.items():
        line = line.replace(f"${name}", value)
    return shlex.split(line)[1:]


def light(line: str) -> list[str]:
    """Arguments of a line at the smallest size."""
    words = iter(words_of(line))
    kept: list[str] = []
    for word in words:
        if word in SIZES:
            next(words)
        elif word != "--check" or kept[0] != "app":
            kept.append(word)
    command = kept[0]
    given, fewer = UNLESS_GIVEN.get(command, ((), ()))
    if given and not any(option in kept for option in given):
        kept += fewer
    kept += SMALLEST.get(command, ())
    if "--shard" in kept:
        kept += SHARDS
    return kept
