"""The audit of the plan's own figures, as it was stored with the run."""

from results.brief.facts import Facts
from results.brief.parts import Cell, Section, Table
from results.report_tables import records


def section(facts: Facts) -> Section:
    """Every finding with what follows from it and how it is treated."""
    title, rows = facts.text["titles"]["audit"], records(facts.run, "audit")
    if not rows:
        said = facts.say("no_audit", county=str(facts.run.summary.get("county", "")))
        return Section("audit", title, (said,))
    language, heads = facts.language, facts.text["heads"]
    cells: list[tuple[Cell, ...]] = [
        (
            facts.text["severities"].get(str(row["severity"]), str(row["severity"])),
            str(row[language]),
            str(row[f"follows_{language}"]),
            str(row[f"treatment_{language}"]),
        )
        for row in rows
    ]
    head = tuple(heads[key] for key in ("severity", "found", "follows", "treatment"))
    table = Table("audit", facts.text["tables"]["audit"], head, tuple(cells))
    return Section("audit", title, (facts.say("audit", count=facts.count("audit", {})), table))
