"""`sanjin app`: the desk in the browser."""

from pathlib import Path
from typing import Annotated

import typer

from scenarios.commands import options

NEEDED = ("dash", "waitress")
INSTALL = "python -m pip install --require-hashes -r requirements-app.lock"


def app(
    *,
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = 8050,
    runs: Annotated[Path, typer.Option(help="Folder of runs, which is made if need be.")] = Path(
        "runs"
    ),
    host: Annotated[
        str, typer.Option(help="Address to listen on; by default nobody else can reach it.")
    ] = "127.0.0.1",
    at_once: Annotated[
        int, typer.Option(help="Runs at a time; the others wait.", min=1, max=16)
    ] = 1,
    workers: options.Workers = 0,
    lang: options.Language = options.Lang.en,
    check: Annotated[
        bool, typer.Option("--check", help="Open it, ask it for its first page, close it.")
    ] = False,
) -> None:
    """Open the desk in the browser: choose, change levers, run, compare, download. Offline."""
    check_installed()
    from scenarios.app.folders import COMMAND, Desk
    from scenarios.app.opening import open_desk
    from scenarios.commands.screen import show

    desk = Desk(runs.absolute(), COMMAND, at_once, workers)
    open_desk(desk, host, port, lang.value, show, only_check=check)


def check_installed() -> None:
    """Say how to install what the desk needs; raises InputError when it is missing."""
    from importlib.util import find_spec

    from model.errors import InputError

    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise InputError(
            f"the desk needs {' and '.join(missing)}; install the extra with: {INSTALL} "
            "(or: pip install 'sanjin[app]')"
        )
