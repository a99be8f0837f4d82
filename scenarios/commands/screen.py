"""What commands print: plain text a terminal can hold, from the summary and from nothing else."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scenarios.words import Language, component_name, decides, say, translated

Cells = Sequence[str]

RATIOS = ("ratio_published", "ratio_latent", "ratio_effect_pilot", "ratio_effect_all")
INCOMES = (
    "rural_effect_pilot",
    "rural_effect_all",
    "rural_income",
    "urban_income",
    "resident_income",
    "low_income",
)


def show(text: str) -> None:
    """Print one line to standard output."""
    sys.stdout.write(f"{text}\n")


def print_json(value: object) -> None:
    """Print one JSON object."""
    show(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2))


def print_entries(entries: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Print a list of equal records as JSON or as a table."""
    if as_json:
        print_json(list(entries))
    elif entries:
        heads = list(entries[0])
        print_table(heads, [[_text(entry[head]) for head in heads] for entry in entries])


def print_table(heads: Cells, rows: Iterable[Cells], *, title: str = "") -> None:
    """Print a table; cells are shown as they are, never read as markup."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD,
        title=Text(title, style="bold") if title else None,
        title_justify="left",
    )
    for place, head in enumerate(heads):
        table.add_column(Text(head), justify="left" if place == 0 else "right", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 120)
    console.print(table)


def print_summary(summary: Mapping[str, Any], lang: Language) -> None:
    """Print a forecast: what decides it, ratio, effects, incomes, targets, shares, warnings."""
    show(decides(summary, lang))
    heads = [
        say(word, lang)
        for word in ("quantity", "year", "median", "interval_50", "interval_90", "unit")
    ]
    rows = [
        _row(name, year, entry, lang)
        for name in (*RATIOS, *INCOMES)
        for year, entries in summary["years"].items()
        if (entry := entries.get(name)) is not None
    ]
    print_table(heads, rows)
    _print_targets(summary, lang)
    shares = [
        [component_name(name, lang), _percent(share, lang)]
        for name, share in summary["variance_shares"].items()
    ]
    print_table([say("variance", lang), ""], shares)
    for warning in summary["warnings"]:
        show(f"! {translated(warning, lang)}")


def _print_targets(summary: Mapping[str, Any], lang: Language) -> None:
    heads = [say(word, lang) for word in ("targets", "year", "target", "median", "probability")]
    rows = [
        [
            target["indicator"],
            str(target["year"]),
            f"{target['direction']} {number(target['target'], target.get('unit', ''))}",
            number(target["value"], target.get("unit", "")),
            _percent(target["probability"], lang)
            if target["modelled"]
            else say("not_modelled", lang),
        ]
        for target in summary["targets"]
    ]
    if rows:
        print_table(heads, rows)


def _row(name: str, year: str, entry: Mapping[str, Any], lang: Language) -> list[str]:
    unit = entry["unit"]
    label = say(name, lang) if name in RATIOS + INCOMES else name
    effect = "effect" in name
    values = {
        key: number(entry[key], unit, effect=effect)
        for key in ("median", "p05", "p25", "p75", "p95")
    }
    return [
        label,
        year,
        values["median"],
        f"{values['p25']} … {values['p75']}",
        f"{values['p05']} … {values['p95']}",
        unit,
    ]


def number(value: float | None, unit: str, *, effect: bool = False) -> str:
    """A number with the digits that its unit deserves; a dash for what was not estimated."""
    if value is None:
        return "–"
    sign = "+" if effect else ""
    if unit in ("ratio", "share", "index"):
        return f"{value:{sign}.{4 if effect else 3}f}"
    return f"{value:{sign},.{0 if abs(value) >= 10 else 1}f}"


def _percent(share: float | None, lang: Language) -> str:
    return say("not_estimated", lang) if share is None else f"{100 * share:.1f} %"


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
