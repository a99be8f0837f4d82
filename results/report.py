"""The report: one HTML file, Chinese and English, that opens from disk without any network.

Numbers are written once, from the stored run; both languages show the same sections and the same
numbers. Scripts are embedded and allowed by their hash, nothing else runs.
"""

import json
import shlex
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from results.language import LANGUAGES, words
from results.numbers import MISSING, Beside, beside, change, number, written
from results.run import Run

if TYPE_CHECKING:
    from results.figure import Figure

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
FIRST = (
    "ratio_published", "ratio_latent", "ratio_no_pilot", "ratio_trend", "ratio_effect_pilot",
    "ratio_effect_all", "rural_effect_pilot", "rural_effect_all", "rural_income", "urban_income",
    "resident_income", "low_income", "collective_income", "workshop_jobs",
)
"""Quantities in the order of the headline table; others of the summary follow."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: the text shown, and the number behind it if it is one."""

    text: str
    value: str | None = None


def write_report(folder: Path, language: str = "zh") -> Path:
    """Write `report.html` into a run folder.

    Args: folder, a run folder with `summary.json`, `run.json` and tables; language, the one shown
    first, zh or en.
    Returns: the path of the report. Raises: RunFolderError when the folder lacks what it needs.
    """
    run = Run.open(Path(folder))
    return run.folder.write_text("report.html", render(run, language))


def render(run: Run, language: str = "zh") -> str:
    """The report as one HTML text."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from plotly.offline import get_plotlyjs

    parts = {name: _drawn(run, name) for name in LANGUAGES}
    scripts = [get_plotlyjs().replace("\r\n", "\n"), _asset("report.js")]
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("report.html.j2").render(
        first=language, tags=LANGUAGE_TAGS, policy=content_policy(scripts), scripts=scripts,
        style=_asset("report.css"), plots=_embedded({name: plots for name, (_, plots)
                                                     in parts.items()}),
        articles={name: _article(run, name, figures) for name, (figures, _) in parts.items()})


def content_policy(scripts: Sequence[str]) -> str:
    """A content security policy that lets these scripts run and nothing be fetched."""
    hashes = " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
                      for text in scripts)
    return (f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
            "img-src data: blob:; base-uri 'none'; form-action 'none'")


def _asset(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _embedded(content: object) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _drawn(run: Run, language: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Every chart of the folder: what the page shows, and the plots by name."""
    from results.charts import charts
    from results.figure import NoData

    shown, plots = [], {}
    for name, draw in charts().items():
        try:
            figure = draw(run, language)
        except NoData as reason:
            shown.append({"name": name, "missing": str(reason)})
            continue
        head, rows = table_cells(figure, language)
        shown.append({"name": name, "title": figure.title, "caption": figure.caption,
                      "height": int(figure.plot.layout.height), "narrowest": figure.narrowest,
                      "head": head, "rows": rows})
        plots[name] = _plot(figure)
    return shown, plots


def _plot(figure: "Figure") -> dict[str, Any]:
    plot = figure.plot.to_plotly_json()
    frame = figure.standalone().to_plotly_json()["layout"]
    encoded: dict[str, Any] = json.loads(
        type(figure.plot)({"data": plot["data"], "layout": plot["layout"]}).to_json())
    framed = json.loads(type(figure.plot)({"layout": frame}).to_json())["layout"]
    return {"data": encoded["data"], "layout": encoded["layout"], "frame": framed}


def table_cells(figure: "Figure", language: str) -> tuple[list[str], list[list[Cell]]]:
    """The data table of a figure: headings and cells, floats written in the row's unit."""
    rows = [
        [cell(value, unit, language) for value in row]
        for row, unit in zip(figure.table.itertuples(index=False, name=None), figure.units,
                             strict=True)
    ]
    return [str(name) for name in figure.table.columns], rows


