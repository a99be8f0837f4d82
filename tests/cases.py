"""Reads the declarative cases in `tests/cases/*.toml`: given, when, then, with margins.

A case is about one rule, or about a small world. `tests/cases/README.md` explains the format to
whoever knows the subject and not the code. Every mistake in a file is an `InputError` that names
the file, the case, the key, and the nearest valid one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from real_county import County, outcome
from reshaped import DECLARED, with_columns
from small_county import small_county, small_trend

from model import calendar
from model.agents import village
from model.errors import InputError, nearest_name
from model.indicators import FOUND
from model.indicators.year_end import gini_of
from model.outcome import WorldOutcome
from model.parameters import Parameters
from model.quarter import (
    awareness,
    charity,
    houses,
    land,
    learning,
    luck,
    orders,
    outlets_close,
    places,
    register,
    siting,
    transfers,
    wages,
)
from model.rules import Switches
from scenarios.settings import build_policy, read_settings
from scenarios.toml_file import read_toml

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Rule:
    """A rule of the model under the names that a case uses.

    inputs: name in a case → name in the code. result: what comes out, with its unit.
    """

    function: Callable[..., Any]
    inputs: Mapping[str, str]
    result: str


def _rule(function: Callable[..., Any], result: str, **inputs: str) -> Rule:
    return Rule(function, inputs, result)


RULES: Mapping[str, Rule] = {
    "allowance": _rule(
        transfers.allowance, "yuan", standard_yuan="standard", countable_yuan="countable"
    ),
    "register_exit": _rule(
        register.exit_probability,
        "probability per year",
        income_yuan_per_head="income_per_head",
        near_poor_line_yuan="line",
        yearly_turnover="turnover",
    ),
    "kept_of_new_pay": _rule(
        places.kept_share, "share", on_register="on_register", disregard="disregard"
    ),
    "least_pay": _rule(
        places.reservation_now,
        "yuan per year",
        reservation_yuan="reservation",
        odd_earnings_yuan="odd_earnings",
        farm_income_let_yuan="farm_released",
    ),
    "application": _rule(
        places.application_probability,
        "probability per quarter",
        gain_thousand_yuan="gain",
        share_of_neighbours="peers",
        hassle="hassle",
        slope_per_thousand_yuan="slope",
        imitation="imitation",
    ),
    "hearing": _rule(
        awareness.hearing_probability,
        "probability per quarter",
        adopting_neighbours="adopters",
        knowing_neighbours="aware",
        passed_on_by_adopters="adopter_rate",
        passed_on_by_others="aware_rate",
        outreach="outreach",
    ),
    "output_of_a_learner": _rule(wages.ramp, "share of full output", quarters_in_job="quarters"),
    "outlet_closure": _rule(
        outlets_close.closing_probability,
        "probability per quarter",
        hazard="hazard",
        orders="orders",
        quarter_opened="opened",
    ),
    "outlet_profit": _rule(
        siting.site_profit,
        "yuan per year",
        value_of_day_yuan="margin",
        cost_of_day_yuan="pay_cost",
        jobs="jobs",
        days="days",
        span_jobs="span",
        overhead_yuan="overhead",
        rent_yuan="rent",
        haulage_yuan_per_job="haulage",
        refit_yuan="refit",
    ),
    "outlet_size": _rule(
        siting.best_jobs,
        "jobs",
        value_of_day_yuan="margin",
        cost_of_day_yuan="pay_cost",
        days="days",
        span_jobs="span",
        overhead_yuan="overhead",
        haulage_yuan_per_job="haulage",
        most_jobs="most",
    ),
    "next_orders": _rule(
        orders.next_orders, "log", now="now", persistence="persistence", sd="sd", shock="shock"
    ),
    "persistent_luck": _rule(
        luck.next_persistent, "log", now="now", reversion="reversion", sd="sd", shock="shock"
    ),
    "transitory_luck": _rule(
        luck.next_transitory, "log", now="now", persistence="persistence", sd="sd", shock="shock"
    ),
    "land_bid": _rule(
        land.bid_per_mu,
        "yuan per mu and year",
        rent_yuan_per_mu="rent",
        leased_share="leased_share",
        elasticity="elasticity",
        contiguity_gain="contiguity",
    ),
    "land_ask": _rule(
        land.ask_per_mu,
        "yuan per mu and year",
        own_income_yuan_per_mu="margin",
        transaction_cost_yuan="transaction_cost",
        bundled="bundling",
    ),
    "house_bidders": _rule(houses.bidders, "bidders", expected="expected", luck="u"),
    "house_price": _rule(houses.hammer_price, "yuan per year", rent_yuan="rent", bidders="count"),
    "payout": _rule(village.chosen_payout, "share", future_weight="future_weight"),
    "village_loan": _rule(
        village.largest_loan,
        "yuan",
        own_money_yuan="own",
        net_yield="net_yield",
        loan_rate="rate",
        largest_debt_share="debt_share",
    ),
    "dividend_adoption": _rule(
        village.adoption_probability,
        "probability per year",
        operating_revenue_yuan="operating",
        threshold_yuan="threshold",
        hazard="hazard",
        share_of_neighbours="neighbours",
        pressure="pressure",
    ),
    "price_support": _rule(
        charity.price_support, "yuan", price="price", floor_price="floor", sales_yuan="sales"
    ),
    "next_belief": _rule(
        learning.next_belief, "ratio", belief="belief", realised="realised", rate="rate"
    ),
    "gini": _rule(
        lambda persons, income: gini_of(np.array(persons, float), np.array(income, float)),
        "index",
        persons="persons",
        income_yuan="income",
    ),
    "promised_by": _rule(
        lambda path, quarter, start: calendar.along(
            tuple((int(year), float(value)) for year, value in path.items()), quarter, start
        ),
        "cumulative quantity",
        promises="path",
        quarter="quarter",
        first_quarter="start",
    ),
}
"""Rules that a case can be about."""

SMALL = {"seed": 0, "villages": 4, "households": 200, "plants": 40, "towns": 2}
"""What makes the small county of a case, and the usual numbers."""

WHERE = ("pilot", "trend", "difference")

CASE_KEYS = ("name", "title", "source", "rule", "given", "when", "then")
GIVEN_KEYS = ("county", "growth", "unknowns", "switches", *DECLARED)
THEN_KEYS = (
    "indicator",
    "year",
    "world",
    "equals",
    "within",
    "within_percent",
    "at_least",
    "at_most",
)


@dataclass(frozen=True)
class Bound:
    """What must hold of a number."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether the number is inside."""
        return self.low <= value <= self.high

    def __str__(self) -> str:
        low, high = f"{self.low:.7g}", f"{self.high:.7g}"
        return low if low == high else f"{low} to {high}"


