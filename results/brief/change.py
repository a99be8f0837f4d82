"""What changes against the baseline, and how much of it the programmes explain."""

from results.brief.facts import Facts
from results.brief.headline import published_as
from results.brief.parts import Cell, Part, Section, Table

ROWS = (
    ("ratio_published", "ratio"),
    ("rural_income_published", "rural"),
    ("urban_income_published", "urban"),
    ("low_income", "low"),
)
"""A quantity with a published baseline, and the beginning of the names of its effects."""


def section(facts: Facts) -> Section:
    """One table: baseline, last year, change, and both effects."""
    parts: list[Part] = []
    year = facts.base_year()
    rows = [row for quantity, effect in ROWS for row in _row(facts, quantity, effect)]
    if year and rows:
        heads = facts.text["heads"]
        head = (
            heads["quantity"],
            year.text,
            facts.year().text,
            heads["change"],
            heads["pilot"],
            heads["interval90"],
            heads["all"],
            heads["interval90"],
        )
        parts.append(facts.say("change", base_year=year))
        parts.append(Table("change", facts.text["tables"]["change"], head, tuple(rows), strong=3))
    return Section("change", facts.text["titles"]["change"], tuple(parts))


def _row(facts: Facts, quantity: str, effect: str) -> list[tuple[Cell, ...]]:
    known = facts.run.summary["years"][str(facts.last)]
    quantity = quantity if quantity in known else quantity.removesuffix("_published")
    way = facts.way(quantity)
    base = facts.reference(published_as(quantity), "baseline", way)
    if base is None or quantity not in known:
        return []
    level = facts.level(quantity, way=way)
    cells: list[Cell] = [facts.named(quantity, way), base, level]
    cells.append(facts.less(level, base, facts.unit(quantity), way))
    for contrast in ("pilot", "all"):
        name = f"{effect}_effect_{contrast}"
        if name in known:
            own = facts.way(name)
            cells += [facts.level(name, way=own), facts.interval(name, "p05", "p95", own)]
        else:
            cells += ["", ""]
    return [tuple(cells)]
