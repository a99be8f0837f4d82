"""First section: what a reader who reads nothing else should know."""

from results.brief.facts import Facts
from results.brief.parts import Cell, Graph, Paragraph, Part, Section, Table, Value
from results.report_tables import first_quantities, other_quantities

KEY = (
    "ratio_published",
    "ratio_effect_pilot",
    "rural_effect_pilot",
    "low_effect_pilot",
    "rural_income_published",
    "urban_income_published",
    "resident_income_published",
    "low_income",
    "collective_income",
    "workshop_jobs",
)
"""Quantities of the first table, in its order; where a run lacks a published one, the latent."""

SAID_ALREADY = ("ratio",)
"""What pairs simulate before the trend's redraws are put on; `ratio_latent` is the forecast."""


def section(facts: Facts) -> Section:
    """Sentences, the key figures, the path to them, and all other quantities on demand."""
    parts: list[Part] = [*sentences(facts), key_table(facts)]
    parts.append(facts.say("definitions", "note"))
    parts.append(_paths(facts))
    rest, zeros = _others(facts)
    if rest:
        parts.append(_table(facts, "all", rest, folded=True))
    if zeros:
        names = facts.listed([facts.label("indicator", name) for name in zeros])
        parts.append(facts.say("zeros", "note", names=names))
    return Section("headline", facts.text["titles"]["headline"], tuple(parts))


def sentences(facts: Facts) -> list[Paragraph]:
    """The ratio, what the pilot does to it, and what it does for those with little."""
    found = [_ratio(facts)]
    known = facts.run.summary["years"][str(facts.last)]
    effects = {
        f"{prefix}{end}": value
        for prefix, quantity in (("", "ratio_effect_pilot"), ("rural_", "rural_effect_pilot"))
        if quantity in known
        for end, value in said_effect(facts, quantity).items()
    }
    if len(effects) == 6:
        effects["rural"] = effects.pop("rural_effect")
        found.append(facts.say("effect", "item", year=facts.year(), **effects))
    if "low_effect_pilot" in known:
        found.append(facts.say("low_effect", "item", **said_effect(facts, "low_effect_pilot")))
    return found


def said_effect(facts: Facts, quantity: str) -> dict[str, Value]:
    """Median with its unit and both ends of the interval, as a sentence says them."""
    way = facts.way(quantity)
    ends = {end: facts.level(quantity, point, way=way) for end, point in INTERVAL.items()}
    return {"effect": facts.level(quantity), **ends}


INTERVAL = {"low": "p05", "high": "p95"}


def _ratio(facts: Facts) -> Paragraph:
    ends = {"median": "median", "low": "p05", "high": "p95"}
    values = {key: facts.level("ratio_published", point) for key, point in ends.items()}
    base, base_year = facts.reference("ratio_published", "baseline"), facts.base_year()
    if base is None or base_year is None:
        return facts.say("ratio_alone", "item", year=facts.year(), **values)
    return facts.say("ratio", "item", year=facts.year(), base=base, base_year=base_year, **values)


def key_quantities(facts: Facts) -> list[str]:
    """Those of the first table that the run has."""
    known = facts.run.summary["years"][str(facts.last)]
    names = (name if name in known else name.removesuffix("_published") for name in KEY)
    return [name for name in names if name in known]


def key_table(facts: Facts) -> Table:
    """Baseline, median and both intervals of the last year."""
    heads = facts.text["heads"]
    rows: list[tuple[Cell, ...]] = []
    year = facts.base_year()
    for name in key_quantities(facts):
        way = facts.way(name)
        base: Cell = facts.reference(published_as(name), "baseline", way) or ""
        rows.append(
            (
                facts.named(name, way),
                base,
                facts.level(name, way=way),
                facts.interval(name, "p05", "p95", way),
                facts.interval(name, "p25", "p75", way),
            )
        )
    head = (
        heads["quantity"],
        heads["baseline"].format(year=year.text if year else "").strip(),
        f"{facts.last} · {heads['median']}",
        heads["interval90"],
        heads["interval50"],
    )
    return Table("key", facts.text["tables"]["key"], head, tuple(rows), strong=2)


def published_as(quantity: str) -> str:
    """The name under which references keep the published figure of a quantity."""
    return quantity if quantity.startswith("ratio") else quantity.removesuffix("_published")


def _paths(facts: Facts) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name in key_quantities(facts):
        way = facts.way(name)
        cells = (facts.level(name, year=year, way=way) for year in facts.run.years)
        rows.append((facts.named(name, way), *cells))
    head = (facts.text["heads"]["quantity"], *map(str, facts.run.years))
    return Table("paths", facts.text["tables"]["paths"], head, tuple(rows), graph=Graph("line", ()))


def _others(facts: Facts) -> tuple[list[str], list[str]]:
    """Quantities that the first table leaves out: those that say something, and the zeros."""
    shown = {*key_quantities(facts), *SAID_ALREADY}
    names = [*first_quantities(facts.run), *other_quantities(facts.run)]
    names = [name for name in names if name not in shown]
    entries = facts.run.summary["years"][str(facts.last)]
    points = ("p05", "p25", "median", "p75", "p95")
    zeros = [name for name in names if all((entries[name] or {}).get(p) == 0.0 for p in points)]
    return [name for name in names if name not in zeros], zeros


def _table(facts: Facts, name: str, quantities: list[str], *, folded: bool) -> Table:
    heads = facts.text["heads"]
    rows: list[tuple[Cell, ...]] = []
    for quantity in quantities:
        way = facts.way(quantity)
        row = (
            facts.named(quantity, way),
            facts.level(quantity, way=way),
            facts.interval(quantity, "p05", "p95", way),
            facts.interval(quantity, "p25", "p75", way),
            facts.level(quantity, "mc_error", way=way),
        )
        rows.append(row)
    head = tuple(heads[key] for key in _HEADS)
    return Table(name, facts.text["tables"][name], head, tuple(rows), folded=folded, strong=1)


_HEADS = ("quantity", "median", "interval90", "interval50", "mc_error")
