"""The auditor works on any pack: planted faults are found, sound numbers are not reported."""

from math import exp
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.audit import families
from calibration.audit.spread import spread
from calibration.auditor import audit
from calibration.figures import Span, half_digit
from calibration.packs.pack import load_pack
from calibration.packs.pack_schema import Conflict, Fact, Lever, Target
from calibration.relations import FILE, load_relations
from model.errors import InputError


def fact(value, unit, year=2021):
    return Fact(
        value=value, unit=unit, year=year, source=("own_assumption",), grade="official",
        zh="x", en="x",
    )  # fmt: skip


def goal(indicator, year, value, unit, direction=">=", kind="target", zh="x"):
    return Target(
        indicator=indicator, year=year, kind=kind, value=value, unit=unit, direction=direction,
        modelled="carried", section="goals", zh=zh, en=zh, source=("own_assumption",),
    )  # fmt: skip


def line(zh, year, value, unit, section="a table", note=""):
    return Lever(
        policy="", setting="", first_year=year, last_year=year, kind="target", value=value,
        unit=unit, en=zh, zh=zh, section=section, source=("own_assumption",),
        not_modelled="a test", note=note,
    )  # fmt: skip


def empty(**parts):
    """A pack that holds nothing but what is given."""
    bare = {"facts": {}, "targets": (), "levers": (), "history": (), "conflicts": {}}
    return load_pack("yueqing").model_copy(update={**bare, "filled": frozenset(), **parts})


def keys(pack):
    return {(finding.check, finding.key) for finding in audit(pack)}


SHARE, INCOME = "share", "yuan per head and year"
SOUND = {
    "rural_income_yuan": fact(30000, INCOME),
    "urban_income_yuan": fact(60000, INCOME),
    "resident_income_yuan": fact(48000, INCOME),
    "urbanisation_share": fact(0.6, SHARE),
    "ratio_published": fact(2.0, "ratio"),
}

