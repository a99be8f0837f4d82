"""Made-up but plausible tables of a run, with made-up users' texts where a test wants them."""

import numpy as np
import pandas as pd

YEARS = (2022, 2023, 2024)
DRAWS, SEEDS = tuple(range(8)), (1, 2)
PAIRS = tuple((draw, seed) for draw in DRAWS for seed in SEEDS)
WORLDS = ("trend", "no_pilot", "pilot")
EFFECT_PER_HEAD = {"trend": 0.0, "no_pilot": 210.0, "pilot": 265.0}
RAMP = {2022: 0.05, 2023: 0.5, 2024: 1.0}
SHARES = {
    "wage": (0.58, 0.55),
    "business": (0.26, 0.15),
    "property": (0.04, 0.14),
    "transfer": (0.12, 0.16),
}


def indicators_table() -> pd.DataFrame:
    rng = np.random.Generator(np.random.Philox(5))
    rows = []
    for draw, seed in PAIRS:
        growth, drift, luck = rng.normal(0.067, 0.009), rng.normal(-0.0145, 0.007), rng.normal()
        jobs = float(np.exp(rng.normal(np.log(4400), 0.45)))
        for year in YEARS:
            age, ramp = year - 2021, RAMP[year]
            for world in WORLDS:
                effect = EFFECT_PER_HEAD[world] * ramp * np.exp(0.35 * luck)
                rural = 41991 * np.exp(growth * age) + effect
                urban = 73287 * np.exp((growth + drift) * age) + 0.3 * effect
                values = {
                    "rural_income": rural,
                    "urban_income": urban,
                    "ratio": urban / rural,
                    "resident_income": 0.67 * urban + 0.33 * rural,
                    "low_income": 16376.5 * 1.1**age + 3 * effect,
                    "collective_income": 2.593e9 * 1.14**age + 4e7 * effect / 265,
                    "gini_rural": 0.33 - 1e-6 * effect,
                    "public_cost": 6.1e7 * effect / 265,
                    "middle_income_share": 0.55,
                }
                if world != "trend":
                    held = {"no_pilot": 0.6, "pilot": 1.0}[world]
                    values |= {
                        "workshops": 100 * ramp * held,
                        "workshop_jobs": jobs * ramp * held,
                        "jobs_per_workshop": jobs / 100,
                    }
                for part, (rural_share, urban_share) in SHARES.items():
                    values[f"rural_{part}_share"] = rural_share + 1e-3 * luck * (part == "wage")
                    values[f"urban_{part}_share"] = urban_share
                rows += [
                    (draw, seed, world, year, name, float(value)) for name, value in values.items()
                ]
    return pd.DataFrame(rows, columns=["draw", "seed", "world", "year", "indicator", "value"])


def villages_table() -> pd.DataFrame:
    """A few villages of one pair."""
    rows = pd.MultiIndex.from_product(
        [(0,), (1,), WORLDS, YEARS, range(30)], names=["draw", "seed", "world", "year", "village"]
    ).to_frame(index=False)
    tiers = rows.village.map(lambda village: ("weak", "middle", "strong")[village % 3])
    amounts = {"total_revenue": 5e6, "operating_revenue": 2e6, "dividends": 3e5}
    return rows.assign(
        town=rows.village % 25,
        tier=tiers,
        dividend_regime=rows.village % 10 == 0,
        workshops=1.0,
        workshop_jobs=40.0,
        rural_income_per_head=48000.0,
        **amounts,
    )


def postings_table(label: str) -> pd.DataFrame:
    flows = (
        ("enterprises", "households", "wages", "trend", 6.1e10, -0.6e8),
        ("enterprises", "households", "wages", "workshops", 0.0, 1.5e8),
        ("enterprises", "collectives", "property", "workshops", 0.0, 9e6),
        ("enterprises", "households", "wages", "outlets", 2.2e8, -0.2e8),
        ("enterprises", "households", "wages", "local_wages", 0.0, 1.8e7),
        ("households", "households", "business", "local_trade", 0.0, 1.1e7),
        ("world", "collectives", "property", "land", 2.0e7, 4e6),
        ("collectives", "households", "property", "land", 1.8e7, 3.6e6),
        ("world", "households", "property", "houses", 1.6e8, 1.4e7),
        ("world", "collectives", "business", "collective", 2.6e9, 7.8e7),
        ("collectives", "households", "property", "dividends", 3.1e8, 2.9e7),
        ("collectives", "households", "transfers", "collective", 2.1e8, -0.5e7),
        ("treasury", "collectives", "capital", "special_fund", 0.0, 5.14e7),
        ("world", "charity", "capital", "charity", 0.0, 8e6),
        ("charity", "households", "transfers", "charity", 0.0, 4e5),
        ("treasury", "households", "transfers", "register", 1.9e8, -0.3e7),
        ("treasury", "enterprises", "spending", label or "workshops", 0.0, 6e6),
    )
    rng = np.random.Generator(np.random.Philox(6))
    rows = []
    for draw, seed in PAIRS:
        luck = float(np.exp(0.3 * rng.normal()))
        for world, part in (("trend", 0.0), ("no_pilot", 0.8), ("pilot", 1.0)):
            for year, ramp in RAMP.items():
                rows += [
                    (
                        draw,
                        seed,
                        world,
                        year,
                        payer,
                        payee,
                        kind,
                        tag,
                        base + part * ramp * added * luck,
                    )
                    for payer, payee, kind, tag, base, added in flows
                ]
    return pd.DataFrame(
        rows, columns=["draw", "seed", "world", "year", "payer", "payee", "kind", "tag", "amount"]
    )


