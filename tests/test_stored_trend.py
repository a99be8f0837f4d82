"""Packs draw their trend from the stored posterior of the fit to 2021, row by row."""

import json
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import pytest

from calibration.draws import draw
from calibration.fit.sources import fit_sources, read_sources, relative_growths, sums
from calibration.fit.store import fingerprint, stored_places
from calibration.outlook.stored_trend import (
    REPORT,
    ROWS_FILE,
    borrowed_from,
    column_of,
    fitted_cards,
    fitted_growth,
    readings,
    relative_growth,
    rows_at,
    stored_trend,
)
from calibration.outlook.trend import PATHS, redraw_from, trend_path
from calibration.packs.pack import available_packs, load_pack
from calibration.prior_draws import sample
from model.errors import InputError
from model.parameters import Parameters

FITTED = {
    "trend.gap_drift",
    "trend.county_gap_deviation_sd",
    "trend.gap_noise_sd",
    "trend.common_noise_sd",
    "trend.source_growth_sd",
    "survey.yearly_sd",
    "survey.yearly_persistence",
}
KEPT = {
    "trend.rural_growth",
    "trend.covid_2022_growth",
    "trend.covid_2022_gap",
    "survey.rotation_sd",
    "survey.growth_sd",
}


@dataclass(frozen=True)
class Somewhere:
    name: str
    parent: str = ""
    level: str = "county"


@pytest.fixture(scope="module")
def pack():
    return load_pack("yueqing")


def test_the_stored_draws_are_those_of_this_panel_and_this_code():
    report = json.loads(REPORT.read_text(encoding="utf-8"))
    assert report["fingerprint"] == fingerprint(), "run `python -m calibration.fit`"
    assert report["sha256"] == sha256(ROWS_FILE.read_bytes()).hexdigest()
    assert (report["origin"], report["known_by"]) == (2021, 2022)
    assert len(stored_trend()) == report["rows"]


def test_readings_are_weighted_a_half_and_two_quarters():
    counts = np.bincount(stored_trend().columns["reading"].astype(int))
    assert counts.tolist() == [256, 128, 128]


@pytest.mark.parametrize("name", available_packs())
def test_every_pack_has_a_posterior_and_says_from_where(name):
    cards = load_pack(name).cards()
    assert {path for path, card in cards.items() if card.basis == "posterior"} == FITTED
    assert all(cards[path].basis == "prior" for path in KEPT)
    for path in FITTED:
        assert cards[path].source == "fitted_to_2021"
        assert len(cards[path].posterior) == len(stored_trend())
        assert cards[path].ex_ante == Parameters.cards()[path].ex_ante
    above = load_pack(name).trend_borrowed_from
    assert above is not None
    assert f"borrows from {above}" in cards["trend.gap_drift"].note


def test_a_place_that_nobody_knows_borrows_from_its_parent_or_the_province():
    assert column_of("newplace", "wenzhou") == "county of wenzhou"
    assert column_of("newplace", "") == column_of("newplace", "atlantis") == "county of zhejiang"
    assert borrowed_from(Somewhere("newplace", "quzhou")) == "zhejiang"
    assert borrowed_from(Somewhere("wenzhou", level="prefecture")) is None
    assert set(fitted_cards(Somewhere("newplace"), Parameters.cards())) == FITTED


def test_a_prefecture_has_no_county_noise():
    county, city = (
        np.array(
            fitted_cards(Somewhere("x", "wenzhou", level), Parameters.cards())[
                "trend.gap_noise_sd"
            ].posterior
        )
        for level in ("county", "prefecture")
    )
    assert np.all(city < county)


def test_draws_take_one_row_for_everything_fitted(pack):
    index = np.array([0, 3, 17, 1_000_005])
    rows = rows_at(index, len(stored_trend()))
    values = sample(FITTED, index, "ex_ante", pack.cards())
    columns = stored_trend().columns
    assert np.array_equal(values["trend.gap_drift"], columns["gap drift: county of wenzhou"][rows])
    assert np.array_equal(values["survey.yearly_sd"], columns["gap: yearly"][rows])
    assert np.array_equal(readings(index), columns["reading"][rows])


def test_rows_are_taken_evenly_and_depend_on_the_index_alone():
    rows = rows_at(np.arange(20_000), 10)
    assert np.bincount(rows) == pytest.approx([2000] * 10, rel=0.08)
    assert np.array_equal(rows_at(np.arange(20_000)[::-1], 10)[::-1], rows)


