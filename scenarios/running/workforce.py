"""Who works on the jobs of a run: processes of this machine, or the workers of a Dask cluster."""

import os
from dataclasses import dataclass

from model.errors import InputError


@dataclass(frozen=True)
class Workforce:
    """A number of processes here; with the address of a Dask scheduler, its workers in their place.

    No result depends on it.
    """

    processes: int
    scheduler: str | None = None

    @classmethod
    def of(
        cls, workers: int = 0, engine: str = "local", scheduler: str | None = None
    ) -> "Workforce":
        """What the options say; InputError when they contradict each other.

        Args: workers, processes that are asked for, 0 for one per processor; engine, local or dask.
        """
        if engine == "dask" and not scheduler:
            raise InputError(
                "the engine dask needs the address of a scheduler",
                key="--scheduler",
                allowed="an address such as tcp://10.0.0.1:8786",
            )
        if engine == "local" and scheduler:
            raise InputError(
                "only the engine dask has a scheduler", key="--scheduler", allowed="--engine dask"
            )
        return cls(workers or _processors(), scheduler)

    @property
    def processes_here(self) -> int | None:
        """What estimates of time divide by; None where a cluster works, whose size may change."""
        return None if self.scheduler else self.processes


def _processors() -> int:
    """Processors that this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1
