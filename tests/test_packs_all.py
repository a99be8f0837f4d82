"""All county packs: own figures untouched, gaps filled by rule and graded, all of them run."""

import shutil

import numpy as np
import pytest

from calibration.draws import draw
from calibration.outlook.trend import redraw, trend_path
from calibration.packs.pack import COUNTIES, available_packs, load_pack, pack_folder
from calibration.packs.pack_linter import LABELS, highest_label, lint
from calibration.start.population import build
from calibration.start.start_checks import start_checks
from calibration.start.starting_county import starting_county
from model.county import CountyModel
from model.errors import InputError
from model.parameters import Parameters
from scenarios.commands.validate import _check_pack
from scenarios.words import WORDS

HORIZONS = {
    "yueqing": 2024, "pingyang": 2025, "qingyuan": 2025, "keqiao": 2027, "cixi": 2024,
    "fuyang": 2024, "quzhou": 2024,
}  # fmt: skip
LEVERS = {
    "yueqing": 236, "pingyang": 120, "qingyuan": 55, "keqiao": 19, "cixi": 26, "fuyang": 36,
    "quzhou": 15,
}  # fmt: skip
OTHERS = sorted(set(HORIZONS) - {"yueqing"})
TEMPLATE = COUNTIES / "_template"

COARSE = {"register household size": 0.06, "houses leased": 0.01, "houses vacant": 0.05}
"""What a sample counts in whole weighted households, and few of them in a small county."""


@pytest.fixture(scope="module", params=OTHERS)
def other(request):
    return load_pack(request.param)


@pytest.fixture(scope="module")
def yueqing():
    return load_pack("yueqing")


def test_the_seven_places_are_there_with_their_own_horizons():
    assert {name: load_pack(name).horizon for name in available_packs()} == HORIZONS
    assert load_pack("quzhou").level == "prefecture"
    assert {n for n in OTHERS if load_pack(n).document == "case report"} == {
        "cixi", "fuyang", "quzhou",
    }  # fmt: skip
    assert load_pack("keqiao").document == "draft"


@pytest.mark.parametrize("name", sorted(LEVERS))
def test_every_number_of_the_documents_is_used_or_explained(name):
    levers = load_pack(name).levers
    assert len(levers) == LEVERS[name]
    assert all(bool(lever.policy) != bool(lever.not_modelled) for lever in levers)


@pytest.mark.parametrize("name", sorted(HORIZONS))
def test_the_linter_finds_no_fault(name):
    pack = load_pack(name)
    found = lint(pack, pack_folder(name))
    assert [remark for remark in found if remark.severity == "error"] == []
    assert all(remark.zh != remark.en for remark in found)


def test_labels_claim_no_more_than_the_figures_bear(yueqing):
    assert highest_label(yueqing) == "partly calibrated"
    best = {name: highest_label(load_pack(name)) for name in OTHERS}
    assert {name for name in best if best[name] == "uncalibrated"} == {"cixi", "fuyang"}
    for name in OTHERS:
        assert LABELS.index(load_pack(name).label) <= LABELS.index(best[name])
    assert set(LABELS) <= set(WORDS)


def test_a_label_that_claims_too_much_is_refused(tmp_path):
    folder = tmp_path / "fuyang"
    shutil.copytree(pack_folder("fuyang"), folder)
    file = folder / "county.toml"
    file.write_text(file.read_text("utf-8").replace("uncalibrated", "calibrated"), "utf-8")
    with pytest.raises(InputError, match=r"county\.label: claims 'calibrated'"):
        _check_pack(str(folder), "en", fill=False)


def test_a_lever_of_an_unknown_setting_is_refused(tmp_path):
    folder = tmp_path / "keqiao"
    shutil.copytree(pack_folder("keqiao"), folder)
    file = folder / "levers.csv"
    text = file.read_text("utf-8")
    assert "village_clusters,award_yuan" in text
    file.write_text(text.replace("village_clusters,award_yuan", "village_clusters,award"), "utf-8")
    found = lint(load_pack(folder), folder)
    assert [r.en for r in found if r.severity == "error"] == [
        "there is no setting village_clusters.award"
    ]


def test_yueqing_keeps_the_shared_priors(yueqing):
    shared = Parameters.cards()
    for path, card in yueqing.cards().items():
        assert (card.ex_ante, card.evaluation) == (shared[path].ex_ante, shared[path].evaluation)
        assert card == shared[path] or card.basis == "posterior"
    assert yueqing.filled == frozenset()


@pytest.fixture(scope="module")
def population(other):
    return build(other, 0.1)


@pytest.mark.parametrize("index", [None, 0, 1, 2, 3, 4])
def test_every_pack_starts_from_its_own_2021(other, population, index):
    parameters = draw(other, index).parameters
    start = starting_county(population, other, parameters)
    for check in start_checks(start, other, parameters):
        if check.name == "dividends to rural residents" and "dividends" in str(start.notes):
            continue  # two paying villages cannot share as drawn, and the start says so
        assert check.miss <= COARSE.get(check.name, 5e-3), (check, start.notes)
    assert start.facts["population_2021"] == round(other.value("population"))


@pytest.mark.parametrize("name", OTHERS)
def test_every_pack_runs_to_its_horizon(name):
    pack = load_pack(name)
    years = range(2022, pack.horizon + 1)
    parameters = draw(pack, None).parameters
    start = starting_county(build(pack, 0.02), pack, parameters)
    path = trend_path(pack, parameters, None, years)
    world = CountyModel(start, parameters, path, (), seed=1)
    try:
        outcome = world.run()
    finally:
        world.close()
    assert outcome.indicators["rural_income"].shape == (len(years),)
    np.testing.assert_allclose(
        outcome.indicators["rural_income"], path.income[:, 0].sum(axis=1), rtol=1e-6
    )
    futures = redraw(pack, "ex_ante", 500, years=years)
    assert futures.ratio.shape == (500, len(years))
    assert np.median(futures.ratio[:, 0]) == pytest.approx(pack.value("ratio_published"), rel=0.05)


def test_cixi_keeps_both_figures_of_2022_and_starts_from_neither():
    cixi = load_pack("cixi")
    rural, ratio = cixi.conflicts["rural_income_2022"], cixi.conflicts["ratio_2022"]
    assert {reading.value for reading in rural.readings} == {47_142, 47_000}
    assert rural.reading(rural.chosen).value == 47_142
    assert {reading.value for reading in ratio.readings} == {1.56, 1.55}
    assert ratio.reading(ratio.chosen).value == 1.56
    values = {fact.value for fact in cixi.facts.values()}
    assert values & {47_142.0, 47_000.0, 73_000.0, 73_400.0} == set()
