"""Credit lines for village projects and small enterprises (授信村级项目、小微企业授信)."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath, along
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class VillageProjectCredit(Policy):
    """Lines of a given size for a number of village projects and of small enterprises.

    Eligible: rural collectives with the best yields, whichever of the five paths (能人带动、标准
    厂房、公共服务、村惠公司、农房集聚) their project follows; enterprises below the median size.
    Take-up: a village draws on its line if the project's yield exceeds the rate and covers interest
    1.2 times; an enterprise by logit, as after a visit. A line is a promise and not a loan.
    Capacity: projects and enterprises by year; the money is inside the volumes of `rural_finance`
    (the plan's 64 billion) and never on top of them.
    Payer → payee: bank → collective and enterprise (capital), collective and enterprise → bank
    (interest), enterprise → worker (wages), enterprise → owner (business); revenue of projects
    reaches members as dividends and welfare. Displaces: loans that would come anyway, and other
    enterprises' loans where money is short. Lag: four to ten quarters for projects, two to six for
    enterprises. Decay: upkeep of projects; loans fall due. Budget: banks.
    Source: Yueqing pilot plan 2022-2024, task 7, annex 2 item 7, annex 3.
    """

    name: ClassVar[str] = "village_project_credit"
    family: ClassVar[str] = "credit"
    zh: ClassVar[str] = "村级项目与小微企业授信"

    projects: YearPath = lever(
        ((2022, 10.0), (2024, 20.0)),
        "projects",
        high=5_000,
        zh="授信村级项目",
        en="village projects with a line, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    projects_yuan: YearPath = lever(
        ((2022, 5.0e8), (2024, 1.0e9)),
        "yuan",
        high=1e11,
        zh="村级项目授信金额",
        en="lines of village projects, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    debt_share: float = lever(
        0.9,
        "share",
        high=0.95,
        zh="项目贷款比例上限",
        en="largest part of such a project that is borrowed",
        source="own_assumption",
    )
    small_firms: YearPath = lever(
        ((2022, 400.0), (2024, 1000.0)),
        "enterprises",
        high=1e6,
        zh="新增小微企业授信户",
        en="small enterprises with a new line, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    small_firms_yuan: YearPath = lever(
        ((2022, 1.5e9), (2024, 4.0e9)),
        "yuan",
        high=1e12,
        zh="小微企业授信金额",
        en="lines of small enterprises, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Grant the lines due by this quarter: more of them with intensity, not larger ones."""

        def due(path: YearPath) -> float:
            return along(path, quarter, self.first_quarter)

        projects, firms = due(self.projects), due(self.small_firms)
        credit = replace(
            rules.credit,
            active=True,
            project_slots=self.intensity * projects,
            project_line_yuan=due(self.projects_yuan) / projects if projects > 0.0 else 0.0,
            project_debt_share=self.debt_share,
            small_firms=self.intensity * firms,
            small_firm_line_yuan=due(self.small_firms_yuan) / firms if firms > 0.0 else 0.0,
        )
        return replace(rules, credit=credit)


policy = VillageProjectCredit
