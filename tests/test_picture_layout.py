"""Pictures as an editor looks at them: nothing cut off, no text over another, in either size."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Page, browser
from fake_run import fake_run

from results.charts import chart_modules
from results.framing import EDGE, balanced, framed
from results.images import SIZES, render
from results.run import Run

FIRST = ("pareto_front", "ratio_fan", "village_map", "waterfall")
"""Letters, lines with names at their ends, a map, long headings; the others are slow."""
EVERY = [
    pytest.param(name, marks=() if name in FIRST else pytest.mark.slow) for name in chart_modules()
]
TEXTS = """(() => {
    const frame = document.documentElement.getBoundingClientRect();
    const texts = [...document.querySelectorAll('text')].filter(
        (text) => text.textContent.trim() && getComputedStyle(text).opacity !== '0');
    const boxes = texts.map((text) => text.getBoundingClientRect());
    const found = [];
    boxes.forEach((box, i) => {
        if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1
            || box.bottom > frame.bottom + 1) found.push('cut off: ' + texts[i].textContent);
        for (let j = 0; j < i; j++) {
            const wide = Math.min(box.right, boxes[j].right) - Math.max(box.left, boxes[j].left);
            const high = Math.min(box.bottom, boxes[j].bottom) - Math.max(box.top, boxes[j].top);
            if (wide > 3 && high > 4 && texts[i].textContent !== texts[j].textContent)
                found.push(texts[i].textContent + ' / ' + texts[j].textContent);
        }
    });
    return [texts.length, found];
})()"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run.open(fake_run(tmp_path_factory.mktemp("layout") / "run"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", EVERY)
def test_no_text_is_cut_off_or_over_another(
    page: Page, run: Run, tmp_path: Path, name: str, language: str
) -> None:
    figure = chart_modules()[name].draw(run, language)
    for size in SIZES:
        file = tmp_path / f"{size}.svg"
        file.write_bytes(render(figure, language, "svg", size))
        page.open(file.as_uri(), SIZES[size].width, 1600)
        count, found = page.evaluate(TEXTS)
        assert count > 8
        assert found == [], size


@pytest.mark.parametrize("width", [630, 900])
def test_title_and_caption_begin_at_the_same_edge(run: Run, width: int) -> None:
    plot = framed(chart_modules()["ratio_fan"].draw(run, "en"), width, left=70.0)
    assert plot.layout.title.x * width == pytest.approx(EDGE)
    assert plot.layout.annotations[-1].xshift == EDGE - 70.0


def test_titles_break_into_lines_of_like_length_at_pauses() -> None:
    title = "到 2024 年，试点使收入比变动 −0.0030，全部项目使它变动 −0.0033；农村收入变动 +99.7 元"
    lines = balanced(title, 36).split("<br>")
    assert len(lines) == 2
    assert lines[0].endswith(("，", "；"))
    even = balanced("word " * 30, 60).split("<br>")
    assert max(map(len, even)) - min(map(len, even)) <= 6
