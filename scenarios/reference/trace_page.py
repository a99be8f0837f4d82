"""docs/trace.md: what the project claims, and the tests that prove it, in the order of TRACE.

`sanjin list trace --markdown` prints it; `make docs` writes it. Claims stand in `pages/trace.toml`.
"""

import tomllib
from dataclasses import dataclass
from typing import Any

from scenarios.reference.page_template import TEMPLATES, filled, table

PAGE = "docs/trace.md"
CLAIMS = TEMPLATES / "trace.toml"


@dataclass(frozen=True)
class Claim:
    """A claim: the part of TRACE it belongs to, its tests, or why it has none."""

    element: str
    claim: str
    tests: tuple[str, ...] = ()
    long: tuple[str, ...] = ()
    because: str = ""
    limits: str = ""


def read_claims(text: str) -> tuple[dict[str, str], list[Claim]]:
    """Titles of the elements and all claims; ValueError for one without tests or reason."""
    read = tomllib.loads(text)
    claims = [
        Claim(
            row["element"],
            row["claim"],
            tuple(row.get("tests", ())),
            tuple(row.get("long", ())),
            row.get("because", ""),
            row.get("limits", ""),
        )
        for row in read["claims"]
    ]
    for one in claims:
        if one.element not in read["elements"]:
            raise ValueError(f"{one.element} is no element: {one.claim}")
        if bool(one.tests) == bool(one.because):
            raise ValueError(f"either tests or a reason for none: {one.claim}")
    return read["elements"], claims


def claims() -> tuple[dict[str, str], list[Claim]]:
    """The project's own."""
    return read_claims(CLAIMS.read_text(encoding="utf-8"))


def trace_page() -> str:
    """The whole page."""
    titles, found = claims()
    proved = [one for one in found if one.tests]
    tests = {name for one in proved for name in (*one.tests, *one.long)}
    return filled(
        "trace.md",
        {
            "count_claims": str(len(found)),
            "count_proved": str(len(proved)),
            "count_tests": str(len(tests)),
            "claims": "\n\n".join(_element(titles[key], key, proved) for key in titles),
            "unproved": table(
                ("part", "claim", "why it has no test"),
                [(titles[one.element], one.claim, one.because) for one in found if one.because],
            ),
        },
    )


def entries() -> list[dict[str, Any]]:
    """One record a claim."""
    titles, found = claims()
    return [
        {
            "part": titles[one.element],
            "claim": one.claim,
            "tests": ", ".join((*one.tests, *one.long)),
            "because": one.because,
        }
        for one in found
    ]


def _element(title: str, key: str, proved: list[Claim]) -> str:
    rows = [
        (
            one.claim,
            "<br>".join([*map(_link, one.tests), *(f"{_link(n)} (long)" for n in one.long)]),
            one.limits,
        )
        for one in proved
        if one.element == key
    ]
    return f"## {title}\n\n{table(('claim', 'tests', 'what they do not show'), rows)}"


def _link(test: str) -> str:
    file, _, name = test.partition("::")
    return f"[{file.removesuffix('.py')}](../tests/{file}) `{name}`"
