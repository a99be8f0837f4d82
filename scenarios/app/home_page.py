"""The first screen: what decides what, and the runs of this folder."""

from dash import dcc, html

from scenarios.app.choices import counties
from scenarios.app.parts import Component, link, size_text, stage, table
from scenarios.app.saved_runs import Saved, saved_runs, summary_of
from scenarios.app.supervisor import Supervisor
from scenarios.app.words import both, pair
from scenarios.inputs.scenario import library_names, load_scenario


def home_page(supervisor: Supervisor) -> Component:
    """What the program has to say before anything else, and the list of runs."""
    return html.Div(
        [
            html.Section(
                [
                    html.H1(both("claim")),
                    html.P(both("claim_text")),
                    html.P(both("claim_uses")),
                    link("begin", "/new", className="button main", id="begin"),
                ],
                className="claim",
            ),
            html.Section(
                [
                    html.H2(both("runs")),
                    html.Div(runs_list(supervisor), id="runs-list"),
                ]
            ),
            dcc.Store(id="runs-seen", data=seen(supervisor)),
            dcc.Interval(id="runs-clock", interval=2000),
        ]
    )


def runs_list(supervisor: Supervisor) -> list[Component]:
    """The queue in a sentence and the runs in a table."""
    desk = supervisor.desk
    queue = both(
        "at_once",
        count=desk.at_once,
        running=supervisor.running(),
        waiting=len(supervisor.waiting()),
    )
    runs = saved_runs(desk)
    heads = [both(f"head_{name}") for name in ("run", "county", "size", "stage")]
    rows = table(heads, [_row(run) for run in runs], "runs") if runs else html.P(both("no_runs"))
    return [html.P(queue, className="note"), rows]


def seen(supervisor: Supervisor) -> str:
    """What the list shows, in short: as long as it stays the same the page is left alone."""
    return " ".join(f"{run.fingerprint}={run.stage}" for run in saved_runs(supervisor.desk))


def run_title(run: Saved) -> Component:
    """The title of a run: as typed, of the library, or the name of its scenario."""
    return pair(*title_of(run).values())


def title_of(run: Saved) -> dict[str, str]:
    """The title of a run in both languages."""
    if run.job is not None:
        return run.job.title
    summary = summary_of(run)
    name = summary["scenario"] if summary else run.folder.name
    if name in library_names():
        return load_scenario(name).title
    return {"zh": name, "en": name}


def county_name(name: str) -> Component:
    """The name of a county in both languages, as far as it is known here."""
    pack = counties().get(name)
    return pair(pack.zh, pack.en) if pack else html.Span(name)


def _row(run: Saved) -> list[Component]:
    title = dcc.Link(run_title(run), href=f"/run/{run.fingerprint}")
    return [title, *_size(run), stage(run.stage)]


def _size(run: Saved) -> list[Component]:
    if run.job is not None:
        job = run.job
        return [county_name(job.county), size_text(job.draws, job.seeds, job.scale)]
    summary = summary_of(run) or {}
    numbers = [summary.get(name) for name in ("draws", "seeds", "scale")]
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in numbers):
        return [html.Span("—"), html.Span("—")]
    return [county_name(str(summary.get("county"))), size_text(*numbers)]  # type: ignore[arg-type]
