"""Unknowns of support for the poor, pairing, profit sharing, and moves to town."""

from dataclasses import dataclass

from model.parameters.prior import beta, lognormal, normal, triangular, uniform, unknown


@dataclass(frozen=True, slots=True)
class Support:
    """Who needs support, and what existing insurance already carries."""

    screening_log_sd: float = unknown(
        triangular(0.30, 0.10, 0.60),
        "log sd",
        zh="收入倒推估计误差",
        source="own_assumption",
        grade="assumption",
        note="records show wages, pensions and property, not odd jobs or own farming",
    )
    rural_pensioner_share: float = unknown(
        normal(0.17, 0.12, 0.22),
        "share of rural residents",
        zh="农村居民领取基础养老金人口占比",
        source="own_assumption",
        grade="assumption",
        note="persons over 60 less those with an employee's pension",
    )
    urban_pensioner_share: float = unknown(
        normal(0.06, 0.02, 0.10),
        "share of urban residents",
        zh="城镇居民领取基础养老金人口占比",
        source="own_assumption",
        grade="assumption",
    )
    care_baseline_share: float = unknown(
        uniform(0.0, 0.4),
        "share of residents",
        zh="已参加长护险人口占比",
        source="own_assumption",
        grade="assumption",
    )
    care_need_share: float = unknown(
        triangular(0.007, 0.003, 0.015),
        "share of residents",
        zh="符合待遇的失能人员占比",
        source="own_assumption",
        grade="assumption",
    )
    care_cash_yuan_per_month: float = unknown(
        triangular(500, 0, 1500),
        "yuan per month",
        zh="长护险现金待遇",
        source="own_assumption",
        grade="assumption",
        note="cash for family care only; services in kind are outside income",
    )
    care_premium_yuan: float = unknown(
        uniform(0, 60),
        "yuan per person and year",
        zh="长护险个人缴费",
        source="own_assumption",
        grade="assumption",
    )
    medical_cost_yuan_per_head: float = unknown(
        lognormal(1800, 700, 4500),
        "yuan per head and year",
        zh="低收入农户自付医疗费用",
        source="own_assumption",
        grade="assumption",
    )
    medical_cost_log_sd: float = unknown(
        triangular(1.2, 0.8, 1.6),
        "log sd",
        zh="自付医疗费用离散度",
        source="own_assumption",
        grade="assumption",
    )


@dataclass(frozen=True, slots=True)
class Pairing:
    """What needy households wish for, and what becomes of a match (先富带后富)."""

    wishes_per_person: float = unknown(
        triangular(0.545, 0.30, 0.80),
        "wishes per surveyed person",
        zh="人均诉求数",
        source="zhejiang_practice_2023",
        grade="derived",
        ex_ante=uniform(0.2, 0.9),
        note="12,000 wishes of 22,000 persons; ex-ante value: a guess",
    )
    success: float = unknown(
        triangular(0.36, 0.2, 1.0),
        "share of matches",
        zh="匹配成功率",
        source="zhejiang_practice_2023",
        grade="derived",
        ex_ante=uniform(0.2, 1.0),
        note="4,271 matches of 12,000 wishes, but of 4,005 itemised ones; ex-ante value: a guess",
    )
    post_pay_ratio: float = unknown(
        triangular(1.3, 1.0, 1.8),
        "ratio to a year of outlet work",
        zh="共富专岗年工资",
        source="own_assumption",
        grade="assumption",
    )
    sales_yuan_per_household: float = unknown(
        lognormal(15000, 4000, 60000),
        "yuan per household and year",
        zh="结对农产品销售额",
        source="own_assumption",
        grade="assumption",
        note="80 million yuan of sales are reported, the number of households is not",
    )
    sales_margin: float = unknown(
        uniform(0.25, 0.45),
        "share of sales",
        zh="代销净利率",
        source="own_assumption",
        grade="assumption",
    )
    diverted_share: float = unknown(
        uniform(0.3, 0.7),
        "share of sales",
        zh="挤占其他本地农户销售比例",
        source="own_assumption",
        grade="assumption",
    )
    end_hazard: float = unknown(
        uniform(0.02, 0.10),
        "per quarter",
        zh="结对终止率",
        source="own_assumption",
        grade="assumption",
    )


@dataclass(frozen=True, slots=True)
class Profit:
    """Profit sharing in enterprises (创富体)."""

    adoption_hazard: float = unknown(
        beta(0.01, 0.001, 0.04),
        "share of enterprises per year",
        zh="创富体采纳率",
        source="zhejiang_practice_2023",
        grade="proxy",
        ex_ante=beta(0.015, 0.001, 0.06),
        note="12 firms in a first batch, 100 wanted in one prefecture; ex-ante value: a guess",
    )
    bonus_share: float = unknown(
        uniform(0.03, 0.20),
        "share of excess profit",
        zh="超额利润分享比例",
        source="own_assumption",
        grade="assumption",
    )
    productivity_gain: float = unknown(
        normal(0.02, -0.01, 0.06),
        "ratio to value added",
        zh="利润分享的生产率提升",
        source="profit_sharing_review",
        grade="proxy",
        note="positive over many studies; the size was not retrieved",
    )
    base_pay_offset: float = unknown(
        uniform(0.0, 0.9),
        "share of the bonus",
        zh="基本工资抵扣",
        source="own_assumption",
        grade="assumption",
    )
    profit_share: float = unknown(
        triangular(0.22, 0.10, 0.40),
        "share of value added",
        zh="正常利润占增加值比重",
        source="own_assumption",
        grade="assumption",
    )
    rural_workforce_share: float = unknown(
        uniform(0.15, 0.45),
        "share of the wage bill",
        zh="企业员工中农村居民占比",
        source="own_assumption",
        grade="assumption",
    )
    paid_out_share: float = unknown(
        uniform(0.1, 0.6),
        "share of profits",
        zh="利润分配给业主家庭的比例",
        source="own_assumption",
        grade="assumption",
        note="the rest stays in the enterprise or leaves the county",
    )


@dataclass(frozen=True, slots=True)
class Moving:
    """What a household gains and gives up when it moves to town."""

    farm_lost_share: float = unknown(
        uniform(0.3, 1.0),
        "share of own business income",
        zh="搬迁后放弃的经营收入",
        source="own_assumption",
        grade="assumption",
    )
    town_wage_yuan: float = unknown(
        triangular(6000, 0, 18000),
        "yuan per household and year",
        zh="搬迁后增加的工资收入",
        source="own_assumption",
        grade="assumption",
        note="households with a member able to work, from the third quarter in town",
    )
    living_cost_yuan: float = unknown(
        triangular(1500, 0, 4000),
        "yuan per person and year",
        zh="进城生活成本增加",
        source="own_assumption",
        grade="assumption",
        note="weighed in the decision; spending is not income",
    )
    housing_cost_yuan: float = unknown(
        triangular(60000, 30000, 120000),
        "yuan per person",
        zh="安置住房成本",
        source="own_assumption",
        grade="assumption",
    )
