"""A pair that could not be finished, and how to see it fail again."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from scenarios.running.job import Job

FailureKind = Literal["raised", "killed", "timeout", "memory"]


@dataclass(frozen=True)
class Failure:
    """One quarantined job. `detail` is the traceback, for developers."""

    job: Job
    kind: FailureKind
    message: str
    detail: str = ""

    def listed(self) -> dict[str, Any]:
        """The failure as plain values, with the job that reproduces it."""
        return {
            "draw": self.job.draw,
            "seed": self.job.seed,
            "kind": self.kind,
            "message": self.message,
            "detail": self.detail,
            "job": asdict(self.job),
        }

    def spec(self) -> str:
        """What `sanjin run --job FILE` repeats, as text for that file."""
        return json.dumps(asdict(self.job), sort_keys=True, indent=2, ensure_ascii=False)