PLANTED = {
    "a ratio that is not the quotient": (
        {"facts": {**SOUND, "ratio_published": fact(1.9, "ratio")}},
        ("identities", "ratio_of_incomes"),
    ),
    "a mean outside its weights": (
        {"facts": {**SOUND, "resident_income_yuan": fact(55000, INCOME)}},
        ("weights", "resident_income"),
    ),
    "a goal met at the start": (
        {"facts": SOUND, "targets": (goal("ratio", 2024, 2.1, "ratio", "<="),)},
        ("binding", "ratio"),
    ),
    "a goal nobody knows, met at the start": (
        {"targets": (
            goal("tree_cover", 2021, 0.5, SHARE, "=", "baseline"),
            goal("tree_cover", 2024, 0.49, SHARE),
        )},
        ("binding", "tree_cover"),
    ),
    "years that do not add up": (
        {"targets": tuple(goal("farm_loans_issued", y, 1e9, "yuan per year") for y in (2022, 2023)),
         "levers": (line("累计新增涉农贷款", 2023, 3e9, "yuan"),)},
        ("sums", "farm_loans"),
    ),
    "a part above its whole": (
        {"facts": {"urbanisation_share": fact(0.6, SHARE)},
         "targets": (goal("county_seat_share", 2024, 0.8, SHARE, "="),)},
        ("parts", "county_seat"),
    ),
    "a growth goal above its end": (
        {"facts": {"rural_income_yuan": fact(30000, INCOME)},
         "targets": (
             goal("rural_income", 2024, 33000, INCOME),
             goal("rural_growth", 2024, 0.1, "share per year"),
         )},
        ("growth", "rural"),
    ),
    "two values for one number": (
        {"facts": {"rural_income_yuan": fact(30000, INCOME)},
         "targets": (goal("rural_income", 2021, 29000, INCOME, "=", "baseline"),)},
        ("disagreements", "rural_income"),
    ),
    "a cumulative goal below what was there": (
        {"facts": {"houses_activated": fact(5000, "houses")},
         "targets": (goal("houses_activated", 2024, 300, "houses", zh="累计盘活"),)},
        ("parts", "houses_cumulative"),
    ),
    "a yearly rate that runs up": (
        {"levers": tuple(
            line(name, 2022 + 2 * i, value * (1 + 2 * i), unit)
            for name, value, unit in (("人均增收", 1000, INCOME), ("人数", 50, "persons"))
            for i in (0, 1)
        )},
        ("cumulative", "人均增收"),
    ),
    "grants before the trust": (
        {"targets": (
            goal("charity_grants", 2022, 1e5, "yuan per year"),
            goal("charitable_trusts", 2024, 1, "number"),
        )},
        ("timing", "charity_trust"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(name):
    parts, key = PLANTED[name]
    assert key in keys(empty(**parts))


def test_an_empty_or_sound_pack_gives_no_finding():
    assert audit(empty()) == []
    assert audit(empty(facts=SOUND)) == []


SOUND_GOALS = {
    "years that add up": {
        "targets": tuple(goal("farm_loans_issued", y, 1e9, "yuan per year") for y in (2022, 2023)),
        "levers": (line("累计新增涉农贷款", 2023, 2e9, "yuan"),),
    },
    "a growth goal that its end reaches": {
        "facts": {"rural_income_yuan": fact(30000, INCOME)},
        "targets": (
            goal("rural_income", 2024, 40000, INCOME),
            goal("rural_growth", 2024, 0.1, "share per year"),
        ),
    },
    "a rate that is called cumulative": {
        "levers": tuple(
            line("人均增收", 2022 + 2 * i, 1000 * (1 + 2 * i), INCOME, note="cumulative")
            for i in (0, 1)
        ),
    },
    "a rate that runs up alone": {
        "levers": tuple(line("人均增收", 2022 + 2 * i, 1000 * (1 + 2 * i), INCOME) for i in (0, 1)),
    },
}


@pytest.mark.parametrize("name", SOUND_GOALS)
def test_sound_numbers_are_not_reported(name):
    assert keys(empty(**SOUND_GOALS[name])) == set()


def test_assumptions_and_filled_facts_are_not_audited():
    guess = fact(1.5, "ratio").model_copy(update={"grade": "assumption"})
    assert audit(empty(facts={**SOUND, "ratio_published": guess})) == []
    pack = empty(facts={**SOUND, "ratio_published": fact(1.5, "ratio")})
    assert audit(pack.model_copy(update={"filled": frozenset({"ratio_published"})})) == []


def test_the_treatment_is_the_reading_chosen():
    readings = tuple(
        {"name": n, "value": v, "unit": "ratio", "weight": w, "source": "own_assumption",
         "zh": f"{n}读法", "en": f"reading {n}"}
        for n, v, w in (("a", 2.0, 0.7), ("b", 1.9, 0.3))
    )  # fmt: skip
    conflict = Conflict(
        zh="x", en="x", chosen="a", reason="Because.", weights="assumption", readings=readings
    )
    facts = {**SOUND, "ratio_published": fact(1.9, "ratio")}
    (finding,) = audit(empty(facts=facts, conflicts={"ratio_2021": conflict}))
    assert finding.treatment.en == "Chosen: reading a (weight 0.7; reading b, weight 0.3). Because."
    assert "a读法" in finding.treatment.zh
    (untreated,) = audit(empty(facts=facts))
    assert "None chosen" in untreated.treatment.en


# The pieces.


@pytest.mark.parametrize(
    ("value", "printed", "half"),
    [
        (2.593e9, "25.93亿元", 5e5), (2.59e9, "25.9亿元", 5e6), (0.143, "14.3%", 5e-4),
        (41991.0, "41991元", 0.5), (16376.5, "", 0.05), (74200.0, "", 0.5), (0.64, "0.640", 5e-4),
        (12.0, "not quantified", 0.5),
    ],
)  # fmt: skip
def test_rounding_is_read_from_the_printed_digits(value, printed, half):
    assert half_digit(value, printed) == pytest.approx(half)


positive = st.floats(1.0, 1e6)
part = st.floats(0.0, 0.2)


@given(positive, positive, part, part, st.floats(0, 1), st.floats(0, 1))
def test_bounds_hold_whatever_rounding_hid(a, b, da, db, x, y):
    first, second = Span(a, a * (1 - da), a * (1 + da)), Span(b, b * (1 - db), b * (1 + db))
    true_a = first.low + x * (first.high - first.low)
    true_b = second.low + y * (second.high - second.low)
    slack = 1 + 1e-9
    for span, true in (
        (first * second, true_a * true_b),
        (first / second, true_a / true_b),
        (first + second, true_a + true_b),
    ):
        assert span.low / slack <= true <= span.high * slack
    difference = first - second
    assert difference.low - 1e-6 <= true_a - true_b <= difference.high + 1e-6


def test_the_spread_goes_through_mean_and_least_value():
    sigma, median = spread(5_044_748, 250_000, 514)
    assert median * exp(sigma**2 / 2) == pytest.approx(5_044_748)
    least = median * exp(sigma * NormalDist().inv_cdf(1 / 514))
    assert least == pytest.approx(250_000)
    assert sigma == pytest.approx(0.90, abs=0.01)
    assert median == pytest.approx(3.36e6, rel=0.01)


def test_every_family_says_what_it_looks_for():
    found = families()
    assert len(found) >= 10
    for module in found.values():
        assert all(module.NAME)
        assert module.__doc__


def test_a_mistyped_quantity_in_the_relations_is_an_error_that_says_so(tmp_path):
    text = FILE.read_text(encoding="utf-8")
    broken = tmp_path / "relations.toml"
    broken.write_text(text.replace('over = ["urban_income"]', 'over = ["urban_incom"]'), "utf-8")
    with pytest.raises(InputError, match="did you mean 'urban_income'"):
        load_relations(broken)


def test_every_band_names_a_source():
    tags = load_pack("yueqing").sources
    for row in load_relations().quotient:
        assert row.observed is None or row.observed.source in tags
