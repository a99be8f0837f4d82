"""Indicators of the twin, each by its definition, over plain lists of agents."""

from math import log, nan
from statistics import fmean

import numpy as np

LOWEST, HIGHEST, BINS = 200.0, 5_000_000.0, 12_000
PROGRAMME_TAGS = {"workshops", "special_fund", "land", "houses", "charity", "credit"}


def measure(county):
    """Every indicator of the year by name."""
    return (
        incomes(county) | shares_of_sources(county) | spread(county) | work(county)
        | collectives(county) | assets(county)
    )  # fmt: skip


def mean(county, *groups):
    """Yuan per head of the groups over the year, with year-average persons."""
    persons = sum(county.year_sums[group, "persons"] for group in groups) / 4.0
    income = sum(
        county.year_sums[group, source]
        for group in groups
        for source in ("wages", "business", "property", "transfers")
    )
    return income / persons if persons > 0.0 else nan


def incomes(county):
    homes = county.households_in_order
    rural, urban = mean(county, "rural", "register"), mean(county, "urban")
    urbanised = sum(h.persons for h in homes if not h.rural) / sum(h.persons for h in homes)
    facts = county.start.facts
    weight = facts["survey_urban_weight_2021"] + urbanised - facts["urbanisation_2021"]
    fixed = {}
    for then in (True, False):
        there = [home for home in homes if home.rural_2021 is then]
        income = sum(home.year_income * home.weight for home in there)
        fixed[then] = income / sum(home.persons for home in there)
    prices = float(county.trend.prices[county.quarter // 4])
    return {
        "rural_income": rural,
        "urban_income": urban,
        "resident_income": weight * urban + (1.0 - weight) * rural,
        "ratio": urban / rural,
        "ratio_fixed_residence": fixed[False] / fixed[True],
        "ratio_composition": urban / rural - fixed[False] / fixed[True],
        "low_income": mean(county, "register"),
        "rural_income_real": rural / prices,
        "urban_income_real": urban / prices,
        "urbanisation": urbanised,
    }


def shares_of_sources(county):
    found = {}
    names = {"wages": "wage", "business": "business", "property": "property"}
    names["transfers"] = "transfer"
    for area, groups in (("rural", ("rural", "register")), ("urban", ("urban",))):
        by_source = {
            source: sum(county.year_sums[group, source] for group in groups) for source in names
        }
        for source, name in names.items():
            found[f"{area}_{name}_share"] = by_source[source] / sum(by_source.values())
    return found


def grouped(homes):
    """Persons and income of households in fine groups of income per head, poorest first."""
    groups = {}
    for home in homes:
        per_head = max(home.year_income / home.members, 1.0)
        step = int((log(per_head) - log(LOWEST)) * ((BINS - 1) / log(HIGHEST / LOWEST))) + 1
        persons, income = groups.get(step := min(max(step, 0), BINS - 1), (0.0, 0.0))
        groups[step] = (persons + home.persons, income + home.year_income * home.weight)
    return [groups[step] for step in sorted(groups)]


def gini(homes):
    """One minus twice the area under the Lorenz curve of groups of income per head."""
    groups = grouped(homes)
    people, money = sum(p for p, _ in groups), sum(y for _, y in groups)
    if people <= 0.0 or money <= 0.0:
        return nan
    below, area = 0.0, 0.0
    for persons, income in groups:
        area += persons / people * (2.0 * below + income / money)
        below += income / money
    return 1.0 - area


def exact_gini(homes):
    """The Gini of households one by one: what the groups approximate."""
    ranked = sorted(homes, key=lambda home: home.year_income / home.members)
    people = sum(home.persons for home in ranked)
    money = sum(home.year_income * home.weight for home in ranked)
    below, area = 0.0, 0.0
    for home in ranked:
        part = home.year_income * home.weight / money
        area += home.persons / people * (2.0 * below + part)
        below += part
    return 1.0 - area


def mean_between(homes, low, high):
    """Mean income per head between two person shares; groups astride a bound count in part."""
    groups = grouped(homes)
    people = sum(persons for persons, _ in groups)
    before, money, counted = 0.0, 0.0, 0.0
    for persons, income in groups:
        after = before + persons / people
        inside = max(min(after, high) - max(before, low), 0.0) / (after - before)
        inside = min(inside, 1.0)
        money, counted, before = money + income * inside, counted + persons * inside, after
    return money / counted


def spread(county):
    homes = county.households_in_order
    rural = [home for home in homes if home.rural]

    def between(low, high):
        inside = sum(home.weight for home in homes if low <= home.year_income <= high)
        return inside / sum(home.weight for home in homes)

    return {
        "gini_rural": gini(rural),
        "gini_urban": gini([home for home in homes if not home.rural]),
        "gini_all": gini(homes),
        "quintile_ratio_rural": mean_between(rural, 0.8, 1.0) / mean_between(rural, 0.0, 0.2),
        "middle_income_share": between(100_000.0, 500_000.0),
        "middle_income_share_high": between(200_000.0, 600_000.0),
        "town_theil": town_theil(county),
    }


def town_theil(county):
    income = dict.fromkeys(county.towns, 0.0)
    persons = dict(income)
    for home in county.households_in_order:
        income[home.village.town] += home.year_income * home.weight
        persons[home.village.town] += 4.0 * home.persons
    everyone = sum(income.values()) / sum(persons.values())
    total = sum(income.values())
    return sum(
        income[town] / total * log(income[town] / persons[town] / everyone)
        for town in county.towns
        if persons[town] > 0.0
    )


def work(county):
    open_outlets = [outlet for outlet in county.outlets if outlet.open]
    held = [outlet for outlet in open_outlets if outlet.slot]
    count, jobs = sum(o.weight for o in held), sum(o.filled() for o in held)
    everywhere = sum(outlet.filled() for outlet in open_outlets)
    labour = sum(town.low_skill_workers for town in county.towns)
    index = sum(town.wage_index * town.low_skill_workers for town in county.towns)
    return {
        "workshops": count,
        "workshop_jobs": jobs,
        "jobs_per_workshop": jobs / count if count > 0.0 else nan,
        "outlet_jobs": everywhere,
        "absorbed_jobs": max(
            everywhere, county.jobs_at_start, *county.outcome.indicators.get("absorbed_jobs", [0.0])
        ),
        "low_skill_wage_index": index / labour,
    }


def collectives(county):
    villages = county.villages_in_order
    return {
        "collective_income": sum(v.revenue_year * v.weight for v in villages),
        "collective_operating_income": sum(v.operating_year * v.weight for v in villages),
        "dividend_villages": sum(v.weight for v in villages if v.regime),
        "dividends_paid": sum(v.dividends * v.weight for v in villages),
        "villages_below_floor": sum(v.weight for v in villages if v.revenue_year < 250_000.0),
    }


def assets(county):
    homes = county.households_in_order
    kinds = dict.fromkeys(range(4), 0.0)
    for home in homes:
        kinds[len(home.incomes_received)] += home.weight
    year = county.year
    return {
        "land_leased_mu": sum(
            village.leased_mu[asset] * village.weight
            for village in county.villages_in_order
            for asset in ("arable", "forest")
        ),
        "houses_activated": county.new_house_leases(),
        "charity_grants": county.granted,
        "charity_fund": county.charity_cash + county.endowment,
        "register_persons": sum(home.persons for home in homes if home.listed),
        "households_two_incomes": kinds[2],
        "households_three_incomes": kinds[3],
        "public_cost": sum(
            posting.amount
            for posting in county.ledger.postings
            if posting.year == year
            and posting.payer == "treasury"
            and posting.tag in PROGRAMME_TAGS
        ),
    }


def of_villages(county):
    """Year results by village: name → one number a village."""
    found = {name: [] for name in (
        "total_revenue", "operating_revenue", "dividends", "dividend_regime", "workshops",
        "workshop_jobs", "rural_income_per_head",
    )}  # fmt: skip
    for village in county.villages_in_order:
        held = [o for o in county.outlets if o.open and o.slot and o.village is village]
        persons = village.rural_persons / 4.0
        found["total_revenue"].append(village.revenue_year)
        found["operating_revenue"].append(village.operating_year)
        found["dividends"].append(village.dividends)
        found["dividend_regime"].append(float(village.regime))
        found["workshops"].append(float(len(held)))
        found["workshop_jobs"].append(sum(o.filled() for o in held) / village.weight)
        income = village.rural_income / persons if persons > 0.0 else nan
        found["rural_income_per_head"].append(income)
    return {name: np.array(values) for name, values in found.items()}


def starting_ranks(county):
    """Rank households by log income per head without luck; returns the ranks' variance.

    Relative to the mean of one's area, with a floor of 2 % of it.
    """
    homes = county.households_in_order
    for rural in (True, False):
        area = [home for home in homes if home.rural_2021 is rural]
        if area:
            income = sum(sum(home.base) / home.members * home.persons for home in area)
            average = income / sum(home.persons for home in area)
            for home in area:
                home.rank = log(max(sum(home.base) / home.members, 0.02 * average) / average)
    middle = fmean(home.rank for home in homes)
    return fmean((home.rank - middle) ** 2 for home in homes)
