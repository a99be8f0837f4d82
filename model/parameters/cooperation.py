"""Unknowns of alliances, village clusters, joint projects, sales channels and the exchange."""

from dataclasses import dataclass

from model.parameters.prior import beta, lognormal, triangular, uniform, unknown


@dataclass(frozen=True, slots=True)
class Alliances:
    """Ties of villages and partners, and the digital ledger (村企联盟, 一本账)."""

    lag_quarters: float = unknown(
        uniform(2, 4), "quarters", zh="联盟见效期", source="own_assumption", grade="assumption"
    )
    end_hazard: float = unknown(
        uniform(0.02, 0.08),
        "per quarter",
        zh="联盟解散率",
        source="own_assumption",
        grade="assumption",
    )
    view_log_sd: float = unknown(
        uniform(0.2, 1.0),
        "log sd",
        zh="匹配判断误差",
        source="own_assumption",
        grade="assumption",
    )
    project_capital_yuan: float = unknown(
        lognormal(6.0e5, 1.5e5, 2.4e6),
        "yuan",
        zh="助力项目投入",
        source="own_assumption",
        grade="assumption",
        note="50 projects at 8 % a year come to about the 2 million a year guessed for alliances",
    )
    deal_saving: float = unknown(
        uniform(0.05, 0.40),
        "share of the cost of a lease",
        zh="联盟降低的交易成本",
        source="own_assumption",
        grade="assumption",
    )
    ledger_users: float = unknown(
        uniform(0.05, 0.30),
        "share of households",
        zh="一本账用户比例",
        source="own_assumption",
        grade="assumption",
    )
    ledger_precision: float = unknown(
        uniform(0.1, 0.6),
        "share of the matching error",
        zh="一本账提高的匹配度",
        source="own_assumption",
        grade="assumption",
    )


@dataclass(frozen=True, slots=True)
class Sales:
    """Produce sold through new channels (共富购、共富游、共富超市、农合联)."""

    product_yuan: float = unknown(
        lognormal(127_000, 50_000, 320_000),
        "yuan per year",
        zh="每个网购产品年销售额",
        source="zhejiang_practice_2023",
        grade="proxy",
        ex_ante=lognormal(100_000, 20_000, 500_000),
        note="Fuyang: 80 million with 630 products; the ex-ante range is a guess",
    )
    route_yuan: float = unknown(
        lognormal(200_000, 40_000, 1_000_000),
        "yuan per year",
        zh="每条游线年消费",
        source="own_assumption",
        grade="assumption",
    )
    supermarket_yuan: float = unknown(
        lognormal(2.0e6, 5.0e5, 8.0e6),
        "yuan per year",
        zh="每家共富超市本地农产品销售额",
        source="own_assumption",
        grade="assumption",
    )
    margin: float = unknown(
        uniform(0.25, 0.45), "share", zh="销售净利率", source="own_assumption", grade="assumption"
    )
    supermarket_gain: float = unknown(
        uniform(0.03, 0.12),
        "share of sales",
        zh="产销直连让利",
        source="own_assumption",
        grade="assumption",
    )
    diverted: float = unknown(
        uniform(0.3, 0.7),
        "share of gains",
        zh="挤占本地其他卖家比例",
        source="own_assumption",
        grade="assumption",
    )
    sellers_per_product: float = unknown(
        uniform(10, 60),
        "households",
        zh="每个产品供货户数",
        source="own_assumption",
        grade="assumption",
    )
    hosts_per_route: float = unknown(
        uniform(5, 30),
        "households",
        zh="每条游线经营户数",
        source="own_assumption",
        grade="assumption",
    )
    organised_2021: float = unknown(
        uniform(0.70, 0.80),
        "share of smallholders",
        zh="2021年小农户组织化程度",
        source="own_assumption",
        grade="assumption",
        note="the plan asks for 80 % in 2022",
    )
    organised_per_year: float = unknown(
        uniform(0.0, 0.03),
        "share of smallholders",
        zh="组织化程度基线年增幅",
        source="own_assumption",
        grade="assumption",
    )
    organised_gain: float = unknown(
        beta(0.05, 0.0, 0.15),
        "share of farm income",
        zh="组织化增收",
        source="own_assumption",
        grade="assumption",
    )


