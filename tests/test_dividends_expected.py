"""The trend leaves room for the dividends of a year, the first ones of a village included."""

import numpy as np
import pytest

from calibration.draws import draw
from calibration.outlook.trend import trend_path
from calibration.packs.pack import load_pack
from calibration.start.population import build
from calibration.start.starting_county import starting_county
from model.county import CountyModel

YEARS = range(2022, 2025)


def trend_world(index: int, scale: float, seed: int) -> CountyModel:
    pack = load_pack("quzhou")
    parameters = draw(pack, index).parameters
    start = starting_county(build(pack, scale), pack, parameters)
    path = trend_path(pack, parameters, index, YEARS)
    return CountyModel(start, parameters, path, (), seed=seed)


@pytest.mark.parametrize("seed", [10, 29])
def test_a_large_village_that_begins_to_pay_fits_under_the_trend(seed: int) -> None:
    """In both worlds one row, many villages of a sample, begins; the year has room, a quarter not.

    Without looking ahead the last quarter's other property income would have to be negative.
    """
    model = trend_world(21, 0.01, seed)
    try:
        outcome = model.run()
        np.testing.assert_allclose(
            outcome.indicators["rural_income"],
            model.trend.income[:, 0].sum(axis=1),
            rtol=1e-9,
        )
        assert (outcome.factors.income >= 0.0).all()
        started = [v for v in model.villages if v.regime and not v.started_regime]
        assert started
    finally:
        model.close()


def test_who_will_begin_is_known_at_new_year() -> None:
    model = trend_world(21, 0.01, 29)
    wrong = 0
    try:
        while model.quarter < 12:
            if model.quarter % 4 == 0:
                model.open_quarter()
                before = [village.regime for village in model.villages]
                seen = [village.coming_dividends(0.0) > 0.0 for village in model.villages]
            model.step()
            if model.quarter % 4 == 0:
                begun = [
                    v.regime and not old for v, old in zip(model.villages, before, strict=True)
                ]
                expected = [s and not old for s, old in zip(seen, before, strict=True)]
                wrong += sum(one != other for one, other in zip(begun, expected, strict=True))
    finally:
        model.close()
    assert wrong == 0
