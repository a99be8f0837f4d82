"""Named random draws: one number per decision, quarter and unit, the same in every world.

A draw is a pure function of (seed, decision, quarter, unit): Philox 4x32-10, the counter-based
generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
Nothing is consumed, so a policy, a smaller county or another order of work shifts nobody's luck.
"""

from math import log, sqrt
from zlib import crc32

import numpy as np
from numba import njit
from numpy.typing import NDArray

DECISIONS = {
    "persistent_income": "yearly innovation of a household's persistent income",
    "transitory_income": "yearly innovation of a household's transitory income",
    "awareness_workshops": "whether word of workshop places reaches a household",
    "awareness_land": "whether word of land leases reaches a household",
    "awareness_houses": "whether word of house leases reaches a household",
    "workshop_application": "whether a worker applies for a workshop place",
    "workshop_lottery": "rank of a worker among equals when places are filled",
    "workshop_quit": "whether a workshop job ends for the worker's own reasons",
    "land_application": "whether a household offers its land for lease",
    "house_application": "whether a household offers its vacant house for lease",
    "land_round": "order in which villages hold their land auctions",
    "house_end": "whether a house lease falls vacant",
    "register_exit": "whether a household leaves the low-income register on review",
    "register_entry": "whether a poor household enters the low-income register",
    "sector_orders": "yearly innovation of the orders of a sector",
    "enterprise_orders": "quarterly innovation of an enterprise's own orders",
    "siting_round": "in which quarter of the year an enterprise looks for sites",
    "siting_noise": "Gumbel noise of an enterprise's view of a site",
    "outlet_closure": "whether an outlet closes for reasons of its own",
    "dividend_adoption": "whether a village adopts share dividends",
    "exchange_bids": "bidders at the rural property exchange",
    "capacity_rounding": "unbiased rounding of capacity in a smaller county",
    "promise_rounding": "unbiased rounding of promised dividend villages in a smaller county",
    "produce_price": "yearly price shock of high-mountain produce",
    "produce_supply": "whether a household sells produce to the charity's farm company",
    "project_yield": "how well a village's projects do relative to the typical",
    "alliance_view": "how the fit of a village and a partner looks to those who match them",
    "alliance_end": "whether an alliance ends",
    "cluster_agreement": "whether villages that bargain over a cluster agree",
    "cluster_result": "a cluster's result of the quarter relative to what was expected",
    "produce_seller": "which households supply the online shop and the supermarkets",
    "tour_host": "which households serve guests on tour routes",
    "smallholder": "order in which smallholders join a farmers' cooperative union",
    "screening_check": "whether records of a household are checked at the yearly review",
    "screening_error": "error of an income estimated from records",
    "fallen_found": "whether monitoring finds a household below the income floor",
    "pensioners": "how many members of a household draw the residents' pension",
    "care_insured": "order in which households join long-term-care insurance",
    "care_need": "whether a household has a member in need of care",
    "medical_cost": "a household's own medical costs of the year",
    "donor_willing": "whether an enterprise that is asked agrees to help",
    "wish_order": "order in which needy households of one tier are asked",
    "wish_kind": "what a surveyed household wishes for, if anything; one draw a kind",
    "match_success": "whether a match comes to help",
    "help_end": "whether a relation of help ends",
    "profit_adoption": "whether an enterprise begins to share profits",
    "profit_exit": "whether an enterprise stops sharing profits",
    "profit_score": "what the 29 criteria see in an enterprise beyond the model",
    "profit_veto": "whether one of the four negative criteria rules an enterprise out",
    "profit_worker": "which households work for enterprises that share profits",
    "move_application": "whether a household applies to move to town",
    "move_order": "order in which households of one village move",
    "loan_ability": "what a borrower knows of the return on a loan",
    "loan_risk": "a borrower's true risk of default",
    "loan_size": "how much a borrower asks for relative to the typical",
    "loan_held": "whether a loan was outstanding at the start of 2022, and its age and maturity",
    "loan_application": "whether a household or an enterprise applies for a loan",
    "loan_score": "error of the bank's score of an applicant",
    "loan_queue": "order in which approved loans are paid out",
    "loan_return": "luck of what a loan is spent on",
    "loan_maturity": "whether a loan runs one, two or three years",
    "loan_default": "whether a loan fails this quarter",
    "loan_renewal": "whether a maturing loan is renewed",
    "farmhouse_registered": "whether a household's farmhouse is registered for mortgage",
    "specialist_village": "order in which villages get a finance specialist",
    "specialist_visit": "when a household is visited by a finance specialist",
    "asset_custody": "order in which households' assets come into custody",
    "small_firm_line": "order in which small enterprises get a credit line",
    "park_enterprise": "whether an enterprise sits in a park",
    # courses, local jobs, small businesses, insurance
    "offer_heard": "whether word of a local offer (post, course, support) reaches a household",
    "course_application": "whether a worker applies for a course",
    "course_lottery": "rank of a worker among those of equal skill when course places are filled",
    "course_premium": "whether the employer of a trained worker pays by grade of skill",
    "lesson_copied": "whether a farm household picks up a lesson from trained neighbours",
    "phone_course": "order in which households are taught to use a smartphone",
    "phone_news": "whether somebody taught to use a smartphone hears of programmes",
    "local_job_application": "whether a worker applies for a local job",
    "local_job_lottery": "rank of a worker among equals when local jobs are filled",
    "local_job_quit": "whether a local job ends",
    "venture_application": "whether a household opens a small business",
    "venture_quality": "how well a household runs a small business",
    "venture_exit": "whether a small business closes",
    "farm_household": "whether a household lives by farming to a good part",
    "livestock": "whether a farm household keeps livestock for sale",
    "insured": "order in which farm households are insured",
    "insured_index": "how the price index departs from a household's own luck",
}
"""Every decision that draws, and what it decides. A name missing here cannot draw."""

