"""Rules of a loan book as plain numbers, and the loops that apply them to every borrower."""

from math import erf, exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from model.agents.bank import approves, largest_risk, with_guarantee
from model.compiled import compiled, inlined
from model.streams import normal_quantile, uniform
from model.table import weighted_sum

FIRST_RETURN, FULL_RETURN = 2, 6
"""Quarters after which a loan begins to earn, and earns in full."""

BARRED_QUARTERS = 8
"""For so long a borrower who failed gets nothing. Assumption."""

NOTHING, REFUSED, APPROVED, GUARANTEED = 0, 1, 2, 3


@inlined
def application_chance(intercept, pull, nudge):  # type: ignore[no-untyped-def]
    """Chance a year to apply for a loan: logit in the expected gain and in what makes it easier."""
    return 1.0 / (1.0 + exp(-(intercept + pull + nudge)))


@inlined
def seen_risk(risk, noise, shock):  # type: ignore[no-untyped-def]
    """Risk as the score shows it: the true one times a log-normal error; at most 1."""
    return min(1.0, risk * exp(noise * shock))


@inlined
def approval_chance(risk, noise, rate, recovery, required):  # type: ignore[no-untyped-def]
    """Chance that a noisy score lets a borrower of true `risk` pass."""
    limit = largest_risk(rate, recovery, required)
    if limit <= 0.0:
        return 0.0
    if noise <= 0.0:
        return 1.0 if risk <= limit else 0.0
    return 0.5 * (1.0 + erf(log(limit / risk) / (noise * sqrt(2.0))))


@inlined
def working_share(quarters):  # type: ignore[no-untyped-def]
    """Part of its return that a loan earns so many quarters after it was paid out."""
    done = (quarters - FIRST_RETURN + 1) / (FULL_RETURN - FIRST_RETURN + 1)
    return min(1.0, max(0.0, done))


@inlined
def quarterly_hazard(risk):  # type: ignore[no-untyped-def]
    """Chance of default in a quarter from the chance in a year."""
    return 1.0 - (1.0 - min(risk, 1.0)) ** 0.25


@inlined
def maturity_quarters(years, u):  # type: ignore[no-untyped-def]
    """Four, eight or twelve quarters, two even steps of chance apart, with mean `years`."""
    step = min(1.0, max(0.0, (years - 1.0) / 2.0))
    if u < (1.0 - step) ** 2:
        return 4
    return 8 if u < 1.0 - step * step else 12


@inlined
def outstanding_term(years, u):  # type: ignore[no-untyped-def]
    """Maturity of a loan that is outstanding on a given day: long ones are met more often."""
    step = min(1.0, max(0.0, (years - 1.0) / 2.0))
    if u * (1.0 + 2.0 * step) < (1.0 - step) ** 2:
        return 4
    return 12 if (1.0 - u) * (1.0 + 2.0 * step) < 3.0 * step * step else 8


@inlined
def last_season(unit):  # type: ignore[no-untyped-def]
    """The last quarter before quarter 0 in which a borrower thought of a loan: once a year."""
    return -4 if unit % 4 == 0 else -(unit % 4)


@inlined
def holding_share(yearly, years):  # type: ignore[no-untyped-def]
    """Part of the time that a borrower holds a loan of so many years.

    He takes one with chance `yearly` in his season of each year without one, the year in which the
    last falls due included: years / (years + 1 / yearly - 1).
    """
    return min(1.0, yearly * years / (1.0 + yearly * (years - 1.0)))


