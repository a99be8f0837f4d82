"""A made-up but plausible run folder, so that charts and reports can be tested without a run."""

from pathlib import Path

import numpy as np
import pandas as pd

from results.record import RunSpec, build_record
from results.run_folder import RunFolder

YEARS = (2022, 2023, 2024)
DRAWS, SEEDS = tuple(range(8)), (1, 2)
PAIRS = tuple((draw, seed) for draw in DRAWS for seed in SEEDS)
WORLDS = ("trend", "no_pilot", "pilot")
POINTS = {"p05": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95}
EFFECT_PER_HEAD = {"trend": 0.0, "no_pilot": 210.0, "pilot": 265.0}
SHARES = {"wage": (0.58, 0.55), "business": (0.26, 0.15), "property": (0.04, 0.14),
          "transfer": (0.12, 0.16)}


def fake_run(path: Path, *, scenario: str = "plan", county: str = "yueqing",
             warning: str = "8 组参数太少：尾部分位数误差较大", label: str = "", url: str = "",
             finish: bool = True) -> Path:
    """Write a complete run folder; `label` and `url` are put wherever a user's text can stand."""
    spec = RunSpec(scenario=scenario, scenario_text=f"name = '{label or scenario}'\n",
                   county=county, pack_fingerprint="ab12" * 16, evidence="ex_ante", draws=DRAWS,
                   seeds=SEEDS, scale=0.1)
    folder = RunFolder.create(path, spec.fingerprint)
    indicators = _indicators()
    tables = {
        "indicators": indicators, "villages": _villages(), "postings": _postings(label),
        "draws": pd.DataFrame({"draw": DRAWS, "parameter": "land.rent_yuan_per_mu",
                               "value": np.linspace(500.0, 900.0, len(DRAWS))}),
        "gains": _gains(label), "targets": _targets(), "variance": _variance(),
        "checks": _checks(label), "references": _references(), "assumptions": _assumptions(label),
        "sources": pd.DataFrame([("plan_2022", label or "乐政发〔2022〕25号",
                                  url or "https://example.org/plan", "2022-09-23")],
                                columns=["tag", "title", "url", "date"]),
        "labels": _labels(label, county),
    }
    summary = _summary(indicators, folder.fingerprint, scenario, county, warning)
    tables["levels"] = _levels(summary)
    for name, frame in tables.items():
        folder.write_table(name, frame)
    folder.write_json("summary", summary)
    folder.write_csv("summary", tables["levels"])
    folder.write_json("run", build_record(spec, folder.hashes(), {"seconds": 151.0}))
    if finish:
        folder.complete()
    return path


def _indicators() -> pd.DataFrame:
    rng = np.random.Generator(np.random.Philox(5))
    rows = []
    for draw, seed in PAIRS:
        growth, drift, luck = rng.normal(0.067, 0.009), rng.normal(-0.0145, 0.007), rng.normal()
        jobs = float(np.exp(rng.normal(np.log(4400), 0.45)))
        for year in YEARS:
            age, ramp = year - 2021, {2022: 0.05, 2023: 0.5, 2024: 1.0}[year]
            for world in WORLDS:
                effect = EFFECT_PER_HEAD[world] * ramp * np.exp(0.35 * luck)
                rural = 41991 * np.exp(growth * age) + effect
                urban = 73287 * np.exp((growth + drift) * age) + 0.3 * effect
                values = {"rural_income": rural, "urban_income": urban, "ratio": urban / rural,
                          "resident_income": 0.67 * urban + 0.33 * rural,
                          "low_income": 16376.5 * 1.1**age + 3 * effect,
                          "collective_income": 2.593e9 * 1.14**age + 4e7 * effect / 265,
                          "gini_rural": 0.33 - 1e-6 * effect, "middle_income_share": 0.55}
                if world != "trend":
                    held = {"no_pilot": 0.6, "pilot": 1.0}[world]
                    values |= {"workshops": 100 * ramp * held, "workshop_jobs": jobs * ramp * held,
                               "jobs_per_workshop": jobs / 100}
                for part, (rural_share, urban_share) in SHARES.items():
                    values[f"rural_{part}_share"] = rural_share + 1e-3 * luck * (part == "wage")
                    values[f"urban_{part}_share"] = urban_share
                rows += [(draw, seed, world, year, name, float(value))
                         for name, value in values.items()]
    return pd.DataFrame(rows, columns=["draw", "seed", "world", "year", "indicator", "value"])


