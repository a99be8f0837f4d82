"""Pictures of figures: same bytes every time, real glyphs, and plain errors where none can be."""

import os
import re
import shutil
import signal
import struct
import subprocess
import unicodedata
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from browser import chromium
from PIL import Image

import results.browser
import results.fonts
import results.images
from results.browser import browser_path, end_browser
from results.errors import RunFolderError
from results.figure import Figure, layout
from results.fonts import check_fonts
from results.images import SIZES, render


def figure(text: str = "农村居民人均可支配收入 9.6 万元") -> Figure:
    from plotly.graph_objects import Figure as Plot
    from plotly.graph_objects import Scatter

    plot = layout(Plot(Scatter(x=[2021, 2024], y=[1.7, 1.6], fill="tozeroy")), 300)
    plot.add_annotation(text=text, x=2022, y=1.0, showarrow=False)
    table = pd.DataFrame({"a": [1.0]})
    return Figure("收入比降到 1.6", plot, "16 组配对模拟。运行编号 abc", table, ["ratio"])


@pytest.fixture(scope="module", autouse=True)
def one_browser() -> object:
    chromium()
    yield
    end_browser()


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_figure_is_the_same_file(kind: str) -> None:
    first = render(figure(), "zh", kind, "screen")
    assert first == render(figure(), "zh", kind, "screen")
    assert first != render(figure("另一张"), "zh", kind, "screen")
    start = {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF"}[kind]
    assert first.startswith(start)


def test_one_process_draws_every_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    render(figure(), "zh", "png", "screen")
    monkeypatch.setattr(results.browser, "Browser", None)
    assert render(figure(), "zh", "png", "print")


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks into /proc")
def test_a_browser_that_dies_is_started_again() -> None:
    render(figure(), "zh", "png", "screen")
    for child in _children(os.getpid()):
        for grandchild in _children(child):
            os.kill(grandchild, signal.SIGKILL)
    assert render(figure("又一张"), "zh", "png", "screen")


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


@pytest.mark.parametrize("size", SIZES)
def test_a_png_says_its_size_on_paper(size: str) -> None:
    content = render(figure(), "zh", "png", size)
    picture = Image.open(BytesIO(content))
    assert picture.width == SIZES[size].width * SIZES[size].scale
    inches = picture.width / picture.info["dpi"][0]
    assert inches * 2.54 == pytest.approx({"screen": 23.8, "print": 16.0}[size], abs=0.05)
    assert struct.pack(">I", 9) + b"pHYs" in content[:60]


def test_two_pictures_can_stand_in_one_page() -> None:
    names = [
        set(re.findall(r'id="([^"]+)"', render(figure(text), "zh", "svg", "screen").decode()))
        for text in ("甲", "乙")
    ]
    assert names[0]
    assert not {name for name in names[0] & names[1] if "defs" in name or "clip" in name}


def _ink(text: str) -> np.ndarray:
    """Where a rendered text is dark; the same frame for every text."""
    picture = Image.open(BytesIO(render(figure(text), "zh", "png", "screen"))).convert("L")
    return np.asarray(picture) < 100


def test_chinese_is_drawn_with_glyphs_and_not_with_boxes() -> None:
    """Empty boxes are all alike; glyphs of different characters are not."""
    drawn = {text: _ink(text) for text in ("县县县", "村村村", "收收收")}
    shares = [abs(drawn["县县县"] ^ drawn[text]).sum() for text in ("村村村", "收收收")]
    assert min(shares) > 200
    boxes = [_ink_of_boxes(code) for code in (0xF0000, 0xF0001)]
    assert abs(boxes[0] ^ boxes[1]).sum() < 200, "the measure sees boxes as alike"


def _ink_of_boxes(code: int) -> np.ndarray:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(results.images, "check_fonts", lambda _: None)
        return _ink(chr(code) * 3)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler-utils")
def test_the_text_of_a_pdf_can_be_read_and_searched(tmp_path: Path) -> None:
    (tmp_path / "one.pdf").write_bytes(render(figure(), "zh", "pdf", "print"))
    read = subprocess.run(
        ["pdftotext", tmp_path / "one.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert "可支配收入 9.6 万元" in unicodedata.normalize("NFKC", read.stdout)


def test_a_character_without_a_font_is_named() -> None:
    with pytest.raises(RunFolderError, match=r"U\+F0000.*fonts-noto-cjk"):
        render(figure("\U000f0000"), "zh", "png", "screen")


def test_without_a_chinese_font_the_remedy_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = tmp_path / "fc-list"
    silent.write_text("#!/bin/sh\nexit 0\n")
    silent.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(RunFolderError, match="no installed font draws Chinese; install"):
        check_fonts("abc")


def test_without_a_browser_the_remedy_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RunFolderError, match="apt-get install chromium"):
        browser_path()
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
    with pytest.raises(RunFolderError, match="BROWSER_PATH"):
        browser_path()


def test_a_browser_that_ends_at_once_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    end_browser()
    monkeypatch.setenv("BROWSER_PATH", str(broken))
    with pytest.raises(RunFolderError, match="does not start"):
        render(figure(), "zh", "png", "screen")


@pytest.mark.parametrize(("kind", "size"), [("gif", "screen"), ("png", "poster")])
def test_unknown_kinds_and_sizes_are_refused(kind: str, size: str) -> None:
    with pytest.raises(RunFolderError, match="png, svg, pdf"):
        render(figure(), "zh", kind, size)
