"""What came out of a run, from its summary and from nothing else; both languages, same numbers."""

from collections.abc import Mapping
from typing import Any

from dash import html

from results.errors import RunFolderError
from results.language import words
from results.numbers import written
from scenarios.app.parts import Component, table
from scenarios.app.words import LANGUAGES, both, pair
from scenarios.commands.screen import INCOMES, RATIOS, SIGNS, plain_unit, written_entry
from scenarios.words import WORDS, decides, percent, say, translated

QUANTITIES = (*RATIOS, *INCOMES, "low_effect_pilot")
"""Quantities of a summary in the order of the screen, and what the register gains."""

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError, RunFolderError)
"""What a summary raises that the program has not written."""


def result_part(summary: Mapping[str, Any]) -> list[Component]:
    """What decides the ratio, warnings, levels and effects of the last year, targets."""
    try:
        year = max(summary["years"])
        return [
            html.P(pair(*(decides(summary, lang) for lang in LANGUAGES)), className="decides"),
            *_warnings(summary),
            html.H2(both("result", year=year)),
            _levels(summary["years"][year]),
            *_targets(summary),
        ]
    except UNREADABLE as error:
        return [html.P(both("damaged", text=type(error).__name__), className="problem")]


def cell(entry: Mapping[str, Any], key: str, *, effect: bool) -> Component:
    """One number of an entry, without its unit, in both languages."""
    return pair(*(written_entry(entry, lang, effect=effect)[key] for lang in LANGUAGES))


def interval(entry: Mapping[str, Any], *, effect: bool) -> Component:
    """The 90 % interval of an entry."""
    texts = [written_entry(entry, lang, effect=effect) for lang in LANGUAGES]
    words = ("{} 至 {}", "{} to {}")
    return pair(*(word.format(text["p05"], text["p95"])
                  for word, text in zip(words, texts, strict=True)))  # fmt: skip


def quantity_name(name: str) -> Component:
    """The words for a quantity of the summary."""
    if name in WORDS:
        return pair(*(say(name, lang) for lang in LANGUAGES))
    return pair(*(words(lang)["labels"]["indicator"].get(name, name) for lang in LANGUAGES))


def _levels(entries: Mapping[str, Any]) -> Component:
    heads = [both(word) for word in ("quantity", "median", "interval_90", "unit")]
    rows = []
    for name in QUANTITIES:
        if (entry := entries.get(name)) is None:
            continue
        effect = "effect" in name
        rows.append(
            [
                quantity_name(name),
                cell(entry, "median", effect=effect),
                interval(entry, effect=effect),
                cell(entry, "unit", effect=effect),
            ]
        )
    return table(heads, rows, "numbers")


def _targets(summary: Mapping[str, Any]) -> list[Component]:
    last = max(summary["years"])
    modelled = [
        target
        for target in summary["targets"]
        if target["modelled"] and target["probability"] is not None and str(target["year"]) == last
    ]
    if not modelled:
        return []
    heads = [both(word) for word in ("quantity", "target", "median", "probability")]
    rows = [
        [
            pair(target["zh"], target["en"]),
            _amount(target, "target", SIGNS[target["direction"]]),
            _amount(target, "value"),
            html.Span(percent(target["probability"])),
        ]
        for target in modelled
    ]
    note = html.P(both("targets_note"), className="note")
    return [html.H2(both("targets")), note, table(heads, rows, "numbers")]


def _amount(target: Mapping[str, Any], key: str, sign: str = "") -> Component:
    unit = plain_unit(target["unit"])
    texts = (written(target[key], unit, lang) for lang in LANGUAGES)
    return pair(*(f"{sign} {text}".strip() for text in texts))


def _warnings(summary: Mapping[str, Any]) -> list[Component]:
    if not summary["warnings"]:
        return []
    lines = [
        html.Li(pair(*(translated(str(warning), lang) for lang in LANGUAGES)))
        for warning in summary["warnings"]
    ]
    return [html.Div([html.P(both("warnings")), html.Ul(lines)], className="warnings")]
