"""Gaps of county packs: filled by rule, graded, up to date, never at the cost of own figures."""

import shutil

import numpy as np
import pytest

from calibration.draws import draw
from calibration.packs.filled_file import filled_text, is_current, write_filled
from calibration.packs.gaps import HOUSES_PART, SOURCES
from calibration.packs.pack import COUNTIES, available_packs, load_pack, pack_folder, read_county
from calibration.packs.pack_linter import lint
from calibration.packs.parent_fill import fill
from calibration.packs.regions import region
from calibration.prior_draws import cards_of, sample
from calibration.start.population import build
from model.errors import InputError
from model.parameters import Parameters
from scenarios.commands.validate import _check_pack

TEMPLATE = COUNTIES / "_template"


@pytest.fixture(scope="module", params=sorted(set(available_packs()) - {"yueqing"}))
def other(request):
    return load_pack(request.param)


@pytest.fixture(scope="module")
def yueqing():
    return load_pack("yueqing")


def test_what_is_filled_is_what_the_rules_give_now(other):
    assert is_current(pack_folder(other.name))
    _, own = read_county(pack_folder(other.name))
    assert set(own) & other.filled == set()
    for name, fact in own.items():
        assert other.fact(name) == fact


def test_a_changed_figure_makes_the_filling_stale(tmp_path):
    folder = tmp_path / "cixi"
    shutil.copytree(pack_folder("cixi"), folder)
    file = folder / "county.toml"
    file.write_text(file.read_text("utf-8").replace("41000", "42000"), "utf-8")
    assert not is_current(folder)
    with pytest.raises(InputError, match="--fill"):
        _check_pack(str(folder), "en", fill=False)
    _check_pack(str(folder), "en", fill=True)
    assert is_current(folder)
    grown = load_pack(folder).value("rural_income_yuan") / load_pack("cixi").value(
        "rural_income_yuan"
    )
    assert grown == pytest.approx(42 / 41, rel=1e-4)


def test_filled_facts_are_graded_and_never_official(other):
    for name in other.filled:
        fact = other.fact(name)
        assert fact.grade in {"derived", "proxy", "assumption"}, name
        assert fact.note, name
        assert fact.year == 2021
    for name in ("population", "villages", "rural_income_yuan"):
        if name in other.filled:
            assert other.fact(name).grade != "derived"


def test_regions_hold_no_year_after_2021_and_shares_add_up():
    for name in ("wenzhou", "hangzhou", "ningbo", "shaoxing", "lishui", "zhejiang"):
        found = region(name)
        years = {year for figures in found.figures.values() for year in figures}
        assert max(years) <= 2021
        assert found.line().__next__().name == name
        assert list(found.line())[-1].name == "zhejiang"
        for area in ("rural", "urban"):
            parts = [
                figures[max(figures)].value
                for key, figures in found.figures.items()
                if key in {f"{area}_{source}_share" for source in SOURCES}
            ]
            assert not parts or sum(parts) == pytest.approx(1.0, abs=1e-9)


def test_an_unknown_region_is_named():
    with pytest.raises(InputError, match="did you mean 'wenzhou'"):
        region("wenzou")


def test_incomes_are_moved_as_the_city_moved():
    cixi, fuyang, keqiao = (load_pack(name) for name in ("cixi", "fuyang", "keqiao"))
    assert cixi.value("rural_income_yuan") == round(41_000 * 42_946 / 39_149)
    assert cixi.value("urban_income_yuan") == round(67_000 * 73_869 / 68_019)
    moved = 36_255 * 35_247 / 29_876
    assert fuyang.value("rural_income_yuan") == round(moved)
    assert fuyang.value("urban_income_yuan") == round(1.75 * moved)
    assert keqiao.value("urban_income_yuan") == round(48_049 * 73_128 / 42_639)


def test_survey_weights_follow_the_city_or_the_own_means():
    pingyang, qingyuan = load_pack("pingyang"), load_pack("qingyuan")
    offset = (59_588 - 35_844) / (69_678 - 35_844) - 0.728
    assert pingyang.value("survey_urban_weight") == pytest.approx(0.6167 + 0.0053 + offset)
    own = (34_618 - 22_563) / (47_034 - 22_563)
    assert qingyuan.value("survey_urban_weight") == pytest.approx(own, rel=1e-12)
    province = (57_541 - 35_247) / (68_487 - 35_247) - 0.727
    assert qingyuan.value("urbanisation_share") == pytest.approx(own - province, abs=5e-5)