@dataclass(frozen=True)
class Expectation:
    """A bound on a rule's result, or on an indicator in a year of a world."""

    bound: Bound
    indicator: str = ""
    year: int = 0
    world: str = "pilot"


@dataclass(frozen=True)
class Case:
    """One case as it was read and checked."""

    file: str
    name: str
    title: Mapping[str, str]
    rule: str | None
    given: Mapping[str, Any]
    policies: Mapping[str, Mapping[str, Any]]
    then: tuple[Expectation, ...]

    def failures(self) -> list[str]:
        """One sentence for every expectation that does not hold."""
        if self.rule is not None:
            value = float(self._value_of_rule())
            found = [(value, e, f"{self.rule} [{RULES[self.rule].result}]") for e in self.then]
        else:
            worlds = self._worlds()
            found = [
                (_read(worlds, e), e, f"{e.indicator} of {e.year} in {e.world}") for e in self.then
            ]
        return [
            f"{self.title['en']} ({self.title['zh']}): {what} is {value:.7g}, expected {e.bound}"
            for value, e, what in found
            if not e.bound.holds(value)
        ]

    def _value_of_rule(self) -> float:
        rule = RULES[self.rule or ""]
        return rule.function(**{rule.inputs[name]: value for name, value in self.given.items()})

    def _worlds(self) -> dict[str, WorldOutcome]:
        given = self.given
        start = small_county(**{**SMALL, **given.get("county", {})})
        trend_path = small_trend(start, growth=given.get("growth", 0.07))
        for table in DECLARED:
            if table in given:
                start = with_columns(start, table, **given[table])
        unknowns = Parameters().changed(given.get("unknowns", {}))
        switches = replace(Switches(), **given.get("switches", {}))
        county = County(start, unknowns, trend_path)
        trend = outcome(county, switches=switches)
        programmes = tuple(build_policy(n, dict(s)) for n, s in sorted(self.policies.items()))
        pilot = outcome(county, programmes, factors=trend.factors, switches=switches)
        return {"trend": trend, "pilot": pilot}


