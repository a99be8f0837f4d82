"""The quality log: what was checked about this run, what came out, how to read it."""

from results.brief.facts import Facts
from results.brief.parts import Cell, Place, Section, Table, Value
from results.numbers import written

POINTS = ("p05", "p25", "median", "p75", "p95")


def section(facts: Facts) -> Section:
    """One table, a row a check."""
    text, heads = facts.text["quality"], facts.text["heads"]
    rows: list[tuple[Cell, ...]] = []
    for key, cell in _checks(facts).items():
        reads = text.get(f"{key}_reads") or text["targets_reads"]
        rows.append((text[key], cell, reads))
    head = tuple(heads[key] for key in ("check", "result", "reads"))
    table = Table("quality", facts.text["tables"]["quality"], head, tuple(rows))
    return Section("quality", facts.text["titles"]["quality"], (table,))


def _checks(facts: Facts) -> dict[str, Cell]:
    run, checks = facts.run, dict[str, Cell]()
    if run.has("indicators"):
        checks["pairs"] = facts.count("indicators", {}, ("draw", "seed"))
    if "failures" in run.record.get("about", {}):
        checks["failures"] = facts.recorded("run.json", "about", "failures")
    scale = float(run.record["spec"]["scale"])
    place = Place("run.json", ("spec", "scale"))
    checks["scale"] = Value(written(scale, "share", facts.language), scale, place)
    if not run.study:
        checks |= _of_forecast(facts)
    if label := run.summary.get("county_label"):
        checks["label"] = facts.label("county_label", str(label))
    evidence = str(run.record["spec"]["evidence"])
    checks["evidence"] = facts.text["evidence"].get(evidence, evidence)
    checks["record"] = str(run.record["sha256"])[:16]
    return checks


def _of_forecast(facts: Facts) -> dict[str, Cell]:
    """Errors of the simulation, and what could not be estimated or is not modelled."""
    checks: dict[str, Cell] = {
        "ratio_error": facts.level("ratio_published", "mc_error"),
        "effect_error": facts.level("ratio_effect_pilot", "mc_error"),
        "unestimated": _unestimated(facts),
    }
    targets = facts.run.has("targets")
    if targets and "mc_error" in facts.run.table("targets").columns:
        rows = {"modelled": True}
        checks["probability_error"] = facts.pooled("targets", rows, "mc_error", "max", "share")
    if facts.run.has("ablations"):
        checks["ablations"] = facts.count("ablations", {}, ("draw", "seed"))
    if facts.run.has("conflicts"):
        checks["disputed"] = facts.count("conflicts", {}, ("conflict",))
    if targets:
        checks["modelled"] = facts.count("targets", {"modelled": True})
        checks["carried"] = facts.count("targets", {"modelled": False})
    return checks


def _unestimated(facts: Facts) -> Value:
    """Quantiles of the last year that the run could not estimate."""
    entries = facts.run.summary["years"][str(facts.last)].values()
    missing = sum((entry or {}).get(point) is None for entry in entries for point in POINTS)
    place = Place("summary.json", ("years", str(facts.last)), how="missing quantiles")
    return Value(str(missing), float(missing), place)
