"""`sanjin attribute SCENARIO`: which policy family did it, over every subset of them."""

from typing import Annotated

import typer

from scenarios.commands import options


def attribute(  # noqa: PLR0913 - one parameter an option
    scenario: options.ScenarioName = "pilot",
    *,
    outcome: Annotated[
        str,
        typer.Option(
            help="Any indicator; rural, urban, low and gini are short for the main ones. Worlds "
            "that were run for one outcome serve all others."
        ),
    ] = "ratio",
    against: Annotated[
        str | None,
        typer.Option(
            help="Scenario whose policies stand where a family is left out; by default the "
            "scenario's own counterfactual. trend leaves nothing in its place."
        ),
    ] = None,
    draws: options.Draws = 8,
    seeds: options.Seeds = 1,
    scale: options.Scale = 0.1,
    out: options.Out = None,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
    workers: options.Workers = 0,
    evidence: options.Evidence = options.EvidenceSet.ex_ante,
    engine: options.EngineName = options.Engine.local,
    scheduler: options.Scheduler = None,
) -> None:
    """Share out what a scenario does among its policy families, exactly, with interactions.

    Runs every subset of the families (up to 256 paired worlds a draw and seed), prints Shapley
    values, nested values by responsible unit, interactions of every two, the range over orders,
    and the change since 2021 as trend, reclassification, policy, displacement and survey.
    """
    from scenarios.attributing.attribution import attribution, outcome_name
    from scenarios.commands.attribute_screen import attribute_and_print
    from scenarios.inputs.plan import Size
    from scenarios.inputs.scenario import load_scenario
    from scenarios.running.workforce import Workforce

    chosen = outcome_name(outcome)
    study = attribution(
        load_scenario(scenario),
        load_scenario(against) if against else None,
        Size(draws, seeds, scale, evidence.value),
    )
    workforce = Workforce.of(workers, engine.value, scheduler)
    attribute_and_print(study, chosen, out, workforce, lang.value, as_json=json)
