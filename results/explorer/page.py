"""Writes the page: sliders over computed points, every text and number of a point ready made.

The script only shows what stands in the page; it computes no number and joins no two points. All
points travel inside the page, packed, so that the page needs nothing else.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from results.brief.build import build
from results.charts import ratio_fan, who_gains
from results.explorer.axes import same_axes
from results.explorer.packing import change_of, packed, shortened
from results.explorer.points import Row, headline_rows, point_run, target_rows
from results.figure import NoData
from results.language import LANGUAGES, words
from results.numbers import number, unit_name
from results.page import asset, page_of, plot_json
from results.report_tables import Cell, table_cells
from results.run import Run

CHARTS = {"ratio_fan": ratio_fan, "who_gains": who_gains}
WORDS = Path(__file__).parents[1] / "explorer_page.toml"


@cache
def page_words(language: str) -> dict[str, str]:
    """The words that only this page has."""
    pairs = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {name: pair[language] for name, pair in pairs.items()}


def render_explorer(run: Run, language: str = "zh") -> str:
    """The page as one HTML text, opened in a language."""
    grid = run.summary["explorer"]
    points = [_point(run, point) for point in grid["points"]]
    same_axes(point[name]["figures"] for point in points for name in LANGUAGES if name in point)
    start = next(point for point in points if point["name"] == grid["start"])
    content = {
        "fingerprint": run.fingerprint,
        "start": shortened(start),
        "points": [_packed_point(point, start) for point in points],
        "heads": {name: _heads(name) for name in LANGUAGES},
    }
    return page_of(
        "explorer",
        language,
        scripts=[asset("explorer.js")],
        style=asset("report.css") + asset("explorer.css"),
        briefs={name: build(run, name) for name in LANGUAGES},
        pages={name: _page(run, start, name) for name in LANGUAGES},
        packed=packed(content),
    )


def _point(run: Run, point: dict[str, Any]) -> dict[str, Any]:
    about = {key: point[key] for key in ("name", "scenario", "places", "file", "toml", "runs")}
    if not point["runs"]:
        return about
    own = point_run(run, point)
    return {**about, **{language: _shown(own, language) for language in LANGUAGES}}


def _packed_point(point: dict[str, Any], start: dict[str, Any]) -> dict[str, Any]:
    """The point with its texts and charts as what differs from the start."""
    about = {key: value for key, value in point.items() if key not in LANGUAGES}
    if not point["runs"]:
        return about
    both = [shortened({name: one[name] for name in LANGUAGES}) for one in (start, point)]
    return {**about, "change": change_of(*both)}


def _shown(run: Run, language: str) -> dict[str, Any]:
    """Charts and tables of a point in one language."""
    tables = {"headline": headline_rows(run, language), "targets": target_rows(run, language)}
    figures = {}
    for name, module in CHARTS.items():
        try:
            figure = module.draw(run, language)
        except NoData:
            continue
        head, rows = table_cells(figure, language)
        figures[name] = {
            **plot_json(figure),
            "title": figure.title,
            "caption": figure.caption,
            "height": int(figure.plot.layout.height),
            "narrowest": figure.narrowest,
            "head": head,
            "rows": _plain(rows),
        }
    return {"figures": figures, "tables": {name: _plain(rows) for name, rows in tables.items()}}


def _plain(rows: list[Row]) -> list[list[list[str | None]]]:
    return [[[cell.text, cell.value] for cell in row] for row in rows]


def _cells(rows: list[list[list[str]]]) -> list[Row]:
    return [[Cell(*cell) for cell in row] for row in rows]


def _heads(language: str) -> dict[str, list[str]]:
    """Headings of the two tables, and of the file that they are saved in."""
    text, own = words(language)["report"], page_words(language)
    return {
        "headline": [
            text["quantity"],
            text["median"],
            own["low"],
            own["high"],
            text["monte_carlo"],
        ],
        "targets": [text["quantity"], text["target"], text["forecast"], text["probability"]],
        "file": [own[name] for name in ("table", "row", "column", "shown", "value")],
    }


def _page(run: Run, start: dict[str, Any], language: str) -> dict[str, Any]:
    """What the page of an explorer has beside its brief, at the point where it opens."""
    shown, grid = start[language], run.summary["explorer"]
    figures = [
        {"name": name, **figure, "rows": _cells(figure["rows"])}
        for name, figure in shown["figures"].items()
    ]
    return {
        "text": words(language)["report"],
        "figures": figures,
        "own": page_words(language),
        "levers": [
            _slider(lever, place, language)
            for lever, place in zip(grid["levers"], start["places"], strict=True)
        ],
        "scenarios": [{"name": one["name"], "text": one[language]} for one in grid["scenarios"]],
        "start": start["scenario"],
        "tables": {
            name: {"head": _heads(language)[name], "rows": _cells(rows)}
            for name, rows in shown["tables"].items()
        },
    }


def _slider(lever: dict[str, Any], place: int | None, language: str) -> dict[str, Any]:
    """One lever in one language: its name and unit, and a text for each of its values."""
    own = page_words(language)
    unit = "" if lever["unit"] == "ratio" else unit_name(lever["unit"], language)
    planned = set(lever["planned"].values())
    return {
        "name": lever["name"],
        "text": lever[language],
        "unit": unit,
        "note": own["last_year"] if lever["by_year"] else "",
        "source": lever["source"],
        "place": place or 0,
        "texts": [_value_text(value, planned, own) for value in lever["values"]],
    }


def _value_text(value: float, planned: set[float | None], own: dict[str, str]) -> str:
    mark = own["planned"] if value in planned else own["none"] if value == 0.0 else ""
    return f"{number(value)} ({mark})" if mark else number(value)
