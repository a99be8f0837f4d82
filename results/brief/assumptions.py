"""The assumptions log: every unknown and fact with value, range, source and grade."""

import re
from dataclasses import replace
from math import floor, log10
from typing import Any

from results.brief.facts import Facts
from results.brief.parts import Between, Cell, Part, Place, Section, Table, Value, named
from results.language import words
from results.numbers import beside
from results.report_tables import records

FILE = "tables/assumptions.parquet"


def section(facts: Facts) -> Section:
    """Counts by grade, then the log, then the sources."""
    rows = records(facts.run, "assumptions")
    parts: list[Part] = []
    if rows:
        of_facts = facts.count("assumptions", {"kind": "fact"})
        others = sorted({str(row["kind"]) for row in rows} - {"fact"})
        unknowns = facts.count("assumptions", {"kind": others[0]} if others else {"kind": ""})
        parts.append(facts.say("assumptions", facts=of_facts, unknowns=unknowns))
        parts += [_grades(facts), _log(facts, rows)]
    if facts.run.has("sources"):
        parts.append(_sources(facts))
    return Section("assumptions", facts.text["titles"]["assumptions"], tuple(parts))


def _grades(facts: Facts) -> Table:
    names, heads = words(facts.language)["grades"], facts.text["heads"]
    known = set(facts.run.table("assumptions").grade)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (names[grade], facts.count("assumptions", {"grade": grade}))
        for grade in names
        if grade in known
    )
    return Table("grades", facts.text["tables"]["grades"], (heads["grade"], heads["count"]), rows)


def _log(facts: Facts, rows: list[dict[str, Any]]) -> Table:
    heads = facts.text["heads"]
    keys = ("assumption", "value", "range", "source", "grade", "basis")
    return Table(
        "assumptions",
        facts.text["tables"]["assumptions"],
        tuple(heads[key] for key in keys),
        tuple(_row(facts, place, row) for place, row in enumerate(rows)),
        folded=True,
    )


def _row(facts: Facts, place: int, row: dict[str, Any]) -> tuple[Cell, ...]:
    text = words(facts.language)
    where = (("row", place),)
    value: Cell = f"{row['value']} {row['unit']}".strip()
    if not isinstance(row["value"], str):
        at = Place(FILE, ("value",), where, "first")
        value = _fine(facts.shown(_known(row["value"]), at, str(row["unit"])))
    known, unit = _known(row["low"]), str(row["unit"])
    way = beside(unit, known, facts.language)
    low, high = (
        _fine(facts.shown(_known(row[end]), Place(FILE, (end,), where, "first"), unit, way=way))
        for end in ("low", "high")
    )
    ranged = low.number is not None and low.number != high.number
    return (
        named(str(row[facts.language] or row["name"]), path=str(row["name"])),
        value,
        Between(low, high, facts.text["to"]) if ranged else "",
        str(row["source"]),
        text["grades"].get(str(row["grade"]), str(row["grade"])),
        text["basis"].get(str(row.get("basis", "")), ""),
    )


def _fine(value: Value) -> Value:
    """A small number with two digits that say something, where two decimals would say nothing."""
    found = re.fullmatch(r"−?0\.\d\d(?P<unit>| .*)", value.text)
    if found is None or not value.number or abs(value.number) >= 0.1:
        return value
    decimals = min(1 - floor(log10(abs(value.number))), 8)
    text = f"{value.number:.{decimals}f}".replace("-", "−")
    return replace(value, text=f"{text}{found['unit']}")


def _known(stored: Any) -> float | None:
    return None if stored is None or stored != stored else float(stored)


def _sources(facts: Facts) -> Table:
    heads = facts.text["heads"]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        tuple(str(row[column] or "") for column in ("tag", "title", "date", "url"))
        for row in records(facts.run, "sources")
    )
    head = tuple(heads[key] for key in ("tag", "title", "date", "address"))
    return Table("sources", facts.text["tables"]["sources"], head, rows, folded=True)
