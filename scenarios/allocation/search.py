"""Which mixes are run: all of a small menu, or a first set, then those that a value model proposes.

The model only proposes. Whatever is said of a mix is said of its simulation, and how far the model
was off is published with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scenarios.allocation.choose import Bound, Chooser, exceptions
from scenarios.allocation.measured import COST, OUTCOMES, Measured, limit_name
from scenarios.allocation.menu import Menu, Mix
from scenarios.allocation.robust import CRITERIA, Bools, best, holds
from scenarios.allocation.study import AllocationStudy, Question
from scenarios.allocation.value_model import ValueModel, first_mixes, fitted

MOST_SMALL = 256
"""Most mixes that are all run without being asked to."""

RUNNERS_UP = 3
"""Mixes that are run besides the best by each criterion."""

CAPS = 6
"""Caps on cost, from next to nothing to the dearest, at which the front is looked for."""

MOST_DRAWS = 32
"""Most draws whose own best mix is run."""


def runs_all(menu: Menu, question: Question) -> bool:
    """Whether every mix is run."""
    if question.search == "auto":
        return menu.count <= MOST_SMALL
    return question.search == "all"


def first_stage(study: AllocationStudy) -> list[Mix]:
    """The mixes that are run first."""
    if runs_all(study.menu, study.question):
        return study.menu.mixes()
    return first_mixes(study.menu)


@dataclass(frozen=True)
class Models:
    """Value models by quantity, `gain` and `gain:<outcome>` among them."""

    of: Mapping[str, ValueModel]


def models(menu: Menu, found: Measured) -> Models:
    """Value models of everything the choice needs, from the first stage."""
    quantities = {name: found.by_mix(name) for name in found.values}
    quantities["gain"] = found.by_mix("gain")
    for name in OUTCOMES:
        gains = found.gains(name)
        quantities[f"gain:{name}"] = {mix: gains[:, k] for k, mix in enumerate(found.mixes)}
    return Models({name: fitted(menu, values) for name, values in quantities.items()})


@dataclass(frozen=True)
class Proposal:
    """Mixes that the model proposes to run, and the one that it would choose itself."""

    mixes: list[Mix]
    choice: Mix | None


def finalists(study: AllocationStudy, found: Measured, model: Models) -> Proposal:
    """Mixes that the model proposes: best by each criterion, near it, of each draw, the front."""
    menu, asked = study.menu, study.question
    allowed = exceptions(len(found.draws), asked.sure)
    bounds = [Bound(model.of[COST], asked.budget_yuan, allowed)]
    bounds += [Bound(model.of[limit_name(limit)], limit.most, allowed) for limit in menu.limits]
    chooser = Chooser(menu, model.of["gain"], model.of[COST], bounds)
    proposed: list[Mix | None] = []
    for criterion in CRITERIA:
        near: list[Mix] = []
        for _ in range(1 + RUNNERS_UP):
            mix = chooser.best(criterion, near)
            if mix is None:
                break
            near.append(mix)
        proposed += near
    proposed += [chooser.best_of_draw(draw) for draw in range(min(MOST_DRAWS, len(found.draws)))]
    dearest = float(found.mean_cost().max())
    single = sum(
        max(float(model.of[COST].alone[place, k].mean()) for k in range(1, len(o.steps) + 1))
        for place, o in enumerate(menu.options)
    )
    caps = np.linspace(0.0, max(dearest, single, 1.0), CAPS + 1)[1:].tolist()
    for name in dict.fromkeys(("gain", *(f"gain:{name}" for name in OUTCOMES))):
        proposed += Chooser(menu, model.of[name], model.of[COST], ()).cheapest_front(caps)
    mixes = dict.fromkeys(mix for mix in proposed if mix is not None and not menu.exceeded(mix))
    own = chooser.best(asked.criterion)
    return Proposal([mix for mix in mixes if mix not in set(found.mixes)], own)


def affordable(study: AllocationStudy, found: Measured) -> Bools:
    """Which mixes keep within budget and limits in enough draws, by mix."""
    asked = study.question
    kept = holds(found.values[COST], asked.budget_yuan, asked.sure)
    for limit in study.menu.limits:
        kept = kept & holds(found.values[limit_name(limit)], limit.most, asked.sure)
    return kept


def chosen(study: AllocationStudy, found: Measured, criterion: str = "") -> int | None:
    """Place of the mix that is chosen among the simulated ones; None where none may be."""
    allowed = affordable(study, found)
    if not allowed.any():
        return None
    return best(found.gains(), found.mean_cost(), allowed, criterion or study.question.criterion)


def last_stage(mix: Mix) -> list[Mix]:
    """The chosen mix without each of its options: what each one brings."""
    return [
        tuple(0 if k == place else step for k, step in enumerate(mix))
        for place, taken in enumerate(mix)
        if taken
    ]
