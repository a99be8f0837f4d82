"""Unknowns of land, houses, village collectives and the charity fund."""

from dataclasses import dataclass

from model.parameters.prior import (
    beta,
    lognormal,
    normal,
    triangular,
    uniform,
    unknown,
)


@dataclass(frozen=True, slots=True)
class Land:
    """Leases of contracted land (土地流转)."""

    rent_yuan_per_mu: float = unknown(
        triangular(606, 400, 900),
        "yuan per mu and year",
        zh="亩均租金",
        source="yueqing_plan",
        grade="derived",
    )
    forgone_share: float = unknown(
        beta(0.6, 0.25, 0.95),
        "share of rent",
        zh="放弃的自营收入",
        source="land_lessors_cfps",
        grade="proxy",
    )
    demand_elasticity: float = unknown(
        uniform(0.5, 2.0),
        "elasticity",
        zh="承租需求弹性",
        source="own_assumption",
        grade="assumption",
    )
    contiguity_gain: float = unknown(
        uniform(0.0, 0.3),
        "share of marginal product",
        zh="连片增益",
        source="own_assumption",
        grade="assumption",
    )
    transaction_cost_yuan: float = unknown(
        uniform(50, 250),
        "yuan per mu and year",
        zh="流转交易成本",
        source="own_assumption",
        grade="assumption",
        note="halved when the collective bundles the holdings",
    )
    collective_spread: float = unknown(
        uniform(0.0, 0.15),
        "share of rent",
        zh="集体留存比例",
        source="own_assumption",
        grade="assumption",
    )
    baseline_mu_per_year: float = unknown(
        uniform(500, 4000),
        "mu per year",
        zh="基线年流转面积",
        source="own_assumption",
        grade="assumption",
    )


@dataclass(frozen=True, slots=True)
class Houses:
    """Leases of vacant rural houses (闲置农房)."""

    rent_yuan: float = unknown(
        lognormal(9000, 4000, 20500),
        "yuan per house and year",
        zh="每幢年租金",
        source="shaoxing_houses_2018",
        grade="press",
    )
    collective_fee_yuan: float = unknown(
        lognormal(3000, 1000, 8000),
        "yuan per house and year",
        zh="集体收益",
        source="shaoxing_houses_2018",
        grade="press",
    )
    rent_elasticity: float = unknown(
        uniform(1.0, 4.0),
        "elasticity",
        zh="需求价格弹性",
        source="own_assumption",
        grade="assumption",
    )
    attachment_log_sd: float = unknown(
        uniform(0.4, 1.0),
        "log sd",
        zh="房主保留价离散度",
        source="own_assumption",
        grade="assumption",
    )
    baseline_per_year: float = unknown(
        lognormal(2300, 800, 5000),
        "houses per year",
        zh="基线年盘活幢数",
        source="yueqing_plan",
        grade="derived",
        note="23,001 houses over a decade or less; the years are not given",
    )
    vacant_stock: float = unknown(
        lognormal(12900, 6000, 26000),
        "houses",
        zh="剩余闲置农房",
        source="yueqing_plan",
        grade="derived",
        note="460,000 in the province by the county's share of rural residents",
    )
    vacancy_hazard: float = unknown(
        uniform(0.02, 0.06),
        "per quarter",
        zh="空置风险",
        source="own_assumption",
        grade="assumption",
    )
    diverted_share: float = unknown(
        uniform(0.2, 0.6),
        "share of rent",
        zh="挤占其他房东比例",
        source="own_assumption",
        grade="assumption",
    )


