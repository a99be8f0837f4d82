"""`sanjin report RUN…`: the brief of runs from what their folders hold, in several formats."""

from pathlib import Path
from typing import Annotated

import typer

Runs = Annotated[
    list[Path], typer.Argument(metavar="RUN...", help="Run folders; several stand side by side.")
]
Formats = Annotated[
    str,
    typer.Option(
        "--format", metavar="LIST", help="Files to write, with commas: html, docx, xlsx, pdf."
    ),
]
Languages = Annotated[
    str,
    typer.Option(
        metavar="LIST",
        help="Languages, with commas: zh, en. The page has both; the first is shown first.",
    ),
]
Target = Annotated[
    Path | None,
    typer.Option("--out", help="Folder to write to; by default each run's own folder."),
]


def report(
    runs: Runs, *, formats: Formats = "html", lang: Languages = "en,zh", out: Target = None
) -> None:
    """Write the brief of run folders: a page, a Word file, a workbook, a PDF.

    Several runs each get their own brief, with a section in which all stand side by side; with
    --out every run has a folder of its own in it, named after its fingerprint.
    """
    from results.brief.files import FORMATS, write_brief
    from results.language import LANGUAGES
    from results.run import Run
    from scenarios.commands.screen import show
    from scenarios.words import say

    wanted = _choices("--format", formats, FORMATS)
    languages = _choices("--lang", lang, LANGUAGES)
    found = [Run.open(folder) for folder in runs]
    for run in found:
        others = [other for other in found if other is not run]
        place = out / run.fingerprint if out and others else out
        for path in write_brief(run, wanted, languages, others=others, out=place):
            show(say("report_at", "zh" if languages[0] == "zh" else "en").format(path=path))


def _choices(option: str, given: str, allowed: tuple[str, ...]) -> list[str]:
    """What a list with commas names, each once, in its order."""
    found = list(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
    unknown = [part for part in found if part not in allowed]
    if unknown or not found:
        listed = ", ".join(allowed)
        raise typer.BadParameter(f"{given!r}: choose from {listed}", param_hint=option)
    return found
