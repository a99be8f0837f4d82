"""The runs in the runs folder: those of the desk, and those that the command line left there."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from scenarios.app import jobs
from scenarios.app.folders import DESK, FINGERPRINT, Desk
from scenarios.app.jobs import Job, State

LARGEST_SUMMARY_BYTES = 20_000_000
MOST_SHOWN = 300
BEGUN = "begun"
"""A run that was begun outside the desk and is not complete."""


@dataclass(frozen=True)
class Saved:
    """One run: its folder, which may not be there yet, and the job that it belongs to, if any."""

    fingerprint: str
    folder: Path
    job: Job | None
    state: State | None

    @property
    def complete(self) -> bool:
        """Whether the run folder is whole."""
        return (self.folder / "complete.json").is_file()

    @property
    def stage(self) -> str:
        """How far it is, in one word of `words.toml`."""
        if self.state is not None and self.state.stage != "finished":
            return "finished" if self._done_elsewhere else self.state.stage
        return "finished" if self.complete else BEGUN if self.state is None else "stopped"

    @property
    def _done_elsewhere(self) -> bool:
        """Stopped here, and since brought to its end by the command line."""
        assert self.state is not None
        return self.state.stage in ("stopped", "failed") and self.complete


def saved_runs(desk: Desk) -> list[Saved]:
    """Every run of the folder, the newest first."""
    found = {run.fingerprint: run for run in _folders(desk)}
    for job in jobs.all_jobs(desk):
        found[job.fingerprint] = _of_job(desk, job)
    newest = sorted(found.values(), key=lambda run: (-_age(desk, run), run.fingerprint))
    return newest[:MOST_SHOWN]


def saved_run(desk: Desk, fingerprint: str) -> Saved | None:
    """The run of that fingerprint, or None."""
    if not FINGERPRINT.fullmatch(fingerprint):
        return None
    job = jobs.read_job(desk, fingerprint)
    if job is not None:
        return _of_job(desk, job)
    return next((run for run in _folders(desk) if run.fingerprint == fingerprint), None)


def summary_of(run: Saved) -> dict[str, Any] | None:
    """The summary of a forecast or a run; None where it is no such thing or cannot be read."""
    return _summary(run.folder / "summary.json", _changed(run.folder / "summary.json"))


def record_of(run: Saved) -> dict[str, Any]:
    """The spec in the run record; empty where it cannot be read."""
    record = _json(run.folder / "run.json", _changed(run.folder / "run.json"))
    spec = record.get("spec")
    return spec if isinstance(spec, dict) else {}


def _of_job(desk: Desk, job: Job) -> Saved:
    folder = desk.run_folder(job.county, job.name, job.fingerprint)
    return Saved(job.fingerprint, folder, job, jobs.state_of(desk, job.fingerprint))


def _folders(desk: Desk) -> Iterator[Saved]:
    """Run folders that are no links: what they link to may lie anywhere."""
    for started in sorted(desk.runs.glob("*/started.json")):
        folder = started.parent
        if folder.name == DESK or folder.is_symlink() or started.is_symlink():
            continue
        owner = _json(started, _changed(started)).get("fingerprint")
        if isinstance(owner, str) and FINGERPRINT.fullmatch(owner):
            yield Saved(owner, folder, None, None)


def _age(desk: Desk, run: Saved) -> int:
    file = desk.job_folder(run.fingerprint) / "job.json" if run.job else run.folder / "started.json"
    return _changed(file)


def _changed(file: Path) -> int:
    try:
        return 0 if file.is_symlink() else file.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=64)
def _summary(file: Path, changed: int) -> dict[str, Any] | None:
    content = _json(file, changed)
    whole = isinstance(content.get("years"), dict) and isinstance(content.get("targets"), list)
    return content if whole and isinstance(content.get("scenario"), str) else None


@lru_cache(maxsize=1024)
def _json(file: Path, changed: int) -> dict[str, Any]:
    """A JSON object as of one time of change; empty where there is none or it is too large."""
    try:
        if not changed or file.stat().st_size > LARGEST_SUMMARY_BYTES:
            return {}
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
