"""Finance for strong villages (金融强村): more loans to farm households and enterprises."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath, along
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class RuralFinance(Policy):
    """Loan volumes promised by year, finance specialists, special loans, renewals, custody.

    Eligible: households with rights in a village, for loans as farmers; enterprises; the low-income
    register for small backed loans. Take-up: logit in the expected gain over interest, easier after
    a specialist's visit; the bank approves what is expected to pay at the risk that it sees.
    Capacity: volumes promised by year, cumulative since January 2022 and never on top of what banks
    lend anyway; visits a specialist can make. Payer → payee: bank → borrower (capital), world →
    household (business), household → bank (interest, less business income; on new consumption less
    property income), enterprise → worker (wages), enterprise → owner (business), county → bank
    (interest on the register's loans, failed ones of its risk fund).
    Displaces: loans that would come anyway (most of them), sales of other households of the town.
    Lag: first returns after two quarters, full after six. Decay: loans fall due after one to three
    years; a renewal without repayment (无还本续贷) is no new money and no new income; failures bar
    the borrower for two years and tighten lending in the village in the next year.
    The five paths (能人带动、标准厂房、公共服务、村惠公司、农房集聚) are kinds of village projects:
    their money is lent under `village_project_credit`. 27 of the plan's 64 billion yuan are for
    nobody named: they are counted as issued in proportion and have no effect.
    Budget: banks; interest and risk fund of the register's loans by the county.
    Source: Yueqing pilot plan 2022-2024, tasks 7 and 10, annex 1 row 13, annex 2 items 7 and 9.
    """

    name: ClassVar[str] = "rural_finance"
    family: ClassVar[str] = "credit"
    zh: ClassVar[str] = "金融强村"

    household_loans_yuan: YearPath = lever(
        ((2022, 4.0e9), (2024, 11.0e9)),
        "yuan",
        high=1e12,
        zh="农户贷款(累计发放)",
        en="loans to farm households issued since January 2022",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    enterprise_loans_yuan: YearPath = lever(
        ((2022, 10.0e9), (2024, 26.0e9)),
        "yuan",
        high=1e12,
        zh="农村企业贷款(累计发放)",
        en="loans to rural enterprises issued since January 2022",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    specialist_villages: YearPath = lever(
        ((2024, 514.0),),
        "villages",
        high=5_000,
        zh="金融共富专员覆盖村社",
        en="villages with a finance specialist",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    stations: YearPath = lever(
        ((2022, 2.0), (2024, 5.0)),
        "stations",
        high=500,
        zh="旗舰型丰收驿站",
        en="flagship service stations",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    special_rate_cut: float = lever(
        0.005,
        "per year",
        high=0.05,
        zh="石斛贷等专项产品利率优惠",
        en="rate cut of special loans to growers",
        source="own_assumption",
    )
    register_loans: bool = lever(
        True,
        "yes or no",
        high=1.0,
        zh="低收入农户小额贷款",
        en="small loans to the low-income register",
        source="yueqing_plan",
    )
    register_subsidy: float = lever(
        0.03,
        "per year",
        high=0.1,
        zh="低收入农户贷款贴息",
        en="interest on those loans paid by the county",
        source="own_assumption",
    )
    renewal_share: float = lever(
        0.2,
        "share",
        high=1.0,
        zh="无还本续贷占到期贷款比例",
        en="maturing loans renewed without repayment beyond the usual",
        source="own_assumption",
    )
    first_loans: bool = lever(
        True, "yes or no", high=1.0, zh="首贷户拓展", en="first borrowers", source="yueqing_plan"
    )
    park_share: float = lever(
        0.2,
        "share",
        high=1.0,
        zh="小微企业整园授信",
        en="enterprises in a park that is rated as a whole",
        source="own_assumption",
    )
    custody_share: YearPath = lever(
        ((2022, 0.02), (2024, 0.1)),
        "share",
        high=1.0,
        zh="农民资产受托代管",
        en="households with assets in custody as security",
        source="own_assumption",
    )
    skill_loans: bool = lever(
        False,
        "yes or no",
        high=1.0,
        zh="技能共富贷",
        en="certificates of skill count as a record",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Promise the volumes due by this quarter and set the terms."""
        credit = replace(
            rules.credit,
            active=True,
            household_volume_yuan=self.intensity * along(self.household_loans_yuan, quarter, 0),
            enterprise_volume_yuan=self.intensity * along(self.enterprise_loans_yuan, quarter, 0),
            specialist_villages=self.due(self.specialist_villages, quarter),
            stations=self.due(self.stations, quarter),
            special_rate_cut=self.special_rate_cut,
            register_loans=self.register_loans,
            register_subsidy=self.register_subsidy,
            renewal_share=min(1.0, self.intensity * self.renewal_share),
            first_loans=self.first_loans,
            park_share=min(1.0, self.intensity * self.park_share),
            custody_share=min(1.0, self.due(self.custody_share, quarter)),
            skill_loans=self.skill_loans,
        )
        return replace(rules, credit=credit)


policy = RuralFinance
