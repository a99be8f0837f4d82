"""Guaranteed loans for start-ups that create jobs (创业担保贷款、创业带动就业)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules
from model.work_rules import VentureOffer


@dataclass(frozen=True, kw_only=True)
class StartupLoans(Policy):
    """Loans that the county guarantees, with its interest, for small businesses with employees.

    Eligible: workers under 60 of rural households, in full-time work or spare, who run no business.
    Take-up: logit on the net income over what is given up, the opening cost and the interest borne.
    Capacity: loan volume over the size of a loan, less the start-ups that would have had one
    anyway. Payer → payee: bank → household (capital, back after two years), household → bank
    (business, interest), county → household (transfers, its part of the interest), world →
    household (business), business → worker (wages), county → bank (capital, loans of businesses
    that close). Displaces: the owner's wages or odd earnings, other sellers of the town. Lag: four
    quarters to full income. Decay: closing hazard, and closing of businesses that disappoint.
    Budget: interest of two years and called guarantees. The jobs that the plan promises are places
    that the businesses offer, their owners included; whether anybody takes them is a result.
    Source: Pingyang work plan 2025, 2(8): loans of 30 million yuan that lead 1,500 to work.
    """

    name: ClassVar[str] = "startup_loans"
    family: ClassVar[str] = "credit"
    zh: ClassVar[str] = "创业担保贷款"
    issued: ClassVar[date] = date(2022, 7, 15)

    loans_yuan: YearPath = lever(
        ((2025, 30e6),),
        "yuan",
        high=1e11,
        zh="发放创业担保贷款(累计)",
        en="start-up loans issued since the start of the programme",
        source="pingyang_plan",
        sized_for="pingyang",
    )
    jobs: YearPath = lever(
        ((2025, 1500.0),),
        "persons",
        high=1_000_000,
        zh="带动就业(累计)",
        en="persons led to work by the loans, owners included",
        source="pingyang_plan",
        sized_for="pingyang",
    )
    yuan_per_loan: float = lever(
        100_000.0,
        "yuan",
        low=5000.0,
        high=5_000_000,
        zh="每笔贷款额度",
        en="size of a loan",
        source="own_assumption",
    )
    interest_paid_share: float = lever(
        1.0,
        "share",
        high=1.0,
        zh="财政贴息比例",
        en="interest paid by the county",
        source="own_assumption",
    )
    job_pay_yuan: float = lever(
        24_000.0,
        "yuan per year",
        low=1000.0,
        high=200_000,
        zh="创业主体用工年工资",
        en="pay of a year in such a business",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Lend to the businesses due by this quarter."""
        loans = self.due(self.loans_yuan, quarter) / self.yuan_per_loan
        jobs = self.due(self.jobs, quarter)
        offer = VentureOffer(
            self.name,
            "startup",
            loans,
            jobs=max(0.0, jobs / loans - 1.0) if loans > 0.0 else 0.0,
            job_pay_yuan=self.job_pay_yuan,
            loan_yuan=self.yuan_per_loan,
            interest_paid_share=self.interest_paid_share,
            counted_from=self.first_quarter,
        )
        ventures = (*rules.work.ventures, offer)
        return replace(rules, work=replace(rules.work, ventures=ventures))


policy = StartupLoans
