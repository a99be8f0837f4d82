"""What two saved runs may be compared in: the same futures or not, and differences pair by pair."""

from dataclasses import dataclass
from typing import Any

from scenarios.app.saved_runs import Saved, record_of

SHOWN = ("ratio", "rural_income", "urban_income", "low_income", "workshop_jobs", "public_cost")
"""Indicators whose paired differences are shown, where both runs have them."""

PARTS = ("county", "draws", "seeds", "scale", "evidence", "code", "libraries", "parameters")
"""Parts of a run's spec that have to agree for its pairs to be pairs of another run's."""


@dataclass(frozen=True)
class Difference:
    """One indicator of one run less that of another, over the pairs that both have."""

    zh: str
    en: str
    entry: dict[str, Any]
    """Quantiles and unit, as a summary has them."""
    lower: int
    """In how many pairs the run has less."""
    pairs: int


def differing_parts(runs: list[Saved]) -> list[str]:
    """Why runs are not the same futures; empty where their differences are policy and no luck."""
    specs = [record_of(run) for run in runs]
    if not all(specs):
        return ["code"]
    found = [part for part in PARTS if any(spec.get(part) != specs[0].get(part) for spec in specs)]
    moved = [_moved(spec) for spec in specs]
    return found + (["shocks"] if any(one != moved[0] for one in moved) else [])


def paired_differences(run: Saved, other: Saved) -> list[Difference]:
    """The last common year of world `pilot`: `run` less `other`, pair by pair."""
    from model.indicators import FOUND

    ours, theirs = _indicators(run), _indicators(other)
    joined = ours.join(theirs.rename(columns={"value": "value_other"}), how="inner").dropna()
    joined = joined.sort_index()
    if joined.empty:
        return []
    joined = joined.xs(joined.index.get_level_values("year").max(), level="year")
    found = []
    for name in SHOWN:
        if name not in FOUND or name not in joined.index.get_level_values("indicator"):
            continue
        rows = joined.xs(name, level="indicator")
        change = rows["value"] - rows["value_other"]
        quantiles = change.quantile([0.05, 0.25, 0.5, 0.75, 0.95])
        names = ("p05", "p25", "median", "p75", "p95")
        entry = dict(zip(names, map(float, quantiles), strict=True))
        card = FOUND[name]
        lower = int((change < 0.0).sum())
        found.append(Difference(card.zh, card.en, {**entry, "unit": card.unit}, lower, len(change)))
    return found


def _indicators(run: Saved) -> Any:
    from results.run_folder import RunFolder

    table = RunFolder.open(run.folder).read_table("indicators")
    table = table[(table.world == "pilot") & table.indicator.isin(SHOWN)]
    return table.set_index(["draw", "seed", "year", "indicator"])[["value"]]


def _moved(spec: dict[str, Any]) -> list[Any]:
    """Unknowns and trend that a scenario moves in all worlds, which pairs have to share."""
    settings = spec.get("settings")
    settings = settings if isinstance(settings, dict) else {}
    return [settings.get(name) for name in ("parameters", "shocks", "switches")]
