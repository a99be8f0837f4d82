"""`sanjin list ...`: what there is to choose from."""

from typing import Annotated

import typer

from scenarios.commands import options

Markdown = Annotated[
    bool, typer.Option("--markdown", help="Print the page of the documentation instead.")
]

lists = typer.Typer(no_args_is_help=True, help="List policies, counties, scenarios, indicators.")


@lists.command()
def policies(
    *,
    json: options.Json = False,
    markdown: Markdown = False,
    lang: options.Language = options.Lang.en,
) -> None:
    """List policies with their settings: unit, range, meaning, source."""
    from scenarios.commands.screen import print_entries
    from scenarios.reference.catalogue import policy_entries

    if markdown:
        from scenarios.reference.reference_pages import policies_page

        _print_page(policies_page())
        return

    print_entries(policy_entries(lang.value), as_json=json)


@lists.command()
def counties(*, json: options.Json = False, lang: options.Language = options.Lang.en) -> None:
    """List county packs."""
    from scenarios.commands.screen import print_entries
    from scenarios.reference.catalogue import county_entries

    print_entries(county_entries(lang.value), as_json=json)


@lists.command()
def scenarios(*, json: options.Json = False, lang: options.Language = options.Lang.en) -> None:
    """List the scenarios of the library."""
    from scenarios.commands.screen import print_entries
    from scenarios.reference.catalogue import scenario_entries

    print_entries(scenario_entries(lang.value), as_json=json)


@lists.command()
def indicators(*, json: options.Json = False, lang: options.Language = options.Lang.en) -> None:
    """List what is measured, with unit and definition."""
    from scenarios.commands.screen import print_entries
    from scenarios.reference.catalogue import indicator_entries

    print_entries(indicator_entries(lang.value), as_json=json)


@lists.command()
def coverage(
    *,
    json: options.Json = False,
    markdown: Markdown = False,
    lang: options.Language = options.Lang.en,
) -> None:
    """List what of the official documents is modelled, by what, and what is left out and why."""
    from scenarios.commands.screen import print_entries
    from scenarios.reference.catalogue import coverage_entries

    if markdown:
        from scenarios.reference.reference_pages import coverage_page

        _print_page(coverage_page())
        return
    print_entries(coverage_entries(lang.value), as_json=json)


@lists.command()
def identifiability(*, json: options.Json = False, markdown: Markdown = False) -> None:
    """List the parameters that stored fits estimate, with the moment each is estimated from."""
    from scenarios.commands.screen import print_entries
    from scenarios.reference.identifiability_page import entries, identifiability_page

    if markdown:
        _print_page(identifiability_page())
        return
    print_entries(entries(), as_json=json)


def _print_page(page: str) -> None:
    from scenarios.commands.screen import show

    show(page.rstrip("\n"))
