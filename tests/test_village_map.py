"""The map of villages: classes, tiles, a user's shapes, and that nobody takes it for geography."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fake_run import fake_run
from geojson import collection, feature, write

from results.charts.village_map import draw
from results.errors import RunFolderError
from results.geometry import read_geometry
from results.run import Run
from results.village_values import CLASSES, classes, village_values


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    opened = Run.open(fake_run(tmp_path_factory.mktemp("map") / "run"))
    table = opened.table("villages").copy()
    table["rural_income_per_head"] = 30_000.0 + 1_000.0 * table.village
    table.loc[table.village == 7, "rural_income_per_head"] = np.nan
    table["total_revenue"] = 1e6 * (1 + table.village)
    opened._tables["villages"] = table
    return opened


def test_classes_hold_about_equally_many_and_have_round_borders() -> None:
    values = [float(value) for value in np.linspace(31_234.0, 98_765.0, 500)]
    found = classes(values)
    counts = pd.Series([found.of(value) for value in values]).value_counts()
    assert len(counts) == CLASSES
    assert counts.min() > 90
    assert all(border % 1_000 == 0 for border in found.borders)
    assert found.of(float("nan")) is None
    assert classes([5.0, 5.0]).borders == ()
    assert classes([]).of(1.0) == 0


def test_every_village_is_a_tile_of_its_class(run: Run) -> None:
    figure, values = draw(run, "en"), village_values(run)
    bars = [trace for trace in figure.plot.data if trace.type == "bar"]
    for axis in ("x", "x2"):
        tiles = [
            (x, base)
            for bar in bars
            if bar.xaxis == axis
            for x, base in zip(bar.x, bar.base, strict=True)
        ]
        assert len(set(tiles)) == len(tiles) == len(values) == 30
    said = [text for bar in bars if bar.xaxis == "x" for text in bar.hovertext]
    assert "town 7, village 7: no rural residents" in said
    assert "town 0, village 0: 30,000 yuan" in said


def test_it_says_that_it_is_schematic_and_synthetic(run: Run) -> None:
    chinese, english = draw(run, "zh"), draw(run, "en")
    assert "示意图，不代表地理位置" in chinese.title
    assert "schematic, not geography" in english.title
    assert "不对应任何真实的村镇" in chinese.caption
    assert "no real place" in english.caption


def test_the_finding_is_the_spread_between_villages(run: Run) -> None:
    values = village_values(run)
    low, high = values.total_revenue.quantile([0.1, 0.9])
    assert f"differs {high / low:.1f} times" in draw(run, "en").title


def test_the_data_file_has_every_village(run: Run) -> None:
    figure = draw(run, "en")
    assert figure.detail is not None
    assert len(figure.detail) == 30
    assert len(figure.table) == 25
    assert int(figure.table["Villages"].sum()) == 30


@pytest.mark.parametrize("language", ["zh", "en"])
def test_shapes_of_a_user_are_drawn_and_coloured(run: Run, tmp_path: Path, language: str) -> None:
    file = write(
        tmp_path / "towns.geojson",
        collection(feature(0, name="<b>柳市</b>"), feature(24, 1), feature(7, 2)),
    )
    figure = draw(run, language, read_geometry(file))
    shapes = [trace for trace in figure.plot.data if trace.fill == "toself"]
    assert len(shapes) == 6
    assert shapes[0].fillcolor != shapes[1].fillcolor
    assert "&lt;b&gt;柳市&lt;/b&gt;" in shapes[0].text
    assert "towns.geojson" in figure.caption
    assert "22" in figure.caption, "towns without a shape are counted"
    assert "示意图" not in figure.title
    assert "schematic" not in figure.title


def test_a_place_that_the_run_does_not_have_is_named(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "towns.geojson", collection(feature(0), feature(99, 1)))
    with pytest.raises(RunFolderError, match="town 99 is not in this run; the run has towns 0 to"):
        draw(run, "en", read_geometry(file))
