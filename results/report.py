"""The report: the brief of a run as one HTML file, Chinese and English, that opens from disk.

Numbers are written once, from the stored run; both languages show the same sections and the same
numbers.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from results.brief.build import build
from results.brief.parts import Brief, Drawing
from results.language import LANGUAGES, words
from results.page import asset, embedded, page_of, plot_json
from results.report_tables import table_cells
from results.run import Run


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


def _plots(brief: Brief) -> dict[str, Any]:
    """The plots of a brief by name."""
    return {
        part.name: plot_json(part.figure)
        for section in brief.sections
        for part in section.parts
        if isinstance(part, Drawing) and part.figure
    }
