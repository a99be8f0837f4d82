"""Print a digest of the bits of a small starting county and of a world that begins there."""

import hashlib

import numpy as np
from real_county import outcome, policies, real_county

SCALE = 0.05
"""Large enough for linear algebra libraries to split a sum over households among threads."""
LENDERS = ("guarantee_company", "rural_finance", "village_project_credit")


def digest() -> str:
    """Of every column of the start, every indicator and every household's income."""
    county = real_county(scale=SCALE)
    bits = hashlib.sha256(county.start.income_2021.tobytes())
    for table in (county.start.households, county.start.villages, county.start.enterprises):
        for name in sorted(table):
            bits.update(name.encode() + np.asarray(table[name]).tobytes())
    lived = outcome(county, policies(*LENDERS))
    for name, values in sorted(lived.indicators.items()):
        bits.update(name.encode() + np.asarray(values).tobytes())
    bits.update(np.asarray(lived.household_income).tobytes())
    return bits.hexdigest()


if __name__ == "__main__":
    print(digest())  # noqa: T201
