"""Farm insurance (政策性农险): yield and price-index cover that absorbs shocks."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.policies.policy import Policy, lever
from model.rules import Rules
from model.work_rules import InsuranceRules


@dataclass(frozen=True, kw_only=True)
class FarmInsurance(Policy):
    """Insurance of crops against their own yield and of livestock against a price index.

    Eligible: farm households that farm their own land. Take-up: covered share as promised, in the
    order of a lot; those insured before (30 to 70 %) are in the trend and come first.
    Payer → payee: household → insurer (premium, out of business), county → insurer (subsidy),
    insurer → household (claims, business). Displaces: nothing. Lag: none, premium and claims fall
    in the same quarter. Decay: none. Budget: the subsidised part of the premium. The premium is the
    expected claim and a loading of 10 to 35 %: spread changes, and the mean only by the subsidy
    less the loading. The price index is only correlated with a household's luck (basis risk).
    Source: Yueqing pilot plan 2022-2024, task 10, annex 2 item 9.
    """

    name: ClassVar[str] = "farm_insurance"
    family: ClassVar[str] = "training and technology"
    zh: ClassVar[str] = "政策性农业保险"

    yield_cover: float = lever(
        0.7,
        "share",
        high=1.0,
        zh="主粮和特色农产品保险覆盖率",
        en="share of crop growers insured",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    index_cover: float = lever(
        0.9,
        "share",
        high=1.0,
        zh="生猪等价格指数保险覆盖率",
        en="share of livestock keepers insured",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    trigger: float = lever(
        0.8,
        "share of normal",
        high=1.0,
        zh="起赔水平",
        en="yield or price below which insurers pay",
        source="own_assumption",
    )
    subsidised_share: float = lever(
        0.7,
        "share",
        high=1.0,
        zh="保费补贴比例",
        en="premium paid from public money",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Insure up to the promised share."""
        insurance = InsuranceRules(
            self.name,
            min(1.0, self.intensity * self.yield_cover),
            min(1.0, self.intensity * self.index_cover),
            self.trigger,
            self.subsidised_share,
        )
        return replace(rules, work=replace(rules.work, insurance=insurance))


policy = FarmInsurance
