"""Scales of the parts of a path: their priors, and the covariance that they make.

Each scale is a function of one standard normal number, so that a sampler moves in a space where
the prior is N(0, 1). Scales of the survey and of the province's noise have the priors of their
cards. The cards of the gap's noise and of the county's drift rest on the panel itself: here their
place is taken by priors so wide that the panel is not counted twice, whatever the origin.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calibration.fit.observations import Quantity
from calibration.fit.paths import PERSISTENCES
from calibration.outlook.shocks import Floats
from calibration.prior_draws import Evidence, prior_of
from calibration.quantiles import Z95, quantile
from model.parameters import Parameters, Prior

HALF_NORMAL_95 = 1.959963984540054

EVIDENCE: Evidence = "ex_ante"
"""Fits never use priors that hindsight went into."""

REVERSAL = Prior("uniform", 0.8, 0.6, 1.0)
"""Share of the pulse of 2020 that came back in 2021, in the reading that has one."""


def _half(high: float) -> Prior:
    return Prior("halfnormal", high / HALF_NORMAL_95 * 0.7979, 0.0, high)


@dataclass(frozen=True)
class Setting:
    """What is fixed in the model of one quantity.

    start: mean and sd of the province's first level, then sd of a city's and of a county's
    distance from it. drift: mean and sd of the province's. pulse: sd of those of 2020 and 2021.
    lockdowns: path of the card of the shock of 2022. priors: of the scales, by name.
    """

    start: tuple[float, float, float, float]
    drift: tuple[float, float]
    pulse: float
    lockdowns: str
    priors: Mapping[str, Prior]


_CARDS = Parameters.cards()


def _card(path: str) -> Prior:
    return prior_of(_CARDS[path], EVIDENCE)


_UNIT = Prior("uniform", 0.5, 0.0, 1.0)

SETTINGS: dict[Quantity, Setting] = {
    "gap": Setting(
        start=(0.6, 0.3, 0.15, 0.15),
        drift=(0.0, 0.02),
        pulse=0.05,
        lockdowns="trend.covid_2022_gap",
        priors={
            "noise": _half(0.03),
            "province's part": _UNIT,
            "city's part": _UNIT,
            "drift.city": _half(0.02),
            "drift.county": _half(0.02),
            "walk": _half(0.004),
            "own pulse": _half(0.03),
            "sample": _card("survey.rotation_sd"),
            "yearly": _card("survey.yearly_sd"),
            "persistence": _card("survey.yearly_persistence"),
            "reversal": REVERSAL,
        },
    ),
    "rural": Setting(
        start=(10.0, 0.5, 0.25, 0.25),
        drift=(0.08, 0.04),
        pulse=0.05,
        lockdowns="trend.covid_2022_growth",
        priors={
            "shock": _card("trend.common_noise_sd"),
            "shock.city": _half(0.02),
            "shock.county": _half(0.02),
            "drift.city": _half(0.02),
            "drift.county": _half(0.02),
            "walk": _half(0.008),
            "own pulse": _half(0.03),
            "yearly": _card("survey.growth_sd"),
            "persistence": _card("survey.yearly_persistence"),
            "reversal": REVERSAL,
        },
    ),
}


def scales(quantity: Quantity, z: Floats) -> dict[str, Floats]:
    """Scales by name from standard normal numbers; z: float64 (n, scales); each (n,)."""
    from scipy.special import ndtr

    u = np.clip(ndtr(z), 1e-9, 1.0 - 1e-9)
    priors = SETTINGS[quantity].priors
    found = {name: quantile(prior, u[:, k]) for k, (name, prior) in enumerate(priors.items())}
    if quantity == "gap":
        found |= _shared_noise(found)
    return found


def _shared_noise(found: Mapping[str, Floats]) -> dict[str, Floats]:
    """Split the variance of a county's yearly noise evenly at random between the three levels."""
    first = 1.0 - np.sqrt(found["province's part"])
    second = (1.0 - first) * found["city's part"]
    split = {"shock": first, "shock.city": second, "shock.county": 1.0 - first - second}
    return {name: found["noise"] * np.sqrt(part) for name, part in split.items()}


def variances(quantity: Quantity, found: Mapping[str, Floats], reading: str) -> dict[str, Floats]:
    """What each part of `calibration.fit.paths.parts` is multiplied with; each (n,)."""
    setting = SETTINGS[quantity]
    one = np.ones(len(found["persistence"]))
    _, root, city, county = setting.start
    weights = {
        "start": root**2 * one,
        "start.city": city**2 * one,
        "start.county": county**2 * one,
        "drift": setting.drift[1] ** 2 * one,
        "lockdowns": lockdowns(quantity)[1] ** 2 * one,
        **{
            name: found[name] ** 2
            for name in ("shock", "shock.city", "shock.county", "drift.city", "drift.county")
        },
        "walk": found["walk"] ** 2,
    }
    if "sample" in found:
        weights["sample"] = found["sample"] ** 2
    for name, size in (("pulse", setting.pulse**2 * one), ("own pulse", found["own pulse"] ** 2)):
        weights |= _pulses(name, size, found["reversal"], reading)
    nearest = np.abs(found["persistence"][:, None] - PERSISTENCES).argmin(axis=1)
    for number in range(len(PERSISTENCES)):
        weights[f"yearly.{number}"] = found["yearly"] ** 2 * (nearest == number)
    return weights


def _pulses(name: str, size: Floats, reversal: Floats, reading: str) -> dict[str, Floats]:
    """Weights of the products of the steps of 2020 and 2021 in a reading of these years.

    `stays`: a step of 2020 that stays, for origins at which 2021 is not known.
    """
    back = {"two_years": 1.0 + 0.0 * reversal, "pulse": reversal}.get(reading, 0.0 * reversal)
    both = size if reading == "before_covid" else size * back**2
    return {
        f"{name}.2020.2020": size,
        f"{name}.2020.2021": -size * back,
        f"{name}.2021.2020": -size * back,
        f"{name}.2021.2021": both,
    }


def lockdowns(quantity: Quantity) -> tuple[float, float]:
    """Mean and sd of the shock of 2022, a prior: no figure of that year is fitted."""
    prior = _card(SETTINGS[quantity].lockdowns)
    return prior.central, (prior.high - prior.low) / (2 * Z95)
