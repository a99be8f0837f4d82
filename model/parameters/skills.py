"""Unknowns of training, farm technology and farm insurance."""

from dataclasses import dataclass

from model.parameters.prior import halfnormal, lognormal, normal, triangular, uniform, unknown


@dataclass(frozen=True, slots=True)
class Training:
    """Courses: who comes anyway, what they teach, how long it lasts."""

    baseline_per_1000: float = unknown(
        lognormal(1.8, 0.65, 3.2),
        "persons per 1000 rural workers and year",
        zh="本来就会参训的人数",
        source="own_assumption",
        grade="assumption",
        note="about half of 1,000 places of the Yueqing plan; trend income holds their gains",
    )
    persons_per_place: float = unknown(
        triangular(0.8, 0.5, 1.0),
        "persons per place",
        zh="每人次折合人数",
        source="own_assumption",
        grade="assumption",
    )
    farmer_effect: float = unknown(
        normal(0.03, -0.02, 0.08),
        "ratio to business income",
        zh="高素质农民培训增收",
        source="training_matching",
        grade="proxy",
        note="seven provinces, matched: no clear effect",
    )
    technology_effect: float = unknown(
        lognormal(0.02, 0.005, 0.06),
        "ratio to business income",
        zh="农业技术推广增收",
        source="technology_adoption",
        grade="proxy",
        note="family income of adopters rose by 2.7 per cent, not all from the lesson",
    )
    vocational_effect: float = unknown(
        normal(0.03, -0.01, 0.07),
        "ratio to wages of the worker",
        zh="职业技能培训增收",
        source="own_assumption",
        grade="assumption",
    )
    linking_effect: float = unknown(
        triangular(0.05, 0.0, 0.15),
        "ratio to business income",
        zh="新型主体带动小农户增收",
        source="own_assumption",
        grade="assumption",
    )
    greenhouse_effect: float = unknown(
        triangular(0.12, 0.0, 0.30),
        "ratio to business income",
        zh="设施改造增收",
        source="own_assumption",
        grade="assumption",
    )
    premium_effect: float = unknown(
        triangular(0.03, 0.0, 0.10),
        "ratio to wages of the worker",
        zh="能级工资加薪",
        source="own_assumption",
        grade="assumption",
    )
    lag_quarters: float = unknown(
        uniform(2.0, 4.0), "quarters", zh="见效时滞", source="own_assumption", grade="assumption"
    )
    decay_per_year: float = unknown(
        uniform(0.0, 0.3),
        "share per year",
        zh="效果衰减",
        source="own_assumption",
        grade="assumption",
    )
    competitor_share: float = unknown(
        triangular(0.2, 0.0, 0.5),
        "share of the gain",
        zh="从本地同行转移的比例",
        source="own_assumption",
        grade="assumption",
    )
    spillover: float = unknown(
        halfnormal(0.1, 0.3),
        "share of the trained household's gain",
        zh="邻里模仿所得比例",
        source="information_diffusion",
        grade="proxy",
        note="what a neighbour who has heard of it gains",
    )
    cost_yuan_per_place: float = unknown(
        uniform(1000.0, 3000.0),
        "yuan per place",
        zh="每人次培训成本",
        source="own_assumption",
        grade="assumption",
    )
    phone_hearing: float = unknown(
        uniform(0.05, 0.30),
        "probability",
        zh="会用智能手机后知晓政策的概率",
        source="own_assumption",
        grade="assumption",
    )


@dataclass(frozen=True, slots=True)
class Farming:
    """Farm income, farm labour and farm insurance."""

    business_share: float = unknown(
        uniform(0.15, 0.45),
        "share of rural business income",
        zh="农业占经营净收入比例",
        source="own_assumption",
        grade="assumption",
    )
    livestock_share: float = unknown(
        uniform(0.05, 0.25),
        "share of farm households",
        zh="畜牧户比例",
        source="own_assumption",
        grade="assumption",
    )
    employment_share: float = unknown(
        uniform(0.12, 0.28),
        "share of rural workers",
        zh="农业从业人员占比",
        source="own_assumption",
        grade="assumption",
    )
    labour_exit_per_year: float = unknown(
        uniform(0.02, 0.06),
        "share per year",
        zh="农业劳动力退出速度",
        source="own_assumption",
        grade="assumption",
    )
    insured_before: float = unknown(
        uniform(0.3, 0.7),
        "share of farm households",
        zh="原有参保比例",
        source="own_assumption",
        grade="assumption",
    )
    insurance_loading: float = unknown(
        uniform(0.10, 0.35),
        "ratio to expected payout",
        zh="保费附加",
        source="own_assumption",
        grade="assumption",
    )
    index_correlation: float = unknown(
        uniform(0.3, 0.8),
        "correlation",
        zh="价格指数与自家收益的相关性",
        source="own_assumption",
        grade="assumption",
        note="the rest is basis risk",
    )
