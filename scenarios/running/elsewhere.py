"""Which part of a run this machine takes, and who works on it."""

from dataclasses import dataclass

from model.errors import InputError
from scenarios.running.design import Shard


@dataclass(frozen=True)
class Elsewhere:
    """The shard that is run here, all if None; the Dask scheduler with the workers, if any."""

    shard: Shard | None = None
    scheduler: str | None = None

    @classmethod
    def of(cls, engine: str, scheduler: str | None, shard: str | None = None) -> "Elsewhere":
        """What the options say; InputError when they contradict each other."""
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
        return cls(Shard.parse(shard) if shard else None, scheduler)


HERE = Elsewhere()
"""All of the run, on processes of this machine."""
