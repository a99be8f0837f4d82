"""`sanjin list odd`, `trace`, `sources`: what generated pages of the documentation are made of."""

from collections.abc import Callable
from typing import Any

from scenarios.commands import options
from scenarios.commands.lists import Markdown


def odd(*, json: options.Json = False, markdown: Markdown = False) -> None:
    """List the phases of a quarter; --markdown prints the model description (ODD+D)."""
    from scenarios.reference.odd_page import entries, odd_page

    _print(odd_page, entries, as_json=json, markdown=markdown)


def trace(*, json: options.Json = False, markdown: Markdown = False) -> None:
    """List what the project claims and the tests that prove it, or why there is none."""
    from scenarios.reference.trace_page import entries, trace_page

    _print(trace_page, entries, as_json=json, markdown=markdown)


def sources(*, json: options.Json = False, markdown: Markdown = False) -> None:
    """List the documents that numbers come from, what was taken, and on what terms."""
    from scenarios.reference.sources_page import entries, sources_page

    _print(sources_page, entries, as_json=json, markdown=markdown)


def _print(
    page: Callable[[], str],
    entries: Callable[[], list[dict[str, Any]]],
    *,
    as_json: bool,
    markdown: bool,
) -> None:
    from scenarios.commands.screen import print_entries, show

    if markdown:
        show(page().rstrip("\n"))
    else:
        print_entries(entries(), as_json=as_json)
