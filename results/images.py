"""A figure as a picture: PNG, SVG or PDF, on a screen or in print, the same bytes every time."""

import json
import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from results.browser import browser
from results.errors import RunFolderError
from results.fonts import check_fonts

if TYPE_CHECKING:
    from results.figure import Figure

KINDS = ("png", "svg", "pdf")
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
    plot = json.loads(figure.standalone(wanted.width).to_json())
    for place, trace in enumerate(plot["data"]):
        trace["uid"] = f"trace{place}"  # else the library draws lots
    check_fonts(json.dumps(plot, ensure_ascii=False))
    options = {
        "format": kind,
        "width": wanted.width,
        "height": plot["layout"]["height"],
        "scale": wanted.scale if kind == "png" else 1,
    }
    return _FINISH[kind](browser().picture(plot, options), language, wanted)


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
