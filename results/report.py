"""The report: one HTML file, Chinese and English, that opens from disk without any network.

Numbers are written once, from the stored run; both languages show the same sections and the same
numbers. Scripts are embedded and allowed by their hash, nothing else runs.
"""

import json
import shlex
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from results.language import LANGUAGES, words
from results.numbers import change, written
from results.report_evidence import ablations, conflicts
from results.report_tables import (
    assumptions,
    first_quantities,
    headline,
    other_quantities,
    paths,
    records,
    table_cells,
    targets,
    variance,
)
from results.run import Run

if TYPE_CHECKING:
    from results.figure import Figure

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
LAST_SECTIONS = ("charts", "assumptions", "warnings", "cannot", "reproduce")


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
    if run.study == "explorer":
        from results.explorer.page import render_explorer

        return render_explorer(run, language)
    parts = {name: _drawn(run, name) for name in LANGUAGES}
    return page_of(
        "study" if run.study else "report",
        language,
        scripts=[asset("report.js")],
        style=asset("report.css"),
        articles={name: article(run, name, figures) for name, (figures, _) in parts.items()},
        plots=embedded({name: plots for name, (_, plots) in parts.items()}),
    )


def page_of(template: str, first: str, *, scripts: list[str], **content: Any) -> str:
    """A page from its template, with the plotting library and its own scripts inside."""
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
        first=first,
        tags=LANGUAGE_TAGS,
        policy=content_policy(every),
        scripts=every,
        **content,
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


