"""Enclaves (飞地经济) and contiguous development (连片开发)."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.cooperation_rules import EnclaveRules
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class Enclaves(Policy):
    """Weak villages invest together where property earns more than at home.

    Eligible: the weakest villages (enclave); the rural villages of the weakest town (contiguous).
    Take-up: a village whose money earns more there than at home, and more than a loan costs.
    Capacity: what may be invested brings the expected revenue at the drawn yield and no more.
    Payer → payee: tenants → collective, inside its total revenue; households only through
    dividends and welfare. Displaces: the same money's project at home; the special fund, savings
    and loans are spent once. Lag: building, four to ten quarters. Decay: upkeep.
    Budget: villages' savings, special fund, loans.
    Source: Yueqing pilot plan 2022-2024, task 4, annex 2 item 4: 10 and 20 million a year.
    """

    name: ClassVar[str] = "enclaves"
    family: ClassVar[str] = "alliances and clusters"
    zh: ClassVar[str] = "飞地经济与连片开发"

    enclave_revenue_yuan: float = lever(
        10_000_000.0,
        "yuan",
        high=1e9,
        zh="飞地实现村集体增收",
        en="revenue a year that enclaves are built for",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    contiguous_revenue_yuan: float = lever(
        20_000_000.0,
        "yuan",
        high=1e9,
        zh="连片开发实现村集体增收",
        en="revenue a year that contiguous development is built for",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    enclave_villages: float = lever(
        100.0,
        "villages",
        high=600,
        zh="参与飞地的薄弱村",
        en="weak villages that may take part",
        source="own_assumption",
        sized_for="yueqing",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Open enclave and contiguous land to investment."""
        enclaves = EnclaveRules(
            enclave_revenue_yuan=self.intensity * self.enclave_revenue_yuan,
            enclave_villages=self.enclave_villages,
            contiguous_revenue_yuan=self.intensity * self.contiguous_revenue_yuan,
        )
        return replace(rules, cooperation=replace(rules.cooperation, enclaves=enclaves))


policy = Enclaves
