"""The staged protocol on functions with known answers: screening, doubling, stopping, verdict."""

from types import SimpleNamespace

import numpy as np
import pytest
from known_functions import ishigami, linear, sobol_g

from model.errors import InputError
from scenarios.sensitivity.design import Answers, Space
from scenarios.sensitivity.factors import SEED
from scenarios.sensitivity.protocol import NOISE_POINTS, REST, Rules, study
from scenarios.sensitivity.verdict import leaders, second_opinion

INERT = tuple(f"inert {place}" for place in range(6))


class Simulated:
    """A known function of the first factors plus luck that only the seed moves."""

    def __init__(self, known, noise: float = 0.0) -> None:
        self.known, self.noise = known, noise
        self.space = Space.of(*(f"x{place}" for place in range(len(known.first))), *INERT)
        self.points = 0

    def __call__(self, names, points) -> Answers:
        self.points += len(points)
        values = self.known.of(points[:, : len(self.known.first)])
        seeds = points[:, names.index(SEED)] if SEED in names else np.zeros(len(points))
        return Answers(points, values + self.noise * np.sin(1e4 * seeds))


def rules(worlds: int, **changes) -> Rules:
    return Rules(worlds, 1, **{"trajectories": 8, **changes})


def test_inert_factors_are_screened_out_and_the_rest_converges_to_the_truth() -> None:
    known = linear((3.0, 2.0, 1.0))
    found = study(Simulated(known).space, Simulated(known), rules(60_000))
    assert found.kept == ("x0", "x1", "x2")
    assert found.converged
    last = found.doublings[-1]
    assert last.indices.names == ("x0", "x1", "x2", REST)
    np.testing.assert_allclose(last.indices.total[0], [*known.total, 0.0], atol=0.02)
    assert [step.size for step in found.doublings] == [
        16 * 2**n for n in range(len(found.doublings))
    ]
    assert all(step.widest > 0.05 for step in found.doublings[:-1])


def test_a_budget_that_ends_first_is_not_converged_and_is_kept() -> None:
    evaluate = Simulated(ishigami())
    found = study(evaluate.space, evaluate, rules(800))
    assert not found.converged
    assert found.doublings
    assert found.doublings[-1].widest > 0.05
    assert found.worlds <= 800


def test_a_budget_for_the_screening_alone_gives_no_index() -> None:
    evaluate = Simulated(ishigami())
    least = 8 * (len(evaluate.space.names) + 2)
    found = study(evaluate.space, evaluate, rules(least))
    assert found.doublings == []
    assert not found.converged
    assert evaluate.points == least
    with pytest.raises(InputError, match="too small") as caught:
        study(evaluate.space, evaluate, rules(least - 1))
    assert caught.value.allowed == f"{least} or more"


def test_what_moves_less_than_luck_is_not_kept() -> None:
    quiet, loud = Simulated(linear((3.0, 0.01))), Simulated(linear((3.0, 0.01)), noise=0.5)
    assert study(quiet.space, quiet, rules(90)).kept == ("x0", "x1")
    assert study(loud.space, loud, rules(90)).kept == ("x0",)


def test_where_luck_is_all_there_is_nothing_is_kept() -> None:
    evaluate = Simulated(linear((1e-6, 1e-6)), noise=1.0)
    found = study(evaluate.space, evaluate, rules(10_000))
    assert found.kept == ()
    assert found.doublings == []


def test_the_share_of_luck_is_that_of_its_variance() -> None:
    evaluate = Simulated(linear((3.0, 2.0)), noise=0.3)
    found = study(evaluate.space, evaluate, rules(5_000))
    luck = 0.3 * np.sin(1e4 * np.array([0.1, 0.4, 0.6]))
    expected = luck.var(ddof=1) / (13 / 12)
    assert found.noise_share == pytest.approx(expected, rel=0.1)
    none = study(evaluate.space, Simulated(linear((3.0, 2.0))), rules(5_000))
    assert none.noise_share == 0.0


def test_luck_common_to_all_points_leaves_the_indices_alone() -> None:
    known = linear((3.0, 2.0))
    loud, quiet = Simulated(known, noise=0.3), Simulated(known)
    with_luck, without = (study(one.space, one, rules(20_000)) for one in (loud, quiet))
    np.testing.assert_allclose(
        with_luck.doublings[-1].indices.total, without.doublings[-1].indices.total, atol=1e-9
    )


def test_whole_groups_are_screened_and_kept() -> None:
    evaluate = Simulated(linear((3.0, 2.0, 1.0)))
    groups = {"x0": "first", "x1": "others", "x2": "others", **dict.fromkeys(INERT, "inert")}
    found = study(evaluate.space.regrouped(groups), evaluate, rules(40_000))
    assert found.kept == ("first", "others")
    np.testing.assert_allclose(found.doublings[-1].indices.total[0], [9 / 14, 5 / 14, 0], atol=0.02)


def test_the_second_opinion_agrees_on_a_product() -> None:
    evaluate = Simulated(sobol_g())
    found = study(evaluate.space, evaluate, rules(40_000))
    rows = [
        {
            "factor": name,
            "total": found.doublings[-1].indices.total[0, place],
            "total_half": found.doublings[-1].indices.total_half[0, place],
            "pawn": found.pawn[place],
            "pawn_floor": found.pawn_floor[place],
        }
        for place, name in enumerate(found.doublings[-1].indices.names)
    ]
    first, agrees = second_opinion(rows)
    assert (first["factor"], agrees) == ("x0", True)
    assert [row["factor"] for row in leaders(rows)] == ["x0"]


def row(name: str, total: float, half: float, pawn: float = 0.2) -> dict:
    values = {"factor": name, "total": total, "total_half": half}
    return {**values, "pawn": pawn, "pawn_floor": 0.1}


def test_factors_whose_intervals_meet_cannot_be_told_apart() -> None:
    rows = [row("a", 0.5, 0.1), row("b", 0.35, 0.1), row("c", 0.2, 0.1), row(REST, 0.9, 0.1)]
    assert [one["factor"] for one in leaders(rows)] == ["a", "b"]
    assert leaders([row(REST, 1.0, 0.0)]) == []
    differing = [row("a", 0.5, 0.1), row("c", 0.1, 0.1, pawn=0.6)]
    first, agrees = second_opinion(differing)
    assert (first["factor"], agrees) == ("c", False)


def test_the_points_of_the_noise_are_few() -> None:
    evaluate = Simulated(linear((3.0, 2.0)))
    found = study(evaluate.space, evaluate, rules(400))
    groups = len(found.doublings[-1].indices.names)
    points = 8 * (len(evaluate.space.names) + 2) + 3 * NOISE_POINTS
    doubled = sum(step.size * (groups + 2) for step in found.doublings)
    assert evaluate.points == points + doubled
    assert SimpleNamespace(**vars(found)).worlds <= 400
