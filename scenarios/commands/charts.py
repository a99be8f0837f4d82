"""`sanjin charts DIR --out FOLDER`: every figure of a run as page, pictures, data and caption."""

from pathlib import Path
from typing import Annotated

import typer

from scenarios.commands import options

Folder = Annotated[Path, typer.Option("--out", help="Folder to write; new, or of the same run.")]
Languages = Annotated[str, typer.Option("--lang", help="zh, en or both, with a comma.")]
Sizes = Annotated[str, typer.Option("--size", help="screen, print or both, with a comma.")]
Formats = Annotated[str, typer.Option("--format", help="html, svg, png, pdf, with commas.")]
Shapes = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="GeoJSON with the shapes of towns or villages, drawn in place of the tile map.",
    ),
]


def charts(
    folder: options.RunPath,
    *,
    out: Folder,
    lang: Languages = "zh,en",
    size: Sizes = "screen,print",
    format: Formats = "html,svg,png",
    geojson: Shapes = None,
    json: options.Json = False,
) -> None:
    """Write every figure of a run folder as page, pictures, data and caption, with an index.

    Pictures need the extra `images`, Chromium and a Chinese font; pages and data do not.
    """
    from results.chart_pack.pack import FORMATS, Wanted, write_pack
    from results.images import SIZES
    from results.language import LANGUAGES, words
    from results.run import Run
    from scenarios.commands.screen import print_json, show
    from scenarios.running.progress import Progress

    languages = chosen("--lang", lang, LANGUAGES)
    formats, sizes = chosen("--format", format, FORMATS), chosen("--size", size, tuple(SIZES))
    run = Run.open(folder)
    shapes = None
    if geojson is not None:
        from results.geometry import read_geometry

        shapes = read_geometry(geojson)
    text = words(languages[0])["chart_pack"]
    wanted = Wanted(languages, sizes, formats, shapes)
    with Progress(
        options.Lang(languages[0]).value, quiet=json, words=(text["counted"], text["progress"])
    ) as progress:
        index = write_pack(
            run,
            out,
            wanted,
            lambda total: progress.begin(total=total, done=0),
            lambda: progress.advance(failed=False),
        )
        progress.end()
    if json:
        print_json(index)
        return
    show(text["written"].format(path=out / "index.html"))


def chosen(option: str, given: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The names given with commas, in the order allowed; InputError for any other."""
    from model.errors import InputError, nearest_name

    names = [name.strip() for name in given.split(",") if name.strip()]
    for name in names or [given]:
        if name not in allowed:
            raise InputError(
                "is none of these",
                key=option,
                value=name,
                allowed=", ".join(allowed),
                nearest=nearest_name(name, allowed),
            )
    return tuple(name for name in allowed if name in names)
