"""`sanjin calibrate COUNTY`: fit behavioural parameters to what was known up to 2021."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.commands import options
from scenarios.fitting.calibration_words import phrase
from scenarios.words import Language, percent

if TYPE_CHECKING:
    from scenarios.fitting.calibration_run import Calibrated
    from scenarios.running.workforce import Workforce

Worlds = Annotated[
    int,
    typer.Option(
        help="Simulated worlds over all stages; 20,000 for a full run, a tenth of it to begin.",
        min=200,
        max=200_000,
    ),
]
Keep = Annotated[
    bool, typer.Option("--keep", help="Store the fit with the program, where forecasts use it.")
]


def calibrate(  # noqa: PLR0913 - one parameter an option
    county: options.County = "yueqing",
    *,
    worlds: Worlds = 2000,
    scale: options.Scale = 0.02,
    out: options.Out = None,
    keep: Keep = False,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
    workers: options.Workers = 0,
    evidence: options.Evidence = options.EvidenceSet.ex_ante,
    engine: options.EngineName = options.Engine.local,
    scheduler: options.Scheduler = None,
) -> None:
    """Fit behaviour to the moments that exist up to 2021, and say what they identify.

    History matching in two waves, then approximate Bayesian computation on what is left. Never more
    free parameters than independent moments; all others stay at their priors and are labelled so.
    The same command goes on where it was stopped.
    """
    from calibration.packs.pack import load_pack
    from scenarios.commands.screen import print_json
    from scenarios.fitting.calibration_run import Asked, open_folder
    from scenarios.running.workforce import Workforce

    asked = Asked(load_pack(county), county, evidence.value, scale, worlds).checked()
    workforce = Workforce.of(workers, engine.value, scheduler)
    folder = open_folder(asked, out)
    found, report = _run(asked, folder, workforce, lang.value)
    if found.posterior is not None:
        _store(found, report, folder, keep=keep)
    if json:
        print_json(report)
    else:
        print_calibration(report, lang.value)
        _print_end(found, folder, lang.value, keep=keep)


def _run(
    asked: Any, folder: Path, workforce: "Workforce", lang: Language
) -> "tuple[Calibrated, dict]":
    from scenarios.fitting.calibration_jobs import evaluator, prepare
    from scenarios.fitting.calibration_report import report_of
    from scenarios.fitting.calibration_run import calibrate as run
    from scenarios.running.progress import Progress

    with Progress(lang) as progress:
        prepare(asked, progress)
        evaluate = evaluator(folder, workforce, progress)
        found = run(asked, evaluate, lambda stage: progress.note(phrase(stage, lang)))
    return found, report_of(found)


def _store(found: "Calibrated", report: dict[str, Any], folder: Path, *, keep: bool) -> None:
    from calibration.behaviour.fitted_draws import FITTED
    from scenarios.fitting.calibration_report import keep as store

    store(found, report, folder / "fitted")
    if keep:
        store(found, report, FITTED)


def _print_end(found: "Calibrated", folder: Path, lang: Language, *, keep: bool) -> None:
    from scenarios.commands.screen import show

    if found.failed:
        show(phrase("failed", lang).format(failed=found.failed))
    if found.posterior is not None:
        show(phrase("kept", lang).format(path=folder / "fitted"))
        if not keep:
            show(phrase("not_used", lang))


def print_calibration(report: dict[str, Any], lang: Language) -> None:
    """Print space ruled out, estimated parameters, silent moments and predictive checks."""
    from model.parameters import Parameters
    from scenarios.commands.screen import show
    from scenarios.fitting.calibration_report import prior_only

    paths = list(Parameters.cards())
    only = len(prior_only(report, paths))
    if "parameters" not in report:
        show(phrase("none", lang))
    else:
        shares = " → ".join(percent(wave["ruled_out"]) for wave in report["waves"])
        show(
            phrase("ruled_out", lang).format(
                shares=shares,
                effective=report["effective"],
                simulated=report["effective_simulated"],
            )
        )
        free = len(report["free"])
        informed = len(paths) - only - free
        show(phrase("estimated", lang).format(free=free, informed=informed, only=only))
        _print_parameters(report, lang)
        _print_checks(report, lang)
    _print_silent(report, lang)


def _print_silent(report: dict[str, Any], lang: Language) -> None:
    from scenarios.commands.screen import show

    used = {link["moment"] for link in report["links"] if link["free"]}
    silent = [
        moment[lang]
        for moment in report["moments"]
        if moment["role"] == "fitted" and moment["name"] not in used
    ]
    for key, names in (("silent", silent), ("missing", report["missing"])):
        if names:
            show(phrase(key, lang).format(names=", ".join(names)))


def _print_parameters(report: dict[str, Any], lang: Language) -> None:
    from scenarios.commands.screen import print_table

    moment = {link["path"]: link["moment"] for link in report["links"] if link["free"]}
    found = {row["path"]: row for row in report["recovery"]["parameters"]}
    heads = [
        phrase(key, lang)
        for key in ("parameter", "moment", "prior", "posterior", "narrowing", "recovered")
    ]
    rows = [
        [
            row["path"],
            moment[row["path"]],
            _interval(row["prior"]),
            _interval(row["posterior"]),
            f"{max(row['narrowing'], 0.0):.0%}",
            phrase(recovered_word(found[row["path"]]), lang),
        ]
        for row in report["parameters"]
    ]
    print_table(heads, rows, title=phrase("free_title", lang))


def recovered_word(row: dict[str, Any]) -> str:
    """Whether simulated data give a parameter back, as a key of the words."""
    if not row["calibrated"]:
        return "ranks_off"
    return "yes" if row["recovered"] else "no"


def _print_checks(report: dict[str, Any], lang: Language) -> None:
    from scenarios.commands.screen import print_table

    names = {moment["name"]: moment[lang] for moment in report["moments"]}
    heads = [
        phrase(key, lang) for key in ("moment", "role", "observed", "prior", "posterior", "verdict")
    ]
    rows = [
        [
            names[row["moment"]],
            phrase(row["role"], lang),
            f"{row['observed']:.4g}",
            _interval([row["prior"][key] for key in ("p05", "median", "p95")]),
            _interval([row["posterior"][key] for key in ("p05", "median", "p95")]),
            phrase("contradicts" if row["posterior"]["contradicts"] else "agrees", lang),
        ]
        for row in report["checks"]
    ]
    print_table(heads, rows, title=phrase("checks", lang))


def _interval(points: list[float]) -> str:
    low, middle, high = (f"{point:.3g}" for point in points)
    return f"{middle} ({low} … {high})"
