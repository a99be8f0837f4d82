"""What surrounds every page: the bar with places and languages."""

from typing import Any

from dash import dcc, html

from scenarios.app.parts import Component, link
from scenarios.app.words import both


def frame() -> Component:
    """The bar, and the place of the page below it."""
    languages = html.Div(
        [_language("zh", "中文"), _language("en", "English")], className="languages"
    )
    places = html.Nav(
        [
            link("nav_runs", "/", id="nav-runs"),
            link("nav_new", "/new", id="nav-new"),
            link("nav_compare", "/compare", id="nav-compare"),
        ]
    )
    return html.Div(
        [
            dcc.Location(id="address", refresh="callback-nav"),
            html.A(both("skip"), href="#page", className="skip"),
            html.Header([html.Span(both("product"), className="product"), places, languages]),
            html.Main(id="page", tabIndex="-1"),
        ]
    )


def _language(code: str, name: str) -> Component:
    """A button that changes the language of the page; `desk.js` listens to it."""
    mark: Any = {"data-language": code}
    return html.Button(name, type="button", lang=code, **mark)


def lost_page() -> Component:
    """What stands where there is no page."""
    return html.Div(
        [
            html.H1(both("not_found")),
            html.P(both("not_found_text")),
            html.P(link("home", "/", className="button")),
        ]
    )
