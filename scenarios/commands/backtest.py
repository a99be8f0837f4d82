"""`sanjin backtest`: the model and every rival on the same places, scored on what came."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.commands import options

if TYPE_CHECKING:
    from scenarios.scoring.backtest_run import Asked

PanelFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="CSV with place,level,year,urban_income,rural_income and, if wanted, "
        "urban_growth_pct,rural_growth_pct,derived; blanks allowed. By default the project's.",
    ),
]
LastOrigin = Annotated[
    int, typer.Option(help="Last year that forecasts start from.", min=1979, max=2100)
]
Ablations = Annotated[
    bool,
    typer.Option("--ablations", help="Run every pack with parts of the model switched off too."),
]
Publish = Annotated[
    bool,
    typer.Option("--publish", help="Also put the tables into results/published/backtest/."),
]


def backtest(  # noqa: PLR0913 - one parameter an option
    *,
    panel: PanelFile = None,
    last_origin: LastOrigin = 2021,
    ablations: Ablations = False,
    publish: Publish = False,
    draws: options.Draws = 8,
    scale: options.Scale = 0.05,
    out: options.Out = None,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
    workers: options.Workers = 0,
    engine: options.EngineName = options.Engine.local,
    scheduler: options.Scheduler = None,
) -> None:
    """Score forecasts from rolling origins against every rival; nothing later reaches a fit.

    Places without a pack are forecast by trend and survey. A pack is forecast by the full engine
    from origin 2021 (draws and scale say how large) where the panel has an outcome for it.
    """
    from scenarios.commands.backtest_screen import print_backtest
    from scenarios.commands.screen import print_json, show
    from scenarios.inputs.plan import Size
    from scenarios.running.progress import Progress
    from scenarios.running.workforce import Workforce
    from scenarios.scoring.backtest_files import publish_backtest, write_backtest
    from scenarios.scoring.backtest_run import Asked, run_backtest
    from scenarios.words import say

    asked = Asked(panel, last_origin, Size(draws, 1, scale).checked(), ablations)
    workforce = Workforce.of(workers, engine.value, scheduler)
    with Progress(lang.value) as progress:
        result = run_backtest(asked, workforce, progress)
    folder = write_backtest(result, out, _command(asked), lang.value)
    if publish:
        publish_backtest(result, _command(asked))
    if json:
        print_json(result.summary())
    else:
        print_backtest(result, lang.value)
        show(say("report_at", lang.value).format(path=folder.path / "report.html"))


def _command(asked: "Asked") -> str:
    """The command that repeats a backtest; a file is named without its folder."""
    parts: list[Any] = ["sanjin", "backtest"]
    if asked.panel is not None:
        parts += ["--panel", asked.panel.name]
    if asked.last_origin != 2021:
        parts += ["--last-origin", asked.last_origin]
    if asked.ablations:
        parts.append("--ablations")
    parts += ["--draws", asked.size.draws, "--scale", f"{asked.size.scale:g}"]
    return shlex.join(map(str, parts))
