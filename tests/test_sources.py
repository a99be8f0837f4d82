"""Every income source is alive and plausible in every year, and so are spreads and tiers (Q13)."""

import numpy as np
import pytest
from real_county import PILOT, outcome, policies, real_county, trend_world, world

from model.columns import SOURCES
from model.outcome import WorldOutcome

SCALE = 0.05
DRAWS = [None, 0, 1, 2, 3, 4]
WORLDS = ["trend", "no_pilot", "pilot"]

SHARES = {
    "rural": {
        "wage": (0.50, 0.68),
        "business": (0.18, 0.31),
        "property": (0.02, 0.09),
        "transfer": (0.08, 0.17),
    },
    "urban": {
        "wage": (0.44, 0.60),
        "business": (0.13, 0.21),
        "property": (0.12, 0.24),
        "transfer": (0.09, 0.17),
    },
}
"""Around Wenzhou's shares of 2021: the priors' 90 % ranges and three years of drift."""

BANDS = {
    "gini_rural": (0.28, 0.46),
    "gini_urban": (0.26, 0.46),
    "gini_all": (0.30, 0.48),
    "quintile_ratio_rural": (4.0, 12.0),
    "register_persons": (6_500.0, 35_100.0),  # the prior's bounds and 35 % of churn
    "middle_income_share": (0.30, 0.75),
    "town_theil": (0.0, 0.10),
    "urbanisation": (0.655, 0.70),
    "ratio": (1.50, 1.90),
    "dividend_villages": (45.0, 200.0),
    "villages_below_floor": (0.0, 30.0),
    "low_skill_wage_index": (0.85, 1.15),
    "outlet_jobs": (6_000.0, 40_000.0),
}
"""Yearly values that no draw and no world may leave."""

PAID = {
    ("wages", "trend"),
    ("wages", "outlets"),
    ("business", "trend"),
    ("business", "local_trade"),
    ("property", "trend"),
    ("property", "dividends"),
    ("property", "houses"),
    ("property", "land"),
    ("transfers", "trend"),
    ("transfers", "collective"),
    ("transfers", "register"),
}
"""Kinds and tags that pay somebody in every year of every world."""


def run(name: str, index: int | None) -> WorldOutcome:
    trend = trend_world(index, SCALE)
    if name == "trend":
        return trend
    programmes = policies("provincial_workshops") if name == "no_pilot" else policies(*PILOT)
    return outcome(real_county(index, SCALE), programmes, factors=trend.factors)


@pytest.fixture(
    scope="module",
    params=[(w, i) for i in DRAWS for w in WORLDS],
    ids=[f"{w}-{i}" for i in DRAWS for w in WORLDS],
)
def told(request: pytest.FixtureRequest) -> WorldOutcome:
    return run(*request.param)


def test_every_source_keeps_its_share_in_every_year(told: WorldOutcome) -> None:
    for area, bands in SHARES.items():
        shares = {name: told.indicators[f"{area}_{name}_share"] for name in bands}
        for name, (low, high) in bands.items():
            assert (shares[name] >= low).all(), (area, name, shares[name])
            assert (shares[name] <= high).all(), (area, name, shares[name])
        np.testing.assert_allclose(sum(shares.values()), 1.0, rtol=1e-12)


def test_every_indicator_stays_in_its_band_in_every_year(told: WorldOutcome) -> None:
    for name, (low, high) in BANDS.items():
        values = told.indicators[name]
        assert (values >= low).all(), (name, values)
        assert (values <= high).all(), (name, values)


def test_what_should_pay_pays_in_every_year(told: WorldOutcome) -> None:
    for year in (2022, 2023, 2024):
        paid = {
            (p.kind, p.tag)
            for p in told.postings
            if p.year == year and p.payee == "households" and p.amount > 0.0
        }
        assert paid >= PAID, PAID - paid


def test_incomes_grow_with_the_trend(told: WorldOutcome) -> None:
    for name in ("rural_income", "urban_income", "low_income", "collective_income"):
        growth = told.indicators[name][1:] / told.indicators[name][:-1]
        assert (growth > 0.95).all(), (name, growth)
        assert (growth < 1.30).all(), (name, growth)


def test_village_tiers_keep_their_order(told: WorldOutcome) -> None:
    """Weak villages stay weak, strong ones strong: revenue by third of 2021, in every year."""
    revenue = told.villages["total_revenue"]
    start = np.argsort(np.argsort(revenue[0])) * 3 // revenue.shape[1]
    for year in revenue:
        means = [year[start == tier].mean() for tier in range(3)]
        assert means[0] < means[1] < means[2]
        assert means[2] / means[0] > 2.0


def test_every_household_earns_something(told: WorldOutcome) -> None:
    incomes = np.array(told.household_income)
    assert np.isfinite(incomes).all()
    assert (incomes > 0.0).mean() > 0.999
    assert (incomes >= 0.0).all()


@pytest.mark.parametrize("index", DRAWS)
def test_sources_vary_between_households(index: int | None) -> None:
    """No source is the same share of everybody's income."""
    county = real_county(index, SCALE)
    with world(county, factors=trend_world(index, SCALE).factors) as model:
        seen = []
        hand_over = model.books.hand_over

        def keep() -> np.ndarray:
            seen.append(model.books.quarter_income.copy())
            return hand_over()

        model.books.hand_over = keep  # type: ignore[method-assign]
        while model.quarter < model.quarters:
            model.step()
    for income in (np.sum(seen[:4], axis=0), np.sum(seen[-4:], axis=0)):
        share = income / np.maximum(income.sum(axis=1, keepdims=True), 1e-9)
        for place, source in enumerate(SOURCES):
            part = share[:, place]
            assert part.std() > 0.01, source
            assert (income[:, place] > 0.0).mean() > 0.5, source
            assert part.min() >= 0.0, source


def test_luck_does_not_widen_incomes_by_itself() -> None:
    """There are no births: the spread must not drift beyond its band in three years."""
    for index in DRAWS:
        gini = trend_world(index, SCALE).indicators["gini_all"]
        assert abs(gini[-1] - gini[0]) < 0.03, (index, gini)


def test_the_register_keeps_its_size() -> None:
    for index in DRAWS:
        persons = trend_world(index, SCALE).indicators["register_persons"]
        drawn = real_county(index, SCALE).parameters.start.register_persons
        assert (abs(persons / drawn - 1.0) < 0.35).all(), (index, persons, drawn)
