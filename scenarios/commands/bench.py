"""`sanjin bench`: what a run costs on this machine, and what it could cost at best."""

from pathlib import Path
from typing import Annotated

import typer

from scenarios.commands import options


def bench(
    *,
    scale: options.Scale = 1.0,
    json: options.Json = False,
    record: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Add a row of ratios to a history of benchmarks."),
    ] = None,
    note: Annotated[str, typer.Option(help="What to say about the machine in that row.")] = "",
) -> None:
    """Measure imports, population, one world by phase, memory, store, twin and bandwidth limit."""
    from scenarios.benchmark.bench import measure
    from scenarios.commands.screen import print_entries

    if record is None:
        print_entries(measure(scale), as_json=json)
        return
    from scenarios.benchmark.bench_history import append, history_row
    from scenarios.benchmark.bench_kernel import kernel_seconds

    before = kernel_seconds()
    entries = measure(scale)
    append(record, history_row(entries, before, kernel_seconds(), note))
    print_entries(entries, as_json=json)
