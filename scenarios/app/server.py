"""Puts the desk together: one page that changes with its address, callbacks, files, guards."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from scenarios.app.supervisor import Supervisor

ASSETS = Path(__file__).with_name("assets")
THREADS = 8


def build(supervisor: Supervisor, host: str = "127.0.0.1") -> Any:
    """The Dash app of a desk; its Flask server is `.server`."""
    from dash import Dash

    from scenarios.app.choices import choice
    from scenarios.app.downloads import add_downloads
    from scenarios.app.form_callbacks import add_form_callbacks
    from scenarios.app.frame import frame
    from scenarios.app.guarding import guard, page_policy
    from scenarios.app.run_callbacks import add_run_callbacks

    app = Dash(
        "sanjin",
        assets_folder=str(ASSETS),
        serve_locally=True,
        suppress_callback_exceptions=True,
        title="三金 sanjin",
        update_title="",
        include_pages_meta=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = frame()
    choice(None, None)  # reads counties and scenarios before anybody waits for them
    _add_pages(app, supervisor)
    add_form_callbacks(app, supervisor)
    add_run_callbacks(app, supervisor)
    add_downloads(app.server, supervisor.desk)
    guard(app.server, host, page_policy(app.csp_hashes()))
    return app


def _add_pages(app: Any, supervisor: Supervisor) -> None:
    from dash import Input, Output

    @app.callback(
        Output("page", "children"), Input("address", "pathname"), Input("address", "search")
    )
    def page(path: str, search: str) -> Any:
        return page_at(supervisor, path, search)


def page_at(supervisor: Supervisor, path: str | None, search: str | None) -> Any:
    """The page of an address; one that says so where there is none."""
    from scenarios.app.compare_page import compare_page
    from scenarios.app.form_page import form_page
    from scenarios.app.frame import lost_page
    from scenarios.app.home_page import home_page
    from scenarios.app.kept_draft import kept_draft
    from scenarios.app.run_page import run_page

    asked = {name: values[-1] for name, values in _query(search).items()}
    parts = [part for part in (path or "/").split("/") if part]
    if not parts:
        return home_page(supervisor)
    if parts == ["new"]:
        kept = kept_draft(supervisor.desk, asked.get("from", ""))
        return form_page(asked.get("county"), asked.get("base"), kept)
    if parts == ["compare"]:
        return compare_page(supervisor.desk, asked.get("runs", "").split(","))
    if len(parts) == 2 and parts[0] == "run":
        return run_page(supervisor, parts[1]) or lost_page()
    return lost_page()


def _query(search: str | None) -> dict[str, list[str]]:
    try:
        return parse_qs((search or "").lstrip("?")[:2000], max_num_fields=20)
    except ValueError:
        return {}


def serve(app: Any, host: str, port: int) -> Any:
    """A waitress server that is bound but does not run yet."""
    from waitress.server import create_server

    from scenarios.app.guarding import LARGEST_REQUEST_BYTES

    return create_server(
        app.server,
        host=host,
        port=port,
        threads=THREADS,
        max_request_body_size=LARGEST_REQUEST_BYTES,
        ident=None,
    )