def test_counts_and_priors_go_with_size(other, yueqing):
    people = other.value("population") / yueqing.value("population")
    rural = other.value("rural_population") / yueqing.value("rural_population")
    assert other.value("enterprises") == pytest.approx(people * 4000, abs=0.5)
    assert other.value("absorbed_jobs") == pytest.approx(rural * 18_000, abs=0.5)
    shared, own = Parameters.cards(), other.cards()
    for path, part in (
        ("land.baseline_mu_per_year", rural), ("charity.endowment_yuan", people),
    ):  # fmt: skip
        assert own[path].ex_ante.central == pytest.approx(shared[path].ex_ante.central * part, 1e-3)
    rent = part_of_property(other) / part_of_property(yueqing) * HOUSES_PART
    assert other.value("houses_activated") == pytest.approx(rent * 23_001, rel=1e-3)
    workshops = own["workshops.provincial_workshops"].ex_ante
    by_all = 10_000 * other.value("population") / 65_400_000
    by_rural = 10_000 * other.value("rural_population") / (65_400_000 * 0.273)
    assert workshops.low == pytest.approx(min(by_all, by_rural), rel=1e-3)
    assert workshops.high == pytest.approx(max(by_all, by_rural), rel=0.06)


def part_of_property(pack):
    names = ("rural_population", "rural_income_yuan", "rural_property_share")
    return np.prod([pack.value(name) for name in names])


def test_own_priors_replace_the_shared_ones_and_no_other(other):
    shared, own = Parameters.cards(), cards_of(other)
    changed = {path for path in own if own[path] != shared[path]}
    fitted = {path for path in own if own[path].basis == "posterior"}
    assert changed <= set(other.priors) | fitted
    assert not fitted & set(other.priors)
    index = np.arange(400)
    paths = ["land.rent_yuan_per_mu", "start.register_income_yuan"]
    drawn = sample(paths, index, "ex_ante", own)
    plain = sample(paths, index, "ex_ante")
    np.testing.assert_array_equal(drawn[paths[0]], plain[paths[0]])
    assert drawn[paths[1]].mean() == pytest.approx(other.value("register_income_yuan"), rel=0.01)
    central = draw(other, None).parameters
    assert central.start.register_income_yuan == other.value("register_income_yuan")


def test_the_template_is_no_pack_but_becomes_one_when_filled(tmp_path):
    assert "_template" not in available_packs()
    folder = tmp_path / "newplace"
    shutil.copytree(TEMPLATE, folder)
    with pytest.raises(InputError, match="--fill"):
        load_pack(folder)
    write_filled(folder)
    pack = load_pack(folder)
    assert pack.label == "uncalibrated"
    assert [r for r in lint(pack, folder) if r.severity == "error"] == []
    assert len(pack.filled) > 40
    build(pack, 0.02)


@pytest.mark.parametrize(
    ("gone", "named"),
    [("population_2020", "facts.population"), ("urbanisation_2020_share", "facts.urbanisation")],
)
def test_what_no_rule_can_fill_is_named(gone, named):
    head, own = read_county(TEMPLATE)
    rest = {name: fact for name, fact in own.items() if name != gone}
    with pytest.raises(InputError, match=named):
        fill(head, rest)


def test_a_pack_without_a_parent_cannot_be_filled():
    with pytest.raises(InputError, match=r"county\.parent"):
        filled_text(pack_folder("yueqing"))


def test_a_fact_is_not_both_own_and_filled(tmp_path):
    folder = tmp_path / "cixi"
    shutil.copytree(pack_folder("cixi"), folder)
    file = folder / "filled.toml"
    file.write_text(file.read_text("utf-8").replace("facts.towns", "facts.villages"), "utf-8")
    with pytest.raises(InputError, match=r"stands in county\.toml already"):
        load_pack(folder)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('priors."land.baseline_mu_per_year"', 'priors."land.baseline_mu"', "no such unknown"),
        ('unit = "mu per year"', 'unit = "mu"', "is not the unit of the unknown"),
        ('shape = "lognormal"', 'shape = "lognorml"', "did you mean 'lognormal'"),
        ("low = ", "low = 9e18\n#", "must ascend"),
    ],
)
def test_a_wrong_prior_is_refused(tmp_path, old, new, words):
    folder = tmp_path / "cixi"
    shutil.copytree(pack_folder("cixi"), folder)
    file = folder / "filled.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError, match=words):
        load_pack(folder)
