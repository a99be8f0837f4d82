"""`sanjin merge OUT SHARD...`: the shards of one run put together."""

from pathlib import Path
from typing import Annotated

import typer

from scenarios.commands import options


def merge(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Run folder to write.")],
    shards: Annotated[list[Path], typer.Argument(metavar="SHARD...", help="Folders of shards.")],
    *,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
    county: options.MovedCounty = None,
) -> None:
    """Put all shards of a run together and write its folder, as if it had not been divided.

    Refuses shards of another run, shards that overlap, and shards that are missing or unfinished.
    """
    from scenarios.commands.running import execute_and_print
    from scenarios.running.shards import merge as put_together

    execute_and_print(
        lambda progress: put_together(shards, out, progress, county), lang.value, as_json=json
    )
