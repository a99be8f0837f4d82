"""`sanjin update` on Yueqing: figures from a file, with and without a run, and what is refused."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from calibration.behaviour.abc_fit import weighted_quantiles
from calibration.outlook.survey_update import RATIO, RURAL, update
from calibration.outlook.trend import YEARS
from calibration.packs.pack import load_pack
from model.errors import InputError
from results.run_folder import RunFolder
from scenarios.__main__ import run
from scenarios.fitting.update import (
    absorb,
    base_of_run,
    base_of_trend,
    figures_of,
    observed,
    samples,
)

# The county --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def base():
    return base_of_trend(load_pack("yueqing"), "ex-ante", YEARS)


def panel(tmp_path, *rows, head="place,level,year,urban_income,rural_income"):
    file = tmp_path / "observed.csv"
    file.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return file


def test_futures_are_those_of_the_trend(base):
    from calibration.outlook.trend import redraw

    drawn = redraw(base.pack, "ex_ante", 500)
    published = np.exp(base.futures.published[:500])
    assert published[:, :, RURAL] == pytest.approx(drawn.rural * np.exp(drawn.errors.rural))
    assert published[:, :, RATIO] == pytest.approx(drawn.ratio * np.exp(drawn.errors.ratio))
    assert np.exp(base.futures.latent[:500, :, RURAL]) == pytest.approx(drawn.rural)


@pytest.mark.parametrize("name", ["yueqing", "Yueqing", "乐清市", "乐清"])
def test_a_figure_above_the_median_raises_later_years_and_narrows_them(base, tmp_path, name):
    figures = figures_of(base.pack, panel(tmp_path, f"{name},county,2022,76500,45200"), YEARS)
    report = absorb(base, figures, 100.0)
    assert list(report["years"]) == ["2023", "2024"]
    for entry in report["years"].values():
        before, after = (entry["rural_income"][key] for key in ("before", "after"))
        assert after["median"] > before["median"]
        assert after["p95"] - after["p05"] < before["p95"] - before["p05"]
    assert report["effective_sample_size"] < report["futures"]


def test_the_published_year_itself_becomes_certain(base, tmp_path):
    figures = figures_of(base.pack, panel(tmp_path, "yueqing,county,2022,76500,44600"), YEARS)
    found = update(base.futures, figures)
    rural = samples(found.futures, "rural_income", 2022)
    urban = samples(found.futures, "urban_income", 2022)
    for values, printed in ((rural, 44600), (urban, 76500)):
        points = weighted_quantiles(values, found.weight, (0.01, 0.99))
        assert points == pytest.approx([printed, printed], abs=1.0)


def test_growth_says_the_same_as_the_level_that_it_leads_to(base, tmp_path):
    head = "place,level,year,urban_income,rural_income,urban_growth_pct,rural_growth_pct"
    by_growth = panel(tmp_path, "yueqing,county,2022,,,4.5,6.6", head=head)
    grown = absorb(base, figures_of(base.pack, by_growth, YEARS), 100.0)
    urban, rural = 73287 * 1.045, 41991 * 1.066
    by_level = panel(tmp_path, f"yueqing,county,2022,{urban:.0f},{rural:.0f}")
    level = absorb(base, figures_of(base.pack, by_level, YEARS), 100.0)
    assert grown["absorbed"] == ["rural_growth 2022", "urban_growth 2022"]
    for year in ("2023", "2024"):
        for name in ("ratio", "rural_income"):
            first, second = (run["years"][year][name]["after"] for run in (grown, level))
            assert first["median"] == pytest.approx(second["median"], rel=5e-4)


def test_the_order_of_figures_does_not_matter(base, tmp_path):
    rows = ("yueqing,county,2022,76500,44600", "yueqing,county,2023,79900,47700")
    there, back = (
        absorb(base, figures_of(base.pack, panel(tmp_path, *order), YEARS), 100.0)
        for order in (rows, rows[::-1])
    )
    assert there["years"]["2024"]["ratio"]["after"]["median"] == pytest.approx(
        back["years"]["2024"]["ratio"]["after"]["median"]
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["yueqin,county,2022,76500,44600"], "no row of the county.*yueqing"),
        (["yueqing,county,2026,76500,44600"], "after the years"),
        (["yueqing,county,2020,67000,38000"], "no figure of the county"),
        (["yueqing,county,2022,300000,44600"], "too few futures"),
    ],
    ids=["misspelt", "too late", "known already", "impossible"],
)
def test_unusable_figures_are_refused_with_a_reason(base, tmp_path, rows, message):
    with pytest.raises(InputError, match=message):
        absorb(base, figures_of(base.pack, panel(tmp_path, *rows), YEARS), 100.0)


# A run's policy effects --------------------------------------------------------------------------


def run_folder(path, pack, *, name=None, fingerprint=None):
    """A run of two pairs whose pilot raises rural income by 1, 2 and 3 % and urban by nothing."""
    rows = [
        (draw_index, 1, world, year, indicator, level * (1.0 + gain))
        for draw_index in range(2)
        for world in ("trend", "no_pilot", "pilot")
        for year in YEARS
        for indicator, level in (
            ("rural_income", 45e3),
            ("urban_income", 77e3),
            ("low_income", 2e4),
        )
        for gain in [0.01 * (year - 2021) * (world == "pilot") * (indicator == "rural_income")]
    ]
    folder = RunFolder.create(path, "0123456789ab")
    columns = ["draw", "seed", "world", "year", "indicator", "value"]
    folder.write_table("indicators", pd.DataFrame(rows, columns=columns))
    folder.write_json("summary", {"years": {}})
    spec = {
        "county": {"name": name or pack.name, "pack": fingerprint or pack.fingerprint},
        "evidence": "ex-ante",
        "settings": {"years": [2022, 2024]},
    }
    folder.write_json("run", {"spec": spec})
    return path


def test_a_runs_policy_effect_is_in_the_futures(base, tmp_path):
    with_policy = base_of_run(base.pack, run_folder(tmp_path / "run", base.pack))
    moved = with_policy.futures.published - base.futures.published
    for column, gain in enumerate((0.01, 0.02, 0.03)):
        assert moved[:, column, RURAL] == pytest.approx(np.full(20_000, np.log1p(gain)))
        assert moved[:, column, RATIO] == pytest.approx(np.full(20_000, -np.log1p(gain)))
    assert with_policy.run == "0123456789ab"


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"name": "cixi"}, "another county"), ({"fingerprint": "0" * 64}, "changed since the run")],
    ids=["county", "pack"],
)
def test_a_run_of_something_else_is_refused(base, tmp_path, changes, message):
    path = run_folder(tmp_path / "run", base.pack, **changes)
    with pytest.raises(InputError, match=message):
        base_of_run(base.pack, path)


def test_the_command_prints_json(tmp_path, capsys):
    good = panel(tmp_path, "yueqing,county,2022,76500,44600")
    assert run(["update", "yueqing", "--observed", str(good), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["absorbed"] == ["rural_income 2022", "urban_income 2022"]
    assert report["effective_sample_size"] > report["least_effective"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_prints_before_and_after(tmp_path, capsys, lang):
    good = panel(tmp_path, "yueqing,county,2022,76500,44600")
    assert run(["update", "yueqing", "--observed", str(good), "--lang", lang]) == 0
    printed = capsys.readouterr().out
    assert {"zh": "更新后", "en": "after (90 %)"}[lang] in printed
    assert "2024" in printed


def test_the_command_refuses_with_a_plain_sentence(tmp_path, capsys):
    wrong = panel(tmp_path, "yueqing,county,2022,300000,44600")
    assert run(["update", "yueqing", "--observed", str(wrong)]) == 1
    assert "too few futures agree" in capsys.readouterr().err


def test_the_last_year_leaves_nothing_to_update(tmp_path, capsys):
    last = panel(tmp_path, "yueqing,county,2024,82000,50000")
    assert run(["update", "yueqing", "--observed", str(last)]) == 0
    assert "no later year" in capsys.readouterr().out


# Places above the county --------------------------------------------------------------------------


def test_the_gap_of_city_and_province_informs_and_other_rows_are_named(base, tmp_path):
    file = panel(
        tmp_path,
        "wenzhou,city,2022,71000,38500",
        "zhejiang,province,2022,71268,37565",
        "wenzhou,city,2023,,41000",
        "ningbo,city,2022,76690,45487",
    )
    found = observed(base, file)
    assert [figure.name for figure in found.figures] == [
        "gap of wenzhou 2022",
        "gap of zhejiang 2022",
    ]
    assert [(row["place"], row["year"], row["reason"]) for row in found.unused] == [
        ("wenzhou", 2023, "no_gap"),
        ("ningbo", 2022, "not_above"),
    ]
    years = absorb(base, found.figures, 100.0)["years"]
    for year in ("2023", "2024"):
        before, after = (years[year]["ratio"][key] for key in ("before", "after"))
        assert after["median"] < before["median"] - 0.002  # both gaps closed faster than forecast
    usual = observed(base, panel(tmp_path, "wenzhou,city,2022,71000,37280"))
    entry = absorb(base, usual.figures, 100.0)["years"]["2023"]["ratio"]
    before, after = (entry[key] for key in ("before", "after"))
    assert after["p95"] - after["p05"] < 0.99 * (before["p95"] - before["p05"])


def test_growth_of_a_city_says_the_same_as_the_levels_that_it_leads_to(base, tmp_path):
    head = "place,level,year,urban_income,rural_income,urban_growth_pct,rural_growth_pct"
    grown = observed(base, panel(tmp_path, "wenzhou,city,2022,,,4.0,7.0", head=head))
    urban, rural = 69_678 * 1.04, 35_844 * 1.07
    printed = observed(base, panel(tmp_path, f"wenzhou,city,2022,{urban:.0f},{rural:.0f}"))
    assert grown.figures[0].value == pytest.approx(printed.figures[0].value, abs=1e-4)
    assert grown.figures[0].sd > printed.figures[0].sd


def test_a_draw_without_places_above_is_updated_as_before(base, tmp_path):
    figures = observed(base, panel(tmp_path, "yueqing,county,2022,76500,44600")).figures
    alone = update(replace(base.futures, above=()), figures)
    beside = update(base.futures, figures)
    assert beside.weight == pytest.approx(alone.weight)
    assert beside.futures.published == pytest.approx(alone.futures.published)


def test_every_pack_finds_the_city_or_province_whose_gap_was_known():
    found = {
        name: [
            place.place for place in base_of_trend(load_pack(name), "ex-ante", YEARS).futures.above
        ]
        for name in ("yueqing", "quzhou", "qingyuan")
    }
    assert found == {
        "yueqing": ["wenzhou", "zhejiang"],
        "quzhou": ["zhejiang"],
        "qingyuan": ["lishui", "zhejiang"],
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_names_what_it_did_not_use(tmp_path, capsys, lang):
    file = panel(tmp_path, "yueqing,county,2022,76500,44600", "ningbo,city,2022,76690,45487")
    assert run(["update", "yueqing", "--observed", str(file), "--lang", lang]) == 0
    assert "ningbo 2022" in capsys.readouterr().out
