"""What decides the result: the split of the variance, and the figures that sources dispute."""

from results.brief.facts import Facts
from results.brief.parts import Cell, Graph, Paragraph, Part, Place, Section, Table, named
from results.charts.variance_shares import variance_shares
from results.language import words
from results.report_tables import records


def lead(facts: Facts) -> Paragraph:
    """One plain sentence on what decides the ratio."""
    shares = variance_shares(facts.run)
    if not shares:
        median = facts.level("ratio_published")
        return facts.say("decides_without", "lead", year=facts.year(), median=median)
    component, share = next(iter(shares.items()))
    ends = {"effect": "median", "low": "p05", "high": "p95"}
    return facts.say(
        "decides",
        "lead",
        year=facts.year(),
        first=facts.label("component", component),
        share=facts.shown(share, _place(component), "share"),
        **{key: facts.level("ratio_effect_pilot", point) for key, point in ends.items()},
    )


def section(facts: Facts) -> Section:
    """Shares of the variance, largest first, and disputed figures with their weights."""
    parts: list[Part] = []
    heads = facts.text["heads"]
    shares = variance_shares(facts.run)
    rows: list[tuple[Cell, ...]] = [
        (
            named(facts.label("component", name)),
            facts.shown(share, _place(name), "share"),
        )
        for name, share in shares.items()
    ]
    if rows:
        head = (heads["component"], heads["share"])
        title = facts.text["tables"]["variance"]
        parts.append(Table("variance", title, head, tuple(rows), graph=Graph("bar", (1,))))
    else:
        parts.append(facts.say("no_variance"))
    if disputed := _conflicts(facts):
        parts.append(disputed)
    return Section("variance", facts.text["titles"]["variance"], tuple(parts))


def _place(component: str) -> Place:
    return Place("summary.json", ("variance_shares", component))


def _conflicts(facts: Facts) -> Table | None:
    """Every reading of a disputed figure, its weight, and where it enters."""
    enters, heads = words(facts.language)["enters"], facts.text["heads"]
    rows: list[tuple[Cell, ...]] = []
    for place, row in enumerate(records(facts.run, "conflicts")):
        if row["enters"] == "settled":
            continue
        where = (("row", place),)
        rows.append(
            (
                named(str(row[facts.language])),
                str(row[f"reading_{facts.language}"]),
                facts.shown(
                    float(row["value"]), Place(FILE, ("value",), where, "first"), str(row["unit"])
                ),
                facts.shown(
                    float(row["weight"]), Place(FILE, ("weight",), where, "first"), "share"
                ),
                enters[str(row["enters"])],
            )
        )
    head = tuple(heads[key] for key in ("quantity", "reading", "value", "weight", "enters"))
    title, note = facts.text["tables"]["conflicts"], facts.report["conflicts_note"]
    return Table("conflicts", title, head, tuple(rows), note=note) if rows else None


FILE = "tables/conflicts.parquet"
