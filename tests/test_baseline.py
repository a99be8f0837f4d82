"""With the factors of 2021 the engine's first year is 2021: no gap between calibration and model.

The starting county says what was posted by name in 2021 and keeps the rest in `base`. Running a
year with a quarter of `base` each quarter, normal orders, no shocks and nobody reclassified must
give the published figures again (Q12 through the whole chain). What differs is only what a year
brings: register reviews, leases that end and begin, projects built from retained surplus.
"""

from dataclasses import replace

import numpy as np
import pytest
from real_county import County, outcome, real_county, yueqing

from calibration.start.start_checks import posted_2021
from model.columns import SOURCES
from model.outcome import WorldOutcome
from model.rules import Switches
from model.trend_path import TrendFactors

QUIET = Switches(orders=False, wage_response=False, household_shocks=False, learning=False)
SCALES = [1.0, 0.2]


def year_2021(index: int | None, scale: float) -> tuple[County, WorldOutcome]:
    """The county and a first year on 2021's own factors."""
    county = real_county(index, scale)
    trend = replace(
        county.trend,
        income=county.trend.income[:1],
        register_income=county.trend.register_income[:1],
        prices=np.ones(1),
        urbanisation=np.full(2, county.trend.urbanisation[0] - 1e-9),
    )
    same = County(county.start, county.parameters, trend)
    factors = TrendFactors(np.full((4, 3, 4), 0.25), np.ones(4))
    return same, outcome(same, factors=factors, switches=QUIET)


@pytest.mark.parametrize("scale", SCALES)
def test_the_first_year_on_the_factors_of_2021_is_2021(scale: float) -> None:
    _, made = year_2021(None, scale)
    found = {name: float(values[0]) for name, values in made.indicators.items()}
    pack = yueqing()
    assert found["rural_income"] == pytest.approx(pack.value("rural_income_yuan"), rel=0.01)
    assert found["urban_income"] == pytest.approx(pack.value("urban_income_yuan"), rel=0.01)
    assert found["resident_income"] == pytest.approx(pack.value("resident_income_yuan"), rel=0.01)
    assert found["ratio"] == pytest.approx(pack.value("ratio_published"), rel=0.01)
    rents = sum(
        p.amount
        for p in made.postings
        if p.payee == "collectives" and p.tag in ("outlets", "land", "houses")
    )
    spread = sum(
        p.amount
        for p in made.postings
        if p.payer == "collectives" and p.payee == "households" and p.tag == "land"
    )
    assert found["collective_income"] - (rents - spread) == pytest.approx(
        pack.value("collective_revenue_yuan"), rel=1e-9
    ), "rents and fees come on top here; in the trend world the factor makes room for them"
    assert found["urbanisation"] == pytest.approx(pack.value("urbanisation_share"), abs=1e-3)
    assert found["villages_below_floor"] <= 514 * 0.01


@pytest.mark.parametrize("index", [None, 0, 1, 2, 3, 4])
def test_every_draw_finds_its_own_2021_again(index: int | None) -> None:
    county, made = year_2021(index, 0.05)
    pack, start = yueqing(), county.parameters.start
    for area, published in (("rural", "rural_income_yuan"), ("urban", "urban_income_yuan")):
        found = made.indicators[f"{area}_income"][0]
        assert found == pytest.approx(pack.value(published), rel=0.015), area
        drawn = np.array(
            [
                getattr(start, f"{area}_{name}_share")
                for name in ("wage", "business", "property", "transfer")
            ]
        )
        shares = [
            made.indicators[f"{area}_{name}_share"][0]
            for name in ("wage", "business", "property", "transfer")
        ]
        np.testing.assert_allclose(shares, drawn / drawn.sum(), atol=0.01, err_msg=area)


@pytest.mark.parametrize("index", [None, 0, 1, 2])
def test_every_source_adds_up_to_what_the_calibration_reckoned_with(index: int | None) -> None:
    county, made = year_2021(index, 0.05)
    weight = county.start.households["weight"][:, None]
    reckoned = (posted_2021(county.start, county.parameters) * weight).sum(axis=0)
    published = (county.start.income_2021 * weight).sum(axis=0)
    paid = np.zeros(4)
    for posting in made.postings:
        if posting.payee == "households" and posting.kind in SOURCES:
            paid[SOURCES.index(posting.kind)] += posting.amount
    np.testing.assert_allclose(reckoned, published, rtol=1e-3)
    np.testing.assert_allclose(paid, reckoned, rtol=0.02, err_msg=str(SOURCES))
