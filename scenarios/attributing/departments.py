"""Who answers for a family of policies: the unit that the county's plan names first.

Source: yueqing_plan, annexes 2 and 3 (column 责任单位) and part 3 of the text. A family that holds
several items of the plan goes to the first unit of the item that moves most of its money or people.
County packs name no units in a form that can be read, so this table serves every county; where a
county's own plan names others, nested values are those of this division of labour.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Department:
    """A unit with its names and the items of the plan that say so."""

    zh: str
    en: str
    items: str


AGRICULTURE = "agriculture"
ORGANISATION = "organisation"
INDUSTRY = "industry"
BANK = "bank"
CIVIL = "civil_affairs"
NOBODY = "not_in_the_plan"

DEPARTMENTS = {
    AGRICULTURE: Department(
        "农业农村局",
        "agriculture and rural affairs",
        "annex 2 items 5, 8, 10, 11; annex 3 items 1, 2",
    ),
    INDUSTRY: Department("经信局", "economy and information technology", "annex 2 item 6"),
    BANK: Department("农商银行", "rural commercial bank", "annex 2 item 7"),
    ORGANISATION: Department("市委组织部", "party organisation department", "annex 2 items 2, 4"),
    CIVIL: Department("民政局", "civil affairs", "text, item 8"),
    NOBODY: Department("方案未列", "not in the plan", ""),
}

RESPONSIBLE = {
    "three incomes and houses": AGRICULTURE,
    "workshops": INDUSTRY,
    "credit": BANK,
    "charity and pairing": AGRICULTURE,
    "training and technology": AGRICULTURE,
    "alliances and clusters": ORGANISATION,
    "profit sharing": NOBODY,
    "transfers": CIVIL,
}
"""Department by policy family. Charity is item 8 (agriculture first, then the charity federation,
civil affairs in the text); pairing, of the same family, is item 1 (development and reform)."""

FAMILIES = tuple(RESPONSIBLE)
"""The eight families, in the order in which they are listed everywhere."""


def family_name(family: str, language: str) -> str:
    """The words for a family."""
    from results.language import words

    return str(words(language)["labels"]["family"][family])


def unions_of(players: tuple[str, ...]) -> dict[str, list[int]]:
    """Places of the players by department."""
    unions: dict[str, list[int]] = {}
    for place, family in enumerate(players):
        unions.setdefault(RESPONSIBLE[family], []).append(place)
    return unions
