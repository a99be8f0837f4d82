"""The page of one run, under a link of its own: how far it is, what came out, what to take away."""

from urllib.parse import urlencode

from dash import dcc, html

from scenarios.app import jobs
from scenarios.app.documents import KINDS
from scenarios.app.home_page import county_name, run_title
from scenarios.app.parts import SPOKEN, Component, link, size_text, stage
from scenarios.app.progress_lines import Progress, progress_of
from scenarios.app.result_part import result_part
from scenarios.app.saved_runs import Saved, saved_run, summary_of
from scenarios.app.supervisor import Supervisor
from scenarios.app.words import both, pair
from scenarios.words import WORDS


def run_page(supervisor: Supervisor, fingerprint: str) -> Component | None:
    """The page of a run, or None where there is no such run."""
    run = saved_run(supervisor.desk, fingerprint)
    if run is None:
        return None
    return html.Div(
        [
            html.H1(run_title(run)),
            html.P(_about(run), className="about"),
            dcc.Store(id="run-named", data=run.fingerprint),
            dcc.Store(id="run-stage", data=run.stage),
            html.Div(live_part(supervisor, run), id="live", **SPOKEN),
            html.Div(_buttons(), className="buttons"),
            html.Div(finished_part(run), id="finished"),
            _share(),
            dcc.Interval(id="run-clock", interval=1000, disabled=run.stage == "finished"),
        ]
    )


def live_part(supervisor: Supervisor, run: Saved) -> list[Component]:
    """How far the run is, in words and as a bar."""
    found: list[Component] = [html.P(stage(run.stage))]
    if run.stage == "waiting":
        ahead = _ahead(supervisor, run.fingerprint)
        found.append(html.P(both("queue", ahead=ahead, count=supervisor.desk.at_once)))
    if run.stage in jobs.UNDER_WAY:
        if run.stage == "running":
            found += _progress(progress_of(supervisor.desk.job_folder(run.fingerprint)))
        return [*found, html.P(both("may_close"), className="note")]
    if run.stage == "failed" and run.state is not None:
        words = html.Code(run.state.message, className="said")
        return [*found, html.P([both("failed_text"), " ", words])]
    if run.stage in ("stopped", "partly", "begun"):
        found.append(html.P(both(f"{run.stage}_text")))
    return found


def buttons_hidden(stage_name: str) -> tuple[bool, bool]:
    """Whether the buttons to stop and to go on are hidden."""
    goes_on = stage_name in ("stopped", "failed", "partly")
    return stage_name not in jobs.UNDER_WAY, not goes_on


def finished_part(run: Saved) -> list[Component]:
    """Results and downloads of a run that is whole; of others only its scenario."""
    again = link("again", f"/new?{_origin(run)}", className="button")
    scenario = _download(run, "scenario.toml", "save_scenario")
    if not run.complete:
        return [html.P([again, " ", scenario], className="buttons")] if run.job else []
    compare = link("compare_with", f"/compare?runs={run.fingerprint}", className="button")
    summary = summary_of(run)
    shown = [] if summary is None else result_part(summary)
    report = html.A(
        both("open_report"), href=f"/files/{run.fingerprint}/report.html", target="_blank",
        rel="noopener", className="button main", id="open-report",
    )  # fmt: skip
    return [
        html.P([report, " ", again, " ", compare], className="buttons"),
        *shown,
        html.H2(both("downloads")),
        html.Ul(
            [
                html.Li(_download(run, name, key))
                for name, key in (
                    ("report.html", "save_report"),
                    ("summary.csv", "save_csv"),
                    ("scenario.toml", "save_scenario"),
                    ("run.json", "save_record"),
                )
            ],
            className="downloads",
        ),
        _documents(),
    ]


def _origin(run: Saved) -> str:
    """What the form of a further run begins with: this run, or the scenario that it was of."""
    summary = summary_of(run)
    if run.job is not None or summary is None:
        return f"from={run.fingerprint}"
    return urlencode({"county": summary.get("county"), "base": summary["scenario"]})


def _about(run: Saved) -> list[Component]:
    summary = summary_of(run) or {}
    if run.job is not None:
        place, size = run.job.county, (run.job.draws, run.job.seeds, run.job.scale)
    elif {"county", "draws", "seeds", "scale"} <= set(summary):
        place = str(summary["county"])
        size = (summary["draws"], summary["seeds"], float(summary["scale"]))
    else:
        return [both("fingerprint"), " ", html.Code(run.fingerprint)]
    named = html.Code(run.fingerprint)
    return [county_name(place), " · ", size_text(*size), " · ", both("fingerprint"), " ", named]


def _progress(progress: Progress) -> list[Component]:
    if not progress.total:
        return [html.P(_doing(progress) or both("starting")), html.Progress(id="bar")]
    words: list[Component] = [both("pairs", done=progress.done, total=progress.total)]
    if progress.seconds_left is not None and progress.done < progress.total:
        words.append(both("seconds_left", seconds=f"{progress.seconds_left:.0f}"))
    if progress.failed:
        words.append(both("pairs_failed", failed=progress.failed))
    if doing := _doing(progress):
        words += [" · ", doing]
    bar = html.Progress(value=str(progress.done), max=str(progress.total), id="bar")
    return [html.P(words), bar]


def _doing(progress: Progress) -> Component | None:
    """What the run says it does; runs of the desk speak Chinese, so the English is looked up."""
    if not progress.doing:
        return None
    english = dict(WORDS.values())
    return pair(progress.doing, english.get(progress.doing, progress.doing))


def _ahead(supervisor: Supervisor, fingerprint: str) -> int:
    waiting = supervisor.waiting()
    before = waiting.index(fingerprint) if fingerprint in waiting else 0
    return before + supervisor.running()


def _buttons() -> list[Component]:
    return [
        html.Button(both("stop"), id="stop", n_clicks=0, type="button", hidden=True),
        html.Button(both("resume"), id="resume", n_clicks=0, type="button", className="main",
                    hidden=True),
    ]  # fmt: skip


def _share() -> Component:
    box = dcc.Input(id="share", type="text", readOnly=True, className="wide")
    label = html.Label([html.Span(both("share"), className="label"), box])
    return html.Div([label, html.P(both("share_hint"), className="note")], className="field")


def _download(run: Saved, name: str, key: str) -> Component:
    return html.A(both(key), href=f"/files/{run.fingerprint}/{name}?save=1", download="")


def _documents() -> Component:
    """Files that the report command makes when asked: Word, Excel, PDF, in either language."""
    languages = [{"label": "中文", "value": "zh"}, {"label": "English", "value": "en"}]
    buttons = [
        html.Button(
            [both("make"), " ", both(f"make_{kind}")],
            id={"type": "make", "kind": kind},
            n_clicks=0,
            type="button",
        )
        for kind in KINDS
    ]
    radio = dcc.RadioItems(id="document-language", options=languages, value="zh", inline=True)
    return html.Div(
        [
            html.Fieldset([html.Legend(both("language_of_files")), radio]),
            html.Div(buttons, className="buttons"),
            html.P(both("making"), id="making", hidden=True),
            html.Div(id="made", **SPOKEN),
        ],
        className="documents",
    )
