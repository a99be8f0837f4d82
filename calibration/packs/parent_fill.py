"""How a gap in a county pack is filled: a stated rule for every fact, tried in one order.

What a place has published for 2021 stands in its county.toml and is never touched. What is missing
is filled, best evidence first, and graded:

1. `derived`: arithmetic on the place's own figures of 2021.
2. `proxy`: the place's own figure of 2019 or 2020, moved as its city or, failing that, its province
   moved. No figure of 2022 or later is carried back: it would tell the forecast what it must find.
3. `proxy`: its other area's income and the city's urban-rural ratio; else the city's own level.
4. `proxy`: a rate or share of the city, else of the province (`regions.csv`), else of the
   reference county, whose pack is the best documented.
5. `assumption`: a count in proportion to the reference county's: per rural resident, per resident,
   per village or, for leased houses, per yuan of rural property income, as the note says.

`fill` is a pure function of the head and the own facts of a pack; `calibration.packs.filled_file`
writes its result to filled.toml, and the linter compares the two.
"""

from collections.abc import Callable, Mapping

from calibration.outlook.growth import PAST_URBANISATION_GAIN
from calibration.packs.gaps import PROPERTY_INCOME, REFERENCE, SOURCES, Gaps, bases, relative_size
from calibration.packs.pack import Head, load_pack
from calibration.packs.pack_schema import Fact, Grade
from calibration.packs.regions import (
    YEAR,
    change,
    income_of,
    nearest_figure,
    region,
    survey_offset,
    with_both_incomes,
)
from model.errors import InputError

EARLIER = (2020, 2019)
"""Years of an own income that may be moved to 2021, the nearest first."""

MOST_FLOOR = 0.25
"""A floor of village revenue taken from elsewhere is at most this part of the mean village's."""

FEWEST_TOWNS = 6

RATES = (
    "household_size_rural", "household_size_urban", "employment_share", "women_40_65_share",
    "persons_60_72_share", "arable_mu_per_rural_member", "forest_mu_per_rural_member",
    *(f"rural_quintile_{fifth}" for fifth in range(1, 6)), "rural_gini", "urban_gini",
    "register_household_size", "sectors", "minimum_wage_yuan", "house_area_m2",
    "dividend_threshold_yuan",
)  # fmt: skip
"""Facts taken over from the reference county as they are."""


def fill(head: Head, own: Mapping[str, Fact]) -> Gaps:
    """Fill every fact that a pack needs and its own facts lack, by the rules in their order."""
    _needed(own)
    gaps = Gaps(own, region(head.parent), load_pack(REFERENCE))
    for rule in RULES:
        rule(gaps)
    return gaps


def _needed(own: Mapping[str, Fact]) -> None:
    """A place is at least its own residents and how many of them live in towns."""
    means_of_2021 = ("rural_income_yuan", "urban_income_yuan", "resident_income_yuan")
    for ways in (
        (("population",), ("population_2020",)),
        (("urbanisation_share",), ("urbanisation_2020_share",), means_of_2021),
    ):
        if not any(all(name in own for name in way) for way in ways):
            raise InputError(
                "is needed and no rule can fill it",
                file="county.toml",
                key=f"facts.{ways[0][0]}",
                allowed="; or ".join(", ".join(way) for way in ways),
            )


def population(gaps: Gaps) -> None:
    """Own census of 2020, grown as the city's residents grew to the end of 2021."""
    if "population" in gaps:
        return
    census = gaps.own["population_2020"]
    where, rate, tags = change(gaps.region, "population", 2020)
    value = round(census.value * rate)
    note = f"own census of 2020 x {rate:.4f}, the change in {where}"
    gaps.add("population", value, "proxy", (*census.source, *tags), note)


def urbanisation(gaps: Gaps) -> None:
    """Own census share and one year's gain; else the survey's own weight less the city's offset."""
    if "urbanisation_share" in gaps:
        return
    if "urbanisation_2020_share" in gaps:
        census = gaps.own["urbanisation_2020_share"]
        share = round(census.value + PAST_URBANISATION_GAIN, 4)
        note = f"own census of 2020 + {PAST_URBANISATION_GAIN}, the usual gain of a year"
        gaps.add("urbanisation_share", share, "proxy", census.source, note)
        return
    offset, tags, where = survey_offset(gaps.region)
    value = round(_own_weight(gaps) - offset, 4)
    note = (
        f"weight that the own three means imply, less the survey's offset {offset:.4f} in {where}"
    )
    tags = (*gaps.own["resident_income_yuan"].source, *tags)
    gaps.add("urbanisation_share", value, "proxy", tags, note)


