"""A job is a folder: what is to be run, how far it is, what it says. Nothing lives in memory only.

desk/<fingerprint>/job.json      what was asked for
desk/<fingerprint>/<name>.toml   the scenario
desk/<fingerprint>/state.json    waiting, running, stopped, finished, partly or failed
desk/<fingerprint>/log.txt       what the run says while it goes on
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from results.errors import RunFolderError
from results.files import to_json, write_bytes
from scenarios.app.folders import FINGERPRINT, NAME, Desk, checked

Stage = Literal["waiting", "running", "stopped", "finished", "partly", "failed"]
STAGES = ("waiting", "running", "stopped", "finished", "partly", "failed")
UNDER_WAY = ("waiting", "running")

LARGEST_RECORD_BYTES = 100_000


@dataclass(frozen=True)
class Job:
    """One run that somebody asked for."""

    fingerprint: str
    county: str
    name: str
    title: dict[str, str]
    draws: int
    seeds: int
    scale: float
    evidence: str
    order: int = 0
    """Place in the order of asking."""


@dataclass(frozen=True)
class State:
    """How far a job is."""

    stage: Stage = "waiting"
    process: int = 0
    """Id of the process while it runs."""
    message: str = ""
    """The last thing that a failed run said."""


def keep(desk: Desk, job: Job, scenario: bytes) -> Job:
    """Write a new job down as the last in the order; returns it with its place.

    Raises: ValueError, before anything is written, for names that must not become paths.
    """
    last = max((other.order for other in all_jobs(desk)), default=0)
    job = _checked(replace(job, order=last + 1))
    folder = desk.job_folder(job.fingerprint)
    write_bytes(scenario_file(desk, job), scenario)
    write_bytes(folder / "state.json", to_json(asdict(State())))
    write_bytes(folder / "job.json", to_json(asdict(job)))
    return job


def scenario_file(desk: Desk, job: Job) -> Path:
    """The scenario of a job."""
    return desk.job_folder(job.fingerprint) / f"{checked(job.name, NAME)}.toml"


def all_jobs(desk: Desk) -> list[Job]:
    """Every readable job in the order of asking."""
    found = (read_job(desk, path.parent.name) for path in desk.jobs.glob("*/job.json"))
    return sorted((job for job in found if job), key=lambda job: (job.order, job.fingerprint))


def read_job(desk: Desk, fingerprint: str) -> Job | None:
    """The job of that fingerprint; None where there is none or its record is not one."""
    if not FINGERPRINT.fullmatch(fingerprint):
        return None
    content = _record(desk.job_folder(fingerprint) / "job.json")
    try:
        job = _checked(Job(**content))
    except (KeyError, TypeError, ValueError):
        return None
    return job if job.fingerprint == fingerprint else None


def _checked(job: Job) -> Job:
    """The same job with every part of the kind that it should be; ValueError where it is not."""
    if job.evidence not in ("ex-ante", "evaluation"):
        raise ValueError("no set of evidence")
    return replace(
        job,
        fingerprint=checked(job.fingerprint, FINGERPRINT),
        county=checked(job.county, NAME),
        name=checked(job.name, NAME),
        title={lang: str(job.title[lang]) for lang in ("zh", "en")},
        draws=int(job.draws),
        seeds=int(job.seeds),
        scale=float(job.scale),
        order=int(job.order),
    )


def state_of(desk: Desk, fingerprint: str) -> State:
    """How far a job is; a damaged record counts as stopped, from where it can go on."""
    content = _record(desk.job_folder(fingerprint) / "state.json")
    stage, process = content.get("stage"), content.get("process")
    if stage not in STAGES or not isinstance(process, int):
        return State("stopped")
    return State(stage, process, str(content.get("message", "")))


def set_state(desk: Desk, fingerprint: str, state: State) -> None:
    """Write down how far a job is, if its folder is still there."""
    folder = desk.job_folder(fingerprint)
    if folder.is_dir():
        write_bytes(folder / "state.json", to_json(asdict(state)))


def _record(path: Path) -> dict[str, Any]:
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST_RECORD_BYTES:
            return {}
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, RunFolderError):
        return {}
    return content if isinstance(content, dict) else {}
