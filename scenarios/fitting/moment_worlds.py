"""One world of a calibration: a county without programmes for a year, measured by its moments."""

import gc
from functools import lru_cache
from typing import TYPE_CHECKING

from scenarios.running.job import Job, evidence_key

if TYPE_CHECKING:
    import pandas as pd

    from calibration.start.population import Population

RUNNER = "scenarios.fitting.moment_worlds:run_moments"

YEARS = range(2022, 2023)


def run_moments(job: Job) -> "dict[str, pd.DataFrame]":
    """The moments of the job's draw with the values in `worlds`, which replace the draw's own."""
    import pandas as pd

    from calibration.behaviour.moments import moments_of
    from calibration.behaviour.simulated_moments import Simulated, simulated
    from calibration.draws import draw
    from calibration.outlook.trend import trend_path
    from calibration.start.starting_county import starting_county
    from model.county import CountyModel
    from scenarios.running.population_on_disk import load_checked_pack

    pack = load_checked_pack(job.county, job.pack)
    drawn = draw(pack, job.draw, evidence_key(job.evidence), fitted=False)
    parameters = drawn.parameters.changed(job.worlds["values"])
    start = starting_county(_population(job.county, job.pack, job.scale), pack, parameters)
    trend = trend_path(pack, parameters, job.draw, YEARS)
    county = CountyModel(start, parameters, trend, (), seed=job.seed)
    try:
        world = Simulated(pack, parameters, start, county.run())
    finally:
        county.close()
        del county
        gc.collect()
        _freeze()
    rows = [(moment.name, simulated(moment.name, world)) for moment in moments_of(pack)]
    table = pd.DataFrame(rows, columns=["moment", "value"])
    return {"moments": table.assign(draw=job.draw, seed=job.seed)}


@lru_cache(maxsize=1)
def _population(county: str, fingerprint: str, scale: float) -> "Population":
    """Found once a process: naming its folder reads all sources."""
    from scenarios.running.population_on_disk import load_checked_pack, shared_population

    return shared_population(load_checked_pack(county, fingerprint), scale)


@lru_cache(maxsize=1)
def _freeze() -> None:
    """Set apart what the first world left for all others.

    Each world ends with a collection, which took longer than a small world itself while it looked
    through every library again.
    """
    gc.freeze()
