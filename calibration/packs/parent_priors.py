"""Priors of a county that is not the reference county: from its facts, by a stated rule.

The shared priors of `model.parameters` were written for the reference county. Three kinds of them
do not travel:

- amounts of the whole county (persons, houses, mu, yuan): bounds in proportion to its size;
- shares of the income sources and the income of the register: centred on the county's facts, as
  wide as the shared prior; the register's wider where the fact is another place's;
- growth of collective revenue, of which one official figure of the reference county is known:
  a wide prior below it.
"""

from typing import Any

from calibration.packs.gaps import PROPERTY_INCOME, REFERENCE, SOURCES, Gaps, relative_size
from calibration.packs.pack_schema import CountyPrior, Fact, Grade
from model.parameters import Parameters, Prior, Unknown

IN_PROPORTION = {
    "start.register_persons": "population",
    "land.baseline_mu_per_year": "rural_population",
    "houses.baseline_per_year": PROPERTY_INCOME,
    "houses.vacant_stock": PROPERTY_INCOME,
    "charity.endowment_yuan": "population",
    "charity.donations_yuan_per_year": "population",
    "charity.supplier_households": "rural_population",
}
"""Amounts and what they go with."""

PROVINCE_WORKSHOPS = 10_000

REGISTER_WIDTH = {"official": 0.03, "derived": 0.05, "press": 0.05, "proxy": 0.12}
"""Half-width (5 and 95 % points) of the register's income by grade of the fact; a judgement."""

OWN_COUNT_WIDTH = 0.2
"""Half-width of the size of the register where the place has published one; a judgement."""

COLLECTIVE_GROWTH = (0.10, 0.04, 0.16)
"""Centre, 5 and 95 % point where no growth was published; a judgement."""


def fill_priors(gaps: Gaps) -> dict[str, CountyPrior]:
    """Priors by path that replace the shared ones; `gaps` after all rules for facts."""
    cards = Parameters.cards()
    priors = {path: _sized(gaps, base, cards[path]) for path, base in IN_PROPORTION.items()}
    if "register_persons" in gaps.own:
        priors["start.register_persons"] = _counted(gaps.own["register_persons"], cards)
    priors["workshops.provincial_workshops"] = _provincial_workshops(gaps, cards)
    for area in ("rural", "urban"):
        for source in SOURCES:
            path = f"start.{area}_{source}_share"
            priors[path] = _centred(gaps.fact(f"{area}_{source}_share"), cards[path])
    priors["start.register_income_yuan"] = _register_income(gaps, cards)
    priors["collective.revenue_growth"] = _collective_growth(cards)
    return dict(sorted(priors.items()))


def _sized(gaps: Gaps, base: str, card: Unknown) -> CountyPrior:
    """The shared prior times the county's size relative to the reference county."""
    part, shared = relative_size(gaps, base), card.ex_ante
    return CountyPrior(
        unit=card.unit,
        shape=_shape(shared),
        central=_neat(shared.central * part),
        low=_neat(shared.low * part),
        high=_neat(shared.high * part),
        source=(card.source,),
        grade="assumption",
        note=f"{REFERENCE}'s x {part:.4f}, in proportion to {base}",
    )


def _counted(fact: Fact, cards: dict[str, Unknown]) -> CountyPrior:
    low, high = ((1.0 + sign * OWN_COUNT_WIDTH) * fact.value for sign in (-1, 1))
    return CountyPrior(
        unit=cards["start.register_persons"].unit,
        shape="uniform",
        central=_neat(fact.value),
        low=_neat(low),
        high=_neat(high),
        source=fact.source,
        grade=fact.grade,
        note="the own count, give or take a fifth",
    )


def _provincial_workshops(gaps: Gaps, cards: dict[str, Unknown]) -> CountyPrior:
    """10,000 by residents or by rural residents."""
    card, province = cards["workshops.provincial_workshops"], list(gaps.region.line())[-1]
    people, share = (
        province.figures[name][2021].value for name in ("population", "urbanisation_share")
    )
    by_all = PROVINCE_WORKSHOPS * gaps.value("population") / people
    by_rural = PROVINCE_WORKSHOPS * gaps.value("rural_population") / (people * (1.0 - share))
    low, high = sorted((by_all, by_rural))
    high = max(high, 1.05 * low)
    return CountyPrior(
        unit=card.unit,
        shape="uniform",
        central=_neat((low + high) / 2),
        low=_neat(low),
        high=_neat(high),
        source=(card.source,),
        grade="derived",
        note="10,000 in the province, by residents or by rural residents",
    )


def _centred(fact: Fact, card: Unknown) -> CountyPrior:
    shared = card.ex_ante
    narrower = min(1.0, fact.value / shared.central)
    return CountyPrior(
        unit=card.unit,
        shape="normal",
        central=fact.value,
        low=round(fact.value - narrower * (shared.central - shared.low), 4),
        high=round(fact.value + narrower * (shared.high - shared.central), 4),
        source=fact.source,
        grade=fact.grade,
        note="the fact; as wide as the shared prior, relative to the share if that is smaller",
    )


def _register_income(gaps: Gaps, cards: dict[str, Unknown]) -> CountyPrior:
    fact = gaps.fact("register_income_yuan")
    width = REGISTER_WIDTH.get(fact.grade, REGISTER_WIDTH["proxy"])
    return CountyPrior(
        unit=cards["start.register_income_yuan"].unit,
        shape="normal",
        central=fact.value,
        low=_neat(fact.value * (1.0 - width)),
        high=_neat(fact.value * (1.0 + width)),
        source=fact.source,
        grade=fact.grade,
        note=f"the fact, give or take {width:g} of it",
    )


def _collective_growth(cards: dict[str, Unknown]) -> CountyPrior:
    central, low, high = COLLECTIVE_GROWTH
    grade: Grade = "assumption"
    return CountyPrior(
        unit=cards["collective.revenue_growth"].unit,
        shape="normal",
        central=central,
        low=low,
        high=high,
        source=("own_assumption",),
        grade=grade,
        note="no growth of this place was found",
    )


def _shape(shared: Prior) -> Any:
    """The shape of a shared prior; the pack's schema refuses one that has no bounds to scale."""
    return shared.shape


def _neat(value: float) -> float:
    """Four digits, so that a file of them can be read."""
    return float(f"{value:.4g}")