def _villages() -> pd.DataFrame:
    rows = [(draw, seed, world, year, village, village % 25, ("weak", "middle", "strong")[village % 3],
             5e6, 2e6, 3e5, village % 10 == 0, village % 5 == 0, 40.0, 48000.0)
            for draw, seed in PAIRS[:2] for world in WORLDS for year in YEARS
            for village in range(30)]
    return pd.DataFrame(rows, columns=[
        "draw", "seed", "world", "year", "village", "town", "tier", "total_revenue",
        "operating_revenue", "dividends", "dividend_regime", "workshops", "workshop_jobs",
        "rural_income_per_head"])


def _postings(label: str) -> pd.DataFrame:
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
            for year, ramp in zip(YEARS, (0.05, 0.5, 1.0), strict=True):
                rows += [(draw, seed, world, year, payer, payee, kind, tag,
                          base + part * ramp * added * luck)
                         for payer, payee, kind, tag, base, added in flows]
    return pd.DataFrame(rows, columns=["draw", "seed", "world", "year", "payer", "payee", "kind",
                                       "tag", "amount"])


def _gains(label: str) -> pd.DataFrame:
    rng = np.random.Generator(np.random.Philox(7))
    groups = [("decile", str(tenth), 48000.0, 420.0 - 28.0 * tenth) for tenth in range(1, 11)]
    groups += [("register", "on_register", 17000.0, 690.0),
               ("register", "off_register", 462000.0, 255.0)]
    groups += [("village_tier", tier, 160000.0, gain)
               for tier, gain in (("weak", 240.0), ("middle", 265.0), ("strong", 330.0))]
    groups += [("sex_age", f"{sex}_{ages}", 30000.0, gain)
               for sex, part in (("women", 1.0), ("men", 0.4))
               for ages, gain in (("16-39", 60.0 * part), ("40-59", 800.0 * part),
                                  ("60-65", 500.0 * part), ("66-72", 240.0 * part))]
    groups += [("town", label or "town_1", 60000.0, 100.0)]
    if label:
        groups += [("village_tier", label, 1000.0, 50.0)]
    rows = []
    for draw, seed in PAIRS:
        luck = float(np.exp(0.3 * rng.normal()))
        for contrast, part in (("pilot_vs_no_pilot", 0.21), ("pilot_vs_trend", 1.0)):
            for year, ramp in zip(YEARS, (0.05, 0.5, 1.0), strict=True):
                rows += [(draw, seed, contrast, year, breakdown, group, persons,
                          gain * part * ramp * luck + 4.0 * rng.normal(), 0.2 * part)
                         for breakdown, group, persons, gain in groups]
    return pd.DataFrame(rows, columns=["draw", "seed", "contrast", "year", "breakdown", "group",
                                       "persons", "gain_per_head", "winners_share"])


def _targets() -> pd.DataFrame:
    return pd.DataFrame(
        [("rural_income", 2024, 50000.0, "at_least", 51321.0, 0.79, True),
         ("low_income", 2024, 21000.0, "at_least", 22240.0, 0.71, True),
         ("ratio_published", 2024, 1.75, "at_most", 1.671, 0.96, True),
         ("collective_income", 2024, 3.95e9, "at_least", 3.88e9, 0.38, True),
         ("gdp_per_head_yuan", 2024, 112000.0, "at_least", None, None, False)],
        columns=["indicator", "year", "target", "direction", "value", "probability", "modelled"])


def _variance() -> pd.DataFrame:
    return pd.DataFrame([("trend", 0.742), ("survey", 0.228), ("policy", 0.011),
                         ("chance", 0.004), ("baseline", 0.015)], columns=["component", "share"])


def _checks(label: str) -> pd.DataFrame:
    rows = [(draw, seed, policy, year, closed * ramp, closed * ramp * ratio, ceiling, 0.04)
            for draw, seed in PAIRS for year, ramp in zip(YEARS, (0.05, 0.5, 1.0), strict=True)
            for policy, closed, ratio, ceiling in (
                ("three_incomes", 28.0, 1.1, 193.0), (label or "workshops", 63.0, 0.9, 565.0),
                ("circular_charity", 0.8, 1.0, 0.83))]
    return pd.DataFrame(rows, columns=["draw", "seed", "policy", "year", "closed_form",
                                       "simulated", "ceiling", "indirect_share"])


def _references() -> pd.DataFrame:
    rows = [("ratio_published", 2021, 1.7453, "baseline"), ("rural_income", 2021, 41991.0, "baseline"),
            ("urban_income", 2021, 73287.0, "baseline"), ("ratio_implied", 2022, 1.727, "plan"),
            ("ratio_implied", 2023, 1.726, "plan"), ("ratio_implied", 2024, 1.717, "plan"),
            ("workshops", 2022, 10.0, "plan"), ("workshops", 2024, 100.0, "plan"),
            ("workshop_jobs", 2022, 2000.0, "plan"), ("workshop_jobs", 2024, 10000.0, "plan"),
            ("jobs_per_workshop_low", 2021, 15.0, "observed"),
            ("jobs_per_workshop_high", 2021, 89.0, "observed")]
    rows += [(f"{area}_{part}_share", 2021, shares[place] + drift, "baseline")
             for part, shares in SHARES.items()
             for drift in [{"wage": 0.012, "property": -0.004}.get(part, -0.004)]
             for place, area in enumerate(("rural", "urban"))]
    return pd.DataFrame([(*row, "plan_2022", "official") for row in rows],
                        columns=["quantity", "year", "value", "kind", "source", "grade"])