def _drawn(run: Run, language: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Every chart of this kind of run: what the page shows, and the plots by name."""
    from results.charts import charts_of
    from results.figure import NoData

    shown: list[dict[str, Any]] = []
    plots = {}
    for name, module in charts_of(run.study).items():
        try:
            figure = module.draw(run, language)
        except NoData as reason:
            heading = module.TEXTS[language].get("name", name)
            shown.append({"name": name, "heading": heading, "missing": str(reason)})
            continue
        head, rows = table_cells(figure, language)
        shown.append(
            {
                "name": name,
                "title": figure.title,
                "caption": figure.caption,
                "height": int(figure.plot.layout.height),
                "narrowest": figure.narrowest,
                "head": head,
                "rows": rows,
            }
        )
        plots[name] = plot_json(figure)
    return shown, plots


def plot_json(figure: "Figure") -> dict[str, Any]:
    """A plot as the page's script draws it, with its frame for a picture that travels alone."""
    plot = figure.plot.to_plotly_json()
    frame = figure.standalone().to_plotly_json()["layout"]
    encoded: dict[str, Any] = json.loads(
        type(figure.plot)({"data": plot["data"], "layout": plot["layout"]}).to_json()
    )
    framed = json.loads(type(figure.plot)({"layout": frame}).to_json())["layout"]
    return {"data": encoded["data"], "layout": encoded["layout"], "frame": framed}


def article(run: Run, language: str, figures: list[dict[str, Any]]) -> dict[str, Any]:
    """What one language of a page says, figures aside."""
    shared = {
        "words": words(language)["report"],
        "county": run.label("county", str(run.summary["county"]), language),
        "figures": figures,
        "assumptions": assumptions(run, language),
        "sources": records(run, "sources"),
        "warnings": _warnings(run, language),
        "settings": _settings(run, language),
        "command": _command(run),
        "verify": "sanjin verify FOLDER",
        "scenario_text": run.record["spec"]["scenario"]["text"],
    }
    return {**shared, **(_of_study if run.study else _of_forecast)(run, language)}


def _of_study(run: Run, language: str) -> dict[str, Any]:
    """What the summary of a study says in words: title, finding, findings, cannot."""
    said = run.summary["words"][language]
    return {
        "title": said["title"],
        "decides": said["finding"],
        "not_evidence": None,
        "findings": said["findings"],
        "cannot": said["cannot"],
        "sections": ("findings", *LAST_SECTIONS),
    }


def _of_forecast(run: Run, language: str) -> dict[str, Any]:
    text, last = words(language)["report"], run.years[-1]
    county = run.label("county", str(run.summary["county"]), language)
    return {
        "title": text["title"].format(county=county, year=last),
        "last": last,
        "years": run.years,
        "decides": deciding_sentence(run, language),
        "not_evidence": _not_evidence(run, language),
        "headline": headline(run, first_quantities(run), language),
        "paths": paths(run, language),
        "others": headline(run, other_quantities(run), language),
        "targets": targets(run, language),
        "variance": variance(run, language),
        "ablations": ablations(run, language),
        "conflicts": conflicts(run, language),
        "cannot": words(language)["cannot"].values(),
        "sections": ("headline", "targets", "variance", *LAST_SECTIONS),
    }


def deciding_sentence(run: Run, language: str) -> str:
    """One plain sentence on what decides the ratio."""
    from results.charts.variance_shares import variance_shares

    text, last, shares = words(language)["report"], run.years[-1], variance_shares(run)
    if not shares:
        return str(
            text["decides_without"].format(
                year=last, median=written(run.quantile(last, "ratio_published"), "ratio", language)
            )
        )
    component, share = next(iter(shares.items()))
    effect, low, high = (
        change(run.quantile(last, "ratio_effect_pilot", point), "ratio", language)
        for point in ("median", "p05", "p95")
    )
    return str(
        text["decides"].format(
            year=last,
            first=run.label("component", component, language),
            share=written(share, "share", language),
            effect=effect,
            low=low,
            high=high,
        )
    )


def _not_evidence(run: Run, language: str) -> str | None:
    baseline = run.reference("ratio_published", 2021, "baseline")
    if baseline is None or baseline >= 1.75:
        return None
    return str(
        words(language)["report"]["not_evidence"].format(
            baseline=written(baseline, "ratio", language)
        )
    )


def _warnings(run: Run, language: str) -> list[str]:
    return [
        run.label("warning", str(warning), language) for warning in run.summary.get("warnings", [])
    ]


def _settings(run: Run, language: str) -> list[tuple[str, str]]:
    text, spec = words(language)["report"], run.record["spec"]
    world = run.label("world", str(run.summary["counterfactual"]), language)
    return [
        (text["fingerprint"], run.fingerprint),
        (text["scenario"], str(spec["scenario"]["name"])),
        (text["counterfactual"], world),
        (text["county"], _county(run, language)),
        (text["evidence"], str(spec["evidence"])),
        (text["scale"], f"{spec['scale']:g}"),
        (text["draws"], str(run.summary["draws"])),
        (text["seeds"], str(run.summary["seeds"])),
        (text["pack"], str(spec["county"]["pack"])[:16]),
        (
            text["code"],
            ", ".join(f"{name} {digest[:8]}" for name, digest in sorted(spec["code"].items())),
        ),
        (
            text["libraries"],
            ", ".join(f"{name} {number}" for name, number in sorted(spec["libraries"].items())),
        ),
    ]


def _county(run: Run, language: str) -> str:
    """The county's name with the label of its pack: how far its figures may be trusted."""
    name = run.label("county", str(run.summary["county"]), language)
    label = run.summary.get("county_label")
    return f"{name} ({run.label('county_label', str(label), language)})" if label else name


def _command(run: Run) -> str:
    spec, summary = run.record["spec"], run.summary
    stored = spec["settings"].get("command")
    if isinstance(stored, str):
        return stored
    return shlex.join(
        [
            "sanjin",
            "forecast",
            str(summary["county"]),
            "--draws",
            str(summary["draws"]),
            "--seeds",
            str(summary["seeds"]),
            "--scale",
            f"{spec['scale']:g}",
            "--evidence",
            str(spec["evidence"]),
            "--out",
            "FOLDER",
        ]
    )
