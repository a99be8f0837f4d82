"""What the priors alone say about 2024, step by step from a textbook version to the model's.

The first step is the arithmetic that one can check on paper: one reading of the covid years, known
spreads, a known base, one new sample of the survey. Each further step adds one thing that the model
does on top, so that every difference has a name. `docs/prior_predictive.md` shows the result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.history.gap_history import Incomes
from calibration.outlook.growth import PAST_URBANISATION_GAIN
from calibration.outlook.shocks import Floats
from calibration.outlook.trend import FIRST_REDRAW, PATHS, County, Redraws, redraw_from
from calibration.prior_draws import Evidence, sample
from model.parameters import Parameters

SPREADS = (
    "trend.county_gap_deviation_sd",
    "trend.gap_noise_sd",
    "trend.common_noise_sd",
    "trend.source_growth_sd",
    "survey.rotation_sd",
    "survey.yearly_sd",
    "survey.growth_sd",
)
WITHIN_SAMPLE = ("survey.yearly_sd", "survey.growth_sd")


@dataclass(frozen=True)
class Step:
    """Published ratio and latent rural income of the last year after one more addition.

    ratio, rural: 5, 50 and 95 % points. met: share of futures that meet ratio and rural goals.
    """

    name: str
    ratio: tuple[float, float, float]
    below_goal: float
    rural: tuple[float, float, float]
    above_goal: float


@dataclass(frozen=True)
class Unfitted:
    """A county as the priors see it: without what was fitted.

    Without history, only the default reading of the covid years is left.
    """

    county: County
    history: Sequence[Incomes] = ()

    def value(self, name: str) -> float:
        """The value of a fact."""
        return self.county.value(name)


def steps(
    pack: County,
    n: int = 100_000,
    evidence: Evidence = "ex_ante",
    ratio_goal: float = 1.75,
    rural_goal_yuan: float = 50_000.0,
) -> list[Step]:
    """Trend world in 2024 with one thing after the other switched on."""
    index = FIRST_REDRAW + np.arange(n)
    drawn = sample(PATHS, index, evidence)
    centre = Parameters()
    fixed = {path: np.full(n, centre.value(path)) for path in SPREADS}
    still = {
        "trend.urbanisation_gain": np.full(n, PAST_URBANISATION_GAIN),
        **{path: np.zeros(n) for path in WITHIN_SAMPLE},
    }
    calm = {"trend.covid_2022_growth": np.zeros(n)}
    blind = Unfitted(pack)

    def step(name: str, county: County, changes: Mapping[str, Floats], *, base_known: bool) -> Step:
        rows = redraw_from(county, {**drawn, **changes}, index)
        return _measured(name, rows, ratio_goal, rural_goal_yuan, base_known=base_known)

    known = {**fixed, **still}
    return [
        step("paper, without the shock of 2022 to growth", blind, known | calm, base_known=True),
        step("paper: one reading, known base", blind, known, base_known=True),
        step("+ spreads drawn, not known", blind, still, base_known=True),
        step("+ the survey erred in 2021 too", blind, still, base_known=False),
        step("+ yearly survey errors", blind, _only(still, "trend."), base_known=False),
        step("+ excess reclassification", blind, {}, base_known=False),
        step(
            "+ three readings of covid: the model",
            Unfitted(pack, pack.history),
            {},
            base_known=False,
        ),
    ]


def contributions(
    pack: County, n: int = 100_000, evidence: Evidence = "ex_ante"
) -> dict[str, float]:
    """Share of the variance of the published log ratio that goes when one thing is held still.

    The model's trend and survey, last year, trend world; the rest of 1 is interaction.
    """
    index = FIRST_REDRAW + np.arange(n)
    drawn = sample(PATHS, index, evidence)
    centre, zero = Parameters(), np.zeros(n)
    seen = Unfitted(pack, pack.history)
    held: dict[str, tuple[County, dict[str, Floats]]] = {
        "drift": (
            seen,
            {
                "trend.gap_drift": np.full(n, centre.trend.gap_drift),
                "trend.county_gap_deviation_sd": zero,
            },
        ),
        "shocks of years": (
            seen,
            {
                "trend.gap_noise_sd": zero,
                "trend.covid_2022_gap": np.full(n, centre.trend.covid_2022_gap),
            },
        ),
        "readings of covid": (Unfitted(pack), {}),
        "reclassification": (seen, {"trend.urbanisation_gain": np.full(n, PAST_URBANISATION_GAIN)}),
        "survey": (seen, {path: zero for path in SPREADS if path.startswith("survey.")}),
    }
    whole = _variance(redraw_from(seen, drawn, index))
    return {
        name: 1.0 - _variance(redraw_from(county, {**drawn, **still}, index)) / whole
        for name, (county, still) in held.items()
    }


def _variance(rows: Redraws) -> float:
    return float(np.var(np.log(rows.ratio[:, -1]) + rows.errors.ratio[:, -1], ddof=1))


def _only(values: Mapping[str, Floats], prefix: str) -> dict[str, Floats]:
    return {path: value for path, value in values.items() if path.startswith(prefix)}


def _measured(
    name: str, rows: Redraws, ratio_goal: float, rural_goal: float, *, base_known: bool
) -> Step:
    published = rows.ratio[:, -1] * np.exp(rows.errors.ratio[:, -1])
    rural = rows.rural[:, -1]
    if base_known:
        published = published * np.exp(rows.errors.ratio_2021)
        rural = rural * np.exp(rows.errors.rural_2021)
    return Step(
        name,
        _points(published),
        float(np.mean(published < ratio_goal)),
        _points(rural),
        float(np.mean(rural >= rural_goal)),
    )


def _points(values: Floats) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95)).tolist()
    return low, middle, high