def incomes(gaps: Gaps) -> None:
    """Own earlier income moved; else the other area's and the city's ratio; else the city's."""
    for area in ("rural", "urban"):
        _moved_income(gaps, area)
    for area, other in (("rural", "urban"), ("urban", "rural")):
        name, known = f"{area}_income_yuan", f"{other}_income_yuan"
        if name in gaps or known not in gaps.own:
            continue
        place = with_both_incomes(gaps.region)
        mine, theirs = (place.figures[key][YEAR] for key in (name, known))
        value = round(gaps.value(known) * mine.value / theirs.value)
        tags = (*gaps.fact(known).source, *mine.source, *theirs.source)
        gaps.add(name, value, "proxy", tags, f"own {other} income, ratio of {place.name}")
    for area in ("rural", "urban"):
        level, tags, note = income_of(gaps.region, area)
        gaps.add(f"{area}_income_yuan", round(level), "proxy", tags, note)


def means(gaps: Gaps) -> None:
    """Survey weight, mean of all residents, ratio, residents of each area."""
    both = ("rural_income_yuan", "urban_income_yuan")
    if "resident_income_yuan" in gaps:
        known = (*both, "resident_income_yuan")
        gaps.derive("survey_urban_weight", _own_weight(gaps), known, "weight that the means imply")
    offset, tags, where = survey_offset(gaps.region)
    note = f"urbanisation + the survey's offset {offset:.4f} in {where}"
    share = gaps.fact("urbanisation_share")
    gaps.add("survey_urban_weight", share.value + offset, "proxy", (*share.source, *tags), note)
    rural, urban = (gaps.value(name) for name in both)
    weight = gaps.value("survey_urban_weight")
    mixed = round(weight * urban + (1.0 - weight) * rural)
    parts = (*both, "survey_urban_weight")
    gaps.derive("resident_income_yuan", mixed, parts, "both means with the survey's weight")
    gaps.derive("ratio_published", round(urban / rural, 4), both, "urban / rural")
    people, size = gaps.value("population"), ("population", "urbanisation_share")
    for area, part in (("urban", share.value), ("rural", 1.0 - share.value)):
        note = "population x urbanisation" if area == "urban" else "the rest of the population"
        gaps.derive(f"{area}_population", round(people * part), size, note)


def sources_of_income(gaps: Gaps) -> None:
    """Shares of the four sources: the city's, else the province's, latest year to 2021."""
    for area in ("rural", "urban"):
        found = gaps.region.latest(f"{area}_{SOURCES[0]}_share")
        assert found is not None, "the province has all shares"
        place, first = found
        for source in SOURCES:
            name = f"{area}_{source}_share"
            figure = place.figures[name][first.year]
            note = f"{place.name} {first.year}"
            gaps.add(name, figure.value, "proxy", figure.source, note)


def register(gaps: Gaps) -> None:
    """Income of the register as in the city or province; its size by residents."""
    place, figure = nearest_figure(gaps.region, "register_income_yuan")
    gaps.add("register_income_yuan", figure.value, "proxy", figure.source, f"as in {place}")
    _in_proportion(gaps, "register_persons", "population")


def counts(gaps: Gaps) -> None:
    """Villages, towns, outlets, leased houses, enterprises in proportion to the reference."""
    for name, base in (
        ("villages", "rural_population"),
        ("towns", "villages"),
        ("absorbed_jobs", "rural_population"),
        ("houses_activated", PROPERTY_INCOME),
        ("enterprises", "population"),
        ("dividend_villages", "villages"),
    ):
        _in_proportion(gaps, name, base, FEWEST_TOWNS if name == "towns" else 1)


