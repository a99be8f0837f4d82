"""The report: the brief of a run as one HTML file, Chinese and English, that opens from disk.

Numbers are written once, from the stored run; both languages show the same sections and the same
numbers. Scripts are embedded and allowed by their hash, nothing else runs.
"""

import json
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from results.brief.build import build
from results.brief.parts import Brief, Drawing
from results.language import LANGUAGES, words
from results.report_tables import table_cells
from results.run import Run

if TYPE_CHECKING:
    from results.figure import Figure

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}


def write_report(folder: Path, language: str = "zh", others: Sequence[Run] = ()) -> Path:
    """Write `report.html` into a run folder.

    Args: folder, a run folder with `summary.json`, `run.json` and tables; language, the one shown
    first, zh or en; others, runs that stand beside this one.
    Returns: the path of the report. Raises: RunFolderError when the folder lacks what it needs.
    """
    run = Run.open(Path(folder))
    return run.folder.write_text("report.html", render(run, language, others))


def render(run: Run, language: str = "zh", others: Sequence[Run] = ()) -> str:
    """The report as one HTML text."""
    if run.study == "explorer":
        from results.explorer.page import render_explorer

        return render_explorer(run, language)
    return page({name: build(run, name, others) for name in LANGUAGES}, language)


def page(briefs: dict[str, Brief], language: str) -> str:
    """Briefs of one run in several languages as one HTML text."""
    return page_of(
        "report",
        language,
        scripts=(asset("report.js"),),
        style=asset("report.css"),
        plots=embedded({name: _plots(brief) for name, brief in briefs.items()}),
        articles=briefs,
        texts={name: words(name)["report"] for name in briefs},
        cells=table_cells,
    )


def page_of(template: str, first: str, *, scripts: Sequence[str], **content: Any) -> str:
    """A page that opens from disk and fetches nothing; the language `first` is shown first.

    scripts: run beside the plotting library, which every page carries; content: what the template
    asks for.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from plotly.offline import get_plotlyjs

    every = [get_plotlyjs().replace("\r\n", "\n"), *scripts]
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{template}.html.j2").render(
        first=first, tags=LANGUAGE_TAGS, policy=content_policy(every), scripts=every, **content
    )


def content_policy(scripts: Sequence[str]) -> str:
    """A content security policy that lets these scripts run and nothing be fetched."""
    hashes = " ".join(
        f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def asset(name: str) -> str:
    """The text of a style sheet or script that pages carry inside."""
    return (TEMPLATES / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def embedded(content: object) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _plots(brief: Brief) -> dict[str, Any]:
    """The plots of a brief by name."""
    return {
        part.name: plot_json(part.figure)
        for section in brief.sections
        for part in section.parts
        if isinstance(part, Drawing) and part.figure
    }


def plot_json(figure: "Figure") -> dict[str, Any]:
    """A plot as the page's script draws it, with its frame for a picture that travels alone."""
    plot = figure.plot.to_plotly_json()
    frame = figure.standalone().to_plotly_json()["layout"]
    encoded: dict[str, Any] = json.loads(
        type(figure.plot)({"data": plot["data"], "layout": plot["layout"]}).to_json()
    )
    framed = json.loads(type(figure.plot)({"layout": frame}).to_json())["layout"]
    return {"data": encoded["data"], "layout": encoded["layout"], "frame": framed}
