"""Several runs beside each other: settings in which they differ, key figures, no differences."""

from collections.abc import Sequence

from results.brief.facts import Facts
from results.brief.headline import key_quantities
from results.brief.parts import Cell, Part, Section, Table
from results.brief.reproduce import settings
from results.errors import RunFolderError
from results.run import Run


def section(facts: Facts, others: Sequence[Run]) -> Section:
    """A column a run. Raises: RunFolderError for a study, which has no levels to compare."""
    all_facts = [facts, *(Facts(run, facts.language, run.fingerprint) for run in others)]
    for one in all_facts:
        if one.run.study:
            raise RunFolderError(
                "a study has no forecast that could stand beside another run",
                file=str(one.run.folder.path),
                remedy="give its folder alone, or only folders of forecasts",
            )
    heads, tables = facts.text["heads"], facts.text["tables"]
    names = [
        f"{one.run.record['spec']['scenario']['name']} {one.run.fingerprint}" for one in all_facts
    ]
    found = [settings(one) for one in all_facts]
    differing = [key for key in found[0] if len({one[key] for one in found}) > 1]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (key, *(one[key] for one in found)) for key in differing
    )
    parts: list[Part] = [facts.say("beside")]
    parts.append(facts.say("differs", "note", names=facts.listed(differing or ["—"])))
    parts.append(_numbers(all_facts, (heads["quantity"], *names), tables["runs_numbers"]))
    if rows:
        parts.append(Table("runs", tables["runs"], (heads["setting"], *names), rows))
    return Section("beside", facts.text["titles"]["beside"], tuple(parts))


def _numbers(found: Sequence[Facts], head: tuple[str, ...], title: str) -> Table:
    first, rows = found[0], []
    for name in key_quantities(first):
        way = first.way(name)
        cells: list[Cell] = [first.named(name, way)]
        for one in found:
            cells.append(one.level(name, way=way))
            cells.append(one.interval(name, "p05", "p95", way))
        rows.append(tuple(cells))
    interval = first.text["heads"]["interval90"]
    doubled = [head[0], *(part for name in head[1:] for part in (name, interval))]
    return Table("runs_numbers", title, tuple(doubled), tuple(rows))
