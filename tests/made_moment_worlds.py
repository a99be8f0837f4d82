"""Worlds of a calibration that cost nothing: what a formula says of Yueqing's moments."""

import json
import os
import time
from pathlib import Path

import numpy as np
import pandas as pd

from calibration.behaviour.moments import moments_of
from calibration.packs.pack import load_pack
from calibration.prior_draws import sample
from scenarios.running.job import Job

DRIVERS = (
    "houses.rent_yuan",
    "houses.collective_fee_yuan",
    "houses.baseline_per_year",
    "finance.years_outstanding",
    "farming.business_share",
    "start.rural_gini",
    "start.urban_gini",
    "start.operating_share",
)
FREED = {
    "house_collective_gain": "houses.collective_fee_yuan",
    "household_loan_stock": "finance.years_outstanding",
    "farm_output_per_worker": "farming.business_share",
    "rural_median_to_mean": "start.rural_gini",
    "urban_median_to_mean": "start.urban_gini",
    "operating_half_million_share": "start.operating_share",
}
"""What screening must find by itself; the owner's gain frees rent or pace."""


def formula(jobs: list[Job]) -> list[dict[str, float]]:
    """Moments by job, from the parameters alone and a little luck of the draw."""
    index = np.array([job.draw for job in jobs])
    values = sample(DRIVERS, index)
    for path in DRIVERS:
        given = [job.worlds["values"].get(path) for job in jobs]
        values[path] = np.array(
            [old if new is None else new for old, new in zip(values[path], given, strict=True)]
        )
    luck = np.random.Generator(np.random.Philox(7)).standard_normal(200_000)[index]
    years = 11_500.0 / values["houses.baseline_per_year"]
    found = {moment.name: np.full(len(jobs), moment.value) for moment in moments_of(yueqing())}
    found |= {
        "house_owner_gain": values["houses.rent_yuan"] * years,
        "house_collective_gain": values["houses.collective_fee_yuan"] * years,
        "household_loan_stock": 3.3e9 * values["finance.years_outstanding"] * np.exp(0.05 * luck),
        "farm_output_per_worker": 95_000.0 * values["farming.business_share"],
        "rural_median_to_mean": 1.2 - values["start.rural_gini"] + 0.002 * luck,
        "urban_median_to_mean": 1.25 - values["start.urban_gini"] + 0.002 * luck,
        "operating_half_million_share": 0.4 + values["start.operating_share"],
    }
    return [
        {name: float(column[row]) for name, column in found.items()} for row in range(len(jobs))
    ]


def yueqing():
    return load_pack("yueqing")


def run(job: Job) -> dict[str, pd.DataFrame]:
    """One world, slow enough to be killed; leaves a line in the file that its values name."""
    time.sleep(0.02)
    with Path(os.environ["MADE_WORLDS_LOG"]).open("a", encoding="utf-8") as log:
        log.write(f"{job.draw}\n")
    rows = [("made", 100.0 * job.draw + json.loads(job.to_json())["seed"])]
    return {"moments": pd.DataFrame(rows, columns=["moment", "value"])}


def raising(job: Job) -> dict[str, pd.DataFrame]:
    if job.draw % 2:
        raise ArithmeticError("this world does not close")
    return {"moments": pd.DataFrame([("made", 1.0)], columns=["moment", "value"])}
