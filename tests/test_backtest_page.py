"""The page of a backtest: bilingual, the same numbers, offline, drawn in a real browser."""

import json
import re
from pathlib import Path

import pytest
from browser import browser
from made_panel import HEAD, fake_fit
from test_backtest import WORLD

from results.backtest_report import write_backtest_report
from results.backtest_tables import first_line
from results.language import LANGUAGES, words
from results.record import verify
from scenarios.commands.backtest_screen import print_backtest
from scenarios.running.progress import Progress
from scenarios.running.workforce import Workforce
from scenarios.scoring.backtest_files import publish_backtest, write_backtest
from scenarios.scoring.backtest_page import replaced
from scenarios.scoring.backtest_run import Asked, Result, run_backtest


def scored(folder: Path) -> Result:
    from scenarios.scoring import backtest_run

    (folder / "panel.csv").write_text(f"{HEAD}\n" + "\n".join(WORLD), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backtest_run, "remembered", lambda: fake_fit)
        return run_backtest(Asked(folder / "panel.csv"), Workforce(1), Progress("en", quiet=True))


@pytest.fixture(scope="module")
def result(tmp_path_factory) -> Result:
    return scored(tmp_path_factory.mktemp("panel"))


@pytest.fixture(scope="module")
def page(result, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("page") / "backtest"
    return write_backtest(result, folder, "sanjin backtest", "zh").path / "report.html"


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


def articles(page: Path) -> dict[str, str]:
    text = page.read_text("utf-8")
    parts = [part.partition("</article>")[0] for part in text.split("<article ")[1:]]
    return dict(zip(re.findall(r'<article class="(zh|en)"', text), parts, strict=True))


def test_both_languages_have_the_same_sections_and_numbers(page):
    zh, en = (articles(page)[name] for name in ("zh", "en"))
    for pattern in (r'data-section="(\w+)"', r'data-figure="(\w+)"', r'<data value="([^"]+)"'):
        assert re.findall(pattern, zh) == re.findall(pattern, en) != []


def test_the_first_sentence_is_the_verdict(page, result):
    for name, article in articles(page).items():
        (said,) = re.findall(r'<p class="decides">(.*?)</p>', article)
        assert said == first_line(result.verdict, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screen_begins_with_the_verdict(result, language, capfd):
    print_backtest(result, language)
    assert capfd.readouterr().out.startswith(first_line(result.verdict, language))


def test_the_same_backtest_twice_gives_the_same_tables(result, tmp_path):
    again = scored(tmp_path)
    assert again.fingerprint == result.fingerprint
    assert again.tables == result.tables


def test_the_page_is_small_and_asks_for_nothing(page):
    text = page.read_text("utf-8")
    assert page.stat().st_size < 6_000_000
    assert "default-src &#39;none&#39;" in text
    assert not re.search(r'<(?:script|link|img)[^>]*(?:src|href)="http', text)


@pytest.mark.parametrize("width", [1366, 375])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_charts_are_drawn_and_fit_the_screen(page, opened, language, width):
    opened.open(f"{page.as_uri()}#{language}", width)
    opened.until(f"document.documentElement.dataset.ready === '{language}'")
    drawn = opened.evaluate(
        f"[...document.querySelectorAll('article.{language} .plot')]"
        ".map((plot) => [plot.dataset.chart, plot.querySelectorAll('.main-svg').length])"
    )
    assert [name for name, _ in drawn] == ["skill", "errors", "pit"]
    assert all(pictures for _, pictures in drawn)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.errors == []
    assert [found for found in opened.requests if not found.startswith(("file:", "data:"))] == []


def test_the_page_can_be_written_again_from_the_folder(page):
    before = page.read_bytes()
    assert write_backtest_report(page.parent, "zh").read_bytes() == before


def test_what_is_published_is_small_and_verifies(result, tmp_path):
    folder = publish_backtest(result, "sanjin backtest", tmp_path / "published")
    assert verify(folder.path) == []
    assert not (folder.path / "report.html").exists()
    assert (folder.path / "scores.csv").is_file()
    record = json.loads((folder.path / "run.json").read_text("utf-8"))
    assert set(record["results"]) == {file.name for file in folder.path.glob("*.csv")}
    again = publish_backtest(result, "sanjin backtest", tmp_path / "published")
    assert verify(again.path) == []


def test_every_forecaster_has_words(result):
    named = {row["forecaster"] for row in result.tables["forecasts"]}
    for name in ("zh", "en"):
        assert named <= set(words(name)["labels"]["forecaster"])


def test_a_model_that_was_not_compared_says_so():
    assert "too few data" in first_line({}, "en")
    assert "数据太少" in first_line({"model": "not compared", "against_pooled_drift": None}, "zh")


ROW = {
    "skill": 0.1,
    "skill_low": 0.01,
    "skill_high": 0.2,
    "n": 60,
    "places": 18,
    "dm_years": 9,
    "dm_horizon": 1,
}


@pytest.mark.parametrize(
    ("state", "p_value", "said"),
    [("beats", 0.05, "The model beats"), ("ahead", 0.3, "not clearly"), ("loses", None, "NOT")],
)
def test_the_first_sentence_names_both_tests(state, p_value, said):
    verdict = {"model": state, "against_pooled_drift": {**ROW, "dm_p_value": p_value}}
    line = first_line(verdict, "en")
    assert said in line
    assert "1.0% to 20.0%" in line
    assert ("p = " in line) == (p_value is not None)


PUBLISHED = Path(__file__).resolve().parent.parent / "results" / "published" / "backtest"
PAGE = PUBLISHED.parents[2] / "docs" / "backtest.md"


def test_the_published_backtest_is_as_its_run_left_it():
    assert verify(PUBLISHED) == []


def test_the_documentation_says_what_is_published():
    text = PAGE.read_text("utf-8")
    assert replaced(text, PUBLISHED) == text
