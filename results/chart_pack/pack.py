"""Write a chart pack: a folder of figures that stands alone, the same bytes every time."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from results.chart_pack.figures import Named, figures
from results.chart_pack.metadata import data_file, metadata
from results.chart_pack.pages import LIBRARY, figure_page, index_page, library
from results.errors import RunFolderError
from results.files import to_json, write_bytes
from results.images import KINDS, SIZES, render
from results.language import LANGUAGES, words
from results.run import Run

if TYPE_CHECKING:
    from results.geometry import Geometry

FORMATS = ("html", *KINDS)
INDEX = "index.json"


@dataclass(frozen=True)
class Wanted:
    """What a pack should hold; every field is a selection from all there is."""

    languages: Sequence[str] = LANGUAGES
    sizes: Sequence[str] = tuple(SIZES)
    formats: Sequence[str] = ("html", "svg", "png")
    geometry: "Geometry | None" = None


def write_pack(
    run: Run, out: Path, wanted: Wanted, begun: Callable[[int], None], done: Callable[[], None]
) -> dict[str, Any]:
    """Write the figures of a run into a folder and return the content of its `index.json`.

    Args: begun, told how many figures there are; done, called after each.
    Raises: RunFolderError when the folder holds something else, or a picture cannot be drawn.
    """
    _check_folder(run, out)
    drawn = {language: figures(run, language, wanted.geometry) for language in wanted.languages}
    begun(sum(named.figure is not None for found in drawn.values() for named in found))
    charts: dict[str, list[dict[str, Any]]] = {}
    for language, found in drawn.items():
        charts[language] = []
        for named in found:
            charts[language].append(_write(run, named, language, out, wanted))
            if named.figure is not None:
                done()
    if "html" in wanted.formats:
        write_bytes(out / LIBRARY, library())
    index = {"run": run.fingerprint, "kind": run.study or "forecast", "charts": charts}
    write_bytes(out / "index.html", index_page(run, wanted.languages, charts))
    write_bytes(out / INDEX, to_json(index))
    return index


def _check_folder(run: Run, out: Path) -> None:
    try:
        inside = out.resolve().is_relative_to(run.folder.path.resolve())
        occupied = out.exists() and (not out.is_dir() or any(out.iterdir()))
    except (OSError, ValueError) as error:
        raise RunFolderError("the name cannot be used", file=repr(str(out))[:80]) from error
    if inside:
        raise RunFolderError(
            "charts inside the run folder would make `sanjin verify` fail",
            file=str(out),
            remedy="choose a folder outside the run folder",
        )
    if occupied and _fingerprint(out) != run.fingerprint:
        raise RunFolderError(
            "the folder is not empty and holds no charts of this run",
            file=str(out),
            remedy="choose another output folder, or move this one away",
        )


def _fingerprint(out: Path) -> str | None:
    try:
        index = json.loads((out / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return str(index.get("run")) if isinstance(index, dict) else None


def _write(run: Run, named: Named, language: str, out: Path, wanted: Wanted) -> dict[str, Any]:
    """Write one figure's files; what the index says of it."""
    if named.figure is None:
        return {"name": named.name, "label": named.label, "reason": named.reason, "files": {}}
    text, stem = words(language)["chart_pack"], f"{named.name}.{language}"
    files = {"csv": f"{stem}.csv", "json": f"{stem}.json"}
    links = {f"{text['data']} CSV": files["csv"], f"{text['caption']} JSON": files["json"]}
    for kind in (kind for kind in KINDS if kind in wanted.formats):
        for size in wanted.sizes:
            name = f"{stem}.{size}.{kind}"
            _file(out, name, render(named.figure, language, kind, size))
            files[f"{kind} {size}"] = links[f"{kind.upper()} {text[size]}"] = name
    if "html" in wanted.formats:
        page = f"{stem}.html"
        _file(out, page, figure_page(run, named, language, links))
        files["html"], links = page, {text["page"]: page, **links}
    _file(out, files["csv"], data_file(named.figure, language))
    _file(out, files["json"], to_json(metadata(run, named, language, files)))
    entry = {"name": named.name, "label": named.label, "title": named.figure.title}
    return {**entry, "files": files, "links": links}


def _file(out: Path, name: str, content: bytes) -> None:
    path = out / name
    if path.is_symlink():
        raise RunFolderError(
            "a link stands where the file should be", file=name, remedy="remove the link"
        )
    write_bytes(path, content)
