"""Unknowns of awareness, take-up, workshops and the local labour market."""

from dataclasses import dataclass

from model.parameters.prior import (
    beta,
    discrete,
    halfnormal,
    lognormal,
    triangular,
    uniform,
    unknown,
)


@dataclass(frozen=True, slots=True)
class Takeup:
    """Who hears, and who decides."""

    initial_awareness: float = unknown(
        uniform(0.15, 0.60), "share", zh="初始知晓率", source="own_assumption", grade="assumption"
    )
    adopter_pass_rate: float = unknown(
        beta(0.25, 0.08, 0.50),
        "per quarter and link",
        zh="采用者传播概率",
        source="information_diffusion",
        grade="proxy",
    )
    adopter_to_aware_ratio: float = unknown(
        lognormal(7.0, 3.0, 14.0),
        "ratio",
        zh="采用者与知晓者传播之比",
        source="information_diffusion",
        grade="proxy",
    )
    network_degree: float = unknown(
        uniform(5, 18), "links", zh="村内联系数", source="own_assumption", grade="assumption"
    )
    outreach_rate: float = unknown(
        uniform(0.02, 0.20),
        "per quarter",
        zh="干部宣传触达率",
        source="own_assumption",
        grade="assumption",
    )
    gain_slope: float = unknown(
        lognormal(0.15, 0.04, 0.45),
        "logit per 1000 yuan a year",
        zh="收益弹性",
        source="own_assumption",
        grade="assumption",
    )
    imitation: float = unknown(
        halfnormal(0.5, 1.5),
        "logit per share of neighbours",
        zh="模仿效应",
        source="information_diffusion",
        grade="proxy",
    )
    hassle: float = unknown(
        uniform(1.0, 3.0), "logit", zh="办理成本", source="own_assumption", grade="assumption"
    )
    learning_rate: float = unknown(
        uniform(0.1, 0.5),
        "per quarter",
        zh="收益预期更新速度",
        source="own_assumption",
        grade="assumption",
    )


@dataclass(frozen=True, slots=True)
class Workshops:
    """Workshops: orders, siting, pay and jobs (共富工坊)."""

    pay_yuan_per_day: float = unknown(
        triangular(130, 70, 220),
        "yuan per day",
        zh="工坊日工资",
        source="workshop_pay",
        grade="press",
        ex_ante=triangular(140, 60, 290),
        note="ex ante: 24,000 yuan (10,000 to 50,000) for 170 days",
    )
    days_per_year: float = unknown(
        triangular(170, 80, 280),
        "days",
        zh="年工作天数",
        source="own_assumption",
        grade="assumption",
    )
    value_over_cost: float = unknown(
        uniform(0.95, 1.40),
        "ratio",
        zh="工坊产出与用工成本之比",
        source="own_assumption",
        grade="assumption",
        note="value of a day's outlet work of the median enterprise over its cost at typical pay",
    )
    employer_contribution: float = unknown(
        uniform(0.05, 0.25),
        "share of pay",
        zh="企业社保附加",
        source="own_assumption",
        grade="assumption",
    )
    overhead_pay_years: float = unknown(
        lognormal(5.0, 2.0, 12.0),
        "years of typical pay per year",
        zh="单点管理成本",
        source="own_assumption",
        grade="assumption",
    )
    refit_yuan: float = unknown(
        lognormal(150000, 50000, 400000),
        "yuan per workshop",
        zh="改造费用",
        source="own_assumption",
        grade="assumption",
    )
    search_pay_years: float = unknown(
        lognormal(5.0, 1.3, 17.0),
        "years of typical pay per outlet",
        zh="自行寻找场地和村庄的成本",
        source="own_assumption",
        grade="assumption",
        note="paid only where no programme brings enterprise and village together",
    )
    rent_yuan: float = unknown(
        lognormal(60000, 15000, 250000),
        "yuan per year",
        zh="工坊租金",
        source="linhai_workshop_rent",
        grade="assumption",
        ex_ante=lognormal(60000, 12000, 300000),
    )
    haulage_yuan: float = unknown(
        lognormal(60, 20, 180),
        "yuan per job, km and year",
        zh="运输成本",
        source="own_assumption",
        grade="assumption",
    )
    orders_sd: float = unknown(
        uniform(0.08, 0.25), "log", zh="订单波动", source="own_assumption", grade="assumption"
    )
    orders_persistence: float = unknown(
        uniform(0.5, 0.9),
        "per quarter",
        zh="订单持续性",
        source="own_assumption",
        grade="assumption",
    )
    closure_hazard: float = unknown(
        uniform(0.01, 0.10),
        "per quarter",
        zh="工坊关闭风险",
        source="own_assumption",
        grade="assumption",
    )
    quit_hazard: float = unknown(
        uniform(0.02, 0.08),
        "per quarter",
        zh="离职风险",
        source="own_assumption",
        grade="assumption",
    )
    siting_noise_pay_years: float = unknown(
        lognormal(1.7, 0.6, 4.0),
        "years of typical pay per year",
        zh="选址噪声",
        source="own_assumption",
        grade="assumption",
    )
    median_span_jobs: float = unknown(
        lognormal(50, 22, 114),
        "jobs",
        zh="单点管理幅度",
        source="workshop_sizes",
        grade="press",
        ex_ante=lognormal(90, 35, 220),
        note="span of one supervisor team: the scale beyond which unit cost rises; not a result",
    )
    provincial_workshops: float = unknown(
        uniform(224, 279),
        "workshops over three years",
        zh="全省万家工坊按人口折算",
        source="provincial_workshop_guide",
        grade="derived",
        note="10,000 by residents or by rural residents",
    )


