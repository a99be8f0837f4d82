"""The door to SALib: true on functions with known answers, equal to SALib, shut to bad input."""

from itertools import combinations

import numpy as np
import pytest
from known_functions import ishigami, linear, sobol_g

from model.errors import InputError
from scenarios.sensitivity.design import Answers, Design, Space
from scenarios.sensitivity.estimators import (
    morris_design,
    morris_effects,
    pawn_indices,
    sobol_design,
    sobol_indices,
)
from scenarios.sensitivity.resampling import (
    equal_weights,
    estimates,
    half_widths,
    parts_of,
    random_weights,
    weights_of_rows,
)

KNOWN = [ishigami(), sobol_g(), linear()]
known_function = pytest.mark.parametrize("known", KNOWN, ids=[known.name for known in KNOWN])
REPEATS = 200


def space_of(known) -> Space:
    return Space.of(*(f"x{place}" for place in range(len(known.first))))


def indices_of(known, size: int, seed: int, *, second_order=False, resamples=1000):
    design = sobol_design(space_of(known), size, seed, second_order=second_order)
    answers = Answers(design.points, known.of(design.points))
    return sobol_indices(design, answers, seed=seed, resamples=resamples)


@known_function
def test_indices_are_within_two_hundredths_of_the_truth(known) -> None:
    found = indices_of(known, 1024, 1)
    np.testing.assert_allclose(found.first[0], known.first, atol=0.02)
    np.testing.assert_allclose(found.total[0], known.total, atol=0.02)


def coverage(known, repeats) -> float:
    """Least share over factors of intervals that hold the truth."""
    hits = []
    for seed in repeats:
        found = indices_of(known, 1024, seed, resamples=200)
        for value, half, truth in (
            (found.first[0], found.first_half[0], known.first),
            (found.total[0], found.total_half[0], known.total),
        ):
            hits.append(np.abs(value - truth) <= half + 1e-12)
    return float(np.reshape(hits, (-1, 2, len(known.first))).mean(axis=0).min())


@known_function
def test_intervals_hold_the_truth_sample(known) -> None:
    assert coverage(known, range(1, 21)) >= 0.85


@pytest.mark.slow
@known_function
def test_intervals_hold_the_truth_in_nine_of_ten_repeats(known) -> None:
    assert coverage(known, range(1, REPEATS + 1)) >= 0.90


