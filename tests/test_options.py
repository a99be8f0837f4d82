"""Cost, regret, wins and the worth of pairing, on futures small enough to work out by hand."""

import numpy as np
import pandas as pd
import pytest

from scenarios.comparing.comparison import outcome, verdict
from scenarios.comparing.directions import LESS_IS_BETTER, MORE_IS_BETTER, direction
from scenarios.comparing.option_costs import cost_per_yuan, cost_table
from scenarios.comparing.pairing_gain import variance_reduction
from scenarios.comparing.regret import regret_summary, regret_table

FUTURES = pd.MultiIndex.from_product([(0, 1), (1, 2)], names=["draw", "seed"])


def series(*values: float) -> pd.Series:
    return pd.Series(values, FUTURES)


def years(*values: float) -> pd.DataFrame:
    """The same value in both of two years, by future."""
    return pd.DataFrame({2022: values, 2023: values}, FUTURES)


def test_directions_are_of_indicators_and_never_both() -> None:
    from model.indicators import FOUND

    assert not MORE_IS_BETTER & LESS_IS_BETTER
    assert set(FOUND) >= MORE_IS_BETTER | LESS_IS_BETTER
    assert (direction("ratio"), direction("low_income"), direction("urbanisation")) == (-1, 1, 0)


def test_wins_go_with_the_good_direction_and_rounding_is_a_tie() -> None:
    first, second = series(1.70, 1.71, 1.72, 1.73), series(1.71, 1.71 * (1 + 1e-12), 1.71, 1.74)
    found = outcome(first, second, "ratio")
    assert (found["wins"], found["losses"], found["ties"]) == (2, 1, 1)
    assert found["verdict"] == "too few futures"
    swapped = outcome(second, first, "ratio")
    assert (swapped["wins"], swapped["losses"], swapped["ties"]) == (1, 2, 1)
    assert outcome(first, second, "urbanisation")["verdict"] == "no direction"


@pytest.mark.parametrize(
    ("wins", "losses", "ties", "called"),
    [(90, 10, 0, "better"), (89, 11, 0, "tie"), (2, 98, 0, "worse"), (0, 0, 100, "tie"),
     (10, 0, 90, "tie"), (9, 0, 0, "too few futures")],
)  # fmt: skip
def test_what_is_not_sure_is_called_a_tie(wins: int, losses: int, ties: int, called: str) -> None:
    assert verdict({"good": 1, "wins": wins, "losses": losses, "ties": ties}) == called


def test_cost_per_yuan() -> None:
    tables = {
        ("a", "public_cost"): years(60.0, 60.0, 60.0, 60.0),
        ("b", "public_cost"): years(10.0, 10.0, 10.0, 10.0),
    }
    rows = [
        (draw, seed, "a_vs_b", year, breakdown, group, persons, gain)
        for (draw, seed), rural in zip(FUTURES, (0.5, 1.0, 1.0, -0.1), strict=True)
        for year in (2022, 2023)
        for breakdown, group, persons, gain in (
            ("residence", "rural", 100.0, rural),
            ("residence", "urban", 900.0, 7.0),
            ("register", "on_register", 10.0, 2.0),
        )
    ]
    columns = ["draw", "seed", "contrast", "year", "breakdown", "group", "persons", "gain_per_head"]
    gains = pd.DataFrame(rows, columns=columns)
    costs = cost_table(tables, gains, {"a_vs_b": ("a", "b")})
    assert costs.cost_yuan.tolist() == [100.0] * 4
    assert costs.rural_yuan.tolist() == [100.0, 200.0, 200.0, -20.0]
    rural, register = cost_per_yuan(costs)
    assert rural["per_yuan"] == pytest.approx(100.0 / 120.0)
    assert rural["median"] == pytest.approx(0.5)
    assert (rural["without_gain"], rural["futures"]) == (1, 4)
    assert register["per_yuan"] == pytest.approx(100.0 / 40.0)


def test_regret_is_measured_against_the_best_of_each_draw() -> None:
    tables = {
        ("a", "ratio"): years(1.70, 1.70, 1.80, 1.80),
        ("b", "ratio"): years(1.74, 1.72, 1.75, 1.75),
        ("c", "ratio"): years(1.70, 1.70, 1.90, 1.90),
        ("a", "urbanisation"): years(0, 0, 0, 0),
    }
    table = regret_table(tables, ("a", "b", "c"), ("ratio", "urbanisation"), 2023)
    found = table.pivot_table(index="option", columns="draw", values="regret")
    np.testing.assert_allclose(found.loc["a"], [0.0, 0.05], atol=1e-12)
    np.testing.assert_allclose(found.loc["b"], [0.03, 0.0], atol=1e-12)
    np.testing.assert_allclose(found.loc["c"], [0.0, 0.15], atol=1e-12)
    a, b, c = regret_summary(table)
    assert [row["best_share"] for row in (a, b, c)] == [0.5, 0.5, 0.5]
    assert [row["alone_share"] for row in (a, b, c)] == [0.0, 0.5, 0.0]
    assert c["largest"] == pytest.approx(0.15)


def test_pairing_is_worth_what_luck_the_worlds_share() -> None:
    luck = series(1.0, -1.0, 2.0, -2.0)
    apart = series(0.1, -0.1, -0.2, 0.2)
    found = variance_reduction(luck + apart + 5.0, luck)
    # Within draws: paired 2 * (0.01 + 0.04) / 2; alone 2 * (1.1**2 + 1.8**2) / 2 and 2 * 5 / 2.
    assert found["paired"] == pytest.approx(0.05)
    assert found["independent"] == pytest.approx(1.1**2 + 1.8**2 + 5.0)
    assert found["factor"] == pytest.approx(found["independent"] / 0.05)
    assert found["freedom"] == 2
    assert variance_reduction(luck, luck)["factor"] is None


def test_one_seed_says_nothing_about_luck() -> None:
    one = pd.Series([1.0, 2.0], pd.MultiIndex.from_product([(0, 1), (1,)], names=["draw", "seed"]))
    assert variance_reduction(one, 2 * one)["factor"] is None
