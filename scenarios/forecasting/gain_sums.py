"""The sums behind gains by group, compiled; imported only where needed, for numba is slow."""

from model.compiled import compiled


@compiled
def gain_sums(change, persons, weight, group, least, sums):  # type: ignore[no-untyped-def]
    """Add up persons, weighted change and persons who gain by group.

    Args: change, persons and weight: float64 (units,); group: int64 (units,), row of `sums`; least:
    gain per person from which somebody gains; sums: float64 (groups, 3), increased.
    """
    for i in range(change.size):
        k, gain = group[i], change[i] * weight[i]
        sums[k, 0] += persons[i]
        sums[k, 1] += gain
        if gain > least * persons[i]:
            sums[k, 2] += persons[i]
