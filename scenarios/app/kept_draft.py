"""The draft that a run was made from, so that it can be changed and run again."""

from typing import Any

from model.errors import InputError
from scenarios.app import jobs
from scenarios.app.choices import choice
from scenarios.app.draft import EXTRA, Draft, Key, plain_text
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
    texts |= _texts(tables, job.name)
    on = {str(name): False for name in tables.get("without", [])}
    on |= {str(name): True for name in tables.get("policies", {})}
    return Draft(chosen, texts, on)


def _texts(tables: dict[str, Any], name: str) -> dict[Key, str]:
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
    for policy, settings in tables.get("policies", {}).items():
        for setting, value in settings.items():
            if isinstance(value, dict):
                for year, amount in value.items():
                    found[policy, setting, year] = plain_text(amount)
            else:
                found[policy, setting, ""] = plain_text(value)
    return found
