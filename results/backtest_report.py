"""The page of a backtest: one HTML file, Chinese and English, that opens from disk offline."""

from pathlib import Path
from typing import Any

from results.backtest_tables import first_line, further_lines, sections
from results.language import LANGUAGES, words
from results.page import asset, embedded, page_of, plot_json
from results.report_tables import table_cells
from results.run_folder import RunFolder

LIMITS = ("limit_dependence", "limit_covid", "limit_policy", "limit_derived")


def write_backtest_report(folder: Path, language: str = "zh") -> Path:
    """Write `report.html` of a backtest from its `summary.json` and `run.json`."""
    stored = RunFolder.open(Path(folder))
    text = render(stored.read_json("summary"), stored.read_json("run"), language)
    return stored.write_text("report.html", text)


def render(summary: dict[str, Any], record: dict[str, Any], language: str = "zh") -> str:
    """The page as one HTML text; `language` is shown first."""
    from results.backtest_charts import draw_all

    data = record["spec"]["backtest"]["file"]
    figures = {name: draw_all(summary, name, data) for name in LANGUAGES}
    plots = {
        name: {chart: plot_json(figure) for chart, figure in drawn.items()}
        for name, drawn in figures.items()
    }
    articles = {name: _article(summary, record, name, figures[name]) for name in LANGUAGES}
    return page_of(
        "backtest",
        language,
        scripts=(asset("report.js"),),
        style=asset("report.css"),
        plots=embedded(plots),
        articles=articles,
    )


def _article(
    summary: dict[str, Any], record: dict[str, Any], language: str, figures: dict[str, Any]
) -> dict[str, Any]:
    text, verdict = words(language)["backtest"], summary["verdict"]
    proxies = sorted({row["place"] for row in summary.get("proxies", ())})
    return {
        "words": text,
        "title": text["title"],
        "fingerprint": summary["fingerprint"],
        "first": first_line(verdict, language),
        "further": further_lines(verdict, language),
        "sections": sections(summary, language),
        "figures": [_shown(name, figure, language) for name, figure in figures.items()],
        "proxies": text["proxies_note"] + ", ".join(proxies) if proxies else "",
        "limits": [text[key].format(n=verdict["targets"]) for key in LIMITS] if verdict else [],
        "command": record["about"].get("command", "sanjin backtest"),
        "verify": "sanjin verify FOLDER",
    }


def _shown(name: str, figure: Any, language: str) -> dict[str, Any]:
    head, rows = table_cells(figure, language)
    return {
        "name": name,
        "title": figure.title,
        "caption": figure.caption,
        "height": int(figure.plot.layout.height),
        "narrowest": figure.narrowest,
        "head": head,
        "rows": rows,
    }
