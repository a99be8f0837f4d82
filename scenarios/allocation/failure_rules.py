"""When something fails, in plain words: a shallow tree on the draws' unknowns, cross-validated.

A tree of at most two questions is grown on which draws failed. Its worth is its balanced accuracy
in draws it was not grown on (0.5 is chance), beside that of trees grown on shuffled failures. Where
it is no better than those, there is no rule, and that is what is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Places = NDArray[np.int64]
FloatsOfTrees = NDArray[np.float32]

DEPTH = 2
FOLDS = 5
LEAST_GAIN = 0.01
"""Smallest decrease of impurity for which a question is asked; a pure leaf is left alone."""

FEWEST = 4
"""Fewest failing and fewest other draws from which a rule is looked for."""

SHUFFLES = 99
ENOUGH = 10
"""Shuffled trees as good as the real one after which it is chance: more than `LEVEL` of all."""
LEVEL = 0.05
"""Share of shuffled trees that may do as well before a rule counts as chance."""

KEY = 20220923
"""Key of the shuffles and folds: the same draws give the same rule."""


@dataclass(frozen=True)
class Condition:
    """An unknown above or below a number."""

    unknown: str
    above: bool
    threshold: float


@dataclass(frozen=True)
class Rule:
    """When something fails.

    verdict: never, always, few (too few to look for a rule), chance (none is better), or rule.
    inside: failures and draws where all conditions hold; outside: where not.
    """

    verdict: str
    failures: int
    draws: int
    conditions: tuple[Condition, ...] = ()
    inside: tuple[int, int] = (0, 0)
    outside: tuple[int, int] = (0, 0)
    score: float | None = None
    chance: float | None = None


def find_rule(unknowns: Floats, names: Sequence[str], failed: Bools) -> Rule:
    """The rule for failures, or why there is none.

    Args: unknowns, float64 (draws, names); failed, (draws,).
    """
    failures, draws = int(failed.sum()), len(failed)
    if failures in (0, draws):
        return Rule("never" if not failures else "always", failures, draws)
    moved = unknowns.std(axis=0) > 0.0
    if min(failures, draws - failures) < FEWEST or not moved.any():
        return Rule("few", failures, draws)
    table, kept = unknowns[:, moved], [n for n, m in zip(names, moved, strict=True) if m]
    score, chance = _worth(table, failed)
    if chance > LEVEL:
        return Rule("chance", failures, draws, score=score, chance=chance)
    conditions = _path(_grown(table.astype(np.float32), failed), kept)
    holds = np.ones(draws, bool)
    for condition in conditions:
        values = table[:, kept.index(condition.unknown)]
        above = values > condition.threshold
        holds &= above if condition.above else ~above
    return Rule(
        "rule",
        failures,
        draws,
        conditions,
        (int(failed[holds].sum()), int(holds.sum())),
        (int(failed[~holds].sum()), int((~holds).sum())),
        score,
        chance,
    )


def _worth(table: Floats, failed: Bools) -> tuple[float, float]:
    """Cross-validated balanced accuracy, and the share of shuffled failures that reach it.

    Shuffling stops when enough have reached it (Besag and Clifford 1991): noise is soon found out.
    """
    from sklearn import config_context
    from sklearn.model_selection import StratifiedKFold

    count = min(FOLDS, int(failed.sum()), int((~failed).sum()))
    stream = np.random.Generator(np.random.Philox(KEY))
    exact = np.ascontiguousarray(table, np.float32)
    with config_context(skip_parameter_validation=True, assume_finite=True):
        kinds = StratifiedKFold(count, shuffle=True, random_state=KEY)
        folds = list(kinds.split(exact, failed))
        score, reached = _validated(exact, failed, folds), 0
        for tried in range(1, SHUFFLES + 1):
            shuffled = stream.permutation(failed)
            reached += _validated(exact, shuffled, list(kinds.split(exact, shuffled))) >= score
            if reached == ENOUGH:
                return score, reached / tried
    return score, (reached + 1) / (SHUFFLES + 1)


def _validated(
    table: FloatsOfTrees, failed: Bools, folds: Sequence[tuple[Places, Places]]
) -> float:
    """Balanced accuracy in draws that each tree was not grown on, all folds together."""
    foretold = np.zeros(len(failed), bool)
    for grown, others in folds:
        tree = _grown(table[grown], failed[grown])
        foretold[others] = tree.predict(table[others]).reshape(len(others), -1)[:, 1] > 0.5
    return 0.5 * float(foretold[failed].mean()) + 0.5 * float((~foretold[~failed]).mean())


def _grown(table: FloatsOfTrees, failed: Bools):  # type: ignore[no-untyped-def]
    """The tree on these draws; failures and others weigh the same in all."""
    from sklearn.tree import DecisionTreeClassifier

    weight = np.where(failed, 0.5 / failed.sum(), 0.5 / (~failed).sum()) * len(failed)
    tree = DecisionTreeClassifier(
        max_depth=DEPTH,
        min_samples_leaf=2,
        min_impurity_decrease=LEAST_GAIN,
        random_state=KEY,
    )
    return tree.fit(table, failed, sample_weight=weight, check_input=False).tree_


def _path(tree, names: Sequence[str]) -> tuple[Condition, ...]:  # type: ignore[no-untyped-def]
    """Conditions of the leaf that holds most failures, weighed as the tree weighs them."""
    best: tuple[float, tuple[Condition, ...]] = (-1.0, ())
    open_nodes: list[tuple[int, tuple[Condition, ...]]] = [(0, ())]
    while open_nodes:
        node, path = open_nodes.pop()
        left, right = int(tree.children_left[node]), int(tree.children_right[node])
        if left == right:
            held = float(tree.value[node][0][-1]) * float(tree.weighted_n_node_samples[node])
            if float(tree.value[node][0][-1]) > 0.5 and held > best[0]:
                best = (held, path)
            continue
        name, at = names[int(tree.feature[node])], float(tree.threshold[node])
        open_nodes.append((left, (*path, Condition(name, above=False, threshold=at))))
        open_nodes.append((right, (*path, Condition(name, above=True, threshold=at))))
    return _merged(best[1])


def _merged(path: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Of two conditions on one unknown and side the narrower."""
    kept: dict[tuple[str, bool], Condition] = {}
    for one in path:
        key = (one.unknown, one.above)
        before = kept.get(key)
        narrower = before is None or (one.threshold > before.threshold) == one.above
        if narrower:
            kept[key] = one
    return tuple(kept.values())
