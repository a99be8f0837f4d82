"""Online shop and tour platform (共富乐购、共富乐游)."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class OnlineShop(Policy):
    """State firms build the platform, villagers supply it, everybody helps to sell.

    Eligible: smallholders (shop); members in far villages (tours). Take-up: as many households as
    products and routes need, by lot; more products reach more and never others. Capacity: products
    and routes promised. Payer → payee: buyers outside → household (business), the margin only.
    Displaces: a drawn part of the gain from other sellers of the town. Lag: none. Decay: none.
    Budget: state firms, not stated. Source: Yueqing pilot plan 2022-2024, task 2, annex 2 item 2;
    sales of a product after a report from Fuyang.
    """

    name: ClassVar[str] = "online_shop"
    family: ClassVar[str] = "alliances and clusters"
    zh: ClassVar[str] = "共富乐购、共富乐游"

    products: YearPath = lever(
        ((2024, 50.0),),
        "number",
        high=5_000,
        zh="共富购产品",
        en="products on the shop",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    routes: YearPath = lever(
        ((2024, 30.0),),
        "number",
        high=2_000,
        zh="共富游线路",
        en="tour routes",
        source="yueqing_plan",
        sized_for="yueqing",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Open products and routes due by this quarter."""
        sales = replace(
            rules.cooperation.sales,
            products=self.due(self.products, quarter),
            routes=self.due(self.routes, quarter),
        )
        return replace(rules, cooperation=replace(rules.cooperation, sales=sales))


policy = OnlineShop
