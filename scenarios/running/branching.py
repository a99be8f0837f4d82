"""Worlds that share their first quarters go through them once.

Until its first policy is in force a world is the trend world, whatever it will do later. So one
world without policies is stepped to that quarter, the trunk, and every other world begins as a copy
of it. A policy has no memory and nothing is built for it in advance; a test proves that a branch
ends, bit for bit, where the whole world ends.
"""

import copy
import gc
import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import mesa

from model.ledger import Ledger
from scenarios.running.pair import County, new_world, run_world

if TYPE_CHECKING:
    from model.county import CountyModel
    from model.outcome import WorldOutcome
    from model.policies.policy import Policy
    from model.trend_path import TrendFactors
    from scenarios.running.job import Job

TABLES = ("households", "workers", "villages", "enterprises")


class Trunk:
    """The shared beginning of the worlds of one draw and seed."""

    def __init__(self, job: "Job", county: County, factors: "TrendFactors") -> None:
        self._job, self._county, self._factors = job, county, factors
        self._world: CountyModel | None = None

    def run(self, policies: "tuple[Policy, ...]") -> "WorldOutcome":
        """The outcome of the world with these policies; they must not be empty."""
        first = min(policy.first_quarter for policy in policies)
        if self._world is None:
            self._world = self._grown(first)
        if first < self._world.quarter or not self._world.quarter:
            return run_world(self._job, self._county, self._factors, policies)
        branch = self._branch(policies)
        try:
            return branch.run()
        finally:
            branch.close()
            del branch
            gc.collect()

    def close(self) -> None:
        """Let go of the shared beginning."""
        if self._world is not None:
            self._world.close()
            self._world = None

    def _grown(self, quarters: int) -> "CountyModel":
        world = new_world(self._job, self._county, self._factors, ())
        for _ in range(min(quarters, world.quarters)):
            world.step()
        return world

    def _branch(self, policies: "tuple[Policy, ...]") -> "CountyModel":
        trunk = self._world
        assert trunk is not None
        branch = copy.deepcopy(trunk, {id(part): part for part in _shared(trunk)})
        branch.policies = policies
        branch.ledger.tags = Ledger([policy.name for policy in policies]).tags
        # Mesa numbers agents by model; a copy goes on where its trunk is.
        ids = getattr(mesa.Agent, "_ids", None)
        if ids is not None:
            ids[branch] = itertools.count(len(trunk.agents) + 1)
        return branch


def _shared(world: "CountyModel") -> Iterable[Any]:
    """What no world writes to: the starting county with its columns, unknowns, trend."""
    yield from (world.start, world.parameters, world.trend)
    for name in TABLES:
        table = getattr(world.start, name)
        yield from (table[column] for column in table)