def _read(worlds: Mapping[str, WorldOutcome], expected: Expectation) -> float:
    place = expected.year - 2022
    values = {
        name: float(world.indicators[expected.indicator][place]) for name, world in worlds.items()
    }
    if expected.world == "difference":
        return values["pilot"] - values["trend"]
    return values[expected.world]


def load_cases(folder: Path = FOLDER) -> list[Case]:
    """Every case of a folder, in order of file and place.

    Raises: InputError for a file that cannot be read or a name that is used twice.
    """
    cases = [case for path in sorted(folder.glob("*.toml")) for case in read_cases(path)]
    seen: dict[str, str] = {}
    for case in cases:
        if case.name in seen:
            raise InputError(
                f"is also the name of a case in {seen[case.name]}", file=case.file, key=case.name
            )
        seen[case.name] = case.file
    return cases


def read_cases(path: Path) -> list[Case]:
    """The cases of one file."""
    tables = read_toml(path)
    _only(tables, ("case",), path.name, "")
    cases = tables.get("case")
    if not isinstance(cases, list) or not cases:
        raise InputError("holds no case", file=path.name, allowed="[[case]] tables")
    return [_case(table, path.name, place) for place, table in enumerate(cases, 1)]


def _case(table: Mapping[str, Any], file: str, place: int) -> Case:
    where = f"case {table.get('name', place)}"
    _only(table, CASE_KEYS, file, where)
    for key in ("name", "title", "source", "then"):
        if key not in table:
            raise InputError("is missing", file=file, key=f"{where}: {key}")
    title = table["title"]
    if not isinstance(title, dict) or set(title) != {"zh", "en"}:
        raise InputError(
            "must be given in both languages",
            file=file,
            key=f"{where}: title",
            value=title,
            allowed='{ zh = "...", en = "..." }',
        )
    if not str(table["source"]).strip():
        raise InputError("is empty", file=file, key=f"{where}: source")
    rule = table.get("rule")
    if rule is None:
        given, policies = _world(table, file, where)
    else:
        given, policies = _inputs(rule, table, file, where), {}
    raw = table["then"] if isinstance(table["then"], list) else [table["then"]]
    then = tuple(_expectation(entry, file, where, of_rule=rule is not None) for entry in raw)
    return Case(file, table["name"], title, rule, given, policies, then)


def _inputs(rule: object, table: Mapping[str, Any], file: str, where: str) -> Mapping[str, Any]:
    if rule not in RULES:
        raise InputError(
            "there is no such rule",
            file=file,
            key=f"{where}: rule",
            value=rule,
            allowed=", ".join(RULES),
            nearest=nearest_name(str(rule), RULES),
        )
    if "when" in table:
        raise InputError("belongs to worlds, not to rules", file=file, key=f"{where}: when")
    inputs = RULES[str(rule)].inputs
    given = table.get("given", {})
    _only(given, inputs, file, f"{where}: given")
    missing = [name for name in inputs if name not in given]
    if missing:
        raise InputError(
            "is missing", file=file, key=f"{where}: given.{missing[0]}", allowed=", ".join(inputs)
        )
    for name, value in given.items():
        if isinstance(value, str):
            raise InputError(
                "is text, not a number", file=file, key=f"{where}: given.{name}", value=value
            )
    return dict(given)


