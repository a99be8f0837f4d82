"""Saved runs side by side: numbers, bars on one scale, and paired differences where they exist."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from scenarios.app.comparing import Difference, differing_parts, paired_differences
from scenarios.app.folders import Desk
from scenarios.app.home_page import county_name, run_title, title_of
from scenarios.app.parts import Component, table
from scenarios.app.result_part import QUANTITIES, UNREADABLE, cell, interval, quantity_name
from scenarios.app.saved_runs import Saved, saved_run, saved_runs, summary_of
from scenarios.app.words import LANGUAGES, both, pair, say
from scenarios.commands.screen import written_entry

LEAST, MOST = 2, 4


def compare_page(desk: Desk, asked: Sequence[str]) -> Component:
    """Boxes for every finished run, and the comparison of those that are ticked."""
    runs = [run for run in saved_runs(desk) if run.complete and summary_of(run)]
    known = [run.fingerprint for run in runs]
    options = [{"label": _name(run), "value": run.fingerprint} for run in runs]
    ticked = [name for name in dict.fromkeys(asked) if name in known][:MOST]
    return html.Div(
        [
            html.H1(both("compare_title")),
            html.Fieldset(
                [
                    html.Legend(both("compare_pick")),
                    dcc.Checklist(id="picked", options=options, value=ticked),
                ],
                className="picks",
            )
            if runs
            else html.P([both("compare_none"), dcc.Checklist(id="picked", options=[], value=[])]),
            dcc.Store(id="compared"),
            html.Div(id="comparison"),
        ]
    )


def comparison(desk: Desk, names: Sequence[str]) -> list[Component]:
    """The runs of these fingerprints side by side."""
    if not LEAST <= len(names) <= MOST:
        return [html.P(both("compare_few" if len(names) < LEAST else "compare_many"))]
    found = [saved_run(desk, str(name)) for name in names]
    runs = [run for run in found if run is not None and run.complete and summary_of(run)]
    if len(runs) < LEAST:
        return [html.P(both("compare_few"))]
    try:
        return [*_levels(runs), *_paired(runs)]
    except UNREADABLE as error:
        return [html.P(both("damaged", text=type(error).__name__), className="problem")]


def _name(run: Saved) -> Component:
    return html.Span([run_title(run), html.Span([" — ", *_details(run)], className="unit")])


def _details(run: Saved) -> list[Component]:
    """What tells runs of one title apart: county, share of households, fingerprint."""
    summary = summary_of(run) or {}
    scale = summary.get("scale")
    share = f"{100 * scale:g}%" if isinstance(scale, int | float) else "—"
    place, code = county_name(str(summary.get("county"))), html.Code(run.fingerprint)
    return [place, f" · {share} · ", code]


def _levels(runs: list[Saved]) -> list[Component]:
    summaries = [summary_of(run) or {} for run in runs]
    shared = set.intersection(*(set(summary["years"]) for summary in summaries))
    year = max(shared)
    rows = []
    for name in QUANTITIES:
        entries = [summary["years"][year].get(name) for summary in summaries]
        if any(entry is None for entry in entries):
            continue
        effect = "effect" in name
        low = min(_end(entry, "p05") for entry in entries)
        high = max(_end(entry, "p95") for entry in entries)
        unit = pair(*(written_entry(entries[0], lang, effect=effect)["unit"] for lang in LANGUAGES))
        head = html.Span([quantity_name(name), html.Span(unit, className="unit")])
        rows.append([head, *(_cell(entry, low, high, effect=effect) for entry in entries)])
    heads = [both("quantity"), *(_head(run) for run in runs)]
    note = html.P(both("compare_scale"), className="note")
    return [html.H2(both("compare_levels", year=year)), note, table(heads, rows, "numbers side")]


def _head(run: Saved) -> Component:
    link = dcc.Link(run_title(run), href=f"/run/{run.fingerprint}")
    return html.Span([link, html.Br(), html.Small(_details(run))])


def _cell(entry: dict[str, float], low: float, high: float, *, effect: bool) -> Component:
    """Median and interval in words, and as a bar on the scale of the row."""
    words = [html.B(cell(entry, "median", effect=effect)), html.Br(),
             html.Small(interval(entry, effect=effect))]  # fmt: skip
    width = high - low
    if not width > 0.0:
        return html.Div(words)

    def place(key: str) -> float:
        return round(100.0 * (_end(entry, key) - low) / width, 2)

    left, middle, right = place("p05"), place("median"), place("p95")
    span = html.Span(className="span", style={"left": f"{left}%", "width": f"{right - left}%"})
    dot = html.Span(className="dot", style={"left": f"{middle}%"})
    unread: Any = {"aria-hidden": "true"}
    return html.Div([*words, html.Div([span, dot], className="bar", **unread)])


def _end(entry: dict[str, float], key: str) -> float:
    """An end of the interval; one draw has none, then it is the median."""
    value = entry[key]
    return float(entry["median"] if value is None else value)


def _paired(runs: list[Saved]) -> list[Component]:
    first, others = runs[0], runs[1:]
    parts = differing_parts(runs)
    if parts:
        names = {lang: (("、" if lang == "zh" else ", ")
                        .join(say(f"part_{part}", lang) for part in parts))
                 for lang in LANGUAGES}  # fmt: skip
        texts = (say("unpaired", lang, parts=names[lang]) for lang in LANGUAGES)
        return [html.P(pair(*texts), className="warnings")]
    title = title_of(first)
    heading = pair(*(say("paired", lang, title=title[lang]) for lang in LANGUAGES))
    found: list[Component] = [html.H2(heading)]
    for other in others:
        differences = paired_differences(other, first)
        pairs = differences[0].pairs if differences else 0
        found += [
            html.H3(run_title(other)),
            html.P(both("paired_note", pairs=pairs), className="note"),
            _differences(differences),
        ]
    return found


def _differences(differences: list[Difference]) -> Component:
    heads = [both(word) for word in ("quantity", "median", "interval_90", "unit", "lower_in")]
    rows = [
        [
            pair(each.zh, each.en),
            cell(each.entry, "median", effect=True),
            interval(each.entry, effect=True),
            cell(each.entry, "unit", effect=True),
            both("of_pairs", count=each.lower, pairs=each.pairs),
        ]
        for each in differences
    ]
    return table(heads, rows, "numbers")