_CODES = {name: crc32(name.encode()) for name in DECISIONS}

_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_MULTIPLY_0 = np.uint64(0xD2511F53)
_MULTIPLY_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)


def decision_code(name: str) -> int:
    """The code of a named decision; KeyError for a name that is not in DECISIONS."""
    return _CODES[name]


@njit(cache=True, inline="always")
def philox(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """Ten rounds of Philox 4x32 on uint64 carriers of 32-bit words; returns four words."""
    for _ in range(10):
        p0 = _MULTIPLY_0 * c0
        p1 = _MULTIPLY_1 * c2
        n0 = (p1 >> _SHIFT) ^ c1 ^ k0
        n2 = (p0 >> _SHIFT) ^ c3 ^ k1
        c1 = p1 & _LOW
        c3 = p0 & _LOW
        c0 = n0 & _LOW
        c2 = n2 & _LOW
        k0 = (k0 + _WEYL_0) & _LOW
        k1 = (k1 + _WEYL_1) & _LOW
    return c0, c1, c2, c3


@njit(cache=True, inline="always")
def uniform(seed, decision, quarter, unit):  # type: ignore[no-untyped-def]
    """One number in (0, 1) for one unit's decision in one quarter; never exactly 0 or 1.

    Args: seed, decision code, quarter and unit id, all non-negative integers.
    """
    s = np.uint64(seed)
    u = np.uint64(unit)
    w0, w1, _, _ = philox(
        u & _LOW, u >> _SHIFT, np.uint64(quarter), np.uint64(decision), s & _LOW, s >> _SHIFT
    )
    word = (w0 << np.uint64(20)) | (w1 >> np.uint64(12))
    return (np.float64(word) + 0.5) * 2.220446049250313e-16


@njit(cache=True)
def uniforms(seed, decision, quarter, units):  # type: ignore[no-untyped-def]
    """`uniform` for an array of unit ids; shape as `units`, float64."""
    out = np.empty(units.size, np.float64)
    for i in range(units.size):
        out[i] = uniform(seed, decision, quarter, units[i])
    return out


@njit(cache=True, inline="always")
def normal_quantile(p):  # type: ignore[no-untyped-def]
    """Standard normal quantile of p in (0, 1), relative error below 1e-15.

    Source: algorithm AS 241 (PPND16), M. J. Wichura, Applied Statistics 37 (1988).
    """
    # fmt: off
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        num = (((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r
                    + 6.7265770927008700853e4) * r + 4.5921953931549871457e4) * r
                  + 1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r
                + 1.3314166789178437745e2) * r + 3.3871328727963666080e0)
        den = (((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r
                    + 3.9307895800092710610e4) * r + 2.1213794301586595867e4) * r
                  + 5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r
                + 4.2313330701600911252e1) * r + 1.0)
        return q * num / den
    r = p if q < 0.0 else 1.0 - p
    r = sqrt(-log(r))
    if r <= 5.0:
        r -= 1.6
        num = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r
                    + 2.41780725177450611770e-1) * r + 1.27045825245236838258e0) * r
                  + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r
                + 4.63033784615654529590e0) * r + 1.42343711074968357734e0)
        den = (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r
                    + 1.51986665636164571966e-2) * r + 1.48103976427480074590e-1) * r
                  + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r
                + 2.05319162663775882187e0) * r + 1.0)
    else:
        r -= 5.0
        num = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
                    + 1.24266094738807843860e-3) * r + 2.65321895265761230930e-2) * r
                  + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r
                + 5.46378491116411436990e0) * r + 6.65790464350110377720e0)
        den = (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r
                    + 1.84631831751005468180e-5) * r + 7.86869131145613259100e-4) * r
                  + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
                + 5.99832206555887937690e-1) * r + 1.0)
    # fmt: on
    value = num / den
    return -value if q < 0.0 else value


class Streams:
    """The luck of one world: draws by decision name, quarter and unit ids."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def uniforms(
        self, decision: str, quarter: int, units: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """One number in (0, 1) per unit id; shape as `units`."""
        return np.asarray(uniforms(self.seed, decision_code(decision), quarter, units))

    def uniform(self, decision: str, quarter: int, unit: int) -> float:
        """One number in (0, 1) for one unit."""
        return float(uniform(self.seed, decision_code(decision), quarter, unit))
