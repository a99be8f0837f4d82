"""Word of mouth inside villages: who has heard of workshops, land leases and house leases.

A household hears with probability 1 - (1 - outreach) (1 - q_P)^adopters (1 - q_N)^aware over its
neighbours, where adopters pass word on about seven times as readily as those who only know.
Source: A. Banerjee, A. Chandrasekhar, E. Duflo, M. Jackson, "Diffusion of microfinance", Science
341 (2013). The network is a ring with shortcuts inside each village, the same in every world.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled, inlined
from model.streams import decision_code, uniforms

if TYPE_CHECKING:
    from model.county import CountyModel

PROGRAMMES = ("workshops", "land", "houses")
"""Programmes that spread by word of mouth; bit k of `aware` and `adopted` is the k-th."""

WORKSHOPS, LAND, HOUSES = 1, 2, 4
SHORTCUT = 7919
"""Stride of the long links: a prime, so that they cross a village of any size."""

_PACKED = np.array([(b & 1) + ((b >> 1 & 1) << 10) + ((b >> 2 & 1) << 20) for b in range(8)])
"""Three counters in one integer: bit k of a programme mask adds one to the k-th ten bits. Of two
such integers in one, adopters have the lower 30 bits and those who only know the next 30."""


@inlined
def hearing_probability(adopters, aware, adopter_rate, aware_rate, outreach):  # type: ignore[no-untyped-def]
    """Chance that a household hears in a quarter, given what its neighbours know and do."""
    return heard(outreach, (1.0 - adopter_rate) ** adopters, (1.0 - aware_rate) ** aware)


@inlined
def heard(outreach, silent_adopters, silent_aware):  # type: ignore[no-untyped-def]
    """Chance to hear from officials, or from neighbours who stay silent with given chances."""
    return 1.0 - (1.0 - outreach) * silent_adopters * silent_aware


@inlined
def link_step(link, size):  # type: ignore[no-untyped-def]
    """How far the link-th neighbour is, going round a village of `size` households.

    Links come in fours: next on the ring, and a stride on, each in both directions, so that links
    are mutual. The neighbour of position i is at (i + step) modulo size.
    """
    stride = link // 4 + 1
    if link % 4 >= 2:
        stride *= SHORTCUT
    return stride % size if link % 2 == 0 else (size - stride % size) % size


def spread(county: "CountyModel") -> None:
    """Let word pass once along every link."""
    takeup = county.parameters.takeup
    households = county.households
    codes = np.array([decision_code(f"awareness_{name}") for name in PROGRAMMES])
    _spread(
        county.streams.seed,
        codes,
        county.quarter,
        households["id"],
        county.books.offsets,
        county.books.can_take_part,
        households["aware"],
        households["adopted"],
        households["aware"].copy(),
        _outreach(county),
        int(round(takeup.network_degree)),
        takeup.adopter_pass_rate,
        takeup.adopter_pass_rate / takeup.adopter_to_aware_ratio,
    )


def _outreach(county: "CountyModel") -> NDArray[np.float64]:
    """Chance per quarter that officials reach a household, float64 (villages, programmes)."""
    rules, rate = county.rules, county.parameters.takeup.outreach_rate
    reached = np.zeros((len(county.start.villages), len(PROGRAMMES)))
    reached[county.market.villages_with_contact(), 0] = rate * rules.workshops.outreach
    reached[:, 1] = rate * rules.land.outreach
    reached[:, 2] = rate * rules.houses.outreach
    return np.minimum(reached + county.cooperation.information.outreach, 1.0)


@compiled
def _spread(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    seed,
    codes,
    quarter,
    ids,
    offsets,
    can_take_part,
    aware,
    adopted,
    known,
    outreach,
    degree,
    adopter_rate,
    aware_rate,
):
    silent_adopters, silent_aware = _silent(adopter_rate, degree), _silent(aware_rate, degree)
    for village in range(offsets.size - 1):
        first, last = offsets[village], offsets[village + 1]
        around = _around(adopted[first:last], known[first:last], degree)
        for k in range(3):
            rows = _unaware(first, last, can_take_part, known, k)
            lot = uniforms(seed, codes[k], quarter, ids[rows])
            for j in range(rows.size):
                said = around[rows[j] - first]
                chance = heard(
                    outreach[village, k],
                    silent_adopters[(said >> (10 * k)) & 1023],
                    silent_aware[(said >> (30 + 10 * k)) & 1023],
                )
                if lot[j] < chance:
                    aware[rows[j]] |= np.uint8(1 << k)


@compiled
def _unaware(first, last, can_take_part, known, k):  # type: ignore[no-untyped-def]
    """Rows of a village that could take part in programme k and have not heard of it."""
    rows = np.empty(last - first, np.int64)
    count = 0
    for row in range(first, last):
        rows[count] = row
        count += can_take_part[row] & ~(known[row] >> k) & 1  # no branch to guess wrong
    return rows[:count]


@compiled
def _around(adopted, known, degree):  # type: ignore[no-untyped-def]
    """What the neighbours of each household of a village do and know, packed as in `_PACKED`."""
    size = adopted.size
    twice = np.empty(2 * size, np.int64)  # round the village and on, so that no link wraps
    for i in range(size):
        said = _PACKED[adopted[i]] + (_PACKED[known[i] & ~adopted[i] & 7] << 30)
        twice[i] = twice[size + i] = said
    around = np.zeros(size, np.int64)
    for link in range(min(degree, size - 1)):
        others = twice[link_step(link, size) :]
        for i in range(size):
            around[i] += others[i]
    return around


@compiled
def _silent(rate, degree):  # type: ignore[no-untyped-def]
    """Chance that 0, 1, ... `degree` neighbours all stay silent."""
    chance = np.empty(degree + 1)
    for count in range(degree + 1):
        chance[count] = (1.0 - rate) ** count
    return chance
