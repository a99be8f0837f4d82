"""The report as a file: two languages, the same numbers, nothing from outside, nothing live."""

import json
import re
import shutil
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fake_run import fake_run

from results.charts import charts_of
from results.errors import RunFolderError
from results.language import LANGUAGES
from results.numbers import change, written
from results.report import render, write_report
from results.run import Run
from results.run_folder import RunFolder

MOST_BYTES = 6_000_000
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Pieces(HTMLParser):
    """Tags, texts and numbers of one language's article."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language: str | None = None
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.found: dict[str, dict[str, list[str]]] = {
            name: {"sections": [], "figures": [], "numbers": [], "texts": [], "captions": []}
            for name in LANGUAGES
        }
        self.scripts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append((tag, named))
        if tag == "article":
            self.language = named["class"]
        if tag == "script":
            self.scripts.append("")
        self._open.append(tag)
        if self.language:
            here = self.found[self.language]
            for key, name in (("sections", "data-section"), ("figures", "data-figure")):
                if name in named:
                    here[key].append(str(named[name]))
            if tag == "data":
                here["numbers"].append(str(named["value"]))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        if tag == "article":
            self.language = None

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            self.scripts[-1] += data
        elif self.language and data.strip():
            self.found[self.language]["texts"].append(data.strip())
            if self._open and self._open[-1] == "figcaption":
                self.found[self.language]["captions"].append(data.strip())


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(fake_run(tmp_path_factory.mktemp("report") / "run"))


@pytest.fixture(scope="module")
def pieces(report: Path) -> Pieces:
    found = Pieces()
    found.feed(report.read_text(encoding="utf-8"))
    return found


def test_it_is_one_small_file(report: Path) -> None:
    assert report.name == "report.html"
    assert report.stat().st_size <= MOST_BYTES


def test_both_languages_have_the_same_sections_and_numbers(pieces: Pieces) -> None:
    chinese, english = (pieces.found[name] for name in LANGUAGES)
    assert (
        chinese["sections"]
        == english["sections"]
        == [
            "headline",
            "targets",
            "change",
            "contributions",
            "gains",
            "charts",
            "variance",
            "wrong",
            "audit",
            "assumptions",
            "quality",
            "reproduce",
            "appendix",
        ]
    )
    assert chinese["figures"] == english["figures"]
    assert sorted(chinese["figures"]) == sorted(charts_of())
    assert chinese["numbers"] == english["numbers"]
    assert len(chinese["numbers"]) > 300


def test_each_article_speaks_one_language(pieces: Pieces) -> None:
    english = pieces.found["en"]["texts"]
    mixed = [text for text in english if CHINESE.search(text)]
    assert mixed == ["乐政发〔2022〕25号"]
    latin = [
        text
        for text in pieces.found["zh"]["texts"]
        if re.fullmatch(r"[A-Za-z][a-z]+( [a-z]+){2,}\.?", text)
    ]
    assert latin == []


def test_it_states_its_languages(pieces: Pieces) -> None:
    articles = [named for tag, named in pieces.tags if tag == "article"]
    assert [named["lang"] for named in articles] == ["zh-CN", "en"]
    assert next(named["lang"] for tag, named in pieces.tags if tag == "html") == "zh-CN"


def test_the_other_language_can_come_first(tmp_path: Path) -> None:
    run = Run.open(fake_run(tmp_path / "run"))
    text = render(run, "en")
    assert '<html lang="en">' in text
    assert re.search(r'id="show-en" value="en" aria-label="English" checked', text)


def test_the_headline_agrees_with_summary_and_charts(report: Path, pieces: Pieces) -> None:
    run = Run.open(report.parent)
    texts = pieces.found["zh"]["texts"]
    effect = change(run.quantile(2024, "ratio_effect_pilot"), "ratio", "zh")
    median = written(run.quantile(2024, "ratio_published"), "ratio", "zh")
    decides = next(text for text in texts if text.startswith("决定 2024 年公布的收入比"))
    assert "趋势（占方差 74.2%）" in decides
    assert effect in decides
    assert texts.count(effect) >= 3, "headline, path and the chart's table"
    assert sum(median in text for text in texts) >= 4


def test_a_number_that_was_not_estimated_is_a_dash(pieces: Pieces) -> None:
    texts = pieces.found["en"]["texts"]
    row = texts[texts.index("Rural Gini coefficient") :][:3]
    assert row[2] == "—"


def test_nothing_points_outside(report: Path, pieces: Pieces) -> None:
    for tag, named in pieces.tags:
        assert tag not in {"link", "iframe", "object", "embed", "base", "img", "form"}
        assert "src" not in named
        assert not any(name.startswith("on") for name in named), named
        assert (named.get("href") or "#").startswith("#")


def test_only_the_embedded_scripts_may_run(pieces: Pieces) -> None:
    policy = next(
        str(named["content"])
        for tag, named in pieces.tags
        if named.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    running = pieces.scripts[1:]
    hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in running]
    assert rules["script-src"].split() == hashes
    assert "http" not in policy


def test_the_plots_are_json_and_the_library_is_there_once(pieces: Pieces) -> None:
    plots = json.loads(pieces.scripts[0])
    assert list(plots["zh"]) == list(plots["en"])
    assert set(plots["zh"]) == set(charts_of())
    assert len(pieces.scripts) == 3


def test_tables_and_plots_are_labelled(pieces: Pieces) -> None:
    for tag, named in pieces.tags:
        if tag == "th":
            assert named.get("scope") in {"col", "row"}
        if "plot" in (named.get("class") or "").split():
            assert named["role"] == "img"
            assert named["aria-label"]
        if (named.get("class") or "") == "scroll" and named.get("tabindex"):
            assert named["aria-label"]


def test_how_to_reproduce_names_run_and_command(report: Path, pieces: Pieces) -> None:
    texts = pieces.found["en"]["texts"]
    assert "sanjin verify FOLDER" in texts
    assert any(text.startswith("sanjin forecast yueqing --draws 8 --seeds 2") for text in texts)
    assert Run.open(report.parent).fingerprint in texts


def test_a_chart_without_data_says_so_and_the_rest_stands(tmp_path: Path) -> None:
    folder = fake_run(tmp_path / "run", finish=False)
    (folder / "tables/gains.parquet").unlink()
    text = write_report(folder).read_text(encoding="utf-8")
    assert "did not store what this chart needs: tables/gains.parquet" in text
    assert text.count('class="plot"') == 2 * (len(charts_of()) - 1)


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="no run"):
        write_report(tmp_path)
    RunFolder.create(tmp_path / "begun", "abc")
    with pytest.raises(RunFolderError, match=r"summary\.json"):
        write_report(tmp_path / "begun")


def test_the_same_run_gives_the_same_report(report: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(report.parent, tmp_path / "elsewhere"))
    assert write_report(copy).read_bytes() == report.read_bytes()


def test_hostile_text_is_text(tmp_path: Path) -> None:
    label = '</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">'
    folder = fake_run(
        tmp_path / "run",
        label=label,
        scenario=label,
        warning=label,
        url="javascript:window.hacked = 1",
    )
    found = Pieces()
    found.feed(write_report(folder).read_text(encoding="utf-8"))
    assert len(found.scripts) == 3
    assert not [tag for tag, _ in found.tags if tag == "img"]
    assert any(label in text for text in found.found["en"]["texts"])


def test_effects_without_feedback_stand_beside_the_effects(pieces: Pieces) -> None:
    texts = pieces.found["en"]["texts"]
    at = texts.index("Rural disposable income per head · E1: pilot v. no pilot")
    assert texts[at + 1 : at + 5] == ["yuan", "+120", "+90", "+30"]
    assert any(text.startswith("In 2024; pairs that ran twice: 1") for text in texts)


def test_disputed_figures_say_where_they_enter(pieces: Pieces) -> None:
    texts = pieces.found["en"]["texts"]
    at = texts.index("Low income in 2021")
    assert texts[at + 1 : at + 5] == ["text", "16,376 yuan", "80.0%", "an unknown's draws"]
    assert texts.count("Charity") == 2
    assert "nowhere, recorded only" in texts
    assert "settled" not in texts
