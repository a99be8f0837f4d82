"""Who gains: income tenths, the register, kinds of village, workers by sex and age."""

from results.brief.facts import Facts
from results.brief.parts import Cell, Graph, Part, Section, Table, Value, named
from results.charts.who_gains import BREAKDOWNS, group_name
from results.numbers import Beside, beside

CONTRAST = "pilot_vs_no_pilot"


def section(facts: Facts) -> Section:
    """The poorest against the richest tenth, then every group."""
    if not facts.run.has("gains"):
        return Section("gains", facts.text["titles"]["gains"], ())
    parts: list[Part] = []
    first, tenth = (_gain(facts, "decile", group, "median", plain=True) for group in ("1", "10"))
    if first.number is not None and tenth.number is not None:
        parts.append(facts.say("gains", year=facts.year(), first=first, tenth=tenth))
    parts.append(_table(facts))
    parts.append(facts.say("gains_note", "note"))
    return Section("gains", facts.text["titles"]["gains"], tuple(parts))


def _where(facts: Facts, breakdown: str, group: str) -> dict[str, object]:
    return {"contrast": CONTRAST, "year": facts.last, "breakdown": breakdown, "group": group}


def _gain(facts: Facts, breakdown: str, group: str, how: str, *, plain: bool = False) -> Value:
    way = None if plain else beside("yuan per head", 1.0, facts.language)
    where = _where(facts, breakdown, group)
    unit = "whole yuan" if plain else "yuan per head"
    return facts.pooled("gains", where, "gain_per_head", how, unit, way=way, signed=True)


def _groups(facts: Facts) -> list[tuple[str, str]]:
    rows = facts.run.table("gains")
    rows = rows[(rows.contrast == CONTRAST) & (rows.year == facts.last)]
    found = rows[["breakdown", "group"]].drop_duplicates()
    pairs = [(str(first), str(second)) for first, second in found.itertuples(index=False)]
    pairs = [pair for pair in pairs if pair[0] in BREAKDOWNS]
    order = {name: place for place, name in enumerate(BREAKDOWNS)}
    return sorted(
        pairs, key=lambda pair: (order[pair[0]], int(pair[1]) if pair[1].isdigit() else 0)
    )


def _table(facts: Facts) -> Table:
    heads = facts.text["heads"]
    rows: list[tuple[Cell, ...]] = []
    for breakdown, group in _groups(facts):
        where = _where(facts, breakdown, group)
        ends = (_gain(facts, breakdown, group, end) for end in ("p05", "p95"))
        rows.append(
            (
                named(group_name(facts.run, breakdown, group, facts.language)),
                facts.text["breakdowns"][breakdown],
                _gain(facts, breakdown, group, "median"),
                facts.between(*ends),
                facts.pooled("gains", where, "persons", "mean", "whole", way=_whole(facts)),
                facts.pooled("gains", where, "winners_share", "mean", "share"),
            )
        )
    head = tuple(heads[key] for key in ("group", "breakdown", "pilot", "interval90"))
    head = (*head, heads["persons"], heads["winners"])
    title = facts.text["tables"]["gains"]
    unit = beside("yuan per head", 1.0, facts.language).words
    shown = f"{title}（{unit}）" if facts.language == "zh" else f"{title} ({unit})"
    return Table("gains", shown, head, tuple(rows), strong=2, graph=Graph("column", (2,), 10))


def _whole(facts: Facts) -> Beside:
    return beside("persons", 1.0, facts.language)
