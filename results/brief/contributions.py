"""What each programme adds: household income by tag, and effects without second rounds."""

from results.brief.facts import Facts
from results.brief.parts import Cell, Graph, Part, Place, Section, Table, Value, named
from results.charts.policy_contributions import tag_differences
from results.language import words
from results.numbers import Beside, beside
from results.series import Point, quantiles

CONTRASTS = {"pilot": "no_pilot", "all": "trend"}


def section(facts: Facts) -> Section:
    """Programmes by what households receive, largest first, then direct and indirect effects."""
    parts: list[Part] = []
    if facts.run.has("postings"):
        parts += [facts.say("programmes", year=facts.year()), programmes(facts)]
    if facts.run.has("ablations"):
        last = {"year": facts.last}
        pairs = facts.count("ablations", last, ("draw", "seed"))
        parts.append(_ablations(facts))
        parts.append(facts.say("ablations", "note", year=facts.year(), pairs=pairs))
    return Section("contributions", facts.text["titles"]["contributions"], tuple(parts))


def programmes(facts: Facts) -> Table:
    """Change of household income by programme for both contrasts."""
    found = tag_differences(facts.run, facts.last)
    order = sorted(
        {tag for points in found.values() for tag in points},
        key=lambda tag: -abs(_median(found, "pilot", tag) or _median(found, "all", tag) or 0.0),
    )
    largest = max((abs(_median(found, name, tag)) for name in found for tag in order), default=1.0)
    way = beside("yuan", largest, facts.language)
    rows = [
        (
            named(facts.label("tag", tag)),
            *(cell for name in CONTRASTS for cell in _cells(facts, found, name, tag, way)),
        )
        for tag in order
    ]
    heads = facts.text["heads"]
    head = [heads["programme"]]
    for name in CONTRASTS:
        head += [heads[name], heads["interval90"]]
    title = facts.text["tables"]["programmes"]
    shown = f"{title}（{way.words}）" if facts.language == "zh" else f"{title} ({way.words})"
    graph = Graph("bar", (1, 3), most_rows=24)
    return Table("programmes", shown, tuple(head), tuple(rows), strong=1, graph=graph)


def _median(found: dict[str, dict[str, Point]], contrast: str, tag: str) -> float:
    return found.get(contrast, {}).get(tag, {}).get("median") or 0.0


def _cells(
    facts: Facts, found: dict[str, dict[str, Point]], contrast: str, tag: str, way: Beside
) -> tuple[Cell, Cell]:
    point = found.get(contrast, {}).get(tag)
    if point is None:
        return "", ""
    rows = (("tag", tag), ("year", facts.last), ("world", f"pilot − {CONTRASTS[contrast]}"))

    def value(end: str) -> Value:
        place = Place("tables/postings.parquet", ("amount",), rows, f"{end} of pairs")
        return facts.shown(point[end], place, "yuan", way=way, signed=True)

    return value("median"), facts.between(value("p05"), value("p95"))


def _ablations(facts: Facts) -> Table:
    table = facts.run.table("ablations")
    table = table[table.year == facts.last]
    rows = []
    for (contrast, indicator), _ in table.groupby(["contrast", "indicator"], sort=False):
        unit = "ratio difference" if indicator == "ratio" else "yuan per head"
        where = {"year": facts.last, "contrast": contrast, "indicator": indicator}
        kind = "pilot" if str(contrast).endswith("no_pilot") else "all"
        label = facts.label("indicator", str(indicator))
        name = f"{label} · {words(facts.language)['effects'][kind]}"
        way = beside(unit, 1.0, facts.language)
        columns = ("effect", "effect_without_feedback")
        first, second = (
            facts.pooled("ablations", where, column, "median", unit, way=way, signed=True)
            for column in columns
        )
        rows.append((named(name, way.words), first, second, _indirect(facts, where, unit, way)))
    heads = facts.text["heads"]
    head = tuple(heads[key] for key in ("quantity", "with_feedback", "without_feedback"))
    title = facts.text["tables"]["ablations"]
    return Table("ablations", title, (*head, heads["indirect"]), tuple(rows), strong=1)


def _indirect(facts: Facts, where: dict[str, object], unit: str, way: Beside) -> Value:
    table = facts.run.table("ablations")
    for column, wanted in where.items():
        table = table[table[column] == wanted]
    number = quantiles(table.effect - table.effect_without_feedback)["median"]
    columns = ("effect", "effect_without_feedback")
    place = Place("tables/ablations.parquet", columns, tuple(where.items()), "median difference")
    return facts.shown(number, place, unit, way=way, signed=True)
