"""What commands print: plain text a terminal can hold, from the summary and from nothing else."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from results.numbers import beside, written
from scenarios.words import (
    Language,
    component_name,
    decides,
    percent,
    say,
    translated,
)

Cells = Sequence[str]

QUANTILES = ("median", "p05", "p25", "p75", "p95")

SIGNS = {">=": "≥", "<=": "≤", "=": "="}

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
        _row(part, year, entry, lang)
        for name in (*RATIOS, *INCOMES)
        for part in _parts(name)
        for year, entries in summary["years"].items()
        if (entry := entries.get(part)) is not None and (part == name or _moves(entry))
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


def _parts(name: str) -> tuple[str, ...]:
    """A quantity and, of an effect, its part by composition."""
    return (name, f"{name}_composition") if "_effect_" in name else (name,)


def _moves(entry: Mapping[str, Any]) -> bool:
    """Whether a part by composition is worth a line: one yuan, or a ten-thousandth of a ratio."""
    least = 1e-4 if entry["unit"] == "ratio" else 1.0
    return any(entry[name] is not None and abs(entry[name]) >= least for name in QUANTILES)


def _print_targets(summary: Mapping[str, Any], lang: Language) -> None:
    heads = [say(word, lang) for word in ("targets", "year", "target", "median", "probability")]

    def amount(target: Mapping[str, Any], key: str) -> str:
        return written(target[key], plain_unit(target["unit"]), lang)

    modelled = [target for target in summary["targets"] if target["modelled"]]
    rows = [
        [
            target[lang],
            str(target["year"]),
            f"{SIGNS[target['direction']]} {amount(target, 'target')}",
            amount(target, "value"),
            _percent(target["probability"], lang),
        ]
        for target in modelled
    ]
    print_table(heads, rows)
    others = dict.fromkeys(target[lang] for target in summary["targets"] if not target["modelled"])
    if others:
        show(say("not_modelled", lang).format(names=", ".join(others)))


def _row(name: str, year: str, entry: Mapping[str, Any], lang: Language) -> list[str]:
    text = written_entry(entry, lang, effect="effect" in name)
    return [
        say(name, lang),
        year,
        text["median"],
        f"{text['p25']} … {text['p75']}",
        f"{text['p05']} … {text['p95']}",
        text["unit"],
    ]


def written_entry(entry: Mapping[str, Any], lang: Language, *, effect: bool) -> dict[str, str]:
    """Quantiles and unit of one entry as text, by the rules that the report follows too."""
    unit = plain_unit(entry["unit"])
    if effect and unit in ("ratio", "index"):
        unit = "ratio difference"
    known = [abs(entry[name]) for name in QUANTILES if entry[name] is not None]
    rule = beside(unit, max(known, default=0.0), lang)
    texts = {name: rule.text(entry[name], signed=effect) for name in QUANTILES}
    return {**texts, "unit": rule.words}


def plain_unit(unit: str) -> str:
    """The unit as numbers are written in it: a yearly flow of money is written like money."""
    return {"yuan per year": "yuan", "yuan per head and year": "yuan per head"}.get(unit, unit)


def _percent(share: float | None, lang: Language) -> str:
    return say("not_estimated", lang) if share is None else percent(share)


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
