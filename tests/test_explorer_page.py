"""The explorer in a browser: sliders show computed points, and nothing leaves the page."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from browser import Page, browser
from fake_explorer import MISSING, START, fake_explorer

from results.report import write_report

PAYLOADS = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>{{7*7}}"
MOST_BYTES = 6_000_000
MOST_MILLISECONDS = 200.0
RIGHT, TAB = ("ArrowRight", 39), ("Tab", 9)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page whose every text that a user could have written is hostile."""
    folder = tmp_path_factory.mktemp("explorer") / "run"
    return write_report(fake_explorer(folder, text=PAYLOADS))


@pytest.fixture(autouse=True)
def fresh(page: Page) -> None:
    page.requests.clear()
    page.errors.clear()


def show(page: Page, file: Path, language: str = "en", width: int = 1366) -> None:
    page.open(f"{file.as_uri()}#{language}", width)
    page.until(f"document.documentElement.dataset.ready === '{language}'")


def move(page: Page, lever: int, place: int, language: str = "en") -> str:
    """Put a slider somewhere and wait for the page; the name of the point shown."""
    page.evaluate(f"""(() => {{
        delete document.documentElement.dataset.ready;
        const input = document.querySelector('.{language} [data-lever="{lever}"]');
        input.value = {place};
        input.dispatchEvent(new Event('input', {{ bubbles: true }}));
    }})()""")
    page.until("document.documentElement.dataset.ready !== undefined")
    fan_of = f"document.querySelector('.{language} [data-figure=ratio_fan] .plot')"
    page.until(f"{fan_of}.offsetParent === null || {fan_of}.data !== undefined")
    return str(page.evaluate("document.documentElement.dataset.point"))


def fan(page: Page, language: str = "en") -> dict[str, Any]:
    """What the fan shows; a chart is drawn when it comes near the screen."""
    plot = f"document.querySelector('.{language} [data-figure=ratio_fan] .plot')"
    page.evaluate(f"{plot}.scrollIntoView()")
    page.until(f"{plot}.data !== undefined")
    found: dict[str, Any] = page.evaluate(f"""(() => {{
        const figure = document.querySelector('.{language} [data-figure="ratio_fan"]');
        const plot = figure.querySelector('.plot');
        return {{ title: figure.querySelector('h3').textContent,
                  caption: figure.querySelector('figcaption').textContent,
                  middle: plot.data.find((trace) => trace.mode === 'lines+markers').y,
                  range: plot.layout.yaxis.range }};
    }})()""")
    return found


def test_the_page_is_small_and_its_policy_strict(file: Path) -> None:
    assert file.stat().st_size <= MOST_BYTES
    assert "default-src &#39;none&#39;" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [1366, 375])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_opens_at_the_plan_and_fits_the_screen(
    page: Page, file: Path, language: str, width: int
) -> None:
    show(page, file, language, width)
    assert page.evaluate("document.documentElement.dataset.point") == START
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("ratio_fan", "who_gains"):
        plot = f"document.querySelector('.{language} [data-figure={name}] .plot')"
        page.evaluate(f"{plot}.scrollIntoView()")
        page.until(f"{plot}.querySelectorAll('.main-svg').length > 0")
    assert page.errors == []


def test_a_slider_shows_another_computed_point_on_the_same_scale(page: Page, file: Path) -> None:
    show(page, file)
    before = fan(page)
    assert move(page, 0, 2) == "point_5"
    after = fan(page)
    assert after["title"] != before["title"]
    assert after["middle"][-1] == pytest.approx(before["middle"][-1] * 1.05 / 1.03, rel=1e-5)
    assert after["range"] == before["range"]
    assert "point 5" in after["caption"]


def test_a_point_that_was_not_computed_says_so(page: Page, file: Path) -> None:
    show(page, file)
    move(page, 0, 2)
    assert move(page, 1, 0) == MISSING
    visible = "[...document.querySelectorAll('.en {}')].some((one) => one.offsetParent !== null)"
    assert page.evaluate(visible.format(".missing"))
    assert not page.evaluate(visible.format("figure"))
    assert not page.evaluate(visible.format("[data-table]"))
    page.evaluate("document.querySelector('.en [data-do=back]').click()")
    page.until(f"document.documentElement.dataset.point === '{START}'")
    assert not page.evaluate(visible.format(".missing"))


def test_it_is_used_by_keyboard(page: Page, file: Path) -> None:
    show(page, file)
    page.evaluate("document.querySelector('.en [data-lever=\"0\"]').focus()")
    page.press(*RIGHT)
    page.until("document.documentElement.dataset.point === 'point_5'")
    said = "document.activeElement.getAttribute('aria-valuetext')"
    assert page.evaluate(said) == "100"
    page.press(*TAB)
    assert page.evaluate("document.activeElement.dataset.lever") == "1"


def test_both_languages_stand_at_the_same_point(page: Page, file: Path) -> None:
    show(page, file)
    move(page, 0, 2)
    english = fan(page)
    page.evaluate("document.getElementById('show-zh').click()")
    page.until("document.documentElement.dataset.ready === 'zh'")
    assert fan(page, "zh")["middle"] == english["middle"]
    assert page.evaluate("document.documentElement.dataset.point") == "point_5"


def saved(page: Page, action: str) -> tuple[str, str]:
    """Name and text of the file that a button saves."""
    name, text = page.evaluate(f"""(async () => {{
        let blob, name;
        const make = URL.createObjectURL;
        URL.createObjectURL = (given) => {{ blob = given; return make(given); }};
        const click = HTMLAnchorElement.prototype.click;
        HTMLAnchorElement.prototype.click = function () {{ name = this.download; }};
        document.querySelector('.en [data-do={action}]').click();
        URL.createObjectURL = make;
        HTMLAnchorElement.prototype.click = click;
        return [name, await blob.text()];
    }})()""")
    return name, text


def test_the_numbers_shown_and_the_scenario_can_be_saved(page: Page, file: Path) -> None:
    show(page, file)
    move(page, 0, 2)
    name, text = saved(page, "csv")
    assert name.endswith("-point_5.csv")
    rows = [line for line in text.splitlines() if line]
    assert rows[0].lstrip("\ufeff") == '"table","row","column","shown","value"'
    first = page.evaluate(
        "[...document.querySelectorAll('.en [data-table=headline] tbody tr:first-child > *')]"
        ".map((cell) => cell.textContent)"
    )
    assert [row.split('","')[3] for row in rows[1:5]] == first[1:5]
    name, text = saved(page, "toml")
    assert name == "plan_point_5.toml"
    assert text.startswith('extends = "plan"')


def test_nothing_is_fetched_and_no_foreign_script_runs(page: Page, file: Path) -> None:
    for language in ("zh", "en"):
        show(page, file, language)
        move(page, 0, 2, language)
        assert page.evaluate("window.hacked") is None
    assert {one.split("#")[0] for one in page.requests} <= {file.as_uri(), "about:blank"}
    assert page.errors == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [1366, 375])
def test_a_move_takes_less_than_a_fifth_of_a_second(page: Page, file: Path, width: int) -> None:
    show(page, file, "zh", width)
    times = []
    for place in (2, 0, 1) * 4:
        move(page, 0, place, "zh")
        times.append(float(page.evaluate("document.documentElement.dataset.moved")))
    assert median(times) < MOST_MILLISECONDS, times
