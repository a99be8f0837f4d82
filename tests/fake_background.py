"""Tables of a made-up run that no pair makes: disputes, references, assumptions, words."""

import pandas as pd
from fake_tables import SHARES


def conflicts_table(label: str) -> pd.DataFrame:
    gift = ("charity", "慈善", "charity")
    head = ("low_income_2021", label or "2021年低收入农户收入", label or "low income in 2021")
    rows = [
        (*head, "text", label or "正文", "text", 16376.5, "yuan", 0.8, True, "unknown"),
        (*head, "annex", "附表", label or "annex", 14645.0, "yuan", 0.2, False, "unknown"),
        (*gift, "a", "甲", "a", 12e6, "yuan per year", 0.5, True, "nowhere"),
        (*gift, "b", "乙", "b", 36e6, "yuan per year", 0.5, False, "nowhere"),
        ("ratio", "收入比", "ratio", "q", "商", "quotient", 1.7453, "ratio", 1.0, True, "settled"),
    ]
    columns = ["conflict", "zh", "en", "reading", "reading_zh", "reading_en"]
    columns += ["value", "unit", "weight", "chosen", "enters"]
    return pd.DataFrame(rows, columns=columns)


def references_table() -> pd.DataFrame:
    rows = [
        ("ratio_published", 2021, 1.7453, "baseline"),
        ("rural_income", 2021, 41991.0, "baseline"),
        ("urban_income", 2021, 73287.0, "baseline"),
        ("ratio_implied", 2022, 1.727, "plan"),
        ("ratio_implied", 2023, 1.726, "plan"),
        ("ratio_implied", 2024, 1.717, "plan"),
        ("workshops", 2022, 10.0, "plan"),
        ("workshops", 2024, 100.0, "plan"),
        ("workshop_jobs", 2022, 2000.0, "plan"),
        ("workshop_jobs", 2024, 10000.0, "plan"),
        ("jobs_per_workshop_low", 2021, 15.0, "observed"),
        ("jobs_per_workshop_high", 2021, 89.0, "observed"),
    ]
    rows += [
        (f"{area}_{part}_share", 2021, shares[place] + drift, "baseline")
        for part, shares in SHARES.items()
        for drift in [{"wage": 0.012, "property": -0.004}.get(part, -0.004)]
        for place, area in enumerate(("rural", "urban"))
    ]
    return pd.DataFrame(
        [(*row, "plan_2022", "official") for row in rows],
        columns=["quantity", "year", "value", "kind", "source", "grade"],
    )


def assumptions_table(label: str) -> pd.DataFrame:
    rows = [
        (
            "fact",
            "rural_income_yuan",
            "农村居民人均可支配收入",
            "Rural income per head",
            41991.0,
            None,
            None,
            "yuan per head",
            "plan_2022",
            "official",
        ),
        (
            "parameter",
            "workshops.jobs",
            "每家车间岗位",
            "Jobs per workshop",
            90.0,
            35.0,
            220.0,
            "jobs",
            "plan_2022",
            "assumption",
        ),
        (
            "parameter",
            "land.rent_yuan_per_mu",
            "每亩租金",
            label or "Rent per mu",
            700.0,
            400.0,
            1100.0,
            "yuan per mu",
            "plan_2022",
            "proxy",
        ),
    ]
    return pd.DataFrame(
        rows,
        columns=["kind", "name", "zh", "en", "value", "low", "high", "unit", "source", "grade"],
    )


def labels_table(label: str, county: str) -> pd.DataFrame:
    rows = [
        ("county", county, label or "乐清市", label or "Yueqing", ""),
        ("indicator", "public_cost", "财政支出", "Public cost", "yuan"),
        ("warning", "one seed: the share of chance is not estimated", "只有一个随机种子", "", ""),
        ("tag", "houses", "闲置农房租金", "house rent", ""),
    ]
    return pd.DataFrame(rows, columns=["kind", "name", "zh", "en", "unit"])


def audit_table(label: str) -> pd.DataFrame:
    rows = [
        (
            "contradiction",
            "disagreements",
            label or "低收入农户收入有两个数值：16,376.5、14,645。",
            label or "Income of low-income households has two values: 16,376.5, 14,645.",
            "与其他数字相符的是16,376.5。",
            "The other figures agree with 16,376.5.",
            label or "采用：正文（权重0.8）。",
            label or "Chosen: text (weight 0.8).",
        ),
        (
            "implied",
            "implied",
            "隐含的收入比为1.717。",
            "The ratio implied is 1.717.",
            "",
            "",
            "并列",
            "shown",
        ),
    ]
    texts = [f"{kind}_{tongue}" for kind in ("follows", "treatment") for tongue in ("zh", "en")]
    return pd.DataFrame(rows, columns=["severity", "family", "zh", "en", *texts])
