"""What the pages of runs do: keep up with a run, stop it, let it go on, make files, compare."""

from typing import Any

from scenarios.app import documents
from scenarios.app.compare_page import comparison
from scenarios.app.home_page import runs_list, seen
from scenarios.app.run_page import buttons_hidden, finished_part, live_part
from scenarios.app.saved_runs import saved_run
from scenarios.app.supervisor import Supervisor
from scenarios.app.words import both


def add_run_callbacks(app: Any, supervisor: Supervisor) -> None:
    """Give a Dash app everything that the list, the page of a run and the comparison need."""
    _list(app, supervisor)
    _keep_up(app, supervisor)
    _order(app, supervisor)
    _link(app)
    _make(app, supervisor)
    _compare(app, supervisor)


def _list(app: Any, supervisor: Supervisor) -> None:
    from dash import Input, Output, State, no_update

    @app.callback(
        Output("runs-list", "children"),
        Output("runs-seen", "data"),
        Input("runs-clock", "n_intervals"),
        State("runs-seen", "data"),
        prevent_initial_call=True,
    )
    def keep_list(_ticks: int, before: str) -> Any:
        now = seen(supervisor)
        return (no_update, no_update) if now == before else (runs_list(supervisor), now)


def _keep_up(app: Any, supervisor: Supervisor) -> None:
    from dash import Input, Output, State, no_update

    @app.callback(
        Output("live", "children"),
        Output("stop", "hidden"),
        Output("resume", "hidden"),
        Output("finished", "children"),
        Output("run-stage", "data"),
        Output("run-clock", "disabled"),
        Input("run-clock", "n_intervals"),
        Input("stop", "n_clicks"),
        Input("resume", "n_clicks"),
        State("run-named", "data"),
        State("run-stage", "data"),
    )
    def keep_up(_ticks: int, _stops: int, _resumes: int, name: str, before: str) -> Any:
        run = saved_run(supervisor.desk, str(name))
        if run is None:
            return (no_update,) * 6
        finished = no_update if run.stage == before else finished_part(run)
        live = live_part(supervisor, run)
        return (live, *buttons_hidden(run.stage), finished, run.stage, run.stage == "finished")


def _order(app: Any, supervisor: Supervisor) -> None:
    from dash import Input, Output, State, ctx

    @app.callback(
        Output("run-clock", "n_intervals"),
        Input("stop", "n_clicks"),
        Input("resume", "n_clicks"),
        State("run-named", "data"),
        prevent_initial_call=True,
    )
    def order(stops: int, resumes: int, name: str) -> int:
        run = saved_run(supervisor.desk, str(name))
        if run is not None and run.job is not None:
            if ctx.triggered_id == "stop" and stops:
                supervisor.stop(run.fingerprint)
            if ctx.triggered_id == "resume" and resumes:
                supervisor.resume(run.fingerprint)
        return 0


def _link(app: Any) -> None:
    from dash import ClientsideFunction, Input, Output, State

    app.clientside_callback(
        ClientsideFunction("desk", "link"),
        Output("share", "value"),
        Input("run-named", "data"),
        State("address", "href"),
    )


def _make(app: Any, supervisor: Supervisor) -> None:
    from dash import ALL, Input, Output, State, ctx, html, no_update

    @app.callback(
        Output("made", "children"),
        Input({"type": "make", "kind": ALL}, "n_clicks"),
        State("document-language", "value"),
        State("run-named", "data"),
        running=[(Output("making", "hidden"), False, True)],
        prevent_initial_call=True,
    )
    def make(clicks: list[int], lang: str, name: str) -> Any:
        run = saved_run(supervisor.desk, str(name))
        kind = ctx.triggered_id["kind"]
        if run is None or not run.complete or not any(clicks):
            return no_update
        if kind not in documents.KINDS or lang not in documents.LANGUAGES:
            return no_update
        file, words = documents.make(supervisor.desk, run, kind, lang)
        if file is None:
            problem = both("make_failed", text=words) if words else both("make_unknown")
            return html.P(problem, className="problem")
        return html.P(html.A(file, href=f"/files/{run.fingerprint}/{file}", download=""))


def _compare(app: Any, supervisor: Supervisor) -> None:
    """The answer names the runs it is about; the browser drops one about runs ticked before."""
    from dash import ClientsideFunction, Input, Output, State

    @app.callback(Output("compared", "data"), Input("picked", "value"))
    def compare(names: list[str] | None) -> Any:
        return {"names": names, "shown": comparison(supervisor.desk, (names or [])[:5])}

    app.clientside_callback(
        ClientsideFunction("desk", "compared"),
        Output("comparison", "children"),
        Input("compared", "data"),
        State("picked", "value"),
        prevent_initial_call=True,
    )
