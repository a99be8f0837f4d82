"""What the fit means for the ratio and the rural income of 2024 in the reference county."""

import numpy as np

from calibration.fit.paths import READINGS
from calibration.outlook.prior_predictive import Unfitted
from calibration.outlook.stored_trend import fitted_growth, rows_at
from calibration.outlook.survey import ROTATION_SDS
from calibration.outlook.trend import FIRST_REDRAW, PATHS, Redraws, redraw_from
from calibration.packs.pack import load_pack
from calibration.prior_draws import sample

N = 20_000
COUNTY = "yueqing"
HEAD = (
    "| variant | published ratio 2024, median (5 to 95 %) | rural income 2024, yuan |\n"
    "| --- | --- | --- |"
)


def variants() -> dict[str, Redraws]:
    """Futures without any programme under each variant."""
    pack = load_pack(COUNTY)
    index = FIRST_REDRAW + np.arange(N)
    fitted = sample(PATHS, index, "ex_ante", pack.cards())
    prior = sample(PATHS, index, "ex_ante")
    growth = fitted_growth(pack)
    faster = {**fitted, "trend.rural_growth": growth[rows_at(index, len(growth))]}
    found = {
        "fitted (default)": redraw_from(pack, fitted, index),
        "priors alone": redraw_from(Unfitted(pack, pack.history), prior, index),
        "fitted, and growth as fitted too": redraw_from(pack, faster, index),
    }
    for size in ROTATION_SDS:
        name = f"fitted, error of a new sample {size:g}"
        found[name] = redraw_from(pack, fitted, index, rotation_sd=size)
    for number, reading in enumerate(READINGS):
        kept = found["fitted (default)"].reading == number
        mine = {path: values[kept] for path, values in fitted.items()}
        name = f"fitted, reading {reading.replace('_', ' ')} alone"
        found[name] = redraw_from(pack, mine, index[kept])
    return found


def futures() -> str:
    """Table of the variants."""
    rows = [HEAD]
    for name, future in variants().items():
        ratio = np.quantile(
            future.ratio[:, -1] * np.exp(future.errors.ratio[:, -1]), (0.05, 0.5, 0.95)
        )
        rural = np.quantile(future.rural[:, -1], (0.05, 0.5, 0.95))
        rows.append(
            f"| {name} | {ratio[1]:.3f} ({ratio[0]:.3f} to {ratio[2]:.3f}) "
            f"| {rural[1]:,.0f} ({rural[0]:,.0f} to {rural[2]:,.0f}) |"
        )
    return "\n".join(rows)


def growth_lines() -> str:
    """Rural growth: the prior that forecasts take, and what the fit alone says."""
    pack = load_pack(COUNTY)
    prior = pack.cards()["trend.rural_growth"].ex_ante
    fitted = fitted_growth(pack)
    low, high = np.quantile(fitted, (0.05, 0.95))
    return (
        f"Prior taken: {prior.central:.1%} ({prior.low:.1%} to {prior.high:.1%}). "
        f"Fit alone: {fitted.mean():.1%} ({low:.1%} to {high:.1%})."
    )
