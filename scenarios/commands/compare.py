"""`sanjin compare A B`: two scenarios on the same draws and seeds."""

from typing import Annotated

import typer

from scenarios.commands import options


def compare(  # noqa: PLR0913 - one parameter an option
    first: Annotated[str, typer.Argument(metavar="A", help="Scenario that is compared.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Scenario it is compared with.")],
    *,
    draws: options.Draws = 16,
    seeds: options.Seeds = 2,
    scale: options.Scale = 1.0,
    out: options.Out = None,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
    workers: options.Workers = 0,
    evidence: options.Evidence = options.EvidenceSet.ex_ante,
) -> None:
    """Print what scenario A changes against scenario B, A minus B, world by paired world."""
    from scenarios.commands.running import compare_and_print
    from scenarios.plan import Size, make_plan
    from scenarios.scenario import load_scenario

    plan = make_plan(
        load_scenario(first),
        Size(draws, seeds, scale, evidence.value),
        against=load_scenario(second),
    )
    compare_and_print(plan, out, workers, lang.value, as_json=json)
