"""The made-up summary of a made-up run, computed from its tables as a real one is."""

from typing import Any

import numpy as np
import pandas as pd
from fake_tables import DRAWS, SEEDS, YEARS, targets_table, variance_table

POINTS = {"p05": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95}
PER_HEAD = ("rural_income", "urban_income", "resident_income", "low_income")
UNITS = {
    "collective_income": "yuan",
    "workshop_jobs": "persons",
    "gini_rural": "index",
    "middle_income_share": "share of households",
    "public_cost": "yuan",
}


def summary_of(
    indicators: pd.DataFrame, fingerprint: str, scenario: str, county: str, warning: str
) -> dict[str, Any]:
    """The summary with the keys of a real one; a quantile that is not estimated is None."""
    years = {str(year): _year(indicators[indicators.year == year]) for year in YEARS}
    years["2024"]["gini_rural"]["p05"] = None
    targets = targets_table().astype(object)
    return {
        "county": county,
        "scenario": scenario,
        "counterfactual": "no_pilot",
        "estimand": "E1 = pilot - no_pilot; E2 = pilot - trend",
        "scale": 0.1,
        "draws": len(DRAWS),
        "seeds": len(SEEDS),
        "fingerprint": fingerprint,
        "years": years,
        "targets": targets.where(targets.notna(), None).to_dict("records"),
        "variance_shares": dict(zip(*variance_table().to_numpy().T, strict=True)),
        "warnings": [warning],
    }


def levels_table(summary: dict[str, Any]) -> pd.DataFrame:
    """The summary as a long table."""
    rows = [
        {"year": int(year), "quantity": name, "world": "pilot", **entry}
        for year, entries in summary["years"].items()
        for name, entry in entries.items()
    ]
    return pd.DataFrame(rows).assign(mean=0.0, n=3200)


def _year(rows: pd.DataFrame) -> dict[str, dict[str, Any]]:
    wide = rows.pivot_table(index=["draw", "seed"], columns=["world", "indicator"], values="value")
    pilot, without, trend = wide["pilot"], wide["no_pilot"], wide["trend"]
    noise = np.exp(0.02 * np.random.Generator(np.random.Philox(8)).standard_normal(4000))
    quantities = {
        "ratio_published": (np.resize(pilot["ratio"].to_numpy(), 4000) * noise, "ratio"),
        "ratio_latent": (pilot["ratio"], "ratio"),
        "ratio_no_pilot": (without["ratio"], "ratio"),
        "ratio_trend": (trend["ratio"], "ratio"),
        "ratio_effect_pilot": (pilot["ratio"] - without["ratio"], "ratio"),
        "ratio_effect_all": (pilot["ratio"] - trend["ratio"], "ratio"),
        "rural_effect_pilot": (pilot["rural_income"] - without["rural_income"], "yuan per head"),
        "rural_effect_all": (pilot["rural_income"] - trend["rural_income"], "yuan per head"),
        **{name: (pilot[name], "yuan per head") for name in PER_HEAD},
        **{name: (pilot[name], unit) for name, unit in UNITS.items()},
    }
    return {name: _entry(np.asarray(values), unit) for name, (values, unit) in quantities.items()}


def _entry(values: np.ndarray, unit: str) -> dict[str, Any]:
    points = {name: float(np.quantile(values, level)) for name, level in POINTS.items()}
    return {**points, "mc_error": float(0.02 * values.std()), "unit": unit}
