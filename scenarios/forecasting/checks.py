"""The table `checks`: each programme's simulated effect beside its closed form and its ceiling.

Simulated is what the pilot pays to households under the programme's own tags, less what it pays
there in the trend world; of dividends and welfare only the drawn part of rural residents.
Additionality and displacement are in it, answers of pay, trade and the allowance are not.
`indirect_share` is the part of the whole change that carries no programme's tag, the same for all
programmes of a pair and a year. `feedback_off` is the simulated effect again in worlds without
second-round effects (`Switches.no_feedback`), for the pairs that run those too, else nan.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from model.columns import SOURCES
from scenarios.forecasting import closed_form_programmes
from scenarios.forecasting.closed_form import (
    EVIDENCE,
    FORMS,
    additional_share,
    displaced_share,
    pay_response,
)
from scenarios.forecasting.paper import Setting, setting_of

if TYPE_CHECKING:
    import pandas as pd

    from model.ledger import Posting
    from model.outcome import WorldOutcome
    from model.parameters import Parameters
    from model.policies.policy import Policy
    from model.start import StartingCounty
    from model.trend_path import TrendPath

COLUMNS = [
    "policy",
    "year",
    "closed_form",
    "simulated",
    "ceiling",
    "indirect_share",
    "feedback_off",
]

TAGS = {
    "three_incomes": ("land", "houses", "dividends", "collective"),
    "workshops": ("workshops", "outlets"),
    "provincial_workshops": ("workshops", "outlets"),
    "circular_charity": ("charity", "gifts"),
    **{name: (name,) for name in closed_form_programmes.FORMS},
    **closed_form_programmes.TAGS,
}
"""Tags that are a programme's own. `gifts` and `given_up` are parts of tag `trend`: gifts between
households, and own business income that is given up for work in outlets and with leased land."""

SMALLEST_EFFECT_YUAN = 1.0
"""Per rural resident: of a smaller whole effect no share is told."""

Changes = Mapping[str, float]
"""Yuan a year by tag, pilot less trend, all households."""


def check_rows(
    start: "StartingCounty",
    parameters: "Parameters",
    trend: "TrendPath",
    policies: "Iterable[Policy]",
    outcomes: "Mapping[str, WorldOutcome]",
    without_feedback: "Mapping[str, WorldOutcome] | None" = None,
) -> "pd.DataFrame":
    """One row a programme of the pilot and a year, without the columns draw and seed."""
    import pandas as pd

    known = [policy for policy in policies if policy.name in FORMS]
    rows = []
    for place in range(trend.years):
        on = setting_of(start, parameters, trend, trend.first_year + place)
        change = changes(outcomes["pilot"], outcomes["trend"], on.year)
        effect = {policy.name: own_effect(policy.name, change, on, known) for policy in known}
        indirect = indirect_share(change, sum(effect.values()), on.rural_persons)
        simulated = _per_rural_head(outcomes, on, known)
        direct = _per_rural_head(without_feedback, on, known)
        for policy in known:
            name, paper = policy.name, FORMS[policy.name](on, policy)
            beside = (paper.net, simulated[name], paper.ceiling, indirect, direct[name])
            rows.append((name, on.year, *beside))
    return pd.DataFrame(rows, columns=COLUMNS)


def _per_rural_head(
    outcomes: "Mapping[str, WorldOutcome] | None", on: Setting, known: "Sequence[Policy]"
) -> dict[str, float]:
    """Effect of each programme on rural residents, yuan a head; nan where nothing was run."""
    if outcomes is None:
        return {policy.name: float("nan") for policy in known}
    change = _to_rural(changes(outcomes["pilot"], outcomes["trend"], on.year), on)
    return {
        policy.name: own_effect(policy.name, change, on, known) / on.rural_persons
        for policy in known
    }


def changes(pilot: "WorldOutcome", trend: "WorldOutcome", year: int) -> dict[str, float]:
    """What households of the pilot are paid beyond the trend world, yuan of the year by tag."""
    found: dict[str, float] = defaultdict(float)
    for sign, world in ((1.0, pilot), (-1.0, trend)):
        for posting in world.postings:
            if posting.year != year or posting.kind not in SOURCES:
                continue
            if posting.payee == "households":
                found[_tag(posting)] += sign * posting.amount
            elif posting.payer == "households":  # interest, premiums: what a programme costs them
                found[_tag(posting)] -= sign * posting.amount
    return dict(found)


def _to_rural(change: Changes, on: Setting) -> Changes:
    """The same with only the part of what collectives pay that goes to rural residents."""
    share = on.parameters.start.dividends_to_rural_share
    return {
        tag: yuan * (share if tag in ("dividends", "collective") else 1.0)
        for tag, yuan in change.items()
    }


def _tag(posting: "Posting") -> str:
    if posting.tag == "trend" and posting.payer == "households":
        return "gifts"
    if posting.tag == "trend" and posting.kind == "business":
        return "given_up"
    return posting.tag


def own_effect(name: str, change: Changes, on: Setting, policies: "Iterable[Policy]") -> float:
    """A programme's own tags and its part of what is given up, yuan.

    Two programmes with the same tags share them by their ceilings.
    """
    ceilings = {
        policy.name: FORMS[policy.name](on, policy).ceiling
        for policy in policies
        if TAGS[policy.name] == TAGS[name]
    }
    whole = sum(ceilings.values())
    part = ceilings[name] / whole if whole > 0.0 else 1.0 / len(ceilings)
    paid = sum(change.get(tag, 0.0) for tag in TAGS[name])
    return part * (paid + change.get("given_up", 0.0) * _given_up_share(name, change, on))


def _given_up_share(name: str, change: Changes, on: Setting) -> float:
    """Part of the income given up that goes with a programme: land, outlets, other jobs share it.

    What goes with other jobs is in no programme's effect: their forms are before it too.
    """
    unknowns = on.parameters
    work = max(change.get("workshops", 0.0) + change.get("outlets", 0.0), 0.0)
    by_work = work * unknowns.labour.forgone_share
    by_land = max(change.get("land", 0.0), 0.0) * unknowns.land.forgone_share
    elsewhere = sum(max(change.get(tag, 0.0), 0.0) for tag in closed_form_programmes.EMPLOYING)
    whole = by_work + by_land + elsewhere * unknowns.labour.forgone_share
    if whole <= 0.0:
        by_work = whole = 1.0
    if "workshops" in TAGS[name]:
        return by_work / whole
    return by_land / whole if "land" in TAGS[name] else 0.0


def indirect_share(change: Changes, direct: float, rural_persons: float) -> float:
    """Part of the whole change of household income that no programme's tag carries."""
    whole = sum(change.values())
    if abs(whole) < SMALLEST_EFFECT_YUAN * rural_persons:
        return float("nan")
    return 1.0 - direct / whole


