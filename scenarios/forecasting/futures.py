"""Futures of trend and survey: as many as asked for, under a run's overrides and shocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scenarios.inputs.overrides import Overrides, Shocks, moved, overridden
from scenarios.running.job import EvidenceKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from calibration.outlook.trend import Redraws
    from calibration.packs.pack import Pack


@dataclass(frozen=True)
class Setting:
    """What decides the futures of a run."""

    pack: "Pack"
    evidence: EvidenceKey
    years: range
    parameters: Overrides
    shocks: Shocks


def futures_of(setting: Setting, count: int) -> "tuple[Redraws, Mapping[str, NDArray[np.float64]]]":
    """The first `count` redraws, and the unknowns that they were drawn with, by path."""
    from calibration.draws import draw
    from calibration.outlook.trend import FIRST_REDRAW, PATHS, redraw_from, trend_path
    from calibration.outlook.trend_shocks import redraws_shocked
    from calibration.prior_draws import sample

    pack, index = setting.pack, FIRST_REDRAW + np.arange(count)
    values = sample(PATHS, index, setting.evidence, pack.cards())
    values = {path: moved(path, value, setting.parameters) for path, value in values.items()}
    redraws = redraw_from(pack, values, index, setting.years)
    centre = overridden(draw(pack, None, setting.evidence).parameters, setting.parameters)
    central = trend_path(pack, centre, None, setting.years)
    return redraws_shocked(redraws, central, setting.shocks), values
