"""What a policy is: frozen settings, two hooks, no memory."""

from collections.abc import Collection
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from model.calendar import YearPath, along, quarter_of
from model.rules import Rules

if TYPE_CHECKING:
    from model.county import CountyModel


DEMONSTRATION_ZONE = date(2021, 6, 10)
"""Day of the central opinion that makes Zhejiang a demonstration zone of common prosperity
(关于支持浙江高质量发展建设共同富裕示范区的意见), read in a reprint. It orders measures to which the
county documents here only put numbers."""


@dataclass(frozen=True, slots=True)
class Lever:
    """The card of one setting: unit, range, meaning in both languages, source tag.

    `sized_for`: the county whose plan, or size, the default is. Elsewhere the default would be
    another county's plan, so the county's own plan or the scenario has to give a number. Empty
    where the default suits any county: a price, a rate, a rule.
    """

    unit: str
    low: float
    high: float
    zh: str
    en: str
    source: str
    sized_for: str = ""


def lever(  # noqa: PLR0913 - a card has this many entries
    default: Any,
    unit: str,
    *,
    low: float = 0.0,
    high: float,
    zh: str,
    en: str,
    source: str,
    sized_for: str = "",
) -> Any:
    """A dataclass field that policy can choose. Paths by year are bounded value by value."""
    card = Lever(unit, low, high, zh, en, source, sized_for)
    return field(default=default, metadata={"lever": card})


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A programme of the county. Off means absent from the world.

    `start` is the first day in force; `intensity` multiplies volumes and money, not prices.
    """

    name: ClassVar[str]
    family: ClassVar[str]
    zh: ClassVar[str]
    issued: ClassVar[date] = date(2022, 9, 23)
    """No policy can start before the document that orders it."""

    start: date = date(2022, 10, 1)
    intensity: float = lever(
        1.0,
        "ratio",
        high=5.0,
        zh="力度",
        en="multiple of the planned volume",
        source="own_assumption",
    )

    @property
    def first_quarter(self) -> int:
        """The quarter that the first day in force falls in."""
        return quarter_of(self.start)

    def due(self, path: YearPath, quarter: int) -> float:
        """What a planned path asks for by a quarter, at this intensity."""
        return self.intensity * along(path, quarter, self.first_quarter)

    def in_force(self, quarter: int) -> bool:
        """Whether the policy acts in a quarter."""
        return quarter >= self.first_quarter and self.intensity > 0.0

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """The rules of a quarter with this policy in force. Pure."""
        return rules

    def act(self, county: "CountyModel") -> None:
        """Post payments or give orders to agents; called once a quarter while in force."""


def foreign_defaults(kind: type[Policy], given: Collection[str], county: str) -> list[str]:
    """Settings of a policy that would fall back on the plan of another county than this one."""
    cards = {field.name: field.metadata.get("lever") for field in fields(kind)}
    return [
        name
        for name, card in cards.items()
        if card and card.sized_for not in ("", county) and name not in given
    ]
