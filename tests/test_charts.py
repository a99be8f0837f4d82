"""Every chart of the folder, in both languages: what a figure must say and how it must look."""

import re
import shutil
import string
from itertools import combinations
from pathlib import Path

import pytest
from fake_run import fake_run

import results.charts
from results.charts import chart_modules, charts
from results.figure import COLOURS, Figure, NoData
from results.folding import folded, plain
from results.language import LANGUAGES
from results.numbers import written
from results.run import Run

NAMES = tuple(chart_modules())
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OF_SENSITIVITY = ("sensitivity", "convergence")
LIGHT = {"#E69F00", "#56B4E9", "#F0E442"}
every_chart = pytest.mark.parametrize("name", NAMES)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run.open(fake_run(tmp_path_factory.mktemp("charts") / "run"))


@pytest.fixture(scope="module")
def figures(run: Run) -> dict[tuple[str, str], Figure]:
    return {
        (name, language): draw(run, language)
        for name, draw in charts().items()
        for language in LANGUAGES
    }


Figures = dict[tuple[str, str], Figure]


@every_chart
def test_texts_have_the_same_keys_and_gaps_in_both_languages(name: str) -> None:
    texts = chart_modules()[name].TEXTS
    assert texts["zh"].keys() == texts["en"].keys()
    for key in texts["zh"]:
        gaps = [
            {part[1] for part in string.Formatter().parse(texts[language][key]) if part[1]}
            for language in LANGUAGES
        ]
        assert gaps[0] == gaps[1], key


@every_chart
@every_language
def test_title_states_a_finding(figures: Figures, name: str, language: str) -> None:
    title = figures[name, language].title
    assert re.search(r"\d", title), "a finding has a number"
    assert not re.search(r"[{}]|nan|None", title)
    assert bool(CHINESE.search(title)) == (language == "zh")
    assert figures[name, language].plot.layout.title.text is None
    inside = figures[name, language].standalone().layout.title.text
    assert re.sub(r"<br>|\s", "", inside) == re.sub(r"\s", "", plain(title))


@every_chart
@every_language
def test_caption_names_runs_interval_source_run_and_data(
    figures: Figures, run: Run, name: str, language: str
) -> None:
    caption = figures[name, language].caption
    assert run.fingerprint in caption
    assert {"zh": "16 组配对模拟", "en": "16 paired runs"}[language] in caption
    assert {"zh": "区间：", "en": "Interval: "}[language] in caption
    assert {"zh": "来源：sanjin 模拟，乐清市", "en": "Source: sanjin simulation, Yueqing"}[
        language
    ] in caption
    stored = re.findall(r"[\w/]+\.(?:parquet|json)", caption)
    assert stored
    assert all((run.folder.path / file).is_file() for file in stored)


@every_chart
@every_language
def test_axes_with_numbers_have_a_title_with_unit(
    figures: Figures, name: str, language: str
) -> None:
    plot = figures[name, language].plot
    if any(trace.type == "sankey" for trace in plot.data):
        return
    titles = [axis.title.text or "" for axis in (*plot.select_xaxes(), *plot.select_yaxes())]
    if name == "village_map":  # a map has no axes: its headings carry the units
        titles = [note.text for note in plot.layout.annotations]
    unit = r"[（(].+[)）]|年份|Year|岗位|Workshops|Jobs"
    assert any(re.search(unit, title) for title in titles)
    for axis in (*plot.select_xaxes(), *plot.select_yaxes()):
        assert "<" not in (axis.title.text or "")


@every_chart
def test_years_are_whole(figures: Figures, name: str) -> None:
    for axis in figures[name, "zh"].plot.select_xaxes():
        if axis.title.text == "年份":
            assert all(float(year).is_integer() for year in axis.tickvals)
            assert all(re.fullmatch(r"20\d\d", text) for text in axis.ticktext)


@every_chart
def test_colours_are_dark_and_series_differ_without_colour(figures: Figures, name: str) -> None:
    plot = figures[name, "zh"].plot
    used = {colour.upper() for colour in re.findall(r"#[0-9a-fA-F]{6}\b", plot.to_json())}
    assert not used & LIGHT
    shown = (
        [
            trace
            for trace in plot.data
            if trace.type in {"scatter", "bar"}
            and trace.showlegend is not False
            and "fill" not in trace.to_plotly_json()
        ]
        if name != "posted_flows"
        else []
    )
    looks = [_look(trace) for trace in shown]
    for first, second in combinations(range(len(looks)), 2):
        assert looks[first] != looks[second], (shown[first].name, shown[second].name)