def _assumptions(label: str) -> pd.DataFrame:
    rows = [("fact", "rural_income_yuan", "农村居民人均可支配收入", "Rural income per head", 41991.0,
             None, None, "yuan per head", "plan_2022", "official"),
            ("parameter", "workshops.jobs", "每家车间岗位", "Jobs per workshop", 90.0, 35.0, 220.0,
             "jobs", "plan_2022", "assumption"),
            ("parameter", "land.rent_yuan_per_mu", "每亩租金", label or "Rent per mu", 700.0, 400.0,
             1100.0, "yuan per mu", "plan_2022", "proxy")]
    return pd.DataFrame(rows, columns=["kind", "name", "zh", "en", "value", "low", "high", "unit",
                                       "source", "grade"])


def _labels(label: str, county: str) -> pd.DataFrame:
    rows = [("county", county, label or "乐清市", label or "Yueqing", ""),
            ("indicator", "gdp_per_head_yuan", "人均生产总值", "GDP per head", "yuan per head"),
            ("tag", "houses", "闲置农房租金", "house rent", "")]
    return pd.DataFrame(rows, columns=["kind", "name", "zh", "en", "unit"])


def _summary(indicators: pd.DataFrame, fingerprint: str, scenario: str, county: str,
             warning: str) -> dict[str, object]:
    wide = indicators.pivot_table(index=["draw", "seed", "year"], columns=["indicator", "world"],
                                  values="value")
    rng = np.random.Generator(np.random.Philox(8))
    years = {}
    for year in YEARS:
        part = wide.xs(year, level="year")
        ratio, rural = part["ratio"], part["rural_income"]
        noise = np.exp(0.02 * rng.standard_normal(4000))
        quantities: dict[str, tuple[object, str]] = {
            "ratio_published": (np.resize(ratio["pilot"].to_numpy(), 4000) * noise, "ratio"),
            "ratio_latent": (ratio["pilot"], "ratio"), "ratio_no_pilot": (ratio["no_pilot"], "ratio"),
            "ratio_trend": (ratio["trend"], "ratio"),
            "ratio_effect_pilot": (ratio["pilot"] - ratio["no_pilot"], "ratio"),
            "ratio_effect_all": (ratio["pilot"] - ratio["trend"], "ratio"),
            "rural_effect_pilot": (rural["pilot"] - rural["no_pilot"], "yuan per head"),
            "rural_effect_all": (rural["pilot"] - rural["trend"], "yuan per head"),
        }
        units = {"collective_income": "yuan", "workshop_jobs": "jobs", "gini_rural": "index",
                 "middle_income_share": "share"}
        for name in ("rural_income", "urban_income", "resident_income", "low_income", *units):
            quantities[name] = (part[name]["pilot"], units.get(name, "yuan per head"))
        years[str(year)] = {
            name: {point: float(np.quantile(np.asarray(values), level))
                   for point, level in POINTS.items()} | {"mc_error": float(0.02 * np.std(np.asarray(values))), "unit": unit}
            for name, (values, unit) in quantities.items()}
    years["2024"]["gini_rural"]["p05"] = None
    return {
        "county": county, "scenario": scenario, "counterfactual": "no_pilot",
        "estimand": "E1 = pilot - no_pilot; E2 = pilot - trend", "scale": 0.1,
        "draws": len(DRAWS), "seeds": len(SEEDS), "fingerprint": fingerprint, "years": years,
        "targets": [dict(row) for row in _targets().astype(object).where(
            _targets().notna(), None).to_dict("records")],
        "variance_shares": dict(zip(*_variance().to_numpy().T, strict=True)),
        "warnings": [warning],
    }


def _levels(summary: dict) -> pd.DataFrame:
    rows = [(int(year), name, *(entry[point] for point in ("p05", "p25", "median", "p75", "p95")),
             entry["median"], entry["mc_error"], 3200)
            for year, entries in summary["years"].items() for name, entry in entries.items()]
    return pd.DataFrame(rows, columns=["year", "quantity", "p05", "p25", "median", "p75", "p95",
                                       "mean", "mc_error", "n"])
