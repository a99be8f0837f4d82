"""Number tokens of texts, and a second way to look up a place of a brief, for its tests."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from results.brief.parts import Between, Brief, Drawing, Named, Paragraph, Place, Table, Value

TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
CONVENTIONS = frozenset({"1", "2", "5", "50", "90", "95"})
"""E1, E2, the levels of intervals, the ends of a range."""

LEVELS = {"median": 0.5, "p05": 0.05, "p95": 0.95}
WORDS = Path(__file__).parent.parent / "results/brief.toml"


def tokens(text: str) -> set[str]:
    """Every number in a text, as it is written."""
    return set(TOKEN.findall(text))


def texts_of(brief: Brief) -> tuple[set[str], set[str]]:
    """Number tokens of values, and of stored texts such as names and the scenario."""
    values = {token for _, value in brief.values() for token in tokens(value.text)}
    stored: set[str] = tokens(brief.title) | tokens(brief.fingerprint)
    for section in brief.sections:
        for part in section.parts:
            stored |= _stored(part)
    return values, stored


def _stored(part: Paragraph | Table | Drawing) -> set[str]:
    if isinstance(part, Paragraph):
        return set() if part.values else tokens(part.text)
    if isinstance(part, Drawing):
        return tokens(part.heading) | tokens(part.figure.caption if part.figure else part.missing)
    cells = [cell for row in part.rows for cell in row]
    words = [cell for cell in (*part.head, part.note, part.title, *cells) if isinstance(cell, str)]
    words += [f"{cell.text} {cell.unit} {cell.path}" for cell in cells if isinstance(cell, Named)]
    return {token for word in words for token in tokens(word)}


def cells_of(table: Table) -> list[Value]:
    """The values of a table in reading order."""
    found: list[Value] = []
    for row in table.rows:
        for cell in row:
            found += [cell] if isinstance(cell, Value) else []
            found += [cell.low, cell.high] if isinstance(cell, Between) else []
    return found


def looked_up(folder: Path, place: Place) -> float | None:
    """The number at a place, read from the files without any code of the brief."""
    if place.of:
        first, second = (looked_up(folder, part) for part in place.of)
        return None if first is None or second is None else first - second
    if place.file == "results/brief.toml":
        return None
    if place.file.endswith(".json"):
        return _in_json(json.loads((folder / place.file).read_text(encoding="utf-8")), place)
    return _in_table(_table(folder / place.file), place)


@cache
def _table(path: Path) -> pd.DataFrame:
    return pd.read_parquet(path)


def _in_json(content: Any, place: Place) -> float | None:
    if place.how == "missing quantiles":
        entries = content["years"][place.keys[1]].values()
        points = ("p05", "p25", "median", "p75", "p95")
        return float(sum(entry.get(point) is None for entry in entries for point in points))
    if place.keys[:1] == ("years",) and len(place.keys) == 2:
        return float(place.keys[1]) if place.keys[1] in content["years"] else None
    for key in place.keys:
        content = content[key]
    return None if content is None else float(content)


def _in_table(table: pd.DataFrame, place: Place) -> float | None:
    rows = dict(place.rows)
    if "world" in rows:
        return _of_postings(table, rows, place.how.removesuffix(" of pairs"))
    if "word" in rows or rows.get("year") == "last":
        return None
    for name, wanted in rows.items():
        table = table.iloc[[wanted]] if name == "row" else table[table[name] == wanted]
    if place.how == "rows":
        return float(len(table))
    if place.how == "different rows":
        return float(len(table[list(place.keys)].drop_duplicates()))
    if place.how == "median difference":
        return float((table[place.keys[0]] - table[place.keys[1]]).median())
    values = table[place.keys[0]].dropna().astype(float)
    if place.how in LEVELS:
        return (
            float(values.quantile(LEVELS[place.how]))
            if len(values) >= 5 or place.how == "median"
            else None
        )
    if values.empty:
        return None
    return float(values.iloc[0] if place.how == "first" else values.agg(place.how))


def _of_postings(table: pd.DataFrame, rows: dict[str, object], end: str) -> float:
    """The change of what households are posted under a tag, over pairs."""
    _, other = str(rows["world"]).split(" − ")
    incomes = ("wages", "business", "property", "transfers")
    table = table[(table.year == rows["year"]) & (table.payee == "households")]
    table = table[table.kind.isin(incomes) & (table.tag == rows["tag"])]
    sums = table.groupby(["world", "draw", "seed"]).amount.sum()
    differences = sums["pilot"].sub(sums.get(other, 0.0), fill_value=0.0)
    return float(differences.quantile(LEVELS[end]))
