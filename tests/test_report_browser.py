"""The report in a real browser: it draws, switches, fits the screen, and nothing foreign runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Page, browser, chromium
from fake_run import fake_run

from results.charts import charts_of
from results.language import LANGUAGES
from results.report import write_report

PAYLOADS = (
    "<script>hack()</script>",
    "</script><script>hack()</script>",
    "<img src=x onerror=hack()>",
    "<svg onload=hack()>",
    "<svg><script>hack()</script></svg>",
    '"><script>hack()</script>',
    "'><script>hack()</script>",
    '" onmouseover="hack()" x="',
    "' onfocus=hack() autofocus '",
    "<a href=javascript:hack()>x</a>",
    "javascript:hack()",
    "<iframe src=javascript:hack()>",
    "<iframe srcdoc='<script>parent.hack()</script>'>",
    "<body onload=hack()>",
    "<details open ontoggle=hack()>",
    "<video><source onerror=hack()></video>",
    "<input autofocus onfocus=hack()>",
    "<marquee onstart=hack()>",
    '<math><mi xlink:href="data:x,<script>hack()</script>">',
    "{{ 7 * 7 }}{% raw %}",
    "${hack()}",
    "`${hack()}`",
    "<style>@import 'http://evil.invalid/x.css'</style>",
    "<link rel=stylesheet href=//evil.invalid>",
    "<meta http-equiv=refresh content='0;url=http://evil.invalid'>",
    "<base href=//evil.invalid/>",
    "<object data=javascript:hack()>",
    "<embed src=javascript:hack()>",
    "<!--<script>hack()//-->",
    "]]><script>hack()</script>",
    "\\u003cscript\\u003ehack()\\u003c/script\\u003e",
    "&lt;script&gt;hack()&lt;/script&gt;",
    "&#60;script&#62;hack()&#60;/script&#62;",
    "<scr<script>ipt>hack()</scr</script>ipt>",
    "<b onclick=hack()>bold</b>",
    "<form action=javascript:hack()><button>x",
    "<img src=http://evil.invalid/x.png>",
    "<template><script>hack()</script></template>",
    "\u2028hack()\u2029",
    "</title><script>hack()</script>",
    "</style><script>hack()</script>",
    "%3Cscript%3Ehack()%3C/script%3E",
)
BATCH = 9
DRAWN = "document.documentElement.dataset.ready === '{}'"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_report(fake_run(tmp_path_factory.mktemp("browser") / "run")).as_uri()


@pytest.fixture(autouse=True)
def fresh(page: Page) -> None:
    page.requests.clear()
    page.errors.clear()


def show(page: Page, address: str, language: str, width: int) -> None:
    page.open(f"{address}#{language}", width)
    page.until(DRAWN.format(language))


@pytest.mark.parametrize("width", [1366, 375])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_is_drawn_inside_its_place(
    page: Page, address: str, language: str, width: int
) -> None:
    show(page, address, language, width)
    drawn = page.evaluate(f"""[...document.querySelectorAll('article.{language} .plot')].map(
        (plot) => [plot.dataset.chart, plot.querySelectorAll('.main-svg').length,
                   plot.querySelectorAll('path.point, .point path, .sankey-link, .points path, '
                                         + '.lines path').length])""")
    assert sorted(name for name, _, _ in drawn) == sorted(charts_of())
    assert all(pictures > 0 and marks > 0 for _, pictures, marks in drawn), drawn
    assert page.errors == []


@pytest.mark.parametrize("width", [1366, 375])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_the_screen(
    page: Page, address: str, language: str, width: int
) -> None:
    show(page, address, language, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1366, 375])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_chart_is_clipped(page: Page, address: str, language: str, width: int) -> None:
    show(page, address, language, width)
    clipped = page.evaluate(f"""[...document.querySelectorAll('article.{language} .plot')].flatMap(
        (plot) => {{
            const frame = plot.getBoundingClientRect();
            return [...plot.querySelectorAll('text')].filter((text) => {{
                const box = text.getBoundingClientRect();
                return box.width > 0 && (box.left < frame.left - 2 || box.right > frame.right + 2
                    || box.top < frame.top - 2 || box.bottom > frame.bottom + 2);
            }}).map((text) => plot.dataset.chart + ': ' + text.textContent);
        }})""")
    assert clipped == []


@pytest.mark.parametrize("width", [1366, 375])
@pytest.mark.parametrize("language", LANGUAGES)
def test_tick_labels_titles_and_legends_do_not_overlap(
    page: Page, address: str, language: str, width: int
) -> None:
    show(page, address, language, width)
    overlaps = page.evaluate(f"""[...document.querySelectorAll('article.{language} .plot')].flatMap(
        (plot) => {{
            const texts = [...plot.querySelectorAll(
                '.xtick text, .ytick text, .legendtext, .infolayer .annotation-text, .xtitle, '
                + '.g-ytitle text, .g-xtitle text')].filter(
                    (text) => text.getBoundingClientRect().width > 0);
            const boxes = texts.map((text) => text.getBoundingClientRect());
            window.looked = (window.looked || 0) + texts.length;
            const found = [];
            for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {{
                if (texts[i] === texts[j] || texts[i].contains(texts[j])) continue;
                const wide = Math.min(boxes[i].right, boxes[j].right)
                    - Math.max(boxes[i].left, boxes[j].left);
                const high = Math.min(boxes[i].bottom, boxes[j].bottom)
                    - Math.max(boxes[i].top, boxes[j].top);
                if (wide > 3 && high > 4) found.push(plot.dataset.chart + ': '
                    + texts[i].textContent + ' / ' + texts[j].textContent);
            }}
            return found;
        }})""")
    assert page.evaluate("window.looked") > 100
    assert overlaps == []


def test_no_request_leaves_the_machine(page: Page, address: str) -> None:
    show(page, address, "zh", 1366)
    show(page, address, "en", 1366)
    assert page.requests
    assert {request.split("#")[0] for request in page.requests} <= {address, "about:blank"}
    assert page.errors == []


def test_the_policy_stops_what_is_not_ours(page: Page, address: str) -> None:
    show(page, address, "zh", 1366)
    page.evaluate("""(() => { const script = document.createElement('script');
        script.textContent = 'window.foreign = 1'; document.body.append(script); })()""")
    page.evaluate("fetch('https://example.invalid/').catch(() => 0)")
    assert page.evaluate("window.foreign") is None
    assert any("Content Security Policy" in error for error in page.errors)


def test_the_language_switch_works_by_keyboard(page: Page, address: str) -> None:
    show(page, address, "zh", 1366)
    visible = "document.querySelector('article.{}').offsetParent !== null"
    assert page.evaluate(visible.format("zh"))
    assert not page.evaluate(visible.format("en"))
    page.press("Tab", 9)
    assert page.evaluate("document.activeElement.id") == "show-zh"
    page.press("ArrowRight", 39)
    page.until(DRAWN.format("en"))
    assert page.evaluate(visible.format("en"))
    assert not page.evaluate(visible.format("zh"))
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.title") == "Yueqing: the urban-rural income ratio in 2024"


def test_a_picture_can_be_saved_with_title_and_caption(page: Page, address: str) -> None:
    show(page, address, "zh", 1366)
    sizes = page.evaluate("""(async () => {
        const chart = JSON.parse(document.getElementById('plots').textContent).zh.ratio_fan;
        const picture = await Plotly.toImage({data: chart.data, layout: chart.frame},
            {format: 'png', width: chart.frame.width, height: chart.frame.height});
        const last = chart.frame.annotations.at(-1);
        return [picture.length, chart.frame.title.text, last.text]; })()""")
    assert sizes[0] > 20_000
    assert "收入比" in sizes[1]
    assert "运行编号" in sizes[2], "the caption comes last"


def test_there_are_forty_payloads() -> None:
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("start", range(0, len(PAYLOADS), BATCH))
def test_no_foreign_script_runs(page: Page, tmp_path: Path, start: int) -> None:
    text = " ".join(PAYLOADS[start : start + BATCH]).replace("hack()", "(window.hacked=1)")
    folder = fake_run(
        tmp_path / "run", scenario=text, county=text, warning=text, label=text, url=PAYLOADS[start]
    )
    report = write_report(folder)
    for language in LANGUAGES:
        show(page, report.as_uri(), language, 1366)
        page.evaluate("document.querySelectorAll('details').forEach((part) => part.open = true)")
        page.evaluate(
            "document.querySelectorAll('b, button, summary, a').forEach("
            "(part) => part.dispatchEvent(new MouseEvent('mouseover')))"
        )
        assert page.evaluate("window.hacked") is None
        assert (
            page.evaluate(
                "document.querySelectorAll('article a:not([href^=\"#\"]), article '"
                "+ 'iframe, article img, article script').length"
            )
            == 0
        )
    assert {request.split("#")[0] for request in page.requests} <= {report.as_uri(), "about:blank"}
    assert page.errors == []


@pytest.mark.parametrize(
    ("ci", "end"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_without_a_browser_only_a_machine_of_ones_own_may_skip(ci, end, monkeypatch):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(end, match="apt-get install chromium"):
        chromium()