@dataclass(frozen=True, slots=True)
class Labour:
    """The low-skill labour market of the towns."""

    wage_response: float = unknown(
        triangular(0.2, 0.0, 1.5),
        "log wage per log jobs",
        zh="低技能工资弹性",
        source="public_works_wages",
        grade="proxy",
    )
    wage_reversion: float = unknown(
        uniform(0.1, 0.4),
        "per quarter",
        zh="工资回归速度",
        source="own_assumption",
        grade="assumption",
    )
    low_skill_wage_share: float = unknown(
        uniform(0.15, 0.45),
        "share of rural wages",
        zh="低技能工资占比",
        source="own_assumption",
        grade="assumption",
    )
    forgone_share: float = unknown(
        beta(0.33, 0.08, 0.65),
        "share of the typical offer",
        zh="放弃收入占比",
        source="own_assumption",
        grade="assumption",
    )
    care_yuan: float = unknown(
        lognormal(6000, 2000, 15000),
        "yuan per year",
        zh="照料成本",
        source="own_assumption",
        grade="assumption",
    )
    spare_women_share: float = unknown(
        uniform(0.20, 0.40),
        "share of rural women 40-65",
        zh="闲置妇女劳动力比例",
        source="own_assumption",
        grade="assumption",
    )
    spare_elderly_share: float = unknown(
        uniform(0.30, 0.60),
        "share of rural persons 60-72",
        zh="闲置老年劳动力比例",
        source="own_assumption",
        grade="assumption",
    )
    minimum_wage_yuan_per_month: float = unknown(
        discrete((2070.0, 0.5), (2280.0, 0.25), (1840.0, 0.25)),
        "yuan per month",
        zh="最低月工资",
        source="zhejiang_minimum_wage",
        grade="official",
        note="the tier of the county was not found",
    )
    local_multiplier: float = unknown(
        triangular(1.1, 1.0, 1.4),
        "ratio",
        zh="本地乘数",
        source="cash_multiplier_kenya",
        grade="proxy",
        note="fixes the share of income spent with local households: 1 - 1/multiplier",
    )
