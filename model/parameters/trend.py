"""Unknowns of the trend and of the household survey."""

from dataclasses import dataclass

from model.parameters.prior import (
    halfnormal,
    normal,
    triangular,
    unknown,
)


@dataclass(frozen=True, slots=True)
class Trend:
    """What would have happened anyway. Nothing here is fitted on data after 2021."""

    rural_growth: float = unknown(
        normal(0.07, 0.05, 0.09),
        "per year",
        zh="农村收入名义趋势增速",
        source="zhejiang_growth",
        grade="derived",
        note="below the 8.6 to 8.9 % of 2019-21: GDP per head is planned at 4.3 % a year",
    )
    gap_drift: float = unknown(
        normal(-0.012, -0.020, -0.004),
        "log per year",
        zh="城乡收入比对数漂移",
        source="zhejiang_growth",
        grade="derived",
    )
    county_gap_deviation_sd: float = unknown(
        halfnormal(0.004, 0.008),
        "log per year",
        zh="县与市漂移差异",
        source="panel_to_2021",
        grade="derived",
    )
    gap_noise_sd: float = unknown(
        halfnormal(0.006, 0.012),
        "log",
        zh="年度城乡差距噪声",
        source="panel_to_2021",
        grade="derived",
    )
    common_noise_sd: float = unknown(
        halfnormal(0.012, 0.024),
        "log",
        zh="全省共同因子年度波动",
        source="own_assumption",
        grade="assumption",
    )
    source_growth_sd: float = unknown(
        halfnormal(0.007, 0.014),
        "per year",
        zh="收入来源增速差异",
        source="own_assumption",
        grade="assumption",
    )
    covid_2022_growth: float = unknown(
        normal(-0.015, -0.04, 0.01),
        "per year",
        zh="2022年疫情对增速的冲击",
        source="own_assumption",
        grade="assumption",
    )
    covid_2022_gap: float = unknown(
        normal(-0.006, -0.019, 0.007),
        "log",
        zh="2022年疫情对差距的影响",
        source="own_assumption",
        grade="assumption",
        ex_ante=normal(-0.006, -0.024, 0.012),
        note="a third of the excess of 2020; the ex-ante spread is wider",
    )
    register_growth: float = unknown(
        normal(0.105, 0.07, 0.145),
        "per year",
        zh="低收入农户收入趋势增速",
        source="low_income_growth",
        grade="proxy",
        ex_ante=normal(0.10, 0.05, 0.15),
        note="ex ante only the plan's +10 % of 2021 is known",
    )
    urbanisation_gain: float = unknown(
        triangular(0.0053, 0.004, 0.011),
        "share per year",
        zh="城镇化率年增幅",
        source="yueqing_population_2023",
        grade="press",
        ex_ante=triangular(0.0053, 0.002, 0.010),
        note="ex ante: census 2020 to 2021 and the plan's own path",
    )
    reclassified_relative_income: float = unknown(
        triangular(1.15, 0.95, 1.45),
        "ratio to the rural mean",
        zh="村改居居民相对收入",
        source="own_assumption",
        grade="assumption",
    )
    consumer_price_growth: float = unknown(
        normal(0.02, 0.005, 0.035),
        "per year",
        zh="居民消费价格涨幅",
        source="own_assumption",
        grade="assumption",
    )


@dataclass(frozen=True, slots=True)
class Survey:
    """What a household survey of about 100 households a county adds to the true value."""

    rotation_sd: float = unknown(
        halfnormal(0.012, 0.024),
        "log ratio",
        zh="样本轮换误差",
        source="wenzhou_rotation_2022",
        grade="assumption",
        note="a judgement far below the error of an independent sample; see the variants",
    )
    yearly_sd: float = unknown(
        halfnormal(0.004, 0.008),
        "log ratio",
        zh="年度调查误差",
        source="own_assumption",
        grade="assumption",
    )
    yearly_persistence: float = unknown(
        triangular(0.5, 0.0, 0.9),
        "per year",
        zh="年度调查误差自相关",
        source="own_assumption",
        grade="assumption",
    )
    growth_sd: float = unknown(
        halfnormal(0.012, 0.025),
        "log",
        zh="农村水平测量误差",
        source="own_assumption",
        grade="assumption",
    )
