"""Ablations on packs: what the interactions and the differences of households add to the effects.

The published ratio of one county cannot tell them apart (the smallest detectable effect is many
times larger than any of these), so they are shown on the policy effects themselves, paired: the
same draws and seeds with parts of the model switched off.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scenarios.inputs.plan import Size
from scenarios.scoring.backtest_packs import engine_plan, run

if TYPE_CHECKING:
    from calibration.packs.pack import Pack
    from scenarios.inputs.scenario import Scenario
    from scenarios.running.execute import Executed
    from scenarios.running.progress import Progress
    from scenarios.running.workforce import Workforce

INTERACTIONS = (
    "orders",
    "wage_response",
    "local_trade",
    "auctions",
    "payout_choice",
    "learning",
    "clusters",
)
SPREADS = (
    "workshops.orders_sd",
    "land.collective_spread",
    "houses.attachment_log_sd",
    "alliances.view_log_sd",
    "clusters.result_sd",
    "ventures.quality_log_sd",
    "support.medical_cost_log_sd",
    "finance.known_return_sd",
    "finance.return_luck_sd",
)
NEARLY_NONE = 0.01

NAMES = ("full", "no_interaction", "no_heterogeneity")
EFFECTS = ("ratio_effect_pilot", "ratio_effect_all", "rural_effect_pilot", "rural_effect_all")


def no_interaction(scenario: "Scenario") -> "Scenario":
    """Agents do not answer to each other: pay, trade, auctions, orders, learning, payouts off."""
    return replace(scenario, switches={**scenario.switches, **dict.fromkeys(INTERACTIONS, False)})


def no_heterogeneity(scenario: "Scenario") -> "Scenario":
    """Households keep their rank and the register its list; agents differ a hundredth as much."""
    off = dict.fromkeys(("household_shocks", "register_churn"), False)
    moved = {path: {"times": NEARLY_NONE} for path in SPREADS}
    return replace(
        scenario,
        switches={**scenario.switches, **off},
        parameters={**scenario.parameters, **moved},
    )


CHANGES = {"full": None, "no_interaction": no_interaction, "no_heterogeneity": no_heterogeneity}


def ablations(
    packs: "Mapping[str, Pack]", size: Size, workforce: "Workforce", progress: "Progress"
) -> list[dict[str, Any]]:
    """Effects in the last year of every pack, full and ablated, with their difference."""
    rows = []
    for place, pack in packs.items():
        full: dict[str, float] = {}
        for name in NAMES:
            executed = run(engine_plan(pack, size, CHANGES[name]), workforce, progress)
            if not executed.tables:
                continue
            found = _effects(executed)
            full = full or found
            rows += [
                {
                    "place": place,
                    "ablation": name,
                    "year": executed.plan.years[-1],
                    "effect": effect,
                    "value": value,
                    "against_full": value - full[effect],
                    "pairs": len(executed.plan.jobs) - len(executed.failures),
                }
                for effect, value in found.items()
            ]
    return rows


def _effects(executed: "Executed") -> dict[str, float]:
    """Median effect over pairs in the last year, by name."""
    from scenarios.forecasting.levels import effect_rows
    from scenarios.forecasting.simulated import simulated_pairs

    years = executed.plan.years
    pairs = simulated_pairs(executed.tables["indicators"], years)
    return {
        str(row["quantity"]): float(median)
        for row in effect_rows(pairs, years)
        if row["year"] == years[-1]
        and row["quantity"] in EFFECTS
        and (median := row["median"]) is not None
    }
