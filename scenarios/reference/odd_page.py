"""docs/odd.md: the model described in ODD+D form, its tables generated, its prose in a template.

`sanjin list odd --markdown` prints it; `make docs` writes it.
"""

from typing import Any

from model import columns
from model.columns import GROUPS, SOURCES
from model.indicators import FOUND
from model.parameters import Parameters
from model.start import FIRST_YEAR
from model.streams import DECISIONS
from scenarios.inputs.settings import policy_kinds
from scenarios.reference import odd_tables
from scenarios.reference.page_template import filled
from scenarios.reference.quarter_phases import phases

PAGE = "docs/odd.md"


def odd_page() -> str:
    """The whole page."""
    return filled("odd.md", parts())


def entries() -> list[dict[str, Any]]:
    """One record a phase of the quarter."""
    return [
        {"phase": one.name, "part": one.paragraph, "file": one.file, "does": one.does}
        for one in phases()
    ]


def parts() -> dict[str, str]:
    """Every table and count that the template places."""
    tables = {
        f"{name.lower()}_columns": odd_tables.column_table(name) for name in odd_tables.TABLES
    }
    return tables | _counts() | odd_tables.ledger_tables() | {
        "agents": odd_tables.agent_table(),
        "books": odd_tables.book_table(),
        "decisions": odd_tables.decision_table(),
        "facts": odd_tables.fact_table(),
        "indicators": odd_tables.indicator_table(),
        "levers": odd_tables.lever_table(),
        "packs": odd_tables.pack_table(),
        "phases": odd_tables.phase_table(),
        "policies": odd_tables.policy_table(),
        "shocks": odd_tables.shock_table(),
        "switches": odd_tables.switch_table(),
        "unknowns": odd_tables.unknown_table(),
    }  # fmt: skip


def _counts() -> dict[str, str]:
    cards = Parameters.cards().values()
    numbers = {
        "first_year": FIRST_YEAR,
        "count_assumptions": sum(card.grade == "assumption" for card in cards),
        "count_columns": sum(len(getattr(columns, name)) for name in odd_tables.TABLES),
        "count_decisions": len(DECISIONS),
        "count_indicators": len(FOUND),
        "count_levers": len(odd_tables.levers()),
        "count_phases": len(phases()),
        "count_policies": len(policy_kinds()),
        "count_unknowns": len(cards),
    }
    names = {"names_of_sources": SOURCES, "names_of_groups": GROUPS}
    return {key: str(number) for key, number in numbers.items()} | {
        key: ", ".join(found) for key, found in names.items()
    }
