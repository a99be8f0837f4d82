"""Time the resampling of Sobol indices against SALib's; `python tests/sobol_speed.py`.

Twenty factors, N = 1024, second order, 120 outputs, 1,000 resamples. SALib is timed on one output.
"""

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scenarios.sensitivity.design import Answers, Space
from scenarios.sensitivity.estimators import sobol_design, sobol_indices

FACTORS, SIZE, OUTPUTS, RESAMPLES = 20, 1024, 120, 1000


def main() -> None:
    """Print seconds and the largest difference of point estimates."""
    from SALib.analyze import sobol

    space = Space.of(*(f"x{place}" for place in range(FACTORS)))
    design = sobol_design(space, SIZE, 1, second_order=True)
    slopes = np.random.Generator(np.random.Philox(1)).random((FACTORS, OUTPUTS))
    outputs = design.points @ slopes + design.points[:, :1] * design.points[:, 1:2]
    begun = time.perf_counter()
    ours = sobol_indices(design, Answers(design.points, outputs), seed=1, resamples=RESAMPLES)
    spent = time.perf_counter() - begun
    begun = time.perf_counter()
    theirs = sobol.analyze(space.problem(), outputs[:, 0], num_resamples=RESAMPLES, seed=1)
    one = time.perf_counter() - begun
    apart = max(
        np.abs(ours.first[0] - theirs["S1"]).max(), np.abs(ours.total[0] - theirs["ST"]).max()
    )
    sys.stdout.write(
        f"{OUTPUTS} outputs by product: {spent:.2f} s\n"
        f"SALib, one output: {one:.2f} s, so {OUTPUTS} take about {OUTPUTS * one:.0f} s\n"
        f"largest difference of point estimates: {apart:.1e}\n"
    )


if __name__ == "__main__":
    main()
