"""Files that may be opened or saved: known names in the folder of a known run, nothing else."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from scenarios.app.documents import is_document
from scenarios.app.draft import EXTRA
from scenarios.app.folders import Desk
from scenarios.app.guarding import FILE_POLICY, REPORT_POLICY
from scenarios.app.saved_runs import Saved, record_of, saved_run
from scenarios.app.toml_text import toml_text

PLAIN = {
    "report.html": "text/html; charset=utf-8",
    "summary.csv": "text/csv; charset=utf-8",
    "summary.json": "application/json",
    "run.json": "application/json",
}
OFFICE = "application/vnd.openxmlformats-officedocument"
DOCUMENTS = {
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
SCENARIO = "scenario.toml"


def content(desk: Desk, fingerprint: str, name: str) -> tuple[bytes, str, str] | None:
    """Bytes, kind and file name of what may be had; None for everything else."""
    run = saved_run(desk, fingerprint)
    if run is None:
        return None
    if name == SCENARIO:
        return _scenario(desk, run)
    kind = PLAIN.get(name) or (DOCUMENTS[name.rpartition(".")[2]] if is_document(name) else None)
    data = _inside(run.folder, name) if kind else None
    if kind is None or data is None:
        return None
    return data, kind, f"sanjin-{run.fingerprint}-{name}"


def add_downloads(server: Any, desk: Desk) -> None:
    """Let a Flask server answer `/files/<fingerprint>/<name>`."""
    from flask import Response, abort, request

    @server.get("/files/<fingerprint>/<name>")
    def file(fingerprint: str, name: str) -> Any:
        found = content(desk, fingerprint, name)
        if found is None:
            abort(404)
        data, kind, file_name = found
        shown = name == "report.html" and "save" not in request.args
        answer = Response(data, content_type=kind)
        answer.headers["Content-Security-Policy"] = REPORT_POLICY if shown else FILE_POLICY
        way = "inline" if shown else "attachment"
        answer.headers["Content-Disposition"] = f'{way}; filename="{file_name}"'
        return answer


def _scenario(desk: Desk, run: Saved) -> tuple[bytes, str, str] | None:
    """The scenario as it was typed; of a run of the command line as its record has it."""
    kind = "application/toml; charset=utf-8"
    if run.job is not None:
        data = _inside(desk.job_folder(run.fingerprint), f"{run.job.name}.toml")
        return None if data is None else (data, kind, f"{run.job.name}.toml")
    tables = recorded_tables(run)
    if tables is None:
        return None
    return toml_text(tables).encode("utf-8", "backslashreplace"), kind, f"{run.fingerprint}.toml"


def recorded_tables(run: Saved) -> dict[str, Any] | None:
    """The scenario in a run record, whole: nothing of it is in another file."""
    scenario = record_of(run).get("scenario")
    try:
        content: Any = json.loads(scenario["text"]) if isinstance(scenario, dict) else {}
        tables = {name: content[name] for name in ("county", "years", "policies")}
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    against = {"counterfactual": {"scenario": content.get("counterfactual")}}
    others = {name: content[name] for name in EXTRA if content.get(name)}
    tables["policies"] = {name: _dated(given) for name, given in tables["policies"].items()}
    return {**tables, **against, **others}


def _dated(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings with days as days: JSON keeps them as text, a scenario file does not."""
    return {
        name: date.fromisoformat(value) if isinstance(value, str) else value
        for name, value in settings.items()
    }


def _inside(folder: Path, name: str) -> bytes | None:
    """A plain file that lies in a folder itself; links lead elsewhere and are not followed."""
    file = folder / name
    try:
        if folder.is_symlink() or file.is_symlink() or not file.is_file():
            return None
        return file.read_bytes()
    except (OSError, ValueError):
        return None
