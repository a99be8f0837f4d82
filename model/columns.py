"""Every column of the model: type, unit, meaning, where it comes from, and its one writer.

A writer is a phase of the quarter (a module in `model/quarter/`), or `start` for what is fixed
when a world begins. Households are sorted by village, workers by household.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """The declaration of one column."""

    dtype: str
    unit: str
    meaning: str
    source: str
    writer: str


SOURCES = ("wages", "business", "property", "transfers")
"""The four income sources of the statistics bureau (工资性, 经营净, 财产净, 转移净)."""

GROUPS = ("rural", "urban", "register")
"""Groups with trend factors of their own: rural off the register, urban, rural on the register."""

HOUSEHOLD = {
    "id": Column(
        "int64",
        "-",
        "stable id; keys the household's luck at every scale",
        "synthetic population",
        "start",
    ),
    "village": Column(
        "int32", "row of Village", "home village or community", "synthetic population", "start"
    ),
    "members": Column("float64", "persons", "resident members", "household size", "start"),
    "weight": Column(
        "float64",
        "households",
        "households of the county that the row stands for",
        "scale",
        "start",
    ),
    "shares": Column(
        "float64",
        "shares",
        "shares in the home village's collective, 0 for none",
        "synthetic population",
        "start",
    ),
    "arable_mu": Column("float64", "mu", "contracted arable land", "synthetic population", "start"),
    "forest_mu": Column("float64", "mu", "contracted forest land", "synthetic population", "start"),
    "land_margin": Column(
        "float64",
        "yuan per mu and year",
        "own net income from a mu if farmed",
        "land.forgone_share",
        "start",
    ),
    "house_ask": Column(
        "float64",
        "yuan per year",
        "least rent for the vacant house; inf for none",
        "houses.attachment_log_sd",
        "start",
    ),
    "rural_2021": Column(
        "bool",
        "-",
        "statistical residence at the end of 2021 is rural",
        "urbanisation rate",
        "start",
    ),
    "rural": Column(
        "bool", "-", "statistical residence is rural", "urbanisation rate", "residence"
    ),
    "on_register": Column(
        "bool", "-", "on the list of low-income households", "register size", "register"
    ),
    "able": Column("bool", "-", "has a member able to work", "register.able_share", "start"),
    "persistent": Column(
        "float64",
        "log",
        "persistent part of income luck since 2021",
        "income.persistent_variance",
        "luck",
    ),
    "transitory": Column(
        "float64", "log", "transitory part of income luck", "income.transitory_variance", "luck"
    ),
    "luck": Column(
        "float64", "ratio", "this year's luck: exp(persistent + transitory)", "income", "luck"
    ),
    "aware": Column(
        "uint8",
        "bits",
        "programmes heard of: 1 workshops, 2 land, 4 houses",
        "takeup.initial_awareness",
        "awareness",
    ),
    "adopted": Column("uint8", "bits", "programmes taken up, same bits", "take-up", "places"),
    "forgone_wages": Column(
        "float64",
        "yuan of 2021 per year",
        "wages given up for a workshop place",
        "labour",
        "places",
    ),
    "forgone_business": Column(
        "float64",
        "yuan of 2021 per year",
        "business income given up for leases and workshop places",
        "labour, land",
        "places",
    ),
    "arable_state": Column(
        "int8",
        "-",
        "0 farmed by the owner, 1 leased, 2 leased through the collective",
        "none leased at the start",
        "land",
    ),
    "arable_rent": Column(
        "float64", "yuan per year", "rent of the leased arable land", "land auction", "land"
    ),
    "forest_state": Column(
        "int8", "-", "as arable_state, for forest", "none leased at the start", "land"
    ),
    "forest_rent": Column(
        "float64", "yuan per year", "rent of the leased forest", "land auction", "land"
    ),
    "house_state": Column(
        "int8",
        "-",
        "0 lived in, 1 vacant, 2 leased, 3 leased through the programme",
        "synthetic population",
        "houses",
    ),
    "house_rent": Column(
        "float64", "yuan per year", "rent of the leased house", "house auction", "houses"
    ),
    "streams": Column(
        "uint8",
        "bits",
        "incomes of the three-income scheme received this year: 1 rent, 2 dividend, 4 local wage",
        "none",
        "wages, land, houses, shares",
    ),
}
"""Columns of the household table, one row per household.

