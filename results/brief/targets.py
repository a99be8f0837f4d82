"""Verdict against the official targets: probability and the word that stands for it."""

from dataclasses import replace
from typing import Any

from results.brief.facts import Facts
from results.brief.parts import (
    Cell,
    Graph,
    Paragraph,
    Part,
    Place,
    Section,
    Table,
    Value,
    named,
)
from results.brief.words import chance_of, chances
from results.numbers import beside
from results.report_tables import records

Row = tuple[int, dict[str, Any]]
"""A row of the stored table with its place in it."""


def section(facts: Facts) -> Section:
    """Counts by word, the targets of the last year, what was met before, earlier years, words."""
    found = list(enumerate(records(facts.run, "targets")))
    modelled = [(place, row) for place, row in found if row["modelled"]]
    last = max((row["year"] for _, row in modelled), default=0)
    finals = [(place, row) for place, row in modelled if row["year"] == last]
    earlier = [(place, row) for place, row in modelled if row["year"] != last]
    parts: list[Part] = [*_verdicts(facts, finals)]
    if finals:
        parts.append(_table(facts, "targets", finals))
        parts.append(facts.say("few", "note", pairs=facts.count("indicators", {}, PAIR)))
    if earlier:
        parts.append(_table(facts, "earlier", earlier))
    carried = dict.fromkeys(_name(facts, row) for _, row in found if not row["modelled"])
    if carried:
        parts.append(facts.say("carried", "note", names=facts.listed(list(carried))))
    parts.append(_words(facts))
    return Section("targets", facts.text["titles"]["targets"], tuple(parts))


PAIR = ("draw", "seed")


def _verdicts(facts: Facts, rows: list[Row]) -> list[Paragraph]:
    """How many targets fall under each word, and which were met before the programmes."""
    if not rows:
        return []
    words = [_word(facts, row) for _, row in rows]
    groups = [
        facts.say(
            "group",
            word=facts.text["chance_words"][key],
            number=Value(str(words.count(key)), float(words.count(key)), _counted(key)),
        )
        for key in reversed(chances())
        if key in words
    ]
    counts = {"year": facts.year(), "count": Value(str(len(rows)), float(len(rows)), _counted(""))}
    text = facts.listed([group.text for group in groups])
    first = facts.say("targets", "item", groups=text, **counts)
    numbers = (*first.values, *(value for group in groups for value in group.values))
    said = [Paragraph(first.text, numbers, first.style)]
    met = [_name(facts, row) for _, row in rows if _met_before(facts, row)]
    year = facts.base_year()
    if met and year:
        names = facts.listed(met)
        said.append(facts.say("met_before", "item", base_year=year, names=names))
    return said


def _counted(word: str) -> Place:
    rows: tuple[tuple[str, object], ...] = (("modelled", True), ("year", "last"))
    return Place(FILE, ("probability",), (*rows, ("word", word)) if word else rows, "rows")


FILE = "tables/targets.parquet"


def _met_before(facts: Facts, row: dict[str, Any]) -> bool:
    base = facts.run.reference(_quantity(row), int(facts.run.years[0]) - 1, "baseline")
    if base is None:
        return False
    at_most = str(row["direction"]).startswith("<")
    return base <= row["target"] if at_most else base >= row["target"]


def _quantity(row: dict[str, Any]) -> str:
    name = str(row["indicator"])
    return "ratio_published" if name == "ratio" else name


def _name(facts: Facts, row: dict[str, Any]) -> str:
    given = str(row.get(facts.language) or "")
    return given or facts.label("indicator", str(row["indicator"]))


def outcomes(facts: Facts, row: dict[str, Any]) -> int | None:
    """Outcomes that a probability was counted from; None where it comes from redrawn levels."""
    if not facts.run.has("levels"):
        return facts.run.pairs
    levels = facts.run.table("levels")
    found = levels[(levels.quantity == _quantity(row)) & (levels.year == row["year"])]
    counted = int(found.n.max()) if len(found) else facts.run.pairs
    return counted if counted <= facts.run.pairs else None


def _word(facts: Facts, row: dict[str, Any]) -> str:
    return chance_of(float(row["probability"]), outcomes(facts, row))


def _table(facts: Facts, name: str, rows: list[Row]) -> Table:
    """Targets of one year, or of several with the year in a column of its own."""
    heads, several = facts.text["heads"], name == "earlier"
    keys = ["quantity", "year", "target", "forecast", "probability", "verdict"]
    cells = [_row(facts, place, row) for place, row in rows]
    if not several:
        keys.remove("year")
        cells = [(row[0], *row[2:]) for row in cells]
    return Table(
        name,
        facts.text["tables"][name].format(year=rows[0][1]["year"]),
        tuple(heads[key] for key in keys),
        tuple(cells),
        folded=several,
        strong=len(keys) - 1,
        graph=None if several else Graph("bar", (3,), most_rows=24),
    )


def _row(facts: Facts, place: int, row: dict[str, Any]) -> tuple[Cell, ...]:
    unit = str(row.get("unit") or facts.unit(_quantity(row)))
    way = beside(unit, float(row["target"]), facts.language)
    sign = facts.report["at_most" if str(row["direction"]).startswith("<") else "at_least"]

    def cell(column: str, written: str) -> Value:
        number = None if row[column] is None or row[column] != row[column] else float(row[column])
        where = Place(FILE, (column,), (("row", place),), "first")
        return facts.shown(number, where, written, way=way if written == unit else None)

    goal, chance = cell("target", unit), cell("probability", "probability")
    verdict = "" if chance.number is None else facts.text["chance_words"][_word(facts, row)]
    return (
        named(_name(facts, row), way.words),
        Value(
            str(row["year"]), float(row["year"]), Place(FILE, ("year",), (("row", place),), "first")
        ),
        replace(goal, text=f"{sign} {goal.text}"),
        cell("value", unit),
        chance,
        verdict,
    )


def _words(facts: Facts) -> Table:
    """The words for probabilities with what each stands for."""
    rows: list[tuple[Cell, ...]] = []
    low = 0.0
    for key, high in chances().items():
        first, second = (
            facts.shown(end, Place("results/brief.toml", ("chances", key, side)), "share")
            for end, side in ((low, "begins_at"), (high, "ends_at"))
        )
        rows.append((facts.text["chance_words"][key], facts.between(first, second)))
        low = high
    heads = facts.text["heads"]
    head = (heads["word"], heads["means"])
    return Table("chances", facts.text["tables"]["chances"], head, tuple(rows))
