"""Courses and lessons: who comes, what sticks, how it fades, and what neighbours pick up.

Those who would have come anyway are picked first and their gains are in the trend; only places
beyond them add income. Nobody is taught twice.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.quarter import phones
from model.quarter.awareness import hearing_probability
from model.quarter.earnings import BUSINESS, QUARTER, WAGES, business_now, wages_now
from model.quarter.job_book import FULL_TIME
from model.quarter.job_search import hassle, have_heard, their_turn
from model.quarter.local_jobs import fitting
from model.quarter.training_book import Pupils
from model.work_rules import Course

if TYPE_CHECKING:
    from model.county import CountyModel

COPIED = ("farmer", "technology", "linking")
"""Kinds of courses whose lesson neighbours can copy."""

PAID_PER_PLACE = ("farmer", "technology", "vocational")
"""Kinds whose places cost the county money: cadres are paid anyway, growers invest themselves."""

IN_OUTLET = 2


def person_effect(mean: float, skill: NDArray[np.float64]) -> NDArray[np.float64]:
    """Effect of a course on one person: the skilled know half of it, the unskilled gain half more.

    mean x (1.5 - skill), skill a rank from 0 to 1, so that the mean over all workers is `mean`.
    Assumption: it makes picking the skilled costly.
    """
    return np.asarray(mean * (1.5 - skill))


def place_score(
    standing: NDArray[np.float64], lot: NDArray[np.float64], selection: float
) -> NDArray[np.float64]:
    """Rank of an applicant: from pure lot (selection 0) to strictly by standing (1); highest first.

    standing: 0 to 1, the applicant's place among all by skill and by earnings (专业大户优先).
    """
    return np.asarray(selection * standing + (1.0 - selection) * lot)


def standing(skill: NDArray[np.float64], earned: NDArray[np.float64]) -> NDArray[np.float64]:
    """How productive applicants are already: mean of the rank by skill and the rank by earnings."""
    rank = np.argsort(np.argsort(earned, kind="stable"), kind="stable")
    return np.asarray(0.5 * skill + 0.5 * (rank + 0.5) / max(earned.size, 1))


def lasting(
    age: NDArray[np.float64], lag: NDArray[np.float64], decay: float
) -> NDArray[np.float64]:
    """Part of the effect at work `age` quarters after the course: none before the lag, then fading.

    (1 - decay)^((age - lag) / 4) from the lag on.
    """
    return np.asarray(
        np.where(age >= lag, (1.0 - decay) ** np.maximum((age - lag) / 4.0, 0.0), 0.0)
    )


def teach(county: "CountyModel") -> None:
    """Hold the courses due, let neighbours copy, teach smartphones."""
    for course in courses(county):
        county.training.first.setdefault((course.tag, course.kind), county.quarter)
        _fill_places(county, course)
        if course.kind in COPIED:
            _copy(county, course)
    phones.teach(county)


def courses(county: "CountyModel") -> list[Course]:
    """Courses of the quarter in a fixed order."""
    return sorted(county.rules.work.courses, key=lambda course: (course.tag, course.kind))


def mean_effect(county: "CountyModel", kind: str) -> float:
    """The drawn effect of a kind of course, relative to earnings."""
    return float(getattr(county.parameters.training, f"{kind}_effect"))


def trained_anyway(county: "CountyModel") -> float:
    """Persons who have been trained without a programme since the start, weighted."""
    rate = county.parameters.training.baseline_per_1000
    return float(rate * county.start.facts["rural_employment"] / 1000.0 * (county.quarter + 1) / 4)


def _fill_places(county: "CountyModel", course: Course) -> None:
    pupils, training = county.training.of(course), county.parameters.training
    if course.kind in PAID_PER_PLACE and course.places > pupils.places:
        cost = (course.places - pupils.places) * training.cost_yuan_per_place
        county.ledger.pay("spending", course.tag, "treasury", "world", cost, cost)
    pupils.places = max(pupils.places, course.places)
    taught = float(county.households["weight"][pupils.household[~pupils.copied]].sum())
    persons = course.places * training.persons_per_place
    anyway = trained_anyway(county) if course.kind == "farmer" else 0.0
    come = min(anyway, persons) - pupils.anyway
    room = persons - max(anyway, pupils.anyway) - taught
    rows = ranked(county, course)
    skimmed = _first(county, rows, come)
    pupils.anyway += float(_weight(county, rows[skimmed]).sum())
    county.training.taught[county.workers["household"][rows[skimmed]]] = True
    rows = rows[~skimmed]
    if room > 0.0:
        _enrol(county, course, rows, room)


def _enrol(county: "CountyModel", course: Course, rows: NDArray[np.int64], room: float) -> None:
    """Give out places, those kept for the register first, and note what each person gains."""
    workers, households = county.workers, county.households
    listed = households["on_register"][workers["household"][rows]]
    kept = np.zeros(rows.size, bool)
    kept[listed] = _first(county, rows[listed], course.register_share * room)
    left = room - float(_weight(county, rows[kept]).sum())
    kept[~kept] = _first(county, rows[~kept], left)
    chosen = rows[kept]
    home = workers["household"][chosen]
    effect = person_effects(county, course, chosen)
    part = 1.0 / county.jobs.earners[home] if course.kind == "vocational" else None
    pupils = county.training.of(course)
    share = np.ones(chosen.size) if part is None else part
    pupils.add(home, county.quarter, effect, share, copied=False)
    county.training.taught[home] = True


def person_effects(
    county: "CountyModel", course: Course, rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Effect on each worker, with the raise of employers that pay by grade of skill."""
    workers = county.workers
    effect = person_effect(mean_effect(county, course.kind), workers["skill"][rows])
    lot = county.streams.uniforms("course_premium", 0, workers["id"][rows])
    premium = county.parameters.training.premium_effect
    return np.asarray(effect + premium * (lot < course.premium_share))


