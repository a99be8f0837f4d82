"""Books of supported household businesses: who runs which, and since when."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.work_rules import JobOffer, VentureOffer

if TYPE_CHECKING:
    from model.county import CountyModel


@dataclass
class Open:
    """Open businesses of one offer, one entry each; `forgone` in yuan of 2021 a year."""

    worker: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    opened: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    quality: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    forgone: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    from_wages: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    house: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))

    def kept(self, stays: NDArray[np.bool_]) -> "Open":
        """Only some of them."""
        return Open(*(getattr(self, name)[stays] for name in self.__dataclass_fields__))

    def joined(self, other: "Open") -> "Open":
        """These and others."""
        both = ((getattr(self, n), getattr(other, n)) for n in self.__dataclass_fields__)
        return Open(*(np.concatenate(pair) for pair in both))


class VentureBook:
    """Supported businesses of one world by (tag, kind), and when their offer was first seen.

    owner: households that run one, at most one each. lent_yuan: start-up loans paid out so far.
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        self.owner = np.zeros(len(county.households), bool)
        self.open: dict[tuple[str, str], Open] = {}
        self.since: dict[tuple[str, str], int] = {}
        self.lent_yuan = 0.0

    @cached_property
    def may_open(self) -> dict[str, NDArray[np.int64]]:
        """Rows of workers who can ever run a business of a kind, by what does not change."""
        workers, households = self.county.workers, self.county.households
        home = workers["household"][:]
        rural = households["rural_2021"][home]
        young = rural & (workers["age_band"] == 0)
        spare = np.zeros(len(workers), bool)
        spare[self.county.market.pool] = True
        house = np.isfinite(households["house_ask"][home])
        return {
            "homestay": np.flatnonzero(rural & house),
            "shop": np.flatnonzero(young | (rural & spare)),
            "farm": np.flatnonzero(rural & (workers["age_band"] <= 1)),
            "startup": np.flatnonzero(rural & (workers["age_band"] <= 1)),
        }

    def of(self, offer: VentureOffer) -> Open:
        """Open businesses of an offer."""
        return self.open.get((offer.tag, offer.kind), Open())

    def homes(self, some: Open) -> NDArray[np.int64]:
        """Households that run them."""
        return np.asarray(self.county.workers["household"][some.worker])

    def count(self, *kinds: str) -> float:
        """Open businesses of some kinds, all if none is named; weighted."""
        weight = self.county.households["weight"]
        chosen = [some for (_, kind), some in self.open.items() if not kinds or kind in kinds]
        return float(sum(weight[self.homes(some)].sum() for some in chosen))

    def job_offers(self) -> list[JobOffer]:
        """Places that supported businesses offer to workers."""
        weight = self.county.households["weight"]
        return [
            JobOffer(
                offer.tag,
                "venture",
                offer.jobs * float(weight[self.homes(self.of(offer))].sum()),
                offer.job_pay_yuan,
            )
            for offer in self.county.rules.work.ventures
            if offer.jobs > 0.0 and self.of(offer).worker.size
        ]