@dataclass(frozen=True, slots=True)
class Collective:
    """Village collectives: revenue, projects, dividends (村集体经济)."""

    revenue_growth: float = unknown(
        normal(0.143, 0.09, 0.18),
        "per year",
        zh="集体收入基线增速",
        source="yueqing_plan",
        grade="official",
        note="one year's growth is all there is",
    )
    project_yield: float = unknown(
        lognormal(0.08, 0.04, 0.16),
        "per year",
        zh="项目毛收益率",
        source="pinghu_project",
        grade="assumption",
    )
    project_lag_quarters: float = unknown(
        uniform(4, 10), "quarters", zh="项目建设期", source="own_assumption", grade="assumption"
    )
    upkeep: float = unknown(
        uniform(0.02, 0.04),
        "share of investment per year",
        zh="维护费率",
        source="own_assumption",
        grade="assumption",
    )
    operating_cost_share: float = unknown(
        uniform(0.2, 0.4),
        "share of operating revenue",
        zh="经营成本率",
        source="own_assumption",
        grade="assumption",
    )
    statutory_reserve: float = unknown(
        uniform(0.15, 0.30),
        "share of net surplus",
        zh="公积金公益金提取",
        source="own_assumption",
        grade="assumption",
    )
    future_weight: float = unknown(
        uniform(1.0, 3.0),
        "ratio",
        zh="社员对未来的权重",
        source="own_assumption",
        grade="assumption",
        note="pays out 1/(1 + weight): 25 to 50 % of the distributable surplus",
    )
    welfare_share: float = unknown(
        normal(0.16, 0.10, 0.22),
        "share of revenue",
        zh="集体福利支出占比",
        source="provincial_collective_welfare",
        grade="press",
    )
    dividends_replace_welfare: float = unknown(
        uniform(0.1, 0.9),
        "share of new dividends",
        zh="分红替代福利比例",
        source="own_assumption",
        grade="assumption",
    )
    adoption_hazard: float = unknown(
        uniform(0.005, 0.035),
        "per year",
        zh="达标村年分红采用率",
        source="yueqing_plan",
        grade="derived",
        note="49 villages in about six years of share reform, of some 340 above the threshold",
    )
    adoption_pressure: float = unknown(
        uniform(0.5, 3.0),
        "logit",
        zh="百村分红目标压力",
        source="own_assumption",
        grade="assumption",
    )
    loan_rate: float = unknown(
        uniform(0.04, 0.075), "per year", zh="贷款利率", source="own_assumption", grade="assumption"
    )


@dataclass(frozen=True, slots=True)
class Charity:
    """The circular charity fund (循环慈善)."""

    payout_yield: float = unknown(
        normal(0.05, 0.03, 0.07),
        "per year",
        zh="信托年收益率",
        source="zhuji_trust",
        grade="press",
        ex_ante=normal(0.04, 0.01, 0.07),
        note="ex ante: bank deposit to corporate bond",
    )
    endowment_yuan: float = unknown(
        lognormal(4.0e6, 1.0e6, 1.2e7),
        "yuan",
        zh="慈善信托本金",
        source="own_assumption",
        grade="assumption",
        note="0.4 million a year at 5 % needs 8 million",
    )
    donations_yuan_per_year: float = unknown(
        lognormal(3.0e5, 1.0e5, 8.0e5),
        "yuan per year",
        zh="年捐赠",
        source="tiancheng_charity",
        grade="press",
        ex_ante=lognormal(3.0e5, 6.0e4, 1.5e6),
        note="the report is of 2024; the wider ex-ante range is a guess",
    )
    crowding_out: float = unknown(
        beta(0.15, 0.0, 0.4),
        "share of grants",
        zh="对私人馈赠的挤出",
        source="own_assumption",
        grade="assumption",
    )
    produce_price_sd: float = unknown(
        uniform(0.10, 0.30), "log", zh="农产品价格波动", source="own_assumption", grade="assumption"
    )
    floor_price_ratio: float = unknown(
        uniform(0.85, 1.0),
        "ratio to the normal price",
        zh="保底收购价比例",
        source="own_assumption",
        grade="assumption",
    )
    supplier_households: float = unknown(
        uniform(200, 1200),
        "households",
        zh="供货农户数",
        source="own_assumption",
        grade="assumption",
    )
    produce_yuan_per_household: float = unknown(
        uniform(5000, 20000),
        "yuan per year",
        zh="户均供货额",
        source="own_assumption",
        grade="assumption",
    )
    private_gifts_yuan_per_head: float = unknown(
        uniform(30, 300),
        "yuan per head and year",
        zh="低收入户所获私人馈赠",
        source="own_assumption",
        grade="assumption",
    )