def cell(value: object, unit: str, language: str) -> Cell:
    """A cell from a stored value: text stays, whole numbers stay, floats are written by unit."""
    if value is None or value != value:
        return Cell(MISSING)
    if isinstance(value, str):
        return Cell(value)
    if isinstance(value, int):
        return Cell(f"{value:,}" if abs(value) > 9999 else str(value), str(value))
    amount = float(value)  # type: ignore[arg-type]
    return Cell(written(amount, unit, language), f"{amount:.10g}")


def _cell(value: float | None, way: Beside, *, signed: bool = False) -> Cell:
    return Cell(way.text(value, signed=signed), None if value is None else f"{value:.10g}")


def _article(run: Run, language: str, figures: list[dict[str, Any]]) -> dict[str, Any]:
    text, last = words(language)["report"], run.years[-1]
    county = run.label("county", str(run.summary["county"]), language)
    return {
        "words": text, "title": text["title"].format(county=county, year=last),
        "county": county, "last": last, "years": run.years,
        "decides": deciding_sentence(run, language),
        "not_evidence": _not_evidence(run, language),
        "headline": _headline(run, language), "paths": _paths(run, language),
        "targets": _targets(run, language), "variance": _variance(run, language),
        "figures": figures, "assumptions": _assumptions(run, language),
        "sources": _rows(run, "sources"), "warnings": _warnings(run, language),
        "cannot": words(language)["cannot"].values(), "settings": _settings(run, language),
        "command": _command(run), "verify": "sanjin verify FOLDER",
        "scenario_text": run.record["spec"]["scenario"]["text"],
    }


def deciding_sentence(run: Run, language: str) -> str:
    """One plain sentence on what decides the ratio."""
    from results.charts.variance_shares import variance_shares

    text, last, shares = words(language)["report"], run.years[-1], variance_shares(run)
    if not shares:
        return str(text["decides_without"].format(
            year=last, median=written(run.quantile(last, "ratio_published"), "ratio", language)))
    component, share = next(iter(shares.items()))
    effect, low, high = (
        change(run.quantile(last, "ratio_effect_pilot", point), "ratio", language)
        for point in ("median", "p05", "p95"))
    return str(text["decides"].format(
        year=last, first=run.label("component", component, language),
        share=written(share, "share", language), effect=effect, low=low, high=high))


def _not_evidence(run: Run, language: str) -> str | None:
    baseline = run.reference("ratio_published", 2021, "baseline")
    if baseline is None or baseline >= 1.75:
        return None
    return str(words(language)["report"]["not_evidence"].format(
        baseline=written(baseline, "ratio", language)))


def _quantities(run: Run) -> list[str]:
    known = run.summary["years"][str(run.years[-1])]
    return [*(name for name in FIRST if name in known), *sorted(set(known) - set(FIRST))]


def _headline(run: Run, language: str) -> list[dict[str, Any]]:
    """Rows of the headline table: name and cells for median, both intervals, error."""
    rows = []
    for name in _quantities(run):
        entry = run.summary["years"][str(run.years[-1])][name] or {}
        way = beside(_unit(run, name), entry.get("median"), language)
        cells = {point: _cell(entry.get(point), way, signed="_effect_" in name)
                 for point in ("median", "p05", "p25", "p75", "p95")}
        rows.append({**_named(run, name, way, language), **cells,
                     "mc_error": _cell(entry.get("mc_error"), way)})
    return rows


def _paths(run: Run, language: str) -> list[dict[str, Any]]:
    rows = []
    for name in _quantities(run):
        medians = [run.quantile(year, name) for year in run.years]
        way = beside(_unit(run, name), run.quantile(run.years[-1], name), language)
        rows.append({**_named(run, name, way, language),
                     "cells": [_cell(value, way, signed="_effect_" in name)
                               for value in medians]})
    return rows


