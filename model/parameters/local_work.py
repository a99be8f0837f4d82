"""Unknowns of local jobs outside outlets and of small household businesses."""

from dataclasses import dataclass

from model.parameters.prior import beta, lognormal, uniform, unknown


@dataclass(frozen=True, slots=True)
class LocalJobs:
    """Local jobs outside outlets, and what the market brings without a programme."""

    public_per_1000: float = unknown(
        lognormal(0.1, 0.03, 0.4),
        "places per 1000 rural workers and year",
        zh="本来会新增的公益性岗位",
        source="own_assumption",
        grade="assumption",
    )
    caring_per_1000: float = unknown(
        lognormal(0.1, 0.02, 0.5),
        "places per 1000 rural workers and year",
        zh="本来会新增的爱心岗位",
        source="own_assumption",
        grade="assumption",
    )
    farm_per_1000: float = unknown(
        lognormal(1.9, 1.2, 2.5),
        "places per 1000 rural workers and year",
        zh="石斛等本来会新增的用工",
        source="own_assumption",
        grade="assumption",
        note="in Yueqing about 1,600 of the 2,000 dendrobium jobs of the plan by the end of 2024",
    )
    home_per_1000: float = unknown(
        lognormal(3.0, 1.0, 9.0),
        "places per 1000 rural workers and year",
        zh="本来会新增的家庭来料加工",
        source="own_assumption",
        grade="assumption",
    )
    casual_per_1000: float = unknown(
        lognormal(0.5, 0.1, 2.0),
        "places per 1000 rural workers and year",
        zh="本来会新增的零工",
        source="own_assumption",
        grade="assumption",
    )
    quit_hazard: float = unknown(
        uniform(0.03, 0.12),
        "per quarter",
        zh="岗位离开概率",
        source="own_assumption",
        grade="assumption",
    )
    home_saving: float = unknown(
        uniform(0.3, 0.8),
        "share of pay beyond odd earnings that is asked for care and other reasons",
        zh="居家省去的照料成本",
        source="own_assumption",
        grade="assumption",
    )
    diverted_share: float = unknown(
        beta(0.3, 0.08, 0.60),
        "share of pay",
        zh="从本地其他人转移的比例",
        source="own_assumption",
        grade="assumption",
    )
    search_saving: float = unknown(
        uniform(0.2, 1.0),
        "logit",
        zh="就业服务节省的办理成本",
        source="own_assumption",
        grade="assumption",
    )
    minimum_wage_share: float = unknown(
        uniform(0.02, 0.12),
        "share of rural wages",
        zh="按最低工资领取的工资占比",
        source="own_assumption",
        grade="assumption",
    )
    minimum_wage_growth: float = unknown(
        uniform(0.03, 0.06),
        "share per year",
        zh="最低工资本来的年增幅",
        source="own_assumption",
        grade="assumption",
    )
    minimum_wage_job_loss: float = unknown(
        uniform(0.0, 0.4),
        "share of the rise",
        zh="最低工资上调的就业损失",
        source="own_assumption",
        grade="assumption",
    )


@dataclass(frozen=True, slots=True)
class Ventures:
    """Small household businesses: homestays, online shops, new farms, start-ups on a loan."""

    homestay_yuan: float = unknown(
        lognormal(45000, 18000, 110000),
        "yuan per year",
        zh="民宿年净收入",
        source="own_assumption",
        grade="assumption",
    )
    shop_yuan: float = unknown(
        lognormal(20000, 7000, 60000),
        "yuan per year",
        zh="网店年净收入",
        source="own_assumption",
        grade="assumption",
    )
    farm_yuan: float = unknown(
        lognormal(60000, 25000, 140000),
        "yuan per year",
        zh="新农人年净收入",
        source="own_assumption",
        grade="assumption",
    )
    startup_yuan: float = unknown(
        lognormal(60000, 25000, 150000),
        "yuan per year",
        zh="贷款创业年净收入",
        source="own_assumption",
        grade="assumption",
    )
    homestay_capital_yuan: float = unknown(
        lognormal(200000, 80000, 500000),
        "yuan",
        zh="民宿投入",
        source="own_assumption",
        grade="assumption",
    )
    shop_capital_yuan: float = unknown(
        lognormal(20000, 6000, 70000),
        "yuan",
        zh="网店投入",
        source="own_assumption",
        grade="assumption",
    )
    farm_capital_yuan: float = unknown(
        lognormal(150000, 50000, 450000),
        "yuan",
        zh="新农人投入",
        source="own_assumption",
        grade="assumption",
    )
    startup_capital_yuan: float = unknown(
        lognormal(150000, 50000, 400000),
        "yuan",
        zh="贷款创业投入",
        source="own_assumption",
        grade="assumption",
    )
    capital_life_years: float = unknown(
        uniform(8.0, 15.0),
        "years",
        zh="投入摊销年限",
        source="own_assumption",
        grade="assumption",
    )
    quality_log_sd: float = unknown(
        uniform(0.4, 0.9), "log", zh="经营好坏差异", source="own_assumption", grade="assumption"
    )
    exit_hazard: float = unknown(
        uniform(0.01, 0.06),
        "per quarter",
        zh="歇业概率",
        source="own_assumption",
        grade="assumption",
    )
    diverted_share: float = unknown(
        beta(0.4, 0.15, 0.70),
        "share of net income",
        zh="从本地同行转移的比例",
        source="own_assumption",
        grade="assumption",
    )
    homestay_per_1000: float = unknown(
        lognormal(0.05, 0.01, 0.2),
        "businesses per 1000 rural workers and year",
        zh="本来会新开的民宿",
        source="own_assumption",
        grade="assumption",
    )
    shop_per_1000: float = unknown(
        lognormal(1.0, 0.3, 3.0),
        "businesses per 1000 rural workers and year",
        zh="本来会新开的网店",
        source="own_assumption",
        grade="assumption",
    )
    farm_per_1000: float = unknown(
        lognormal(0.2, 0.05, 0.8),
        "businesses per 1000 rural workers and year",
        zh="本来会新增的新农人",
        source="own_assumption",
        grade="assumption",
    )
    startup_per_1000: float = unknown(
        lognormal(0.4, 0.1, 1.5),
        "businesses per 1000 rural workers and year",
        zh="本来会获得贷款的创业者",
        source="own_assumption",
        grade="assumption",
    )