def ranked(county: "CountyModel", course: Course) -> NDArray[np.int64]:
    """Rows of workers who apply for a course, one a household, first in rank first."""
    workers = county.workers
    rows = eligible(county, course)
    home = workers["household"][rows]
    lot = county.streams.uniforms("course_application", county.quarter, workers["id"][rows])
    earned = _earned(county, course, home) / QUARTER / 1000.0
    gain = max(mean_effect(county, course.kind), 0.0) * earned
    slope = county.parameters.takeup.gain_slope
    cost = hassle(county)[county.households["village"][home]]
    applied = lot < 1.0 / (1.0 + np.exp(cost - slope * gain))
    rows, earned = rows[applied], earned[applied]
    lot = county.streams.uniforms("course_lottery", county.quarter, workers["id"][rows])
    score = place_score(standing(workers["skill"][rows], earned), lot, course.selection)
    rows = rows[np.argsort(-score, kind="stable")]
    _, first = np.unique(workers["household"][rows], return_index=True)
    return np.asarray(rows[np.sort(first)])


def eligible(county: "CountyModel", course: Course) -> NDArray[np.int64]:
    """Rows of workers a course is for, of households nobody of which was taught yet.

    Vocational: rural workers employed full-time or in an outlet. Others: workers of farm
    households that farm their own land. All of 16 to 59 years; all have heard of it and think
    of it this quarter.
    """
    workers, households, book = county.workers, county.households, county.training
    rows = book.working_age if course.kind == "vocational" else book.farm_workers
    rows = rows[their_turn(county, households["id"][workers["household"][rows]])]
    home = workers["household"][rows]
    fits = ~book.taught[home] & households["rural"][home]
    if course.kind == "vocational":
        status = workers["status"][rows]
        fits &= (status == FULL_TIME) | (status == IN_OUTLET)
    else:
        fits &= households["arable_state"][home] == 0
    quarters = county.quarter - book.first[course.tag, course.kind] + 1
    return np.asarray(rows[fits & have_heard(county, home, quarters)])


def _earned(county: "CountyModel", course: Course, home: NDArray[np.int64]) -> NDArray[np.float64]:
    """A quarter's earnings that a course raises, yuan; wages of one of the earners."""
    if course.kind == "vocational":
        return wages_now(county, home) / county.jobs.earners[home]
    return business_now(county, home)


def _weight(county: "CountyModel", rows: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(county.households["weight"][county.workers["household"][rows]])


def _first(county: "CountyModel", rows: NDArray[np.int64], room: float) -> NDArray[np.bool_]:
    """Which of ranked rows find room."""
    return np.asarray(fitting(_weight(county, rows), max(room, 0.0)))


def _copy(county: "CountyModel", course: Course) -> None:
    """Let farm households pick up what trained neighbours do (传帮带)."""
    pupils, training = county.training.of(course), county.parameters.training
    mean = training.spillover * mean_effect(county, course.kind)
    ready = ~pupils.copied & (county.quarter - pupils.since >= training.lag_quarters)
    if mean <= 0.0 or not ready.any():
        return
    households, villages = county.households, len(county.start.villages)
    village = households["village"]
    trained = np.bincount(village[pupils.household[ready]], minlength=villages)
    share = trained / np.maximum(np.diff(county.books.offsets), 1)
    rows = county.farms.farming()
    rows = rows[~county.training.taught[rows] & (share[village[rows]] > 0.0)]
    takeup = county.parameters.takeup
    near = takeup.network_degree * share[village[rows]]
    chance = hearing_probability(near, 0.0, takeup.adopter_pass_rate, 0.0, 0.0)
    lot = county.streams.uniforms("lesson_copied", county.quarter, households["id"][rows])
    rows = rows[lot < chance]
    pupils.add(rows, county.quarter, np.full(rows.size, mean), np.ones(rows.size), copied=True)
    county.training.taught[rows] = True


def pay(county: "CountyModel") -> None:
    """Post what courses add to, or take from, this quarter's earnings."""
    for course in courses(county):
        pupils = county.training.of(course)
        if pupils.household.size:
            _pay_pupils(county, course, pupils)


def _pay_pupils(county: "CountyModel", course: Course, pupils: Pupils) -> None:
    training, home = county.parameters.training, pupils.household
    age = (county.quarter - pupils.since).astype(np.float64)
    lag = np.where(pupils.copied, 0.0, training.lag_quarters)
    at_work = lasting(age, lag, training.decay_per_year)
    work = course.kind == "vocational"
    earned = (wages_now if work else business_now)(county, home) * pupils.part
    change = pupils.effect * at_work * earned
    source = WAGES if work else BUSINESS
    county.books.quarter_income[home, source] += change
    weighted = change * county.households["weight"][home]
    kind, payer = ("wages", "enterprises") if work else ("business", "world")
    more, less = np.maximum(weighted, 0.0), np.maximum(-weighted, 0.0)
    for out, into, amount in ((payer, "households", more), ("households", payer, less)):
        if amount.any():
            county.ledger.pay(kind, course.tag, out, into, amount, amount)
    if not work:
        _divert(county, home, more)
        county.farms.gained += float(weighted.sum())


def _divert(county: "CountyModel", home: NDArray[np.int64], gained: NDArray[np.float64]) -> None:
    """A part of what the taught sell more, other sellers of the town sell less."""
    town = county.start.villages["town"][county.households["village"][home]]
    taken = county.parameters.training.competitor_share * gained
    county.books.diverted += np.bincount(town, taken, county.start.towns)