@dataclass(frozen=True, slots=True)
class Contracts:
    """Operation by state firms, joint projects elsewhere, leases on the exchange."""

    managed_lift: float = unknown(
        beta(0.10, 0.0, 0.30),
        "share of operating revenue",
        zh="国企运营增益",
        source="own_assumption",
        grade="assumption",
    )
    enclave_premium: float = unknown(
        uniform(0.0, 0.5),
        "share of the project yield",
        zh="飞地收益溢价",
        source="own_assumption",
        grade="assumption",
    )
    contiguous_premium: float = unknown(
        uniform(0.0, 0.3),
        "share of the project yield",
        zh="连片开发收益溢价",
        source="own_assumption",
        grade="assumption",
    )
    exchange_2021: float = unknown(
        uniform(0.2, 0.6),
        "share of leases",
        zh="2021年进场交易比例",
        source="own_assumption",
        grade="assumption",
    )
    lease_years: float = unknown(
        uniform(3, 8), "years", zh="集体资产租期", source="own_assumption", grade="assumption"
    )
    exchange_premium: float = unknown(
        beta(0.12, 0.04, 0.22),
        "share of rent",
        zh="产权交易溢价率",
        source="yueqing_plan",
        grade="derived",
        note="12.08 % over the opening price of 1,060 deals",
    )
    true_premium: float = unknown(
        uniform(0.3, 1.0),
        "share of the premium",
        zh="真实溢价比例",
        source="own_assumption",
        grade="assumption",
        note="opening prices may be set below what bargaining would have brought",
    )
    lessee_households: float = unknown(
        uniform(0.3, 0.9),
        "share of rent",
        zh="承租人为本地农户比例",
        source="own_assumption",
        grade="assumption",
    )


@dataclass(frozen=True, slots=True)
class Clusters:
    """Villages that do business together (片区组团)."""

    revenue_gain: float = unknown(
        beta(0.06, 0.0, 0.20),
        "share of operating revenue",
        zh="组团增收",
        source="zhejiang_practice_2023",
        grade="press",
        ex_ante=beta(0.05, 0.0, 0.25),
        note="best cases only: +20 % in three villages; ex ante a guess",
    )
    cost_saving: float = unknown(
        beta(0.08, 0.0, 0.20),
        "share of operating cost",
        zh="组团降本",
        source="zhejiang_practice_2023",
        grade="press",
        ex_ante=beta(0.08, 0.0, 0.25),
        note="best case: cleaning costs of a town down by 20 %; ex ante a guess",
    )
    cost_yuan: float = unknown(
        lognormal(60_000, 20_000, 180_000),
        "yuan per year",
        zh="片区固定成本",
        source="own_assumption",
        grade="assumption",
    )
    cost_per_square_yuan: float = unknown(
        lognormal(5_000, 1_000, 25_000),
        "yuan per year",
        zh="片区协调成本(按村数平方)",
        source="own_assumption",
        grade="assumption",
    )
    agreement_hazard: float = unknown(
        uniform(0.15, 0.60),
        "per quarter",
        zh="谈成概率",
        source="own_assumption",
        grade="assumption",
    )
    unequal_drag: float = unknown(
        uniform(0.5, 2.0),
        "ratio",
        zh="贫富差异拖累",
        source="own_assumption",
        grade="assumption",
    )
    bargaining_quarters: float = unknown(
        uniform(2, 4), "quarters", zh="谈判期", source="own_assumption", grade="assumption"
    )
    outside_gain: float = unknown(
        uniform(0.0, 0.01),
        "share of operating revenue",
        zh="单干可得增益",
        source="own_assumption",
        grade="assumption",
    )
    joining_yuan: float = unknown(
        lognormal(8_000, 2_000, 30_000),
        "yuan per village and year",
        zh="每村参与成本",
        source="own_assumption",
        grade="assumption",
    )
    result_sd: float = unknown(
        uniform(0.3, 1.0), "ratio", zh="片区收益波动", source="own_assumption", grade="assumption"
    )
    award_share: float = unknown(
        triangular(0.5, 0.0, 1.0),
        "share of the most",
        zh="实际奖补比例",
        source="keqiao_draft",
        grade="official",
        ex_ante=uniform(0.0, 1.0),
    )
    underlet_share: float = unknown(
        beta(0.03, 0.005, 0.08),
        "share of operating revenue",
        zh="低价分散出租资源占比",
        source="own_assumption",
        grade="assumption",
    )
    pooling_premium: float = unknown(
        lognormal(0.30, 0.05, 1.50),
        "ratio",
        zh="打包竞价溢价",
        source="zhejiang_practice_2023",
        grade="press",
        ex_ante=lognormal(0.12, 0.02, 0.70),
        note="best case: a tidal flat, from 8.2 to 47.3 million over five years, is +477 %",
    )
