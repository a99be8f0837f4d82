"""`sanjin docs`: the documentation as a site that is read without a network."""

from pathlib import Path
from typing import Annotated

import typer


def docs(
    *,
    out: Annotated[
        Path, typer.Option(help="Folder to write; empty, or with an older copy of the site.")
    ] = Path("runs/docs"),
) -> None:
    """Make the documentation of this repository a site of plain pages, in one folder.

    No page fetches anything or runs a script. Every link inside the site is checked first.
    """
    from scenarios.commands.screen import show
    from scenarios.site.build import HOME, build_site

    pages = build_site(out)
    show(f"{len(pages)} pages: {out / HOME}")
