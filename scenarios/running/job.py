"""One job of an ensemble: a draw and a seed, written so that any machine can repeat it."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from scenarios.inputs.scenario import content_hash

Evidence = Literal["ex-ante", "evaluation"]
EvidenceKey = Literal["ex_ante", "evaluation"]


def evidence_key(evidence: Evidence) -> EvidenceKey:
    """The set of evidence as draws name it."""
    return "ex_ante" if evidence == "ex-ante" else "evaluation"


@dataclass(frozen=True)
class Job:
    """Everything that decides the tables of one pair.

    county: name or path of the pack, which `pack` (its fingerprint) makes sure of.
    worlds: plain form of `scenarios.running.worlds.Worlds`.
    """

    county: str
    pack: str
    evidence: Evidence
    scale: float
    draw: int
    seed: int
    worlds: dict[str, Any]

    @property
    def id(self) -> str:
        """A hash of the content: the same work has the same id, wherever the pack lies."""
        content = asdict(self)
        del content["county"]
        return content_hash(content)[:32]

    def to_json(self) -> str:
        """The job as text; `from_json` reads it back."""
        return json.dumps(asdict(self), sort_keys=True, allow_nan=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Job":
        """The job that `to_json` wrote."""
        return cls(**json.loads(text))


def all_jobs(template: Job, draws: int, seeds: int) -> list[Job]:
    """Draws times seeds; every draw is begun before any draw gets its second seed."""
    return [
        replace(template, draw=draw, seed=seed)
        for seed in range(1, seeds + 1)
        for draw in range(draws)
    ]
