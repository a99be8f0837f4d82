"""The value model and the programme that searches it, against every mix of small menus."""

from itertools import combinations

import numpy as np
import pytest

from scenarios.allocation import value_model
from scenarios.allocation.capacities import Capacity
from scenarios.allocation.choose import Bound, Chooser, exceptions
from scenarios.allocation.menu import Menu, Option, Step
from scenarios.allocation.robust import CRITERIA, holds, score
from scenarios.allocation.value_model import first_mixes, fitted, mix_of, run_pairs, terms

DRAWS = 8


def menu(options: int = 4, sizes: tuple[float, ...] = (0.5, 1.0, 1.5), most: float = 1e9) -> Menu:
    """A menu of policies that share one capacity, which each step asks its size of."""
    names = ("workshops", "three_incomes", "pairing", "farmer_training", "alliances")[:options]
    steps = {
        name: tuple(
            Step(f"{size:g}", size, {name: {"intensity": size, "volume": 10.0}}) for size in sizes
        )
        for name in names
    }
    shared = Capacity("c", "", "", tuple(f"{n}.volume" for n in names), most, "", "编的", "made up")
    made = tuple(Option(name, name, name, steps[name]) for name in names)
    return Menu(made, {}, {}, (shared,))


def quantities(of: Menu, key: int, third: float = 0.0) -> dict[tuple[int, ...], np.ndarray]:
    """A made-up quantity of every mix: singles, pairs and, where asked for, a third-order term."""
    rng = np.random.Generator(np.random.Philox(key))
    alone = {term: rng.normal(1.0, 1.0, DRAWS) for term in terms(of)}
    both = {pair: rng.normal(0.0, 0.4, DRAWS) for pair in combinations(terms(of), 2)}
    found = {}
    for mix in of.mixes():
        taken = [(place, step) for place, step in enumerate(mix) if step]
        value = np.full(DRAWS, 2.0) + sum((alone[t] for t in taken), np.zeros(DRAWS))
        value += sum((both[pair] for pair in combinations(taken, 2)), np.zeros(DRAWS))
        found[mix] = value + third * (len(taken) > 2)
    return found


def test_singles_and_pairs_are_met_exactly_and_so_is_every_mix_without_third_order() -> None:
    of = menu()
    worlds = quantities(of, 1)
    run = {mix: worlds[mix] for mix in first_mixes(of)}
    assert len(run) == 1 + 12 + 6 * 9 + 1 < of.count == 256
    model = fitted(of, run)
    for mix, value in worlds.items():
        np.testing.assert_allclose(model.of(mix), value, atol=1e-12)


def test_what_three_bring_together_is_the_error() -> None:
    of = menu()
    worlds = quantities(of, 2, third=0.7)
    model = fitted(of, {mix: worlds[mix] for mix in first_mixes(of)})
    for mix, value in worlds.items():
        error = 0.7 if sum(map(bool, mix)) > 2 else 0.0
        np.testing.assert_allclose(value - model.of(mix), error, atol=1e-12)


def test_many_pairs_are_run_at_one_step_and_grow_with_size(monkeypatch) -> None:
    monkeypatch.setattr(value_model, "MOST_PAIRS", 10)
    of = menu(3)
    assert run_pairs(of) == [((0, 2), (1, 2)), ((0, 2), (2, 2)), ((1, 2), (2, 2))]
    bilinear = {
        mix: np.array([sum(of.options[k].steps[s - 1].size for k, s in enumerate(mix) if s) ** 2])
        for mix in of.mixes()
    }
    model = fitted(of, {mix: bilinear[mix] for mix in first_mixes(of)})
    for mix, value in bilinear.items():
        np.testing.assert_allclose(model.of(mix), value, atol=1e-12)


def enumerated(of: Menu, gain: dict, cost: dict, budget: float, sure: float):
    """Gains and costs (draws, mixes) of the mixes that keep within the budget."""
    mixes = list(gain)
    gains = np.stack([gain[mix] - gain[of.nothing] for mix in mixes], axis=1)
    costs = np.stack([cost[mix] for mix in mixes], axis=1)
    return mixes, gains, holds(costs, budget, sure)


@pytest.mark.parametrize("criterion", CRITERIA)
@pytest.mark.parametrize("sure", [1.0, 0.75])
def test_the_programme_finds_what_enumeration_finds(criterion: str, sure: float) -> None:
    of = menu(3)
    gain, cost = quantities(of, 3), {m: 1e8 * np.abs(v) for m, v in quantities(of, 4).items()}
    run = first_mixes(of)
    models = [fitted(of, {mix: values[mix] for mix in run}) for values in (gain, cost)]
    # What the model says is what is searched, so what it says is what is enumerated.
    said = [{mix: model.of(mix) for mix in gain} for model in models]
    budget = float(np.median([values.mean() for values in said[1].values()]))
    mixes, gains, allowed = enumerated(of, said[0], said[1], budget, sure)
    assert 0 < allowed.sum() < len(mixes)
    bound = Bound(models[1], budget, exceptions(DRAWS, sure))
    chooser = Chooser(of, models[0], models[1], [bound])
    scores = np.where(allowed, score(gains, allowed, criterion), -np.inf)
    order = np.argsort(-scores)
    first = chooser.best(criterion)
    assert first == mixes[order[0]]
    assert chooser.best(criterion, [first]) == mixes[order[1]]
    for draw in range(3):
        of_draw = np.where(allowed, gains[draw], -np.inf)
        assert chooser.best_of_draw(draw) == mixes[int(of_draw.argmax())]


def test_the_front_of_the_programme_is_the_best_within_each_cap() -> None:
    of = menu(3)
    gain, cost = quantities(of, 5), {m: 1e8 * np.abs(v) for m, v in quantities(of, 6).items()}
    models = [fitted(of, {m: values[m] for m in first_mixes(of)}) for values in (gain, cost)]
    means = {m: (models[0].of(m).mean(), models[1].of(m).mean()) for m in gain}
    caps = np.quantile([c for _, c in means.values()], [0.1, 0.5, 0.9]).tolist()
    found = Chooser(of, models[0], models[1], ()).cheapest_front(caps)
    for cap, mix in zip(caps, found, strict=True):
        best = max((g for g, c in means.values() if c <= cap * (1 + 1e-9)))
        assert means[mix][0] == pytest.approx(best, abs=1e-6)


def test_a_shared_capacity_is_kept_and_nothing_affordable_is_nothing_found() -> None:
    of = menu(4, most=25.0)
    gain = {mix: np.full(DRAWS, float(sum(mix))) for mix in menu(4).mixes()}
    free = dict.fromkeys(gain, np.zeros(DRAWS))
    models = [fitted(of, {m: v[m] for m in first_mixes(menu(4))}) for v in (gain, free)]
    best = Chooser(of, models[0], models[1], ()).best("expected")
    assert best is not None
    assert not of.exceeded(best)
    assert max(sum(mix) for mix in of.mixes()) == sum(best)
    dear = fitted(of, {m: np.full(DRAWS, 5.0) for m in first_mixes(menu(4))})
    assert Chooser(of, models[0], dear, [Bound(dear, 1.0, 0)]).best("expected") is None


def test_exceptions_are_the_draws_in_which_a_limit_may_fail() -> None:
    assert [exceptions(10, sure) for sure in (1.0, 0.9, 0.85, 0.5)] == [0, 1, 1, 5]
    assert exceptions(8, 0.9) == 0


def test_mixes_of_terms() -> None:
    assert mix_of(menu(3), ((2, 1), (0, 3))) == (3, 0, 1)