@known_function
@pytest.mark.parametrize("second_order", [False, True])
def test_the_product_gives_what_salib_gives(known, second_order: bool) -> None:
    from SALib.analyze import sobol

    design = sobol_design(space_of(known), 256, 3, second_order=second_order)
    values, groups = known.of(design.points), len(known.first)
    theirs = sobol.analyze(
        design.space.problem(),
        values,
        calc_second_order=second_order,
        num_resamples=50,
        seed=7,
        keep_resamples=True,
    )
    rows = np.random.default_rng(7).integers(256, size=(256, 50))
    parts = parts_of(values, groups, second_order=second_order)
    point = estimates(parts, equal_weights(256))
    resampled = estimates(parts, weights_of_rows(rows))
    half = half_widths(resampled)
    ours = indices_of(known, 256, 3, second_order=second_order)
    for mine, name in ((point.first[0], "S1"), (point.total[0], "ST"), (ours.first[0], "S1")):
        np.testing.assert_allclose(mine, theirs[name], rtol=0, atol=1e-12)
    np.testing.assert_allclose(resampled.first, theirs["S1_conf_all"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(resampled.total, theirs["ST_conf_all"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(half.first, theirs["S1_conf"], rtol=0, atol=1e-12)
    if second_order:
        pairs = tuple(np.array(list(combinations(range(groups), 2))).T)
        np.testing.assert_allclose(point.second[0], theirs["S2"][pairs], rtol=0, atol=1e-12)
        np.testing.assert_allclose(half.second, theirs["S2_conf"][pairs], rtol=0, atol=1e-12)


def test_single_precision_costs_the_intervals_nothing() -> None:
    known = ishigami()
    design = sobol_design(space_of(known), 256, 1, second_order=True)
    parts = parts_of(known.of(design.points), 3, second_order=True)
    single = random_weights(256, 1000, 1)
    rough, fine = (half_widths(estimates(parts, w)) for w in (single, single.astype(np.float64)))
    np.testing.assert_allclose(rough.first, fine.first, rtol=1e-5)
    np.testing.assert_allclose(rough.second, fine.second, rtol=1e-5)


def test_many_outputs_are_each_as_alone() -> None:
    known = ishigami()
    design = sobol_design(space_of(known), 64, 1)
    y = known.of(design.points)
    both = sobol_indices(design, Answers(design.points, np.stack([y, y**2], 1)), seed=1)
    for place, alone in enumerate((y, y**2)):
        one = sobol_indices(design, Answers(design.points, alone), seed=1)
        np.testing.assert_array_equal(both.first[place], one.first[0])
        np.testing.assert_array_equal(both.total_half[place], one.total_half[0])


def test_twice_the_sample_begins_with_the_sample() -> None:
    space = Space.of("a", "b")
    small, large = sobol_design(space, 8, 1), sobol_design(space, 16, 1)
    np.testing.assert_array_equal(large.points[: len(small.points)], small.points)


def test_a_group_moves_as_one() -> None:
    known = linear()
    space = Space(("x0", "x1", "x2", "x3"), ("first", "others", "others", "others"))
    design = sobol_design(space, 1024, 1)
    found = sobol_indices(design, Answers(design.points, known.of(design.points)), seed=1)
    assert found.names == ("first", "others")
    np.testing.assert_allclose(found.total[0], [9 / 14, 5 / 14], atol=0.02)


def test_a_single_group_is_refused_as_salib_would_take_it_for_none() -> None:
    with pytest.raises(InputError, match="one group"):
        sobol_design(Space(("a", "b"), ("all", "all")), 8, 1)


def test_morris_finds_slopes_and_a_dummy_that_does_nothing() -> None:
    design = morris_design(Space.of("x0", "x1", "x2", "x3"), 4, 1)
    found = morris_effects(design, Answers(design.points, linear().of(design.points)), seed=1)
    np.testing.assert_allclose(found.mean_absolute, 0.9 * np.array([3.0, 2.0, 1.0, 0.0]))
    np.testing.assert_allclose(found.spread, 0.0, atol=1e-12)


def test_pawn_tells_what_matters_from_what_is_inert() -> None:
    known = sobol_g()
    design = sobol_design(space_of(known), 256, 1)
    rows = design.base_rows
    answers = Answers(design.points[rows], known.of(design.points[rows]))
    index, floor = pawn_indices(design.space, answers, seed=1)
    assert index.argmax() == 0
    assert index[0] > 2 * floor[0]
    assert index[4] < 1.5 * floor[4]


def design_and_values():
    known = ishigami()
    design = sobol_design(space_of(known), 8, 1)
    return design, known.of(design.points)


def changed(kind: str) -> Answers:
    """Answers to a design, spoilt in one way."""
    design, values = design_and_values()
    points = design.points.copy()
    order = np.roll(np.arange(len(points)), 1)
    spoilt = {
        "NaN": (points, np.where(np.arange(len(values)) == 3, np.nan, values)),
        "infinite": (points, np.where(np.arange(len(values)) == 3, np.inf, values)),
        "constant": (points, np.full(len(values), 1.7)),
        "missing": (np.delete(points, 5, axis=0), np.delete(values, 5)),
        "permuted": (points[order], values[order]),
        "more runs": (np.vstack([points, points[:1]]), np.append(values, values[0])),
        "one value a point": (points, values[:-1]),
        "number of factors": (points[:, :2], values),
    }
    return Answers(*spoilt[kind])


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("NaN", "row 3"),
        ("infinite", "row 3"),
        ("constant", "output 0"),
        ("missing", "row 5"),
        ("permuted", "row 0"),
        ("more runs", "row 40"),
        ("one value a point", "answers"),
        ("number of factors", "answers"),
    ],
)
def test_what_salib_would_take_without_a_word_is_refused(kind: str, place: str) -> None:
    design, _ = design_and_values()
    with pytest.raises(InputError, match=kind) as caught:
        sobol_indices(design, changed(kind), seed=1)
    assert caught.value.key == place


def test_morris_and_pawn_have_the_same_guard() -> None:
    design = morris_design(Space.of("a", "b"), 3, 1)
    values = design.points.sum(axis=1)
    with pytest.raises(InputError, match="permuted"):
        morris_effects(design, Answers(design.points[::-1], values[::-1]), seed=1)
    values[2] = np.nan
    with pytest.raises(InputError, match="NaN"):
        morris_effects(design, Answers(design.points, values), seed=1)
    with pytest.raises(InputError, match="NaN"):
        pawn_indices(design.space, Answers(design.points, values), seed=1)


@pytest.mark.parametrize("size", [0, 1, 3, 100, 1023, 2.5, True])
def test_a_size_that_is_no_power_of_two_is_refused(size) -> None:
    with pytest.raises(InputError, match="power of two"):
        sobol_design(Space.of("a"), size, 1)


@pytest.mark.parametrize("seed", [0, None, -1, True, 1.5])
def test_a_seed_that_salib_would_ignore_is_refused(seed) -> None:
    design, values = design_and_values()
    for refused in (
        lambda: sobol_design(Space.of("a"), 8, seed),
        lambda: morris_design(Space.of("a"), 2, seed),
        lambda: sobol_indices(design, Answers(design.points, values), seed=seed),
        lambda: pawn_indices(design.space, Answers(design.points, values), seed=seed),
    ):
        with pytest.raises(InputError, match="is no seed"):
            refused()


def test_designs_of_one_method_are_not_read_by_another() -> None:
    design, values = design_and_values()
    with pytest.raises(InputError, match="another method"):
        morris_effects(design, Answers(design.points, values), seed=1)
    with pytest.raises(InputError, match="too few"):
        morris_design(Space.of("a"), 1, 1)


def test_factors_have_names_of_their_own() -> None:
    for names, groups in ((("a", "a"), ("a", "b")), (("a",), ("a", "b")), ((), ())):
        with pytest.raises(InputError, match=r"factor"):
            Space(names, groups)


def test_the_luck_of_the_process_is_left_alone() -> None:
    before = np.random.get_state()[1].copy()  # noqa: NPY002 - the state that must not change
    design, values = design_and_values()
    sobol_indices(design, Answers(design.points, values), seed=1)
    pawn_indices(design.space, Answers(design.points, values), seed=1)
    morris_design(Space.of("a", "b"), 2, 1)
    np.testing.assert_array_equal(before, np.random.get_state()[1])  # noqa: NPY002


def test_a_design_knows_its_independent_rows() -> None:
    design, _ = design_and_values()
    assert isinstance(design, Design)
    points = design.points[design.base_rows]
    assert len(np.unique(points, axis=0)) == 16
