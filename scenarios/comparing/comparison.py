"""Options beside each other: every scenario under the same draws and seeds, two by two.

All differences are the first less the second, future by paired future, so that they are policy and
not luck. The options share one future: unknowns and trend are moved alike in all, or not at all.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from model.errors import InputError
from scenarios.comparing.directions import direction, tied
from scenarios.comparing.many_gains import contrast_name
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import Scenario
from scenarios.running.study import Study
from scenarios.running.worlds import worlds_of

if TYPE_CHECKING:
    import pandas as pd

MAIN = (
    "ratio",
    "ratio_fixed_residence",
    "ratio_composition",
    "rural_income",
    "rural_income_fixed_residence",
    "rural_income_composition",
    "urban_income",
    "urban_income_fixed_residence",
    "urban_income_composition",
    "resident_income",
    "low_income",
    "gini_all",
    "gini_rural",
    "middle_income_share",
    "rural_property_share",
    "collective_income",
    "dividends_paid",
    "workshops",
    "workshop_jobs",
    "low_skill_wage_index",
    "public_cost",
)
"""Indicators that a comparison prints, in this order. Where people are moved, incomes and ratio
change with nobody's income changed: parts at the residence of 2021 and by composition add up."""

MOST_OPTIONS = 12
TREND = "trend"
SHARED = ("years", "switches", "parameters", "shocks")
"""What all options of a comparison have in common."""

SURE = 0.9
"""Share of the decided futures from which an option is called better."""

FEWEST = 10
"""Fewest paired futures from which anything is called better."""


def comparison(scenarios: Sequence[Scenario], size: Size) -> Study:
    """The study that runs all scenarios; InputError where they cannot stand beside each other."""
    _check(scenarios)
    first = scenarios[0]
    plan = make_plan(first, size, against=scenarios[1])
    worlds = {one.name: worlds_of(one, one, plan.pack) for one in scenarios}
    names = list(worlds)
    options = " ".join(names)
    return Study(
        scenario=first,
        counterfactual=names[1],
        pack=plan.pack,
        county=plan.county,
        worlds=plan.worlds,
        size=size,
        kind="comparison",
        many={name: one.pilot for name, one in worlds.items()},
        gains=tuple(contrasts(names).values()),
        together=True,
        disputed_of={name: one.disputed for name, one in worlds.items() if one.disputed},
        command=f"sanjin compare {options} --draws {size.draws} --seeds {size.seeds} "
        f"--scale {size.scale:g} --evidence {size.evidence} --out FOLDER",
    )


def pairs_of(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Every two options, in the order given: the first less the second."""
    return tuple(combinations(names, 2))


def check_same_future(scenarios: Sequence[Scenario]) -> None:
    """InputError where scenarios do not share years, switches, moved unknowns and shocks."""
    first = scenarios[0]
    for other in scenarios[1:]:
        for key in SHARED:
            if getattr(other, key) != getattr(first, key):
                raise InputError(
                    f"differs from {first.name}, and options are compared in one future: its "
                    "difference would not be policy alone",
                    file=other.file,
                    key=key,
                )


def _check(scenarios: Sequence[Scenario]) -> None:
    if not 2 <= len(scenarios) <= MOST_OPTIONS:
        raise InputError(
            "compares another number of scenarios", value=len(scenarios), allowed="2 to 12"
        )
    check_same_future(scenarios)
    names = [one.name for one in scenarios]
    for name in names:
        if names.count(name) > 1:
            raise InputError("is given twice; options need names of their own", value=name)
        if name == TREND and scenarios[names.index(name)].policies:
            raise InputError("is the name of the world without programmes", value=name)


def difference_table(
    indicators: "pd.DataFrame", names: Sequence[str], years: range
) -> "pd.DataFrame":
    """A row for every two options, year and indicator: quantiles, wins, losses, ties."""
    import pandas as pd

    tables = by_world(indicators, years)
    known = sorted({name for _, name in tables})
    rows = [
        {
            "first": first,
            "second": second,
            "year": year,
            "indicator": name,
            **_row(tables[first, name], tables[second, name], year, name),
        }
        for first, second in pairs_of(names)
        for name in known
        for year in years
    ]
    return pd.DataFrame(rows)


def by_world(indicators: "pd.DataFrame", years: range) -> "dict[tuple[str, str], pd.DataFrame]":
    """One table (pairs, years) by world and indicator; rows in order of draw and seed."""
    from scenarios.forecasting.simulated import wide

    return wide(indicators, years)


def grid(values: "pd.Series[float]") -> np.ndarray:
    """One value per draw and seed as (draws, seeds), NaN where a pair is missing."""
    return np.asarray(values.unstack("seed"), np.float64)


def _row(first: "pd.DataFrame", second: "pd.DataFrame", year: int, name: str) -> dict[str, Any]:
    from model.indicators import FOUND
    from scenarios.forecasting.summarise import summarise

    change = first[year] - second[year]
    unit = FOUND[name].unit if name in FOUND else ""
    return {**summarise(grid(change), unit).row(), **outcome(first[year], second[year], name)}


def outcome(first: "pd.Series[float]", second: "pd.Series[float]", name: str) -> dict[str, Any]:
    """In how many paired futures the first is better, worse, the same; and what to call that."""
    good, same = direction(name), tied(first.to_numpy(), second.to_numpy())
    better = good * (first - second).to_numpy()
    counts = {
        "good": good,
        "wins": int(np.sum((better > 0.0) & ~same)),
        "losses": int(np.sum((better < 0.0) & ~same)),
        "ties": int(np.sum(same)),
    }
    return {**counts, "verdict": verdict(counts)}


def verdict(counts: Mapping[str, int]) -> str:
    """Better or worse where nearly all decided futures agree, tie where they do not."""
    decided = counts["wins"] + counts["losses"]
    if not counts["good"]:
        return "no direction"
    if decided + counts["ties"] < FEWEST:
        return "too few futures"
    all_futures = decided + counts["ties"]
    if counts["wins"] >= SURE * all_futures:
        return "better"
    return "worse" if counts["losses"] >= SURE * all_futures else "tie"


def contrasts(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Contrasts of the gains table by name: every two options, and each against the trend."""
    pairs = (*pairs_of(names), *((name, TREND) for name in names if name != TREND))
    return {contrast_name(*pair): pair for pair in pairs}
