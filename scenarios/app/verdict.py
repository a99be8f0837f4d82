"""What is wrong with a draft, in words: a list to start from, and a line beside each field."""

import re
from typing import Any

from dash import html

from model.errors import InputError
from scenarios.app.checking import Checked, field_of
from scenarios.app.parts import Component, anchor
from scenarios.app.policies_part import name_zh
from scenarios.app.words import both, has_words, pair, problem_zh, say, unit_zh

_RANGE = re.compile(r"(-?[\d.]+(?:e[+-]?\d+)?) to (-?[\d.]+(?:e[+-]?\d+)?)( .+)?")


def verdict(checked: Checked, *, known: bool) -> Component:
    """The list of errors with links to their fields, or that all is well."""
    if not checked.errors:
        return html.P(both("all_well_known" if known else "all_well"), className="well")
    count = len(checked.errors)
    head = both("errors_one") if count == 1 else both("errors_many", count=count)
    lines = [
        html.Li(html.A(sentence(error), href=f"#{anchor(field_of(error))}"))
        for error in checked.errors
    ]
    return html.Div([html.P(head), html.Ul(lines)], className="errors")


def problems(errors: list[InputError]) -> list[dict[str, Any]]:
    """What stands beside fields: the places where it may stand, the nearest first, and the words.

    An error about a year that has no field goes to its setting, and one about a setting that is
    not open to the head of its policy.
    """
    found = []
    for error in errors:
        policy, setting, year = field_of(error)
        ways = [(policy, setting, year), (policy, setting, ""), (policy, "", "")]
        found.append({"places": ["|".join(way) for way in ways], "words": _beside(error, year)})
    return found


def sentence(error: InputError) -> Component:
    """An error in both languages; the English is the sentence of the command line."""
    chinese = _chinese(error)
    return pair(str(error) if chinese is None else f"{_name_zh(error)}：{chinese}", str(error))


def _beside(error: InputError, year: str) -> Component:
    """An error where its field is plain to see: without a name, but with the year of several."""
    bare = InputError(error.problem, value=error.value, allowed=error.allowed,
                      nearest=error.nearest)  # fmt: skip
    before = f"{year}: " if year else ""
    return pair(before + (_chinese(error) or str(bare)), before + str(bare))


def _chinese(error: InputError) -> str | None:
    """An error in Chinese without the name of its field; None where there are no words for it."""
    text = problem_zh(error.problem)
    if text is None:
        return None
    if error.value not in (None, ""):
        text += say("given", "zh", value=str(error.value)[:80])
    if error.allowed:
        text += say("allowed", "zh", range=range_zh(error.allowed))
    return text


def range_zh(allowed: str) -> str:
    """What is allowed, in Chinese where it is a range with a unit."""
    found = _RANGE.fullmatch(allowed)
    if found is None:
        return allowed
    low, high, name = found.groups()
    unit = f" {unit_zh(name.strip())}" if name else ""
    return f"{_plain(low)} 至 {_plain(high)}{unit}"


def _plain(text: str) -> str:
    """A number of a message without an exponent."""
    return f"{float(text):,.10g}" if "e" not in text else f"{float(text):,.0f}"


def _name_zh(error: InputError) -> str:
    key = field_of(error)
    if key[0]:
        return name_zh(key)
    return say(key[1], "zh") if has_words(key[1]) else str(error.key or "")
