"""Whether this machine has a font for every character of a picture: no empty boxes."""

import shutil
import subprocess
import unicodedata
from functools import cache

from results.errors import RunFolderError

REMEDY = "install a Chinese font, as apt-get install fonts-noto-cjk, and try again"
INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs", "Mn"}
"""Kinds of characters that draw nothing of their own."""


def check_fonts(text: str) -> None:
    """Raise RunFolderError unless an installed font draws every character of a text.

    Where the system has no fontconfig (Windows, macOS), its fonts cover Chinese and nothing is
    checked.
    """
    if not (lister := shutil.which("fc-list")):
        return
    fonts = _listed(lister, ":lang=zh", "%{family}\n")
    if not fonts:
        raise RunFolderError("no installed font draws Chinese", remedy=REMEDY)
    if missing := sorted(_visible(text) - _covered(lister)):
        named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing[:5])
        raise RunFolderError(
            f"no installed font draws {named}",
            remedy=f"{REMEDY}, or leave the character out of the name it stands in",
        )


def _visible(text: str) -> set[str]:
    return {letter for letter in set(text) if unicodedata.category(letter) not in INVISIBLE}


@cache
def _covered(lister: str) -> frozenset[str]:
    """Every character that some installed font draws."""
    ranges = {part for line in _listed(lister, ":", "%{charset}\n") for part in line.split()}
    ends = [part.partition("-") for part in ranges]
    return frozenset(
        chr(code)
        for first, _, last in ends
        for code in range(int(first, 16), int(last or first, 16) + 1)
    )


@cache
def _listed(lister: str, pattern: str, form: str) -> tuple[str, ...]:
    found = subprocess.run(
        [lister, "--format", form, pattern], capture_output=True, text=True, check=True
    )
    return tuple(dict.fromkeys(line for line in found.stdout.splitlines() if line.strip()))
