"""What belongs to a figure beside its picture: its data as CSV, its caption as JSON."""

from typing import Any

from results.chart_pack.figures import Named
from results.figure import Figure
from results.files import to_csv
from results.language import words
from results.run import Run

DIGITS = 10
"""Significant digits of data: more than any reader needs, fewer than floats pretend to have."""


def data_file(figure: Figure, language: str) -> bytes:
    """The figure's data row by row, with the unit of every row's numbers."""
    table, units = figure.table, figure.units
    if figure.detail is not None:
        table, units = figure.detail, [figure.detail_unit] * len(figure.detail)
    heads = [*map(str, table.columns), words(language)["chart_pack"]["unit"]]
    rows = zip(table.itertuples(index=False, name=None), units, strict=True)
    return to_csv(heads, ([*map(_plain, row), _unit(unit, language)] for row, unit in rows))


def _unit(unit: str, language: str) -> str:
    known: dict[str, str] = words(language)["units"]
    in_data = {"share": "1"}.get(unit, unit)
    return known.get(in_data, in_data)


def _plain(value: Any) -> Any:
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def metadata(run: Run, named: Named, language: str, files: dict[str, str]) -> dict[str, Any]:
    """Title, caption, units and origin of a figure; `files` are its files by what they are."""
    figure = named.figure
    assert figure is not None
    plot = figure.plot.layout
    axes = [axis.title.text for kind in ("xaxis", "yaxis") for axis in _axes(figure, kind)]
    summary = run.summary
    return {
        "name": named.name,
        "label": named.label,
        "language": language,
        "title": figure.title,
        "caption": figure.caption,
        "axes": sorted({text for text in axes if text}),
        "height_pixels": int(plot.height),
        "columns": [str(name) for name in _data(figure).columns],
        "units": sorted(set(figure.units)),
        "run": run.fingerprint,
        "county": summary.get("county"),
        "scenario": summary.get("scenario"),
        "draws": summary.get("draws"),
        "seeds": summary.get("seeds"),
        "citation": words(language)["chart_pack"]["citation"].format(
            fingerprint=run.fingerprint, name=named.label, title=figure.title
        ),
        "files": files,
    }


def _data(figure: Figure) -> Any:
    return figure.table if figure.detail is None else figure.detail


def _axes(figure: Figure, kind: str) -> list[Any]:
    plot = figure.plot
    return list(plot.select_xaxes() if kind == "xaxis" else plot.select_yaxes())