@compiled
def hold_at_start(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    seed, code, return_code, borrowers, stock, chance, rate, years, rollover, luck_sd
):
    """Loans outstanding on the first day: how old they are and when they fall due, by lot."""
    again = rollover / (1.0 - rollover)
    for i in range(borrowers.ids.size):
        unit = borrowers.ids[i]
        lot = uniform(seed, code, 0, unit)
        if lot < chance[i]:
            term = outstanding_term(years, uniform(seed, code, 1, unit))
            since = last_season(unit) - 4 * int(term // 4 * uniform(seed, code, 2, unit))
            stock.principal[i] = borrowers.size[i]
            stock.since[i] = since
            stock.due[i] = since + term
            stock.rate[i] = rate
            stock.luck[i] = luck_sd * normal_quantile(uniform(seed, return_code, 999, unit))
        if (lot + 0.5) % 1.0 < chance[i] * again:
            stock.renewed[i] = borrowers.size[i]
            term = outstanding_term(years, uniform(seed, code, 4, unit))
            since = last_season(unit) - 4 * int(term // 4 * uniform(seed, code, 5, unit))
            stock.renewed_due[i] = since + term


@compiled
def run_off(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    seed, codes, quarter, borrowers, stock, renewal, years, failed
):
    """Failures, repayments and renewals of a quarter.

    Returns: weighted yuan renewed, failed, called from the guarantor, and from the risk fund.
    """
    sums = np.zeros(4)
    for i in range(borrowers.ids.size):
        held = stock.principal[i] + stock.renewed[i]
        if held <= 0.0:
            continue
        unit, weight = borrowers.ids[i], borrowers.weight[i]
        if uniform(seed, codes[0], quarter, unit) < quarterly_hazard(borrowers.risk[i]):
            failed[borrowers.group[i]] += weight * held
            sums[1] += weight * held
            sums[2] += weight * stock.guaranteed[i]
            sums[3] += weight * stock.backed[i]
            stock.cash[i] -= borrowers.recovery[i] * held
            stock.principal[i] = stock.renewed[i] = 0.0
            stock.guaranteed[i] = stock.backed[i] = 0.0
            stock.barred[i] = quarter + BARRED_QUARTERS
            continue
        new_due = stock.principal[i] > 0.0 and stock.due[i] <= quarter
        old_due = stock.renewed[i] > 0.0 and stock.renewed_due[i] <= quarter
        if not (new_due or old_due):
            continue
        falling = (stock.principal[i] if new_due else 0.0) + (stock.renewed[i] if old_due else 0.0)
        if new_due:
            stock.principal[i] = stock.guaranteed[i] = stock.backed[i] = 0.0
        if old_due:
            stock.renewed[i] = 0.0
        if uniform(seed, codes[1], quarter, unit) < renewal:
            stock.renewed[i] += falling
            term = maturity_quarters(years, uniform(seed, codes[2], quarter, unit))
            stock.renewed_due[i] = quarter + term
            sums[0] += weight * falling
        else:
            stock.cash[i] -= falling
    return sums


@compiled
def decide(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    seed, codes, quarter, rows, borrowers, terms, stock, tight, intercept, scoring
):
    """What becomes of each of `rows` this quarter: NOTHING, REFUSED, APPROVED or GUARANTEED."""
    outcome = np.zeros(rows.size, np.int8)
    for k in range(rows.size):
        i = rows[k]
        if stock.principal[i] > 0.0:
            continue
        chance = application_chance(intercept, borrowers.pull[i], terms.nudge[k])
        unit = borrowers.ids[i]
        if uniform(seed, codes[0], quarter, unit) >= chance:
            continue
        if not scoring:
            outcome[k] = APPROVED
            continue
        outcome[k] = REFUSED
        if stock.barred[i] > quarter:
            continue
        shock = normal_quantile(uniform(seed, codes[1], quarter, unit))
        risk = seen_risk(borrowers.risk[i], terms.noise[k], shock)
        required = terms.required[k] + tight[borrowers.group[i]]
        recovery = with_guarantee(terms.recovery[k], terms.backed[k])
        if approves(risk, terms.rate[k], recovery, required):
            outcome[k] = APPROVED
        elif terms.cover[k] > 0.0:
            covered = with_guarantee(recovery, terms.cover[k])
            if approves(risk, terms.rate[k], covered, required):
                outcome[k] = GUARANTEED
    return outcome


@compiled
def allot(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    seed, codes, quarter, rows, order, outcome, borrowers, terms, stock, rooms, habits
):
    """Pay out approved loans in order while money and guarantees last; weighted yuan lent.

    The last loan is made if half of it fits, so that sums of fractional weights do not decide.
    """
    room, cover_room = rooms
    years, luck_sd = habits
    lent = 0.0
    for k in order:
        i = rows[k]
        unit, amount = borrowers.ids[i], terms.size[k] * borrowers.weight[i]
        guarantee = terms.cover[k] * amount if outcome[k] == GUARANTEED else 0.0
        if amount <= 0.0 or room - lent < 0.5 * amount or cover_room < guarantee:
            continue
        lent += amount
        cover_room -= guarantee
        stock.principal[i] = terms.size[k]
        stock.cash[i] += terms.size[k]
        stock.guaranteed[i] = guarantee / borrowers.weight[i]
        stock.backed[i] = terms.backed[k] * terms.size[k]
        stock.since[i] = quarter
        stock.due[i] = quarter + maturity_quarters(years, uniform(seed, codes[1], quarter, unit))
        stock.rate[i] = terms.rate[k]
        stock.subsidy[i] = terms.subsidy[k]
        stock.luck[i] = luck_sd * normal_quantile(uniform(seed, codes[0], quarter, unit))
    return lent


@compiled
def shares_held(pull, passing, intercept, years):  # type: ignore[no-untyped-def]
    """Part of the time that each borrower holds a loan in a county that has settled."""
    held = np.empty(pull.size)
    for i in range(pull.size):
        yearly = passing[i] * application_chance(intercept, pull[i], 0.0)
        held[i] = holding_share(yearly, years)
    return held


@compiled
def passing_chances(borrowers, noise, rate, required):  # type: ignore[no-untyped-def]
    """Chance that the bank approves each borrower on usual terms."""
    passing = np.empty(borrowers.ids.size)
    for i in range(borrowers.ids.size):
        passing[i] = approval_chance(
            borrowers.risk[i], noise[i], rate, borrowers.recovery[i], required
        )
    return passing


def settled_intercept(
    pull: NDArray[np.float64],
    passing: NDArray[np.float64],
    amount: NDArray[np.float64],
    target: float,
    years: float,
) -> float:
    """The intercept at which a settled county holds `target` yuan of new money.

    By bisection over cells of pull and passing, so that a full county costs no more than a small
    one. Outside what any intercept can reach, the nearest bound.
    """
    low, high = float(pull.min()), float(pull.max()) + 1e-9
    column = ((pull - low) / (high - low) * 255.0).astype(np.int64)
    cell = column * 17 + np.rint(16.0 * passing).astype(np.int64)
    weight = np.bincount(cell, amount, 256 * 17)
    used = np.flatnonzero(weight > 0.0)
    mean_pull = np.bincount(cell, amount * pull, 256 * 17)[used] / weight[used]
    mean_pass = np.bincount(cell, amount * passing, 256 * 17)[used] / weight[used]
    below, above = -20.0, 20.0
    for _ in range(50):
        middle = 0.5 * (below + above)
        held = shares_held(mean_pull, mean_pass, middle, years)
        if weighted_sum(held, weight[used]) < target:
            below = middle
        else:
            above = middle
    return 0.5 * (below + above)