GAINS = {"decile": {str(tenth): 420.0 - 28.0 * tenth for tenth in range(1, 11)}}
GAINS["register"] = {"off_register": 255.0, "on_register": 690.0}
GAINS["village_tier"] = {"weak": 240.0, "middle": 265.0, "strong": 330.0}
GAINS["sex_age"] = {
    f"{sex} {ages}": part * gain
    for sex, part in (("women", 1.0), ("men", 0.4))
    for ages, gain in (("16-39", 60.0), ("40-59", 800.0), ("60-65", 500.0), ("66-72", 240.0))
}
GAIN_COLUMNS = (
    *("draw", "seed", "contrast", "year", "breakdown", "group"),
    *("persons", "gain_per_head", "winners_share"),
)


def gains_table(label: str) -> pd.DataFrame:
    """Gains by group; with a label one more town and one more kind of village bear it."""
    rng = np.random.Generator(np.random.Philox(7))
    groups = [(kind, group, gain) for kind, part in GAINS.items() for group, gain in part.items()]
    groups.append(("town", label or "1", 100.0))
    if label:
        groups.append(("village_tier", label, 50.0))
    rows = []
    for draw, seed in PAIRS:
        luck = float(np.exp(0.3 * rng.normal()))
        for contrast, part in (("pilot_vs_no_pilot", 0.21), ("pilot_vs_trend", 1.0)):
            for year, ramp in RAMP.items():
                for kind, group, gain in groups:
                    gained = gain * part * ramp * luck + 4.0 * rng.normal()
                    rows.append(
                        (draw, seed, contrast, year, kind, group, 48000.0, gained, 0.2 * part)
                    )
    return pd.DataFrame(rows, columns=list(GAIN_COLUMNS))


def targets_table() -> pd.DataFrame:
    """Official targets: one of each kind of outcome."""
    columns = ["indicator", "year", "target", "direction", "value", "probability", "modelled"]
    rows = [
        ("rural_income", 2024, 50000.0, ">=", 51321.0, 0.79, True),
        ("low_income", 2024, 21000.0, ">=", 22240.0, 0.71, True),
        ("ratio_published", 2024, 1.75, "<=", 1.671, 0.96, True),
        ("collective_income", 2024, 3.95e9, ">=", 3.88e9, 0.38, True),
        ("gdp_per_head", 2024, 112000.0, ">=", None, None, False),
    ]
    table = pd.DataFrame(rows, columns=columns)
    units = ["yuan per head", "yuan per head", "ratio", "yuan per year", "yuan per head"]
    return table.assign(
        unit=units,
        zh=["农村收入", "低收入农户收入", "城乡倍差", "村集体收入", "人均生产总值"],
        en=["rural income", "low income", "income ratio", "collective income", "GDP per head"],
    )


def variance_table() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("trend", 0.742),
            ("survey", 0.228),
            ("policy", 0.011),
            ("chance", 0.004),
            ("baseline", 0.015),
        ],
        columns=["component", "share"],
    )


def checks_table(label: str) -> pd.DataFrame:
    rows = [
        (draw, seed, policy, year, closed * ramp, closed * ramp * ratio, ceiling, 0.04, off)
        for draw, seed in PAIRS
        for year, ramp in RAMP.items()
        for policy, closed, ratio, ceiling in (
            ("three_incomes", 28.0, 1.1, 193.0),
            (label or "workshops", 63.0, 0.9, 565.0),
            ("circular_charity", 0.8, 1.0, 0.83),
        )
        for off in [closed * ramp * ratio * 0.9 if draw == 0 and seed == 1 else np.nan]
    ]
    return pd.DataFrame(
        rows,
        columns=[
            "draw",
            "seed",
            "policy",
            "year",
            "closed_form",
            "simulated",
            "ceiling",
            "indirect_share",
            "feedback_off",
        ],
    )


def ablations_table() -> pd.DataFrame:
    rows = [
        (0, 1, contrast, year, name, effect * ramp, 0.75 * effect * ramp)
        for contrast in ("pilot_vs_no_pilot", "pilot_vs_trend")
        for year, ramp in RAMP.items()
        for name, effect in (("ratio", -0.004), ("rural_income", 120.0))
    ]
    columns = ["draw", "seed", "contrast", "year", "indicator", "effect", "effect_without_feedback"]
    return pd.DataFrame(rows, columns=columns)
