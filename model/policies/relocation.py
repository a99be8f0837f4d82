"""Relocation out of the mountains to town (大搬快聚、富民安居)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class Relocation(Policy):
    """Move households of far villages to the county seat or central towns.

    Eligible: rural households of the farther half of villages. Take-up: logit in the better wage
    less own farming, dearer living and their part of the new home, and in neighbours who went;
    farthest villages first. Capacity: persons promised. Payer → payee: county → household
    (capital, housing grant), household → builder (capital), enterprise in town → household
    (wages, two quarters after the move). Displaces: own farming; jobs in village outlets.
    Lag: two quarters to a better wage. Decay: none, moves are for good. Baseline: migration of
    today is in the path of urbanisation; moves come on top of it. Budget: grants. The move itself
    changes the ratio with nobody's income changed; that part is shown as composition.
    Source: Qingyuan plan of July 2022, measure 10: about 15,000 persons of 100 hamlets by 2025.
    """

    name: ClassVar[str] = "relocation"
    family: ClassVar[str] = "three incomes and houses"
    zh: ClassVar[str] = "大搬快聚富民安居"
    issued: ClassVar[date] = date(2022, 7, 15)

    persons: YearPath = lever(
        ((2025, 15_000.0),),
        "persons",
        high=1_000_000,
        zh="累计搬迁农村人口",
        en="persons moved, cumulative",
        source="qingyuan_plan",
        sized_for="qingyuan",
    )
    grant_yuan_per_head: float = lever(
        40_000.0,
        "yuan per person",
        high=1_000_000,
        zh="搬迁补助",
        en="housing grant",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Let as many move as are due by now."""
        moving = replace(
            rules.moving,
            relocated_persons=self.due(self.persons, quarter),
            relocation_grant_yuan=self.grant_yuan_per_head,
        )
        return replace(rules, moving=moving)


policy = Relocation
