"""Unknowns of lending to households and enterprises (金融强村、涉农贷款)."""

from dataclasses import dataclass

from model.parameters.prior import beta, lognormal, normal, triangular, uniform, unknown


@dataclass(frozen=True, slots=True)
class Finance:
    """Loans: how much comes anyway, to whom, at what risk, and what it earns.

    The rate is `collective.loan_rate`, the same for all borrowers before any cut.
    """

    household_baseline_share: float = unknown(
        beta(0.88, 0.66, 0.99),
        "share of the planned volume",
        zh="农户贷款基线占比",
        source="own_assumption",
        grade="assumption",
        note="one less the additional share of 0.12 (0.01 to 0.34); the plan gives no base",
    )
    enterprise_baseline_share: float = unknown(
        beta(0.94, 0.79, 0.999),
        "share of the planned volume",
        zh="涉农企业贷款基线占比",
        source="own_assumption",
        grade="assumption",
        note="one less the additional share of 0.06 (0 to 0.21)",
    )
    years_outstanding: float = unknown(
        uniform(1.0, 2.2),
        "years",
        zh="平均贷款期限",
        source="own_assumption",
        grade="assumption",
        note="mean of maturities of one, two and three years",
    )
    rollover_share: float = unknown(
        beta(0.4, 0.2, 0.6),
        "share of maturing loans",
        zh="到期续贷占比",
        source="own_assumption",
        grade="assumption",
    )
    productive_share: float = unknown(
        beta(0.5, 0.2, 0.8),
        "share of a loan",
        zh="生产性用途占比",
        source="own_assumption",
        grade="assumption",
    )
    new_consumption_share: float = unknown(
        uniform(0.0, 0.5),
        "share of the rest of a loan",
        zh="新增消费借款占比",
        source="own_assumption",
        grade="assumption",
        note="what else replaces other borrowing at the same rate",
    )
    excess_return: float = unknown(
        normal(0.05, -0.03, 0.13),
        "per year",
        zh="超出利率的投资收益率",
        source="village_funds_trial",
        grade="proxy",
        note="mean of all who could borrow; better projects apply more often",
    )
    known_return_sd: float = unknown(
        uniform(0.01, 0.05),
        "per year",
        zh="事先可知的收益差异",
        source="own_assumption",
        grade="assumption",
    )
    return_luck_sd: float = unknown(
        uniform(0.05, 0.20),
        "per year",
        zh="收益的偶然差异",
        source="own_assumption",
        grade="assumption",
    )
    taken_from_others: float = unknown(
        uniform(0.0, 0.4),
        "share of extra receipts",
        zh="挤占本地其他经营户比例",
        source="own_assumption",
        grade="assumption",
    )
    default_rate: float = unknown(
        triangular(0.012, 0.003, 0.03),
        "per year",
        zh="贷款违约率",
        source="own_assumption",
        grade="assumption",
    )
    bank_cost_share: float = unknown(
        uniform(0.5, 0.75),
        "share of the loan rate",
        zh="资金与经办成本占利率比例",
        source="own_assumption",
        grade="assumption",
    )
    score_noise: float = unknown(
        uniform(0.5, 1.5),
        "log sd",
        zh="信用评分误差",
        source="own_assumption",
        grade="assumption",
    )
    specialist_noise_cut: float = unknown(
        uniform(0.1, 0.6),
        "share of the noise",
        zh="金融专员降低评分误差",
        source="own_assumption",
        grade="assumption",
    )
    visit_effect: float = unknown(
        uniform(0.0, 1.0),
        "logit",
        zh="金融专员走访效应",
        source="own_assumption",
        grade="assumption",
    )
    visits_per_quarter: float = unknown(
        lognormal(40, 15, 100),
        "households per specialist and quarter",
        zh="专员每季走访户数",
        source="own_assumption",
        grade="assumption",
    )
    cutoff_response: float = unknown(
        uniform(0.0, 0.5),
        "margin per unit of defaults",
        zh="违约后授信收紧程度",
        source="own_assumption",
        grade="assumption",
    )
    registered_share: float = unknown(
        beta(0.35, 0.25, 0.50),
        "share of member households",
        zh="农房抵押登记户占比",
        source="yueqing_plan",
        grade="derived",
        note="157,400 registrations by some 450,000 households with rights in a village",
    )
    mortgage_recovery: float = unknown(
        uniform(0.5, 0.9),
        "share of a loan",
        zh="农房抵押回收率",
        source="own_assumption",
        grade="assumption",
    )
    unsecured_recovery: float = unknown(
        uniform(0.1, 0.4),
        "share of a loan",
        zh="信用贷款回收率",
        source="own_assumption",
        grade="assumption",
    )
    household_loan_yuan: float = unknown(
        lognormal(115_300, 80_000, 166_000),
        "yuan",
        zh="户均农房抵押贷款",
        source="yueqing_plan",
        grade="derived",
        note="6.1 billion over 52,900 households; half of it without a registered farmhouse",
    )
    enterprise_loan_yuan_per_worker: float = unknown(
        lognormal(100_000, 50_000, 200_000),
        "yuan per worker",
        zh="企业贷款(每名职工)",
        source="own_assumption",
        grade="assumption",
    )
    enterprise_value_added: float = unknown(
        uniform(0.1, 0.4),
        "yuan per yuan and year",
        zh="企业贷款增加值率",
        source="own_assumption",
        grade="assumption",
    )
    enterprise_wage_share: float = unknown(
        uniform(0.35, 0.60),
        "share of value added",
        zh="工资占增加值比重",
        source="own_assumption",
        grade="assumption",
    )
    enterprise_rural_share: float = unknown(
        uniform(0.2, 0.5),
        "share of the wage bill",
        zh="企业工资中农村居民占比",
        source="own_assumption",
        grade="assumption",
    )
