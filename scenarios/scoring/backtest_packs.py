"""County packs in a backtest: the plan's path, which bases are proxies, forecasts of the engine.

A pack is forecast by the full engine from origin 2021: simulated pairs put on redraws of trend and
survey, as in `sanjin forecast`, on a sample of villages. It is run only for packs that the panel
has an outcome for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scenarios.inputs.plan import Plan, Size, make_plan

if TYPE_CHECKING:
    from calibration.history.panel_data import Panel
    from calibration.packs.pack import Pack
    from scenarios.inputs.scenario import Scenario
    from scenarios.running.execute import Executed
    from scenarios.running.progress import Progress
    from scenarios.running.workforce import Workforce

Floats = NDArray[np.float64]

ORIGIN, PLANNED_BY = 2021, 2022
"""Plans of 2022 are the first word on the years after 2021; later documents know outcomes."""

QUANTITY = {
    "ratio": ("ratio", "ratio_published"),
    "rural_income": ("rural_income", "rural_income_yuan"),
    "urban_income": ("urban_income", "urban_income_yuan"),
}
"""By quantity: the plan's indicator and the fact of 2021."""


def packs_by_place() -> "dict[str, Pack]":
    """Every pack by the name that panels use for its place."""
    from calibration.history.panel_data import name_of
    from calibration.packs.pack import available_packs, load_pack

    return {name_of(name): load_pack(name) for name in available_packs()}


def plan_paths(packs: "dict[str, Pack]", quantity: str) -> dict[tuple[str, int], float]:
    """Logs of the plans' figures by place and year; straight lines in logs between them."""
    found: dict[tuple[str, int], float] = {}
    indicator, fact = QUANTITY[quantity]
    for place, pack in packs.items():
        base = pack.facts.get(fact)
        points = {ORIGIN: log(base.value)} if base is not None else {}
        for goal in pack.targets:
            wanted = goal.kind == "target" and goal.indicator == indicator and goal.year > ORIGIN
            if wanted and goal.value is not None and _known_by(pack, goal.source):
                points[goal.year] = log(goal.value)
        years = sorted(points)
        if len(years) > 1:
            for year in range(years[0] + 1, years[-1] + 1):
                value = np.interp(year, years, [points[known] for known in years])
                found[place, year] = float(value)
    return found


def _known_by(pack: "Pack", tags: tuple[str, ...]) -> bool:
    dates = [pack.sources[tag].date for tag in tags if tag in pack.sources]
    return bool(dates) and all(str(date)[:4] <= str(PLANNED_BY) for date in dates if date)


def proxies(packs: "dict[str, Pack]", panel: "Panel") -> frozenset[str]:
    """Packs whose figures of 2021 were computed back from 2022: graded proxy, not scored."""
    return frozenset(
        row.place for row in panel.rows if row.place in packs and row.year == ORIGIN and row.derived
    )


def scenario_of(pack: "Pack") -> "Scenario":
    """All that the county's document orders, else the pilot."""
    from scenarios.inputs.scenario import load_scenario, own_pilot

    return load_scenario(own_pilot(pack.name))


@dataclass
class Engine:
    """Published ratios of packs by year from simulated pairs, each pack run once."""

    packs: "dict[str, Pack]"
    size: Size
    workforce: "Workforce"
    progress: "Progress"
    wanted: frozenset[str] = frozenset()
    _known: dict[str, dict[int, Floats]] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)
    """Fingerprint of the run by place."""

    def __call__(self, place: str) -> dict[int, Floats] | None:
        """Samples by year of a pack; None for another place."""
        if place not in self.wanted or place not in self.packs:
            return None
        if place not in self._known:
            plan = engine_plan(self.packs[place], self.size)
            executed = run(plan, self.workforce, self.progress)
            self.runs[place] = plan.fingerprint
            self._known[place] = published(executed)
        return self._known[place]


def engine_plan(
    pack: "Pack", size: Size, change: "Callable[[Scenario], Scenario] | None" = None
) -> Plan:
    """The plan of a pack's runs; `change` amends its scenario and counterfactual."""
    scenario = scenario_of(pack)
    against = scenario.counterfactual_scenario()
    if change is not None:
        scenario, against = change(scenario), change(against)
    years = (scenario.years[0], min(scenario.years[1], pack.horizon))
    scenario = replace(scenario, years=years)
    return make_plan(scenario, size, county=pack.name, against=against)


def run(plan: Plan, workforce: "Workforce", progress: "Progress") -> "Executed":
    """Run a plan's pairs into its folder under runs/, where a repeated call finds them."""
    from scenarios.running.execute import execute

    return execute(plan, None, workforce, progress)


def published(executed: "Executed") -> dict[int, Floats]:
    """Samples of the published ratio of world `pilot` by year."""
    from scenarios.forecasting.forecast import redraws_of
    from scenarios.forecasting.levels import combine
    from scenarios.forecasting.simulated import simulated_pairs

    plan = executed.plan
    pairs = simulated_pairs(executed.tables["indicators"], plan.years)
    levels = combine(pairs, redraws_of(plan), plan.pack.value("survey_urban_weight"))
    samples = levels.samples["ratio_published", "pilot"]
    return {year: samples[:, column] for column, year in enumerate(plan.years)}
