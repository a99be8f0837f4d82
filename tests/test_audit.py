"""The plan auditor finds what arithmetic can find, in any pack, and is silent on what agrees."""

import json
from dataclasses import dataclass, replace

import pytest

from calibration.auditor import as_json, audit, recorded_only
from calibration.figures import Figures
from calibration.findings import SEVERITIES, written
from calibration.packs.pack import available_packs, load_pack
from calibration.relations import load_relations
from scenarios.__main__ import run


@pytest.fixture(scope="module")
def yueqing():
    return {(finding.check, finding.key): finding for finding in audit(load_pack("yueqing"))}


@dataclass(frozen=True)
class Row:
    """A row that must be found: its severity, numbers it must quote, who treats it."""

    check: str
    key: str
    severity: str
    numbers: tuple[float, ...]
    conflict: str = ""


YUEQING = (
    Row("disagreements", "low_income", "contradiction",
        (16376.5, 14645, 16376.5 / 35247, 14645 / 35247, 0.46), "low_income_2021"),
    Row("binding", "low_income", "non-binding", (16376.5, 16000), "low_income_2021"),
    Row("binding", "low_income_own_pace", "non-binding", (16376.5 * 1.1**3, 21000)),
    Row("growth", "low_income_2020", "implied", (16376.5 / 1.1,), "low_income_2021"),
    Row("jumps", "rural_2021", "jump",
        (35478, 6513 / 35478, 0.105, 35247 / 31930 - 1, (73287 - 6218) / 35478),
        "rural_rise_2021"),
    Row("binding", "ratio", "non-binding", (1.745, 1.75), "ratio_2021"),
    Row("weights", "ratio", "non-binding", (1.75, 1.7170), "ratio_2021"),
    Row("weights", "resident_income_goals", "implied",
        (85851.9, 1.7170, 1.7061, 76830.8, 1.7265, 81279.1, 1.7257), "urban_weight_2024"),
    Row("weights", "resident_income", "contradiction", (62614.9, 0.66945, 0.659),
        "urban_weight_2024"),
    Row("identities", "income_to_gdp", "contradiction",
        (66000 / 103000, 70000 / 107000, 0.6625, 0.64), "income_to_gdp_goal"),
    Row("overlaps", "jobs", "overlap", (28000, 18000, 10000, 9000, 2000, 21000)),
    Row("overlaps", "jobs_2022", "contradiction", (2000, 20500, 18000), "jobs_2022"),
    Row("overlaps", "workshops", "overlap", (100, 150, 250)),
    Row("per_unit", "jobs_per_workshop", "contradiction", (200, 100, 15, 89), "jobs_per_workshop"),
    Row("per_unit", "house_area", "contradiction", (500, 3322700 / 23001), "house_area"),
    Row("per_unit", "gain_per_house", "inference", (2e7 / 600, 9.18e8 / 23001), "houses_gain"),
    Row("parts", "houses_cumulative", "contradiction", (600, 23001, 23601), "houses_goal"),
    Row("parts", "jobs_from_houses", "contradiction", (59000, 18000), "jobs_from_houses"),
    Row("spread", "dividend_villages", "contradiction", (49, 2.593e9 / 514, 1e6),
        "dividend_villages_2021"),
    Row("spread", "dividend_villages_spread", "implied", (250000, 0.9004), "collective_floor"),
    Row("sums", "alliances", "inference", (180, 80, 100), "alliances"),
    Row("cumulative", "charity_jobs", "inference", (3000, 9000, 4000, 12000, 6, 18),
        "charity_jobs"),
    Row("binding", "work_safety_deaths", "inference", (0.00907, 0.013, 0.01235, 0.01174)),
    Row("implied", "loans_per_rural_resident", "implied", (6.4e10 / (1464000 * 0.325),),
        "farm_loans"),
    Row("implied", "loans_to_gdp", "implied", (6.4e10 / (1464000 * 98650),), "farm_loans"),
    Row("implied", "special_fund_total", "implied", (514e5,)),
    Row("timing", "charity_trust", "contradiction", (400000, 1), "charity_start"),
    Row("binding", "rural_income_region", "non-binding", ((50000 / 41991) ** (1 / 3) - 1,)),
)  # fmt: skip


