"""The main numbers of a fixed run stay what they were, or somebody says why they changed.

`SANJIN_REFRESH_GOLDEN=1 pytest tests/test_golden.py` writes them anew. A change of results then
needs a line in CHANGELOG.md that begins with "Results change".
"""

import json
import os
from pathlib import Path

import pytest
from real_county import PILOT, outcome, pilot_world, policies, real_county, trend_world

GOLDEN = Path(__file__).parent / "golden" / "yueqing_small.json"
REFRESH = "SANJIN_REFRESH_GOLDEN"
RELATIVE, ABSOLUTE = 1e-9, 1e-9

MAIN = (
    "rural_income",
    "urban_income",
    "resident_income",
    "ratio",
    "ratio_fixed_residence",
    "low_income",
    "gini_rural",
    "gini_all",
    "quintile_ratio_rural",
    "middle_income_share",
    "rural_wage_share",
    "rural_business_share",
    "rural_property_share",
    "rural_transfer_share",
    "town_theil",
    "collective_income",
    "dividend_villages",
    "dividends_paid",
    "workshops",
    "workshop_jobs",
    "outlet_jobs",
    "low_skill_wage_index",
    "land_leased_mu",
    "houses_activated",
    "charity_grants",
    "register_persons",
    "households_two_incomes",
    "households_three_incomes",
    "public_cost",
)

ADVICE = (
    "results differ from tests/golden/yueqing_small.json. If that is meant: run "
    f"`{REFRESH}=1 pytest tests/test_golden.py`, and add a line beginning with "
    '"Results change" to CHANGELOG.md that says what changed and why.'
)


def measured() -> dict[str, dict[str, list[float]]]:
    """Main indicators by world and year: scale 0.02, central draw, seed 1."""
    trend = trend_world()
    worlds = {
        "trend": trend,
        "no_pilot": outcome(real_county(), policies("provincial_workshops"), factors=trend.factors),
        "pilot": pilot_world(),
    }
    return {
        world: {name: [float(x) for x in made.indicators[name]] for name in MAIN}
        for world, made in worlds.items()
    }


def differences(
    golden: dict[str, dict[str, list[float]]], now: dict[str, dict[str, list[float]]]
) -> list[str]:
    """One line for every number that is not what it was."""
    lines = []
    for world in sorted(golden.keys() | now.keys()):
        before, after = golden.get(world, {}), now.get(world, {})
        for name in sorted(before.keys() | after.keys()):
            old, new = before.get(name), after.get(name)
            if old is None or new is None or new != pytest.approx(old, rel=RELATIVE, abs=ABSOLUTE):
                lines.append(f"{world} {name}: {old} -> {new}")
    return lines


def test_results_are_what_they_were() -> None:
    now = measured()
    if os.environ.get(REFRESH) == "1":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
        pytest.skip("golden numbers written anew")
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    changed = differences(golden, now)
    assert not changed, "\n".join([ADVICE, *changed])


def test_a_change_is_named() -> None:
    golden = {"pilot": {"ratio": [1.7, 1.6], "workshops": [1.0, 2.0]}}
    assert differences(golden, golden) == []
    slight = {"pilot": {"ratio": [1.7, 1.6 * (1 + 1e-11)], "workshops": [1.0, 2.0]}}
    assert differences(golden, slight) == []
    (line,) = differences(golden, {"pilot": {"ratio": [1.7, 1.6001], "workshops": [1.0, 2.0]}})
    assert line == "pilot ratio: [1.7, 1.6] -> [1.7, 1.6001]"
    (gone,) = differences(golden, {"pilot": {"ratio": [1.7, 1.6]}})
    assert gone == "pilot workshops: [1.0, 2.0] -> None"


def test_the_advice_names_the_command_and_the_changelog() -> None:
    assert REFRESH in ADVICE
    assert "Results change" in ADVICE
    assert PILOT == ("circular_charity", "three_incomes", "workshops")
