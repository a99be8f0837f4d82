"""Where a disputed baseline fact enters: its value in each draw."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from calibration.draws import choices
from calibration.named_numbers import Index
from calibration.packs.pack_schema import Conflict
from calibration.quantiles import Floats

FACTS_DRAWN = ("survey_urban_weight",)
"""Facts that levels take by draw; a conflict may name one of these."""


class County(Protocol):
    """What is used of a county pack."""

    @property
    def conflicts(self) -> Mapping[str, Conflict]:
        """Disagreements between sources, by name."""
        ...

    def value(self, name: str) -> float:
        """The value of a fact."""
        ...


def fact_values(pack: County, fact: str, index: Index) -> Floats:
    """Value of a fact at each draw index: of the reading drawn, or the fact's where undisputed."""
    for name, conflict in sorted(pack.conflicts.items()):
        if conflict.fact == fact:
            values = np.array([reading.value for reading in conflict.readings], np.float64)
            return np.asarray(values[choices(name, conflict, index)])
    return np.full(len(index), pack.value(fact))
