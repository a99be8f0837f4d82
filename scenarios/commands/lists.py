"""`sanjin list ...`: what there is to choose from."""

import typer

from scenarios.commands import options

lists = typer.Typer(no_args_is_help=True, help="List policies, counties, scenarios, indicators.")


@lists.command()
def policies(*, json: options.Json = False, lang: options.Language = options.Lang.en) -> None:
    """List policies with their settings: unit, range, meaning, source."""
    from scenarios.catalogue import policy_entries
    from scenarios.commands.screen import print_entries

    print_entries(policy_entries(lang.value), as_json=json)


@lists.command()
def counties(*, json: options.Json = False, lang: options.Language = options.Lang.en) -> None:
    """List county packs."""
    from scenarios.catalogue import county_entries
    from scenarios.commands.screen import print_entries

    print_entries(county_entries(lang.value), as_json=json)


@lists.command()
def scenarios(*, json: options.Json = False, lang: options.Language = options.Lang.en) -> None:
    """List the scenarios of the library."""
    from scenarios.catalogue import scenario_entries
    from scenarios.commands.screen import print_entries

    print_entries(scenario_entries(lang.value), as_json=json)


@lists.command()
def indicators(*, json: options.Json = False, lang: options.Language = options.Lang.en) -> None:
    """List what is measured, with unit and definition."""
    from scenarios.catalogue import indicator_entries
    from scenarios.commands.screen import print_entries

    print_entries(indicator_entries(lang.value), as_json=json)
