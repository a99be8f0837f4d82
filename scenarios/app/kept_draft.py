"""The draft that a run was made from, so that it can be changed and run again."""

from typing import Any

from model.errors import InputError
from scenarios.app import jobs
from scenarios.app.choices import Choice, choice
from scenarios.app.draft import EXTRA, Draft, Key, plain_text, shown
from scenarios.app.folders import Desk
from scenarios.app.toml_text import toml_text
from scenarios.inputs.toml_file import read_toml


def kept_draft(desk: Desk, fingerprint: str) -> Draft | None:
    """The form as it was when a job was asked for; None where there is no such job."""
    job = jobs.read_job(desk, fingerprint)
    if job is None:
        return None
    try:
        tables = read_toml(jobs.scenario_file(desk, job))
    except InputError:
        return None
    library = (
        not {"extends", "county"} <= set(tables)
        or job.name == choice(job.county, job.name).scenario.name
    )
    base = job.name if library else str(tables["extends"])
    texts: dict[Key, str] = {
        ("", "draws", ""): str(job.draws),
        ("", "seeds", ""): str(job.seeds),
        ("", "scale", ""): plain_text(job.scale),
        ("", "evidence", ""): job.evidence,
    }
    chosen = choice(job.county, base)
    if library:
        return Draft(chosen, texts)
    texts |= _titles(tables, job.name)
    for policy, settings in tables.get("policies", {}).items():
        for name, value in settings.items():
            texts |= _setting(chosen, policy, name, value)
    on = {str(name): False for name in tables.get("without", [])}
    on |= {str(name): True for name in tables.get("policies", {})}
    return Draft(chosen, texts, on)


def _titles(tables: dict[str, Any], name: str) -> dict[Key, str]:
    found: dict[Key, str] = {}
    if not name.endswith("_own"):
        found["", "name", ""] = name
    for lang, text in tables.get("title", {}).items():
        found["", f"title_{lang}", ""] = str(text)
    if "years" in tables:
        found["", "last_year", ""] = str(tables["years"][-1])
    if "counterfactual" in tables:
        found["", "counterfactual", ""] = str(tables["counterfactual"]["scenario"])
    further = {name: tables[name] for name in EXTRA if name in tables}
    if further:
        found["", "further", ""] = toml_text(further).strip()
    return found


def _setting(chosen: Choice, policy: str, name: str, value: Any) -> dict[Key, str]:
    """The fields of one setting; a year that the file leaves out is an empty field."""
    if not isinstance(value, dict):
        return {(policy, name, ""): plain_text(value)}
    known = chosen.settings.get(policy, {}).get(name)
    years = {*(shown(known, chosen) if known else ()), *value}
    return {
        (policy, name, year): plain_text(value[year]) if year in value else "" for year in years
    }
