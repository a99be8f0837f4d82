"""Arguments and options that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """Language of what is printed."""

    zh = "zh"
    en = "en"


class Engine(StrEnum):
    """Who works on the pairs."""

    local = "local"
    dask = "dask"


class EvidenceSet(StrEnum):
    """Which evidence the priors may use."""

    ex_ante = "ex-ante"
    evaluation = "evaluation"


County = Annotated[str, typer.Argument(help="County pack: a name or the path of a folder.")]
ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO", help="Scenario: a name of the library or the path of a .toml file."
    ),
]
RunPath = Annotated[Path, typer.Argument(metavar="DIR", help="A run folder.")]
Draws = Annotated[
    int, typer.Option(help="Joint samples of everything that is not known.", min=1, max=100_000)
]
Seeds = Annotated[
    int,
    typer.Option(
        help="Runs of chance for each draw; worlds of a pair share theirs.", min=1, max=10_000
    ),
]
Scale = Annotated[
    float,
    typer.Option(
        help="Simulated share of the county, by whole villages; 1 is every household.",
        min=0.001,
        max=1.0,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="Run folder to write; by default a new one under runs/. The same command resumes it."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Language = Annotated[Lang, typer.Option(help="Language of what is printed.")]
Workers = Annotated[
    int,
    typer.Option(
        help="Worker processes; results do not depend on it. 0 takes one per processor.",
        min=0,
        max=512,
    ),
]
EngineName = Annotated[
    Engine,
    typer.Option(
        "--engine",
        help="local: processes of this machine. dask: the workers of --scheduler. Same results.",
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Address of a Dask scheduler, as tcp://10.0.0.1:8786."),
]
ShardOfRun = Annotated[
    str | None,
    typer.Option(
        metavar="I/N",
        help="Run only every N-th pair, from the I-th on, into a folder that `merge` reads.",
    ),
]
MovedCounty = Annotated[
    str | None,
    typer.Option(help="Path of the county pack, if it is no longer where it was."),
]
Evidence = Annotated[
    EvidenceSet,
    typer.Option(
        help="ex-ante: only what was known in September 2022. evaluation: hindsight, for study."
    ),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run", help="Print the plan of one quarter with times and what a run would take."
    ),
]