@pytest.mark.parametrize("row", YUEQING, ids=lambda row: f"{row.check}-{row.key}")
def test_every_row_that_arithmetic_can_find_is_found(yueqing, row):
    finding = yueqing[row.check, row.key]
    assert finding.severity == row.severity
    quoted = [number.value for number in finding.numbers]
    for value in row.numbers:
        assert any(number == pytest.approx(value, rel=5e-5) for number in quoted), value
    if row.conflict:
        assert finding.conflict == row.conflict


def test_what_is_consistent_is_not_reported(yueqing):
    silent = {
        ("growth", "collective"), ("sums", "farm_loans"), ("sums", "people_trained"),
        ("sums", "land"), ("sums", "exchange"), ("identities", "ratio_of_incomes"),
        ("identities", "house_area"), ("identities", "employment_share"),
        ("per_unit", "gain_per_mu"), ("disagreements", "collective_income"),
        ("disagreements", "ratio"), ("jumps", "urban_2021"), ("jumps", "rural_2021_goal"),
        ("parts", "loans_households"), ("parts", "dividend_villages"),
        ("binding", "collective_income"), ("binding", "collective_income_own_pace"),
        ("binding", "urbanisation"), ("binding", "rural_income"), ("binding", "gdp_per_head"),
    }  # fmt: skip
    assert not silent & set(yueqing)


def test_the_reading_that_fits_the_rest_is_named(yueqing):
    finding = yueqing["disagreements", "low_income"]
    assert "16,376.5" in finding.follows.en
    assert "14,645" not in finding.follows.en


def test_loans_of_the_years_are_their_total():
    figures = Figures(load_pack("yueqing"), load_relations())
    issued = [figure.value for figure in figures.of("farm_loans", "target")]
    assert issued == [2.1e10, 2.1e10, 2.2e10]
    assert figures.last("farm_loans_total", "target").value == sum(issued)


@pytest.mark.parametrize("name", available_packs())
def test_every_pack_can_be_audited(name):
    pack = load_pack(name)
    found = audit(pack)
    assert [f.severity for f in found] == sorted(
        (f.severity for f in found), key=list(SEVERITIES).index
    )
    for finding in found:
        for text in (finding.found, finding.treatment):
            assert text.zh
            assert text.en
        assert len(finding.numbers) >= 2 or finding.check == "timing"
        assert finding.conflict in ("", *pack.conflicts)
        assert any(number.where for number in finding.numbers)
    keys = [(finding.check, finding.key) for finding in found]
    assert len(keys) == len(set(keys))
    plain = as_json(pack, found)
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain


def test_both_languages_have_the_same_numbers(yueqing):
    for finding in yueqing.values():
        for number in finding.numbers:
            shown = written(number.value, number.unit)
            assert shown in number.text("zh")
            assert shown in number.text("en")


def test_what_no_arithmetic_finds_is_listed():
    pack = load_pack("yueqing")
    others = recorded_only(pack, audit(pack))
    assert "members_and_residents" in others
    assert "low_income_2021" not in others


def test_audits_are_the_same_every_time():
    pack = load_pack("yueqing")
    assert as_json(pack, audit(pack)) == as_json(pack, audit(pack))
    again = replace(audit(pack)[0])
    assert again == audit(pack)[0]


def test_the_command_prints_both_languages_and_json(capsys):
    assert run(["audit", "yueqing", "--lang", "zh"]) == 0
    assert "矛盾" in capsys.readouterr().out
    assert run(["audit", "yueqing", "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["counts"]["contradiction"] >= 9
    assert {finding["severity"] for finding in plain["findings"]} <= set(SEVERITIES)
    assert run(["audit", "yuequing"]) == 1
    assert "did you mean 'yueqing'" in capsys.readouterr().err
