"""Pieces that every page of the desk is made of."""

from typing import Any

from dash import dcc, html

from scenarios.app.draft import Key
from scenarios.app.words import both

Component = Any

SPOKEN: Any = {"role": "status", "aria-live": "polite"}
"""For a place whose changes are read out by a screen reader."""


def identity(kind: str, key: Key) -> dict[str, str]:
    """The id of what belongs to one field of the form; Dash finds fields by its parts."""
    return {"type": kind, "policy": key[0], "setting": key[1], "year": key[2]}


def anchor(key: Key) -> str:
    """The id of the place of a field, for links from the list of errors."""
    return "-".join(("at", *(part or "_" for part in key)))


def text_input(key: Key, value: str, *, wide: bool = False, longest: int = 300) -> Component:
    """A field for one line of text; numbers are text too, so that what is wrong can be said."""
    return dcc.Input(
        id=identity("field", key),
        type="text",
        value=value,
        maxLength=longest,
        autoComplete="off",
        spellCheck=False,
        className="wide" if wide else "short",
    )


def field(key: Key, label: Component, control: Component, *notes: Component) -> Component:
    """A control with its label, notes below it and room for what is wrong with it."""
    return html.Div(
        [
            html.Label([html.Span(label, className="label"), control]),
            *(html.P(note, className="note") for note in notes),
            html.P(id=identity("problem", key), className="problem"),
        ],
        className="field",
        id=anchor(key),
    )


def menu(key: Key, options: list[dict[str, Any]], value: str) -> Component:
    """A menu to choose one of many from, with search."""
    return dcc.Dropdown(
        id=identity("field", key),
        options=options,
        value=value,
        clearable=False,
        maxHeight=360,
        className="menu",
    )


def stage(name: str) -> Component:
    """The state of a run in words, with a colour that is not needed to read it."""
    return html.Span(both(f"stage_{name}"), className=f"stage stage-{name}")


def link(key: str, href: str, **more: Any) -> Component:
    """A link inside the desk, which does not load the page again."""
    return dcc.Link(both(key), href=href, **more)


def size_text(draws: int, seeds: int, scale: float) -> Component:
    """Draws, seeds and share of households in words."""
    return both("size", draws=draws, seeds=seeds, share=f"{100 * scale:g}%")


def table(heads: list[Component], rows: list[list[Component]], name: str = "") -> Component:
    """A table with a head; on narrow screens every row stands by itself, with heads in it."""
    head = html.Thead(html.Tr([html.Th(cell, scope="col") for cell in heads]))
    body = html.Tbody(
        [html.Tr([html.Th(row[0], scope="row"), *map(_cell, heads[1:], row[1:])]) for row in rows]
    )
    return html.Div(
        html.Table([head, body], className=name), className="scroll", tabIndex="0", role="region"
    )


def _cell(head: Component, content: Component) -> Component:
    return html.Td([html.Span(head, className="cell-head"), content])
