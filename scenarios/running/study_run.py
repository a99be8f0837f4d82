"""Runs a study into its folder, writes what it found, and says what all studies say."""

import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from results.run_folder import RunFolder
from scenarios.running.background import background_tables
from scenarios.running.execute import Executed, execute
from scenarios.running.progress import Progress
from scenarios.running.study import Study
from scenarios.running.workforce import Workforce
from scenarios.words import Language, say

if TYPE_CHECKING:
    import pandas as pd

CANNOT = {
    "zh": (
        "政策效果的大小是先验通过机制得出的，不是本县数据估计出来的；区间只反映先验。",
        "各项差别都取自同一模型：模型没有的机制（实物服务、人口流入流出、全县以外的市场）不在其中。",
    ),
    "en": (
        "Sizes of policy effects are priors run through mechanisms, not estimates for this county; "
        "intervals say how wide those priors are.",
        "Every difference is one inside the model: what it leaves out (services in kind, people "
        "who move in or out, markets beyond the county) is in none of them.",
    ),
}


@dataclass
class Found:
    """What a study publishes: tables by name, its part of the summary, and its words."""

    tables: "dict[str, pd.DataFrame]"
    summary: dict[str, Any]
    words: dict[str, dict[str, Any]]
    """By language: title, finding, findings, cannot."""


def run_study(
    study: Study,
    out: Path | None,
    workforce: Workforce,
    lang: Language,
    assemble: Callable[[Executed], Found],
    *,
    quiet: bool = False,
) -> tuple[Executed, dict[str, Any]]:
    """Run what is missing and write the folder.

    Returns: what ran, and the summary; the summary is empty where every job failed.
    """
    begun = time.perf_counter()
    with Progress(lang, quiet=quiet) as progress:
        executed = execute(study, out, workforce, progress)
        if not executed.tables:
            return executed, {}
        progress.note(say("writing", lang))
        found = assemble(executed)
        summary = write_study(executed, found, time.perf_counter() - begun, lang)
    return executed, summary


def write_study(executed: Executed, found: Found, seconds: float, lang: Language) -> dict[str, Any]:
    """Write the folder of a study; returns the summary."""
    summary = {**_head(executed), **found.summary, "words": found.words}
    _write(executed, found, summary, seconds, lang)
    return summary


def _head(executed: Executed) -> dict[str, Any]:
    study = executed.plan
    assert isinstance(study, Study)
    return {
        "study": study.kind,
        "county": study.pack.name,
        "county_label": study.pack.label,
        "scenario": study.scenario.name,
        "counterfactual": study.counterfactual,
        "evidence": study.size.evidence,
        "scale": study.size.scale,
        "draws": study.size.draws,
        "seeds": study.size.seeds,
        "fingerprint": study.fingerprint,
        "years": {str(year): {} for year in study.years},
        "failures": len(executed.failures),
        "warnings": _warnings(executed),
    }


def _write(
    executed: Executed,
    found: Found,
    summary: Mapping[str, Any],
    seconds: float,
    lang: Language,
) -> None:
    from results.record import build_record
    from results.report import write_report

    folder = executed.folder
    for name, table in {**found.tables, **background_tables(executed.plan)}.items():
        folder.write_table(name, table)
    folder.write_json("summary", summary)
    about = {
        "seconds": round(seconds, 1),
        "python": platform.python_version(),
        "failures": len(executed.failures),
    }
    folder.write_json("run", build_record(executed.plan.spec, folder.hashes(), about))
    write_report(folder.path, lang)
    RunFolder.open(folder.path).complete()


def _warnings(executed: Executed) -> list[str]:
    size, found = executed.plan.size, []
    if size.draws < 2:
        found.append(
            "one draw: intervals of policy effects are not estimated, and those of levels hold the "
            "policy parameters fixed"
        )
    if size.seeds < 2:
        found.append("one seed: the share of chance is not estimated")
    if size.evidence == "evaluation":
        found.append("hindsight: the priors use evidence from after September 2022")
    if size.scale < 1.0:
        found.append("a sample of villages, not the whole county")
    if executed.plan.pack.label != "calibrated":
        found.append(f"the county pack is {executed.plan.pack.label}")
    if executed.failures:
        found.append("some pairs failed and are missing from every number")
    return found
