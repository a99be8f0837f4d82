"""Unknowns of the starting county and of household income."""

from dataclasses import dataclass

from model.parameters.prior import (
    beta,
    discrete,
    lognormal,
    normal,
    triangular,
    uniform,
    unknown,
)


@dataclass(frozen=True, slots=True)
class Start:
    """What is not known of the county at the end of 2021."""

    rural_wage_share: float = unknown(
        normal(0.586, 0.55, 0.63),
        "share",
        zh="农村工资性收入占比",
        source="wenzhou_income_2021",
        grade="proxy",
    )
    rural_business_share: float = unknown(
        normal(0.24, 0.21, 0.27),
        "share",
        zh="农村经营净收入占比",
        source="wenzhou_income_2021",
        grade="proxy",
    )
    rural_transfer_share: float = unknown(
        normal(0.126, 0.10, 0.15),
        "share",
        zh="农村转移净收入占比",
        source="wenzhou_income_2019",
        grade="proxy",
        note="the rest of 1 is property income; the four are renormalised",
    )
    rural_property_share: float = unknown(
        normal(0.048, 0.03, 0.065),
        "share",
        zh="农村财产净收入占比",
        source="wenzhou_income_2021",
        grade="proxy",
    )
    urban_wage_share: float = unknown(
        normal(0.518, 0.49, 0.55),
        "share",
        zh="城镇工资性收入占比",
        source="wenzhou_income_2021",
        grade="proxy",
    )
    urban_business_share: float = unknown(
        normal(0.17, 0.15, 0.19),
        "share",
        zh="城镇经营净收入占比",
        source="wenzhou_income_2021",
        grade="proxy",
    )
    urban_transfer_share: float = unknown(
        normal(0.131, 0.11, 0.15),
        "share",
        zh="城镇转移净收入占比",
        source="wenzhou_income_2019",
        grade="proxy",
    )
    urban_property_share: float = unknown(
        normal(0.18, 0.15, 0.21),
        "share",
        zh="城镇财产净收入占比",
        source="wenzhou_income_2021",
        grade="proxy",
        note="property and transfers are 0.311 together; the split is an inference",
    )
    rural_gini: float = unknown(
        triangular(0.35, 0.30, 0.42),
        "index",
        zh="农村基尼系数",
        source="fujian_quintiles_2021",
        grade="proxy",
    )
    urban_gini: float = unknown(
        triangular(0.35, 0.29, 0.42),
        "index",
        zh="城镇基尼系数",
        source="own_assumption",
        grade="assumption",
    )
    register_persons: float = unknown(
        uniform(14600, 21200),
        "persons",
        zh="低收入农户人数",
        source="low_income_share",
        grade="proxy",
        ex_ante=uniform(10000, 26000),
        note="later press gives 1 to 1.45 % of residents; before it, 0.7 to 1.8 % is a guess",
    )
    register_household_size: float = unknown(
        normal(1.62, 1.5, 1.75),
        "persons per household",
        zh="低收入农户户均人口",
        source="wenzhou_low_income_2024",
        grade="press",
        ex_ante=normal(1.8, 1.4, 2.2),
        note="ex-ante value: a guess",
    )
    register_income_yuan: float = unknown(
        discrete((16376.5, 0.8), (14645.0, 0.2)),
        "yuan per head and year",
        zh="低收入农户人均可支配收入",
        source="yueqing_plan",
        grade="official",
        note="the text and annex 1 of the plan disagree; both stay in the draws",
    )
    register_transfer_share: float = unknown(
        uniform(0.35, 0.75),
        "share",
        zh="低收入农户转移收入占比",
        source="own_assumption",
        grade="assumption",
    )
    register_able_share: float = unknown(
        uniform(0.15, 0.55),
        "share of households",
        zh="有劳动能力低收入户占比",
        source="own_assumption",
        grade="assumption",
    )
    operating_share: float = unknown(
        uniform(0.20, 0.65),
        "share of collective revenue",
        zh="经营性收入占集体总收入比重",
        source="national_collective_2017",
        grade="proxy",
    )
    village_revenue_log_sd: float = unknown(
        normal(0.9, 0.7, 1.2),
        "log sd",
        zh="村集体收入对数标准差",
        source="yueqing_plan",
        grade="derived",
    )
    dividends_to_rural_share: float = unknown(
        beta(0.45, 0.22, 0.70),
        "share of dividends",
        zh="流向农村常住居民的分红占比",
        source="own_assumption",
        grade="assumption",
    )


@dataclass(frozen=True, slots=True)
class Income:
    """How a household's income moves around the mean of its area."""

    persistent_variance: float = unknown(
        lognormal(0.02, 0.005, 0.06),
        "log squared per year",
        zh="持久性收入冲击方差",
        source="own_assumption",
        grade="assumption",
    )
    transitory_variance: float = unknown(
        lognormal(0.10, 0.04, 0.25),
        "log squared",
        zh="暂时性收入冲击方差",
        source="own_assumption",
        grade="assumption",
    )
    transitory_persistence: float = unknown(
        beta(0.3, 0.05, 0.6),
        "per year",
        zh="暂时性冲击持续性",
        source="own_assumption",
        grade="assumption",
    )
    poor_persistence_premium: float = unknown(
        uniform(0.0, 0.25),
        "per year",
        zh="最低五分之一家庭的持续性增量",
        source="own_assumption",
        grade="assumption",
    )


@dataclass(frozen=True, slots=True)
class Register:
    """The list of low-income households: entry, exit and transfers."""

    yearly_turnover: float = unknown(
        uniform(0.05, 0.25),
        "share per year",
        zh="低收入农户年进出率",
        source="own_assumption",
        grade="assumption",
    )
    dibao_yuan_per_month: float = unknown(
        uniform(750, 1100),
        "yuan per head and month",
        zh="低保标准",
        source="own_assumption",
        grade="assumption",
    )
    dibao_indexation: float = unknown(
        uniform(0.03, 0.12),
        "per year",
        zh="低保标准年增幅",
        source="own_assumption",
        grade="assumption",
    )
    earnings_disregard: float = unknown(
        uniform(0.0, 1.0),
        "share of earnings",
        zh="就业收入豁免比例",
        source="own_assumption",
        grade="assumption",
    )
