"""Names of files and folders made from what users typed: always inside, always portable."""

import re
import unicodedata
from hashlib import sha256

LONGEST_BYTES = 80
"""Longest safe name, UTF-8 bytes; leaves room for a folder and a suffix in 255."""

DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "clock$", "conin$", "conout$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in range(10)}
)
"""Names that Windows gives to devices, with or without a suffix."""


def safe_name(text: str) -> str:
    """Make a file name from any text.

    Letters (Chinese ones too), digits, `-`, `_` and inner dots stay. Everything else becomes `-`:
    separators, control and direction marks, spaces. A name that had to be changed ends in eight
    digits of its hash, so two different texts never share a name.
    """
    plain = unicodedata.normalize("NFKC", text)
    kept = re.sub(r"[^\w.-]+|\.{2,}", "-", plain).strip("-. ")
    if kept.split(".")[0].lower() in DEVICES:
        kept = f"{kept.replace('.', '-')}-name"
    if kept == text and len(kept.encode()) <= LONGEST_BYTES and kept:
        return kept
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{_shortened(kept, LONGEST_BYTES - 9) or 'run'}-{digest}"


def _shortened(text: str, most_bytes: int) -> str:
    return text.encode()[:most_bytes].decode("utf-8", "ignore").rstrip("-. ")
