"""`sanjin explore S...`: one page in which the levers of the plan can be moved."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.commands import options

if TYPE_CHECKING:
    from scenarios.explorer.grid import ExplorerStudy
    from scenarios.running.workforce import Workforce
    from scenarios.words import Language

PAGE = ".html"
WORDS = {
    "zh": {
        "counts": "{points} 个点 × {draws} 组参数 × {seeds} 个种子，连同对照共 {worlds} 个世界",
        "processes": "，{workers} 个进程",
        "expected": "预计 {minutes:.0f} 分 {seconds:02.0f} 秒，",
        "size": "网页约 {megabytes:.1f} MB",
        "page": "网页：{path}（{megabytes:.2f} MB）",
    },
    "en": {
        "counts": "{points} points × {draws} draws × {seeds} seeds, with what they are compared "
        "with {worlds} worlds",
        "processes": ", on {workers} processes",
        "expected": "about {minutes:.0f} min {seconds:02.0f} s, ",
        "size": "a page of about {megabytes:.1f} MB",
        "page": "Page: {path} ({megabytes:.2f} MB)",
    },
}

Levers = Annotated[
    list[str] | None,
    typer.Option(
        "--levers",
        metavar="POLICY.SETTING=A,B,C",
        help="A slider and its values; repeat it for more. By default the effort put into three "
        "main programmes: none, half, as planned, half as much again.",
    ),
]
OutFile = Annotated[
    Path | None,
    typer.Option(
        help="A name ending in .html: the page, with its run folder beside it; else the run "
        "folder. By default a folder of its own under runs/. The same command resumes it."
    ),
]


def explore(  # noqa: PLR0913 - one parameter an option
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="S...", help="Scenarios: names of the library or paths of .toml files."
        ),
    ],
    *,
    levers: Levers = None,
    draws: options.Draws = 16,
    seeds: options.Seeds = 1,
    scale: options.Scale = 0.1,
    out: OutFile = None,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
    workers: options.Workers = 0,
    evidence: options.Evidence = options.EvidenceSet.ex_ante,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what it would take, and run nothing else.")
    ] = False,
    engine: options.EngineName = options.Engine.local,
    scheduler: options.Scheduler = None,
) -> None:
    """Compute a grid of the plan's levers and write it as one page that needs no network.

    Sliders stop at computed points only. Every point has the ratio as a fan, who gains, targets,
    a table, the numbers as CSV and its scenario as a file. Prints time and size before it starts.
    """
    from scenarios.commands.screen import print_json
    from scenarios.explorer.budget import budget
    from scenarios.explorer.grid import explorer_study
    from scenarios.inputs.plan import Size
    from scenarios.inputs.scenario import load_scenario
    from scenarios.running.workforce import Workforce

    study = explorer_study(
        [load_scenario(name) for name in scenarios],
        Size(draws, seeds, scale, evidence.value),
        levers or (),
    )
    workforce = Workforce.of(workers, engine.value, scheduler)
    taken = budget(study, workforce.processes_here)
    if dry_run and json:
        print_json(taken)
        return
    _print_budget(taken, lang.value, loud=dry_run)
    if not dry_run:
        _run_and_print(study, out, workforce, lang.value, as_json=json)


def _print_budget(taken: dict[str, Any], lang: "Language", *, loud: bool) -> None:
    """Time and size: the answer of a dry run, a note beside the progress of a real one.

    Without the time where a cluster does the work: how large it is may change.
    """
    text = WORDS[lang]
    counts = text["counts"].format(**taken)
    size = text["size"].format(megabytes=taken["expected_bytes"] / 1e6)
    if taken["expected_seconds"] is not None:
        minutes, seconds = divmod(taken["expected_seconds"], 60.0)
        counts += text["processes"].format(**taken)
        size = text["expected"].format(minutes=minutes, seconds=seconds) + size
    typer.echo(counts, err=not loud)
    typer.echo(size, err=not loud)


def _run_and_print(
    study: "ExplorerStudy",
    out: Path | None,
    workforce: "Workforce",
    lang: "Language",
    *,
    as_json: bool,
) -> None:
    from results.files import write_bytes
    from scenarios.commands.running import end
    from scenarios.commands.screen import print_json
    from scenarios.explorer.assemble import assemble
    from scenarios.running.study_run import run_study

    beside = out is not None and out.suffix.lower() == PAGE
    folder = out.with_suffix("") if out is not None and beside else out
    executed, summary = run_study(study, folder, workforce, lang, assemble)
    if not summary:
        end(executed, lang)
    page = executed.folder.path / "report.html"
    if out is not None and beside:
        write_bytes(out, page.read_bytes())
        page = out
    if as_json:
        print_json(summary)
    else:
        _print(summary, page, lang)
    end(executed, lang)


def _print(summary: dict[str, Any], page: Path, lang: "Language") -> None:
    from scenarios.commands.screen import show
    from scenarios.words import translated

    show(summary["words"][lang]["finding"])
    for warning in summary["warnings"]:
        show(f"! {translated(warning, lang)}")
    megabytes = page.stat().st_size / 1e6
    show(WORDS[lang]["page"].format(path=page, megabytes=megabytes))
