"""Runs a sensitivity study into its folder."""

import time
from pathlib import Path
from typing import Any

from scenarios.running.execute import LEDGER, Executed, open_folder
from scenarios.running.progress import Progress
from scenarios.running.store import PairStore
from scenarios.running.study_run import Found, write_study
from scenarios.running.workforce import Workforce
from scenarios.sensitivity.plan import SensitivityPlan
from scenarios.sensitivity.points import Points, PointsFailed
from scenarios.sensitivity.protocol import Outcome, Rules, study
from scenarios.sensitivity.tables import index_rows, tables_of
from scenarios.sensitivity.verdict import words_of
from scenarios.words import Language, say


def run_sensitivity(
    plan: SensitivityPlan, rules: Rules, out: Path | None, workforce: Workforce, lang: Language
) -> tuple[Executed, dict[str, Any]]:
    """Run what is missing and write the folder.

    Returns: what ran, and the summary; the summary is empty where points failed.
    """
    begun = time.perf_counter()
    folder = open_folder(plan, out)
    with Progress(lang) as progress, PairStore(folder.scratch / LEDGER) as store:
        points = Points(plan, store, workforce, progress)
        try:
            found = study(plan.factors.space, points, rules, progress.note)
        except PointsFailed as failed:
            return Executed(plan, folder, {}, failed.failures), {}
        progress.note(say("writing", lang))
        executed = Executed(plan, folder, {}, [])
        published = published_of(found, plan, rules, points)
        summary = write_study(executed, published, time.perf_counter() - begun, lang)
    return executed, summary


def published_of(found: Outcome, plan: SensitivityPlan, rules: Rules, points: Points) -> Found:
    """Tables, summary and words."""
    asked = plan.question
    count = len({row[1] for row in points.rows})
    summary = {
        "draws": count,
        "seeds": 1,
        "outcome": asked.outcome,
        "year": asked.year,
        "kind": asked.kind,
        "difference": asked.difference,
        "converged": found.converged,
        "size": found.doublings[-1].size if found.doublings else None,
        "widest": found.doublings[-1].widest if found.doublings else None,
        "close": rules.close,
        "noise_share": found.noise_share,
        "mean": found.mean,
        "spread": found.spread,
        "budget_worlds": rules.worlds,
        "worlds": found.worlds,
        "points": count,
        "factors": index_rows(found, plan.factors),
        "warnings": _warnings(plan, found),
    }
    return Found(tables_of(found, plan, points), summary, words_of(found, plan, rules))


def _warnings(plan: SensitivityPlan, found: Outcome) -> list[str]:
    warnings = []
    if not found.converged:
        warnings.append("not converged: do not quote single indices")
    if plan.size.evidence == "evaluation":
        warnings.append("hindsight: the priors use evidence from after September 2022")
    if plan.size.scale < 1.0:
        warnings.append("a sample of villages, not the whole county")
    if plan.pack.label != "calibrated":
        warnings.append(f"the county pack is {plan.pack.label}")
    return warnings