def _targets(run: Run, language: str) -> list[dict[str, Any]]:
    text, rows = words(language)["report"], []
    directions = {str(row["indicator"]): str(row["direction"]) for row in _rows(run, "targets")}
    for target in run.summary.get("targets", []):
        name, modelled = str(target["indicator"]), bool(target["modelled"])
        way = beside(_unit(run, name), _float(target["target"]), language)
        low = directions.get(name, "").startswith(("at_most", "<", "below", "max", "upper"))
        missing = Cell(text["not_modelled"])
        rows.append({
            **_named(run, name, way, language), "year": target["year"],
            "sign": text["at_most" if low else "at_least"],
            "target": _cell(_float(target["target"]), way),
            "value": _cell(_float(target["value"]), way) if modelled else missing,
            "probability": cell(_float(target["probability"]), "share", language)
            if modelled else missing})
    return rows


def _named(run: Run, name: str, way: Beside, language: str) -> dict[str, str]:
    """The words for a quantity, and its unit where they do not say it already."""
    label = run.label("indicator", name, language)
    return {"name": label, "unit": "" if label.endswith(way.words) else way.words}


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _unit(run: Run, quantity: str) -> str:
    """The unit of a quantity; differences of ratios have their own."""
    entry = run.summary["years"][str(run.years[-1])].get(quantity)
    rows = [row for row in _rows(run, "labels") if row["name"] == quantity]
    unit = str(entry.get("unit", "")) if entry else str(rows[0]["unit"]) if rows else ""
    return "ratio difference" if unit == "ratio" and "_effect_" in quantity else unit


def _variance(run: Run, language: str) -> list[dict[str, Any]]:
    from results.charts.variance_shares import variance_shares

    return [{"name": run.label("component", name, language),
             "share": cell(share, "share", language)}
            for name, share in variance_shares(run).items()]


def _assumptions(run: Run, language: str) -> list[dict[str, Any]]:
    grades = words(language)["grades"]
    return [{
        "name": str(row[language] or row["name"]), "path": str(row["name"]),
        "value": _plain_cell(row["value"], str(row["unit"]), language),
        "low": Cell(number(row["low"])), "high": Cell(number(row["high"])),
        "ranged": row["low"] == row["low"] and row["low"] is not None,
        "source": str(row["source"]), "grade": grades.get(str(row["grade"]), str(row["grade"])),
    } for row in _rows(run, "assumptions")]


def _plain_cell(value: object, unit: str, language: str) -> Cell:
    if isinstance(value, str):
        return Cell(f"{value} {unit}".strip())
    return cell(_float(value), unit, language)


def _rows(run: Run, table: str) -> list[dict[str, Any]]:
    if not run.has(table):
        return []
    found: list[dict[str, Any]] = run.table(table).astype(object).to_dict("records")
    return found


def _warnings(run: Run, language: str) -> list[str]:
    return [str(warning[language]) if isinstance(warning, Mapping) else str(warning)
            for warning in run.summary.get("warnings", [])]


def _settings(run: Run, language: str) -> list[tuple[str, str]]:
    text, spec = words(language)["report"], run.record["spec"]
    world = run.label("world", str(run.summary["counterfactual"]), language)
    return [
        (text["fingerprint"], run.fingerprint), (text["scenario"], str(spec["scenario"]["name"])),
        (text["counterfactual"], world),
        (text["county"], run.label("county", str(run.summary["county"]), language)),
        (text["evidence"], str(spec["evidence"])), (text["scale"], f"{spec['scale']:g}"),
        (text["draws"], str(run.summary["draws"])), (text["seeds"], str(run.summary["seeds"])),
        (text["pack"], str(spec["county"]["pack"])[:16]),
        (text["code"], ", ".join(f"{name} {digest[:8]}"
                                 for name, digest in sorted(spec["code"].items()))),
        (text["libraries"], ", ".join(f"{name} {number}"
                                      for name, number in sorted(spec["libraries"].items()))),
    ]


def _command(run: Run) -> str:
    spec, summary = run.record["spec"], run.summary
    stored = spec["settings"].get("command")
    if isinstance(stored, str):
        return stored
    return shlex.join([
        "sanjin", "forecast", str(summary["county"]), "--draws", str(summary["draws"]), "--seeds",
        str(summary["seeds"]), "--scale", f"{spec['scale']:g}", "--evidence",
        str(spec["evidence"]), "--out", "FOLDER"])