def collectives(gaps: Gaps) -> None:
    """Revenue: the province's per rural resident and yuan of rural income; floors of the city."""
    place, total = nearest_figure(gaps.region, "collective_revenue_yuan")
    people, share, income = (
        nearest_figure(gaps.region.parent or gaps.region, name)[1].value
        for name in ("population", "urbanisation_share", "rural_income_yuan")
    )
    part = gaps.value("rural_population") / (people * (1.0 - share))
    richer = gaps.value("rural_income_yuan") / income
    note = f"{place}: {part:.4f} of its rural residents x {richer:.3f}, relative rural income"
    value = round(total.value * part * richer, -5)
    gaps.add("collective_revenue_yuan", value, "proxy", total.source, note)
    mean = gaps.value("collective_revenue_yuan") / gaps.value("villages")
    for name, most in (("collective_floor_yuan", 1.0), ("operating_floor_yuan", 0.8)):
        limit = round(MOST_FLOOR * most * mean, -3)
        found = gaps.region.nearest(name, YEAR)
        where, known = (
            (found[0].name, found[1]) if found else (REFERENCE, gaps.reference.fact(name))
        )
        value, note = (known.value, f"as in {where}")
        if value > limit:
            value, note = limit, f"{where}'s {value:g} cut to {MOST_FLOOR * most:g} of the mean"
        gaps.add(name, value, "proxy", known.source, note)


def work(gaps: Gaps) -> None:
    """Output per head and per worker: own GDP, else the reference county's by relative income."""
    reference = gaps.reference
    if "gdp_yuan" in gaps:
        gdp = gaps.value("gdp_yuan") / gaps.value("population")
        gaps.derive("gdp_per_head_yuan", round(gdp), ("gdp_yuan", "population"), "GDP / residents")
    richer = gaps.value("resident_income_yuan") / reference.value("resident_income_yuan")
    value = round(reference.value("gdp_per_head_yuan") * richer)
    note = f"{REFERENCE}'s x {richer:.3f}, relative income of residents"
    tags = (*reference.fact("gdp_per_head_yuan").source, *gaps.fact("resident_income_yuan").source)
    gaps.add("gdp_per_head_yuan", value, "assumption", tags, note)
    parts = ("gdp_per_head_yuan", "employment_share")
    productivity = round(gaps.value(parts[0]) / gaps.value(parts[1]))
    gaps.derive("labour_productivity_yuan", productivity, parts, "GDP per head / employed share")


def rates(gaps: Gaps) -> None:
    """Rates and shapes of the reference county as they are."""
    for name in RATES:
        known = gaps.reference.fact(name)
        grade: Grade = "assumption" if known.grade == "assumption" else "proxy"
        gaps.add(name, known.value, grade, known.source, f"as in {REFERENCE}")


RULES: tuple[Callable[[Gaps], None], ...] = (
    population, urbanisation, incomes, means, sources_of_income, register, rates, counts,
    collectives, work,
)  # fmt: skip


def _own_weight(gaps: Gaps) -> float:
    rural, urban, all_residents = (
        gaps.value(f"{who}_income_yuan") for who in ("rural", "urban", "resident")
    )
    return (all_residents - rural) / (urban - rural)


def _moved_income(gaps: Gaps, area: str) -> None:
    name = f"{area}_income_yuan"
    for year in EARLIER:
        earlier = gaps.own.get(f"{area}_income_{year}_yuan")
        if name not in gaps and earlier is not None:
            where, rate, tags = change(gaps.region, name, year)
            note = f"own {earlier.value:g} of {year} x {rate:.4f}, the growth in {where}"
            value = round(earlier.value * rate)
            gaps.add(name, value, "proxy", (*earlier.source, *tags), note)


def _in_proportion(gaps: Gaps, name: str, base: str, least: int = 1) -> None:
    """Fill a count with the reference county's, times the own base over its base."""
    part = relative_size(gaps, base)
    known = gaps.reference.fact(name)
    note = f"{REFERENCE}'s {known.value:g} x {part:.4f}, in proportion to {base}"
    value = max(least, round(known.value * part))
    tags = (tag for part_of in bases(base) for tag in gaps.fact(part_of).source)
    gaps.add(name, value, "assumption", (*known.source, *tags), note)
