"""What is wrong with a draft, in words: a list to start from, and a line beside each field."""

from typing import Any

from dash import html

from model.errors import InputError
from scenarios.app.checking import Checked, field_of
from scenarios.app.draft import Key
from scenarios.app.parts import Component, anchor
from scenarios.app.words import both, pair, problem_zh, say


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


def problems(errors: list[InputError], places: list[Key]) -> list[Any]:
    """What stands beside each field; an error about the whole of a policy goes to its head."""
    found: dict[Key, Any] = {}
    for error in errors:
        key = field_of(error)
        ways = (key, (key[0], key[1], ""), (key[0], "", ""))
        place = next((way for way in ways if way in places), None)
        if place is not None:
            found.setdefault(place, pair(chinese(error, named=False), str(error)))
    return [found.get(place, "") for place in places]


def sentence(error: InputError) -> Component:
    """An error in both languages; the English is the sentence of the command line."""
    return pair(chinese(error, named=True), str(error))


def chinese(error: InputError, *, named: bool) -> str:
    """An error in Chinese; what has no words there stays as the command line says it."""
    problem = problem_zh(error.problem)
    if problem is None:
        return str(error)
    text = f"{error.key}：{problem}" if named and error.key else problem
    if error.value not in (None, ""):
        text += say("given", "zh", value=str(error.value)[:80])
    if error.allowed:
        text += say("allowed", "zh", range=error.allowed)
    return text
