"""What the form does: opens settings, checks as one types, fills in sizes, starts a run."""

from collections.abc import Mapping
from typing import Any

from model.errors import InputError
from scenarios.app.checking import Checked, check
from scenarios.app.choices import choice
from scenarios.app.draft import Draft, Key
from scenarios.app.form_page import PRESETS, heading
from scenarios.app.jobs import Job
from scenarios.app.policies_part import policy_fields
from scenarios.app.saved_runs import saved_run
from scenarios.app.supervisor import Supervisor
from scenarios.app.verdict import problems, verdict

LARGEST_FORM = 3000
"""Fields; the form has far fewer."""


def add_form_callbacks(app: Any, supervisor: Supervisor) -> None:
    """Give a Dash app everything that the page of a new run needs."""
    _choose(app)
    _open(app)
    _fill_in(app)
    _look(app, supervisor)
    _run(app, supervisor)


def draft_of(chosen: Mapping[str, Any], typed: Mapping[str, Any]) -> Draft:
    """The draft that the fields of a page make; whatever the browser sends, it is only texts."""
    texts: dict[Key, str] = {}
    picked = choice(str(chosen.get("county")), str(chosen.get("base")))
    for name, value in _parts(typed.get("fields")):
        key = (str(name.get("policy")), str(name.get("setting")), str(name.get("year")))
        if key[0] == "" or key[1] in picked.settings.get(key[0], {}):
            texts[key] = value if isinstance(value, str) else ""
    on = {
        str(name.get("policy")): bool(value)
        for name, value in _parts(typed.get("boxes"))
        if str(name.get("policy")) in picked.settings
    }
    return Draft(picked, texts, on)


def _parts(listed: Any) -> list[tuple[dict[str, Any], Any]]:
    """Ids and values of a list of fields; what is no such thing is left out."""
    parts = listed[:LARGEST_FORM] if isinstance(listed, list) else []
    return [
        (part["id"], part.get("value"))
        for part in parts
        if isinstance(part, dict) and isinstance(part.get("id"), dict)
    ]


def job_of(draft: Draft, checked: Checked) -> Job:
    """The job that a draft without errors asks for."""
    plan = checked.plan
    assert plan is not None
    title = {lang: draft.text(f"title_{lang}") for lang in ("zh", "en")}
    return Job(
        fingerprint=plan.fingerprint,
        county=plan.county,
        name=plan.scenario.name,
        title=title,
        draws=plan.size.draws,
        seeds=plan.size.seeds,
        scale=plan.size.scale,
        evidence=plan.size.evidence,
    )


def _choose(app: Any) -> None:
    from dash import Input, Output, State, ctx, no_update

    @app.callback(
        Output("address", "search"),
        Input("county", "value"),
        Input("base", "value"),
        State("chosen", "data"),
        prevent_initial_call=True,
    )
    def choose(county: str, base: str, chosen: dict[str, str]) -> Any:
        picked = choice(county, base if ctx.triggered_id == "base" else None)
        now = {"county": picked.pack.name, "base": picked.scenario.name}
        return no_update if now == chosen else "?county={county}&base={base}".format(**now)


def _open(app: Any) -> None:
    from dash import MATCH, Input, Output, State, ctx, no_update

    @app.callback(
        Output({"type": "body", "policy": MATCH}, "children"),
        Output({"type": "body", "policy": MATCH}, "className"),
        Output({"type": "open", "policy": MATCH}, "aria-expanded"),
        Input({"type": "open", "policy": MATCH}, "n_clicks"),
        State({"type": "body", "policy": MATCH}, "children"),
        State({"type": "body", "policy": MATCH}, "className"),
        State("chosen", "data"),
        prevent_initial_call=True,
    )
    def open_or_close(_clicks: int, children: Any, looks: str, chosen: dict[str, str]) -> Any:
        if children:
            is_shut = looks.endswith("shut")
            return no_update, "policy-body" if is_shut else "policy-body shut", str(is_shut).lower()
        picked = choice(chosen.get("county"), chosen.get("base"))
        name = ctx.triggered_id["policy"]
        fields = policy_fields(picked, name) if name in picked.settings else []
        return fields, "policy-body", "true"


def _fill_in(app: Any) -> None:
    from dash import ALL, Input, Output, ctx, no_update

    @app.callback(
        *(
            Output({"type": "field", "policy": "", "setting": name, "year": ""}, "value")
            for name in ("draws", "seeds", "scale")
        ),
        Input({"type": "preset", "name": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )
    def fill_in(clicks: list[int]) -> Any:
        if not any(clicks) or ctx.triggered_id["name"] not in PRESETS:
            return [no_update] * 3
        return [str(number) for number in PRESETS[ctx.triggered_id["name"]]]


def _look(app: Any, supervisor: Supervisor) -> None:
    """The browser numbers each state of the form; an answer to an older one is not shown.

    Answers may arrive in another order than questions: the server has several threads.
    """
    from dash import ALL, ClientsideFunction, Input, Output, State, no_update

    app.clientside_callback(
        ClientsideFunction("desk", "gather"),
        Output("draft", "data"),
        Input(_all("field", ALL), "value"),
        Input({"type": "on", "policy": ALL}, "value"),
    )

    @app.callback(Output("answer", "data"), Input("draft", "data"), State("chosen", "data"))
    def look(typed: Any, chosen: dict[str, str]) -> Any:
        if not isinstance(typed, dict):
            return no_update
        checked = checked_draft(draft_of(chosen, typed))[1]
        known = checked.plan is not None and saved_run(supervisor.desk, checked.plan.fingerprint)
        return {
            "number": typed.get("number"),
            "verdict": verdict(checked, known=bool(known)),
            "problems": problems(checked.errors),
            "blocked": bool(checked.errors),
            "preview": checked.text.decode("utf-8", "replace"),
        }

    app.clientside_callback(
        ClientsideFunction("desk", "tell"),
        Output("verdict", "children"),
        Output(_all("problem", ALL), "children"),
        Output("run", "disabled"),
        Output("file-preview", "children"),
        Input("answer", "data"),
        State("draft", "data"),
        prevent_initial_call=True,
    )


def _run(app: Any, supervisor: Supervisor) -> None:
    from dash import Input, Output, State, no_update

    @app.callback(
        Output("address", "pathname"),
        Output("run-problem", "children"),
        Input("run", "n_clicks"),
        State("draft", "data"),
        State("chosen", "data"),
        prevent_initial_call=True,
    )
    def run(clicks: int, typed: Any, chosen: dict[str, str]) -> Any:
        if not clicks or not isinstance(typed, dict):
            return no_update, ""
        draft, checked = checked_draft(draft_of(chosen, typed))
        if checked.plan is None:
            return no_update, ""
        try:
            return f"/run/{begin(supervisor, draft, checked)}", ""
        except InputError as error:
            return no_update, str(error)


def checked_draft(draft: Draft) -> tuple[Draft, Checked]:
    """A draft with what was found in it."""
    return draft, check(draft, heading())


def begin(supervisor: Supervisor, draft: Draft, checked: Checked) -> str:
    """Ask for the run of a checked draft, unless it is there; returns its fingerprint."""
    job = job_of(draft, checked)
    there = saved_run(supervisor.desk, job.fingerprint)
    if there is None or there.stage != "finished":
        supervisor.submit(job, checked.text)
    return job.fingerprint


def _all(kind: str, every: Any) -> dict[str, Any]:
    return {"type": kind, "policy": every, "setting": every, "year": every}