Two matrices stand beside them: `base` (households × 4 sources, yuan of 2021 a year without luck)
and `quarter_income` (households × 4 sources, yuan posted this quarter).
"""

WORKER = {
    "household": Column(
        "int64", "row of household", "home of the worker", "synthetic population", "start"
    ),
    "id": Column(
        "int64",
        "-",
        "4 × household id + slot; keys the worker's luck",
        "synthetic population",
        "start",
    ),
    "sex": Column("int8", "-", "0 woman, 1 man", "synthetic population", "start"),
    "age_band": Column(
        "int8", "-", "0: 16-39, 1: 40-59, 2: 60-65, 3: 66-72", "synthetic population", "start"
    ),
    "skill": Column("float64", "share", "rank of skill, 0 to 1", "synthetic population", "start"),
    "status": Column(
        "int8",
        "-",
        "0 full-time elsewhere, 1 spare, 2 in an outlet, 3 in another local job or business, "
        "4 in a post that a helping enterprise made",
        "synthetic population",
        "places",
    ),
    "reservation": Column(
        "float64", "yuan per year", "least pay for a year's workshop work", "labour", "start"
    ),
    "odd_earnings": Column(
        "float64",
        "yuan of 2021 per year",
        "what the worker earns if spare",
        "labour.forgone_share",
        "start",
    ),
    "outlet": Column(
        "int32", "row of outlet", "where the worker is placed; -1 for nowhere", "matching", "places"
    ),
    "hired": Column(
        "int32",
        "quarter",
        "quarter in which the present job began; -1 for none",
        "matching",
        "places",
    ),
    "forgone": Column(
        "float64",
        "yuan of 2021 per year",
        "what the worker gave up for the present job",
        "odd_earnings",
        "places",
    ),
    "gross_pay": Column("float64", "yuan", "pay received this quarter", "wages", "wages"),
}
"""Columns of the worker table: up to three slots a household, sorted by household."""

VILLAGE = {
    "id": Column("int64", "-", "stable id", "synthetic population", "start"),
    "town": Column("int32", "row of town", "town or subdistrict", "synthetic population", "start"),
    "weight": Column("float64", "villages", "villages that the row stands for", "scale", "start"),
    "urban": Column(
        "bool", "-", "classified urban at the end of 2021", "synthetic population", "start"
    ),
    "distance_km": Column(
        "float64",
        "km",
        "distance from the county's industrial centre",
        "synthetic population",
        "start",
    ),
    "reclass_rank": Column(
        "float64",
        "rank",
        "order in which the village's block turns urban; inf for never",
        "trend.reclassified_relative_income",
        "start",
    ),
    "total_revenue": Column(
        "float64",
        "yuan per year",
        "total collective revenue 2021",
        "collective total 2021",
        "start",
    ),
    "operating_revenue": Column(
        "float64",
        "yuan per year",
        "operating collective revenue 2021",
        "start.operating_share",
        "start",
    ),
    "dividend_regime": Column(
        "bool", "-", "pays share dividends at the end of 2021", "49 dividend villages", "start"
    ),
    "shares_total": Column(
        "float64", "shares", "shares in the collective", "synthetic population", "start"
    ),
    "premises": Column(
        "float64", "places", "idle rooms fit for a workshop", "synthetic population", "start"
    ),
}
"""Columns of the village table, one row per village or community (村社)."""

ENTERPRISE = {
    "id": Column("int64", "-", "stable id", "synthetic population", "start"),
    "town": Column("int32", "row of town", "seat", "synthetic population", "start"),
    "weight": Column(
        "float64", "enterprises", "enterprises that the row stands for", "scale", "start"
    ),
    "sector": Column("int8", "row of sector", "industry", "synthetic population", "start"),
    "workers": Column(
        "float64", "persons", "workers at the plant", "synthetic population", "start"
    ),
    "value_added": Column(
        "float64",
        "yuan per worker and day",
        "value added of a day's work",
        "labour productivity 2021",
        "start",
    ),
    "divisible": Column(
        "float64",
        "share",
        "share of the work that can be done in a village",
        "synthetic population",
        "start",
    ),
}
"""Columns of the enterprise table, one row per enterprise."""

OUTLET = {
    "enterprise": Column("int32", "row of Enterprise", "who runs it", "siting", "start"),
    "village": Column("int32", "row of Village", "where it is", "siting", "start"),
    "jobs": Column("float64", "persons", "places offered", "siting", "start"),
    "pay": Column("float64", "yuan per day", "pay offered", "siting", "start"),
}
"""Outlets at the end of 2021: places in villages where enterprises already put out work."""
