"""Pages of a chart pack: one a figure, and the list of all; they open from disk, offline."""

from collections.abc import Sequence
from typing import Any

from results.chart_pack.figures import Named, title_of
from results.language import words
from results.page import LANGUAGE_TAGS, TEMPLATES, asset, content_policy, embedded, plot_json
from results.report_tables import table_cells
from results.run import Run

LIBRARY = "plotly.min.js"
"""The drawing library stands beside the pages once, not in each of them: 4.7 MB."""
SCRIPT = """"use strict";
const chart = JSON.parse(document.getElementById("plot-data").textContent);
Plotly.newPlot("plot", chart.data, chart.layout, { displayModeBar: false, responsive: true });
document.documentElement.dataset.ready = "yes";
"""


def library() -> bytes:
    """The drawing library, as a file beside the pages."""
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs()).replace("\r\n", "\n").encode("utf-8")


def figure_page(run: Run, named: Named, language: str, files: dict[str, str]) -> bytes:
    """One figure as a page: title, chart, caption, its data as a table, links to its files."""
    figure = named.figure
    assert figure is not None
    head, rows = table_cells(figure, language)
    content = plot_json(figure)
    return _page(
        "chart_page",
        figure=figure,
        head=head,
        rows=rows,
        words=words(language)["chart_pack"],
        tag=LANGUAGE_TAGS[language],
        policy=content_policy([SCRIPT]).replace("script-src", "script-src 'self'"),
        plot=embedded({"data": content["data"], "layout": content["layout"]}),
        script=SCRIPT,
        library=LIBRARY,
        files=files,
        fingerprint=run.fingerprint,
    )


def index_page(
    run: Run, languages: Sequence[str], charts: dict[str, list[dict[str, Any]]]
) -> bytes:
    """The list of all figures with links to their files, in one section a language."""
    return _page(
        "chart_index",
        policy=content_policy(["\n"]),
        sections=[
            {
                "tag": LANGUAGE_TAGS[language],
                "words": words(language)["chart_pack"],
                "title": _title(run, language),
                "charts": charts[language],
            }
            for language in languages
        ],
        fingerprint=run.fingerprint,
    )


def _title(run: Run, language: str) -> str:
    text, county = words(language)["chart_pack"], title_of(run, language)
    return text["title"].format(county=county) if county else text["of_backtest"]


def _page(name: str, **content: Any) -> bytes:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template(f"{name}.html.j2")
    return template.render(style=asset("report.css"), **content).encode("utf-8")
