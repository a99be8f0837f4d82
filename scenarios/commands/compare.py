"""`sanjin compare A B [C ...]`: options on the same draws and seeds."""

from typing import Annotated

import typer

from scenarios.commands import options


def compare(  # noqa: PLR0913 - one parameter an option
    first: Annotated[str, typer.Argument(metavar="A", help="Scenario that is compared.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Scenario it is compared with.")],
    more: Annotated[
        list[str] | None,
        typer.Argument(metavar="[C ...]", help="Further scenarios, up to twelve in all."),
    ] = None,
    *,
    draws: options.Draws = 16,
    seeds: options.Seeds = 2,
    scale: options.Scale = 1.0,
    out: options.Out = None,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
    workers: options.Workers = 0,
    evidence: options.Evidence = options.EvidenceSet.ex_ante,
    engine: options.EngineName = options.Engine.local,
    scheduler: options.Scheduler = None,
) -> None:
    """Compare options in the same futures, every two of them, the first less the second.

    Prints differences with intervals and in how many of a hundred paired futures which is better;
    who wins and who loses; what a yuan for rural residents and for the register costs; regret; and
    what pairing is worth. Writes a run folder with tables, charts and a report.
    """
    from scenarios.commands.compare_screen import compare_and_print
    from scenarios.comparing.comparison import comparison
    from scenarios.inputs.plan import Size
    from scenarios.inputs.scenario import load_scenario
    from scenarios.running.workforce import Workforce

    scenarios = [load_scenario(name) for name in (first, second, *(more or ()))]
    study = comparison(scenarios, Size(draws, seeds, scale, evidence.value))
    workforce = Workforce.of(workers, engine.value, scheduler)
    compare_and_print(study, out, workforce, lang.value, as_json=json)
