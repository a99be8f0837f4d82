"""A figure as a picture: PNG, SVG or PDF, on a screen or in print, the same bytes every time."""

import json
import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from results.browser import picture
from results.errors import RunFolderError
from results.figure import FONT
from results.fonts import check_fonts
from results.framing import framed

if TYPE_CHECKING:
    from plotly.graph_objects import Figure as Plot

    from results.figure import Figure

KINDS = ("png", "svg", "pdf")
FAMILIES = {"zh": FONT, "en": f"'Helvetica Neue','Liberation Sans',Arial,{FONT}"}
"""Latin letters first in English: the quotes of a Chinese font are as wide as its characters."""
HTML_LANGUAGES = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Size:
    """Width on the page in pixels, picture points a pixel, and the print resolution it says."""

    width: int
    scale: int
    dots_per_inch: int


SIZES: Mapping[str, Size] = {"screen": Size(900, 2, 192), "print": Size(630, 3, 300)}
"""Screen: 1800 points wide. Print: 16 cm at 300 dots an inch, text of 7.9 points and more."""


def render(figure: "Figure", language: str, kind: str, size: str) -> bytes:
    """Draw a figure with its title and caption.

    Args: figure, of a chart; language, zh or en, of its texts; kind, png, svg or pdf; size, screen
    or print.
    Returns: the content of the picture's file. Raises: RunFolderError, with a remedy, when no
    browser or no font for a character is there.
    """
    if kind not in KINDS or size not in SIZES:
        allowed = f"kinds {', '.join(KINDS)}; sizes {', '.join(SIZES)}"
        raise RunFolderError(f"no picture of kind {kind!r} and size {size!r}", remedy=allowed)
    wanted = SIZES[size]
    plot = _prepared(framed(figure, wanted.width), language)
    check_fonts(json.dumps(plot, ensure_ascii=False))
    plot = _prepared(framed(figure, wanted.width, _left(json.dumps(plot))), language)
    return _FINISH[kind](_drawn(plot, kind, wanted.scale), language, wanted)


def _prepared(plot: "Plot", language: str) -> dict[str, Any]:
    """A plot as JSON holds it, its traces with names for which the library would draw lots."""
    content: dict[str, Any] = json.loads(plot.to_json())
    content["layout"]["font"]["family"] = FAMILIES.get(language, FONT)
    for place, trace in enumerate(content["data"]):
        trace["uid"] = f"trace{place}"
    return content


def _drawn(plot: dict[str, Any], kind: str, scale: int = 1) -> bytes:
    size = {key: plot["layout"][key] for key in ("width", "height")}
    return picture(plot, {**size, "format": kind, "scale": scale if kind == "png" else 1})


@lru_cache(maxsize=8)
def _left(plot: str) -> float:
    """Where the plotting area of a plot begins, in pixels: drawn once to know it."""
    content = json.loads(plot)
    drawn = _drawn(content, "svg").decode("utf-8")
    found = re.findall(r'class="x\d*y\d*" transform="translate\(([\d.]+),', drawn)
    return min(map(float, found), default=float(content["layout"]["margin"]["l"]))


def _png(content: bytes, language: str, size: Size) -> bytes:
    """Say the resolution in the file, so that a word processor shows it at its size."""
    del language
    a_metre = round(size.dots_per_inch / 0.0254)
    body = b"pHYs" + struct.pack(">IIB", a_metre, a_metre, 1)
    chunk = struct.pack(">I", 9) + body + struct.pack(">I", zlib.crc32(body))
    header = 8 + 25
    return content[:header] + chunk + content[header:]


def _svg(content: bytes, language: str, size: Size) -> bytes:
    """Put a name made of the content where the library draws lots; name the language.

    Names differ between pictures, so that two of them can stand in one page.
    """
    del size
    text = content.decode("utf-8")
    if drawn := re.search(r'id="defs-([0-9a-f]{6})"', text):
        lot = rf"(?<=[a-z-]){drawn[1]}"
        neutral = re.sub(lot, "000000", text)
        text = re.sub(lot, sha256(neutral.encode()).hexdigest()[:6], text)
    language_tag = HTML_LANGUAGES.get(language, language)
    return text.replace("<svg ", f'<svg xml:lang="{language_tag}" ', 1).encode("utf-8")


def _pdf(content: bytes, language: str, size: Size) -> bytes:
    """Take the clock out of the file; the length of every date stays."""
    del language, size
    return re.sub(rb"\(D:\d{14}[^)]*\)", b"(D:20000101000000+00'00')", content)


_FINISH: dict[str, Any] = {"png": _png, "svg": _svg, "pdf": _pdf}