def evidence_rows(
    start: "StartingCounty", outcomes: "Mapping[str, WorldOutcome]"
) -> "pd.DataFrame":
    """What came out of choices in the last year beside what evaluations elsewhere found.

    One row a quantity of `EVIDENCE`: value (nan where nothing moved), low, high, inside. Reported,
    never fitted.
    """
    import pandas as pd

    pilot, trend = outcomes["pilot"].indicators, outcomes["trend"].indicators
    weight = start.households["weight"][start.workers["household"]]
    paid, before = (
        np.asarray(outcomes[world].worker_pay[-1]) > 0.0 for world in ("pilot", "trend")
    )
    net = float(pilot["outlet_jobs"][-1] - trend["outlet_jobs"][-1])
    index = pilot["low_skill_wage_index"][-1] / trend["low_skill_wage_index"][-1]
    values = {
        "additional": additional_share(net, float(pilot["workshop_jobs"][-1])),
        "displaced": displaced_share(
            float(weight[before & ~paid].sum()), float(weight[paid & ~before].sum())
        ),
        "response": pay_response(float(np.log(index)), net, start.facts["rural_employment"]),
    }
    rows = [
        (name, value, *EVIDENCE[name], EVIDENCE[name][0] <= value <= EVIDENCE[name][1])
        for name, value in values.items()
    ]
    return pd.DataFrame(rows, columns=["quantity", "value", "low", "high", "inside"])