def _look(trace: object) -> tuple[object, ...]:
    plain_trace = trace.to_plotly_json()  # type: ignore[attr-defined]
    marker, line = plain_trace.get("marker", {}), plain_trace.get("line", {})
    return (
        plain_trace.get("mode"),
        marker.get("symbol"),
        line.get("dash"),
        marker.get("pattern", {}).get("shape"),
        plain_trace.get("fill"),
    )


def test_a_number_keeps_its_unit_on_its_line() -> None:
    assert folded("最高是最低的 1.7 倍，相差", 16) == "最高是最低的<br>1.7 倍，相差"


def test_palette_differs_for_colour_blind_readers() -> None:
    assert len(set(COLOURS)) == 5
    assert not set(COLOURS) & LIGHT


@every_chart
def test_both_languages_show_the_same_numbers(figures: Figures, name: str) -> None:
    chinese, english = figures[name, "zh"], figures[name, "en"]
    assert chinese.units == english.units
    assert chinese.table.shape == english.table.shape
    for first, second in zip(
        chinese.table.to_numpy().ravel(), english.table.to_numpy().ravel(), strict=True
    ):
        assert isinstance(first, str) == isinstance(second, str)
        if not isinstance(first, str):
            assert first == second or (first != first and second != second)


@every_chart
@every_language
def test_words_are_in_one_language(figures: Figures, name: str, language: str) -> None:
    figure = figures[name, language]
    shown = [
        *map(str, figure.table.columns),
        *(text for text in figure.table.to_numpy().ravel() if isinstance(text, str)),
    ]
    machine = [text for text in shown if re.search(r"[a-z]_[a-z]", text)]
    assert machine == []
    if language == "en":
        assert [text for text in shown if CHINESE.search(text)] == []


@every_chart
def test_every_row_has_a_unit(figures: Figures, name: str) -> None:
    figure = figures[name, "en"]
    assert len(figure.units) == len(figure.table) > 0


@every_chart
def test_a_run_without_the_table_says_so(run: Run, tmp_path: Path, name: str) -> None:
    copy = Path(shutil.copytree(run.folder.path, tmp_path / "run"))
    studies = ("differences", "regret", "attribution", "interactions", "change_split", "choices")
    for table in (
        "gains",
        "postings",
        "variance",
        "checks",
        "references",
        *studies,
        *OF_SENSITIVITY,
    ):
        (copy / f"tables/{table}.parquet").unlink()
    bare = Run.open(copy)
    if name in {"ratio_fan", "income_by_source", "jobs_and_workshops", "village_map"}:
        assert charts()[name](bare, "en").title
    else:
        with pytest.raises(NoData, match=r"tables/\w+\.parquet"):
            charts()[name](bare, "en")


def test_a_new_file_is_a_new_chart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "brand_new.py").write_text(
        "ORDER = 1\nTEXTS = {'zh': {}, 'en': {}}\ndef draw(run, language):\n    return None\n"
    )
    monkeypatch.setattr(results.charts, "__path__", [*results.charts.__path__, str(tmp_path)])
    assert list(charts()) == ["brand_new", *NAMES]


def test_the_fan_shows_the_summary(run: Run) -> None:
    figure = charts()["ratio_fan"](run, "en")
    median = written(run.quantile(2024, "ratio_published"), "ratio", "en")
    low, high = (
        written(run.quantile(2024, "ratio_published", end), "ratio", "en") for end in ("p05", "p95")
    )
    assert f"{median} (90% interval {low}–{high})" in figure.title
    line = next(trace for trace in figure.plot.data if trace.name == "published, median")
    assert line.x == (2021, 2022, 2023, 2024)
    assert line.y[0] == 1.7453
    assert line.y[-1] == run.quantile(2024, "ratio_published")


def test_sources_add_up_to_the_forecast_income(run: Run) -> None:
    table = charts()["income_by_source"](run, "en").table
    rows = table[(table.Area == "rural") & (table.Year == 2024)]
    parts = rows[rows.Source.isin(["wages", "business", "property", "transfers"])]["median"].sum()
    total = rows[rows.Source == "total"]["median"].iloc[0]
    assert total == pytest.approx(run.quantile(2024, "rural_income"), rel=1e-12)
    assert parts == pytest.approx(total, rel=1e-12)


def test_markup_in_labels_is_text() -> None:
    assert plain("<a href='x'>&") == "&lt;a href='x'&gt;&amp;"
    assert "<b>" not in folded("<b>x</b> " * 30, 40)
    assert max(len(line) for line in folded("word " * 40, 30).split("<br>")) <= 30