def _world(
    table: Mapping[str, Any], file: str, where: str
) -> tuple[Mapping[str, Any], Mapping[str, Mapping[str, Any]]]:
    given = table.get("given", {})
    _only(given, GIVEN_KEYS, file, f"{where}: given")
    _only(given.get("county", {}), SMALL, file, f"{where}: given.county")
    known = {field.name for field in fields(Switches)}
    _only(given.get("switches", {}), known, file, f"{where}: given.switches")
    for name, declared in DECLARED.items():
        _only(given.get(name, {}), declared, file, f"{where}: given.{name}")
    try:
        Parameters().changed(given.get("unknowns", {}))
    except InputError as error:
        raise InputError(
            error.problem,
            file=file,
            key=f"{where}: given.unknowns.{error.key}",
            nearest=error.nearest,
        ) from None
    when = table.get("when", {})
    _only(when, ("policies",), file, f"{where}: when")
    policies = {
        name: read_settings(name, settings, f"{file}: {where}: when", 2024)
        for name, settings in when.get("policies", {}).items()
    }
    return dict(given), policies


def _expectation(entry: object, file: str, where: str, *, of_rule: bool) -> Expectation:
    key = f"{where}: then"
    if not isinstance(entry, dict):
        raise InputError(
            "must be a table",
            file=file,
            key=key,
            value=entry,
            allowed="{ equals = 5, within = 0.1 }",
        )
    keys = [k for k in THEN_KEYS if not (of_rule and k in ("indicator", "year", "world"))]
    _only(entry, keys, file, key)
    bound = _bound(entry, file, key)
    if of_rule:
        return Expectation(bound)
    for needed in ("indicator", "year"):
        if needed not in entry:
            raise InputError("is missing", file=file, key=f"{key}.{needed}")
    if entry["indicator"] not in FOUND:
        raise InputError(
            "there is no such indicator",
            file=file,
            key=f"{key}.indicator",
            value=entry["indicator"],
            nearest=nearest_name(str(entry["indicator"]), FOUND),
        )
    if entry["year"] not in (2022, 2023, 2024):
        raise InputError(
            "is out of range",
            file=file,
            key=f"{key}.year",
            value=entry["year"],
            allowed="2022 to 2024",
        )
    world = entry.get("world", "pilot")
    if world not in WHERE:
        raise InputError(
            "there is no such world",
            file=file,
            key=f"{key}.world",
            value=world,
            allowed=", ".join(WHERE),
            nearest=nearest_name(str(world), WHERE),
        )
    return Expectation(bound, entry["indicator"], entry["year"], world)


def _bound(entry: Mapping[str, Any], file: str, key: str) -> Bound:
    for name in set(entry) - {"indicator", "year", "world"}:
        if isinstance(entry[name], bool) or not isinstance(entry[name], int | float):
            raise InputError("must be a number", file=file, key=f"{key}.{name}", value=entry[name])
    if "equals" in entry:
        if "at_least" in entry or "at_most" in entry:
            raise InputError("give either equals or at_least and at_most", file=file, key=key)
        centre = float(entry["equals"])
        margin = entry.get("within", abs(centre) * entry.get("within_percent", 0.0) / 100.0)
        margin = max(float(margin), 1e-9 * max(1.0, abs(centre)))
        return Bound(centre - margin, centre + margin)
    if "within" in entry or "within_percent" in entry:
        raise InputError("is a margin of equals, which is missing", file=file, key=f"{key}.within")
    if "at_least" not in entry and "at_most" not in entry:
        raise InputError(
            "says nothing about a number", file=file, key=key, allowed="equals, at_least, at_most"
        )
    low, high = entry.get("at_least", -np.inf), entry.get("at_most", np.inf)
    if low > high:
        raise InputError("at_least is above at_most", file=file, key=key, value=[low, high])
    return Bound(float(low), float(high))


def _only(table: object, known: Iterable[str], file: str, key: str) -> None:
    if not isinstance(table, dict):
        raise InputError("must be a table", file=file, key=key, value=table)
    names = list(known)
    for name in table:
        if name not in names:
            raise InputError(
                "is not known here",
                file=file,
                key=f"{key}: {name}".lstrip(": "),
                allowed=", ".join(names),
                nearest=nearest_name(str(name), names),
            )
