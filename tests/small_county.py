"""A hand-made county small enough to reckon with: a few villages, households, plants, outlets."""

import numpy as np

from model.columns import ENTERPRISE, HOUSEHOLD, OUTLET, VILLAGE, WORKER
from model.start import StartingCounty
from model.table import Table
from model.trend_path import TrendPath


def small_county(
    seed: int = 0,
    villages: int = 4,
    households: int = 30,
    plants: int = 8,
    towns: int = 2,
    weight: float = 1.0,
) -> StartingCounty:
    """A random small county: the last village is urban, one village pays dividends."""
    rng = np.random.Generator(np.random.Philox(key=seed))
    village = np.repeat(np.arange(villages), households)
    urban = np.arange(villages) == villages - 1
    homes = _households(rng, village, urban, households, weight)
    rural, members, shares = homes["rural"], homes["members"], homes["shares"]
    count = village.size
    base = rng.lognormal(10.3, 0.5, count)[:, None] * members[:, None]
    base = base * rng.dirichlet((6, 2.4, 0.5, 1.2), count)
    luck = np.exp(homes["transitory"])[:, None]
    income = 1.2 * base * np.concatenate((luck, luck, luck, np.ones_like(luck)), axis=1)
    return StartingCounty(
        households=Table(HOUSEHOLD, homes),
        base=np.ascontiguousarray(base),
        income_2021=income,
        trade_share=np.full(towns, 0.08),
        workers=_workers(rng, count, homes["id"], rural),
        villages=_villages(rng, villages, towns, shares, village, urban, weight),
        enterprises=_plants(rng, plants, towns, weight),
        outlets=Table(
            OUTLET,
            {
                "enterprise": np.array([0]),
                "village": np.array([0]),
                "jobs": np.array([6.0]),
                "pay": np.array([120.0]),
            },
        ),
        towns=towns,
        sectors=2,
        scale=1.0,
        facts={
            "population_2021": float(members.sum()),
            "urbanisation_2021": float(members[~rural].sum() / members.sum()),
            "survey_urban_weight_2021": 0.67,
            "rural_employment": 0.5 * members.sum(),
        },
    )


def _households(rng, village, urban, per_village, weight):  # type: ignore[no-untyped-def]
    count = village.size
    rural = ~urban[village]
    members = rng.integers(1, 6, count).astype(float)
    listed = rural & (rng.random(count) < 0.08)
    able = rng.random(count) < 0.5
    shares = np.where(rural & (rng.random(count) < 0.8), members, 0.0)
    ids = village * 2**20 + np.tile(np.arange(per_village), urban.size)
    state = {
        "id": ids,
        "village": village,
        "members": members,
        "weight": np.full(count, weight),
        "shares": shares,
        "arable_mu": shares * rng.uniform(0.2, 0.9, count),
        "forest_mu": shares * rng.uniform(0.2, 0.9, count),
        "land_margin": rng.uniform(100, 500, count),
        "house_ask": np.where(rng.random(count) < 0.1, rng.uniform(3000, 12000, count), np.inf),
        "rural_2021": rural,
        "rural": rural,
        "on_register": listed,
        "able": able | ~listed,
        "transitory": 0.3 * rng.standard_normal(count),
        "aware": rng.integers(0, 8, count).astype(np.uint8),
    }
    state["house_state"] = np.isfinite(state["house_ask"]).astype(np.int8)
    state["house_rent"] = np.zeros(count)
    return state


def _workers(rng, count, ids, rural):  # type: ignore[no-untyped-def]
    per = rng.integers(0, 4, count)
    home = np.repeat(np.arange(count), per)
    slot = np.concatenate([np.arange(n) for n in per])
    status = np.where(rural[home] & (rng.random(home.size) < 0.5), 1, 0)
    in_outlet = np.flatnonzero((status == 1) & (home < count // 4))[:5]
    status[in_outlet] = 2
    outlet = np.where(status == 2, 0, -1)
    odd = rng.uniform(1000, 8000, home.size)
    return Table(
        WORKER,
        {
            "household": home,
            "id": 4 * ids[home] + slot,
            "sex": rng.integers(0, 2, home.size),
            "age_band": rng.integers(0, 4, home.size),
            "skill": rng.random(home.size),
            "status": status,
            "reservation": odd + rng.uniform(2000, 9000, home.size),
            "odd_earnings": odd,
            "outlet": outlet,
            "hired": np.full(home.size, -8),
            "gross_pay": np.zeros(home.size),
        },
    )


def _villages(rng, villages, towns, shares, village, urban, weight):  # type: ignore[no-untyped-def]
    operating = rng.lognormal(13.5, 0.8, villages)
    operating[0] = 2_000_000.0
    return Table(
        VILLAGE,
        {
            "id": np.arange(villages),
            "town": np.sort(np.arange(villages) % towns),
            "weight": np.full(villages, weight),
            "urban": urban,
            "distance_km": rng.uniform(2, 40, villages),
            "reclass_rank": np.where(urban, np.inf, np.arange(villages)[::-1].astype(float)),
            "total_revenue": operating * 2.2,
            "operating_revenue": operating,
            "dividend_regime": np.arange(villages) == 0,
            "shares_total": np.bincount(village, shares, villages),
            "premises": np.full(villages, 2.0),
        },
    )


def _plants(rng, plants, towns, weight):  # type: ignore[no-untyped-def]
    return Table(
        ENTERPRISE,
        {
            "id": np.arange(plants),
            "town": rng.integers(0, towns, plants),
            "weight": np.full(plants, weight),
            "sector": rng.integers(0, 2, plants),
            "workers": rng.lognormal(5.5, 0.8, plants),
            "value_added": rng.uniform(600, 1000, plants),
            "divisible": rng.uniform(0.2, 0.6, plants),
        },
    )


def small_trend(start: StartingCounty, years: int = 3, growth: float = 0.07) -> TrendPath:
    """A trend that grows every source of both areas at one rate, from what the county earns."""
    households, base = start.households, start.base
    income = np.zeros((years, 2, 4))
    listed_income = np.zeros(years)
    luck = np.exp(households["transitory"])
    total = base * np.stack((luck, luck, luck, np.ones_like(luck)), axis=1)
    rural, persons = households["rural_2021"], households["members"]
    grown = 1.35 * (1.0 + growth) ** np.arange(1, years + 1)
    for year in range(years):
        for area, chosen in enumerate((rural, ~rural)):
            income[year, area] = grown[year] * total[chosen].sum(axis=0) / persons[chosen].sum()
        listed = households["on_register"]
        mean = total[listed].sum() / max(persons[listed].sum(), 1.0)
        listed_income[year] = 1.2 * grown[year] * mean
    share = start.facts["urbanisation_2021"]
    return TrendPath(
        2022,
        income,
        listed_income,
        share + 0.01 * np.arange(years + 1),
        1.02 ** np.arange(1, years + 1),
    )