def test_what_was_not_fitted_is_drawn_as_before(pack):
    index = np.arange(50)
    own = sample(PATHS, index, "ex_ante", pack.cards())
    shared = sample(PATHS, index, "ex_ante")
    for path in set(PATHS) - FITTED:
        assert np.array_equal(own[path], shared[path]), path


def test_the_centre_is_the_mean_of_the_posterior(pack):
    centre = draw(pack, None).parameters
    drift = stored_trend().columns["gap drift: county of wenzhou"]
    assert centre.trend.gap_drift == pytest.approx(drift.mean())
    assert centre.trend.rural_growth == 0.07


def test_a_redraw_and_a_simulated_path_of_a_pack_have_the_same_gap(pack):
    index = np.array([4, 9])
    rows = redraw_from(pack, sample(PATHS, index, "ex_ante", pack.cards()), index)
    start = np.log(pack.value("urban_income_yuan") / pack.value("rural_income_yuan"))
    for k, number in enumerate(index.tolist()):
        income = trend_path(pack, draw(pack, number).parameters, number).income.sum(axis=2)
        simulated = np.log(income[:, 1] / income[:, 0]) - start
        redrawn = np.log(rows.ratio[k]) - start + rows.errors.ratio_2021[k]
        assert redrawn == pytest.approx(simulated, abs=3e-4)
    assert np.array_equal(rows.reading, readings(index))


def test_sources_of_a_pack_grow_as_fitted_in_every_draw_and_on_the_central_path(pack):
    path = trend_path(pack, draw(pack, None).parameters, None).income
    share = path / path.sum(axis=2, keepdims=True)
    mean = relative_growth(None)[0]
    assert mean[:, 3].min() > 0  # transfers grew faster than the mean in both areas
    assert np.all(np.diff(share[:, :, 3], axis=0) > 0)
    assert np.any(relative_growth(np.arange(2))[0] != relative_growth(np.arange(2))[1])


def test_the_fit_alone_would_let_rural_income_grow_faster_than_the_prior(pack):
    growth = fitted_growth(pack)
    assert 0.08 < growth.mean() < 0.105
    assert growth.mean() > pack.cards()["trend.rural_growth"].ex_ante.central


def test_a_changed_table_is_refused(tmp_path, monkeypatch):
    import calibration.outlook.stored_trend as module

    changed = tmp_path / "trend.csv"
    changed.write_bytes(ROWS_FILE.read_bytes().replace(b"0", b"1", 1))
    monkeypatch.setattr(module, "ROWS_FILE", changed)
    with pytest.raises(InputError, match="changed since the fit"):
        stored_trend.__wrapped__()


def test_every_region_has_draws_of_its_own_and_of_an_unseen_county():
    columns = stored_trend().columns
    for name in stored_places():
        assert f"gap drift: {name}" in columns
    assert len(stored_places()) == 2 * 12
    spread = [columns[f"gap drift: {name}"].std() for name in ("wenzhou", "county of wenzhou")]
    assert spread[1] > spread[0]


def test_sources_after_the_origin_are_refused():
    rows = read_sources()
    with pytest.raises(InputError, match="after the origin"):
        fit_sources(rows, 2020, 10)


def test_relative_growth_is_the_mean_of_exact_draws():
    """Given both scales: precision 1 / size^2 + information / noise^2."""
    found = fit_sources(read_sources(), 2021, 4000)
    information, told = sums(found.seen)
    precision = 1 / found.size[:, None] ** 2 + information / found.noise[:, None] ** 2
    mean = (told / found.noise[:, None] ** 2 / precision).mean(axis=0)
    assert found.relative.reshape(4000, -1).mean(axis=0) == pytest.approx(mean, abs=6e-4)


def test_relative_growth_comes_from_levels_before_printed_rates():
    seen = relative_growths(read_sources())
    hangzhou = [i for i in seen if (i.place, i.area, i.source) == ("hangzhou", "rural", "wages")]
    assert [item.last for item in hangzhou] == [2016, 2017]
    share = [15860 / 25719, 17059 / 27908]
    assert hangzhou[0].value == pytest.approx(np.log(share[1] / share[0]))
    wenzhou = [i for i in seen if (i.place, i.area, i.source) == ("wenzhou", "rural", "wages")]
    assert [(item.last, item.years) for item in wenzhou] == [(2021, 2)]
