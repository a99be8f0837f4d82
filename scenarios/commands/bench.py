"""`sanjin bench`: what a run costs on this machine, and what it could cost at best."""

from scenarios.commands import options


def bench(*, scale: options.Scale = 1.0, json: options.Json = False) -> None:
    """Measure imports, population, one world by phase, memory, store, twin and bandwidth limit."""
    from scenarios.bench import measure
    from scenarios.commands.screen import print_entries

    print_entries(measure(scale), as_json=json)
