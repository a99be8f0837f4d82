"""Starts waiting jobs, a few at a time, watches them, stops them; all it knows is on disk."""

import subprocess
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from model.errors import InputError
from results.errors import RunFolderError
from scenarios.app import jobs, processes
from scenarios.app.folders import Desk
from scenarios.app.jobs import Job, State
from scenarios.app.only_one import OnlyOne
from scenarios.app.progress_lines import last_words

MOST_WAITING = 50
_SECONDS_BETWEEN_LOOKS = 0.25
_DONE, _SOME_FAILED = 0, 3


class Supervisor:
    """The only one that starts and ends runs of a desk. Use as a context manager."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._mine: dict[str, subprocess.Popen[bytes]] = {}
        self._found: dict[str, int] = {}
        """Runs that an earlier desk had started and that still go on."""
        self._lock = threading.RLock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="desk", daemon=True)

    def __enter__(self) -> "Supervisor":
        self.desk.jobs.mkdir(parents=True, exist_ok=True)
        self._only = OnlyOne(self.desk.jobs)
        self._recover()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop what runs; it is still marked as running, so that the next desk goes on with it."""
        self._ended.set()
        self._thread.join()
        for process in self._mine.values():
            processes.stop(process)
        self._only.close()

    def submit(self, job: Job, scenario: bytes) -> None:
        """Put a job at the end of the queue; one that is there already is gone on with.

        Raises: InputError when too many are waiting.
        """
        with self._lock:
            if jobs.read_job(self.desk, job.fingerprint):
                self.resume(job.fingerprint)
                return
            if len(self.waiting()) >= MOST_WAITING:
                raise InputError(
                    "too many runs are waiting", value=MOST_WAITING, allowed="wait, or stop some"
                )
            jobs.keep(self.desk, job, scenario)

    def stop(self, fingerprint: str) -> None:
        """Take a job out of the queue, or end its run; what it has finished stays."""
        with self._lock:
            if jobs.state_of(self.desk, fingerprint).stage not in jobs.UNDER_WAY:
                return
            process = self._mine.pop(fingerprint, None)
            found = self._found.pop(fingerprint, None)
            if process is not None:
                processes.stop(process)
            if found is not None:
                processes.stop_found(found)
            jobs.set_state(self.desk, fingerprint, State("stopped"))

    def resume(self, fingerprint: str) -> None:
        """Let a job that was stopped or failed go on, with the same command."""
        with self._lock:
            stage = jobs.state_of(self.desk, fingerprint).stage
            if jobs.read_job(self.desk, fingerprint) and stage in ("stopped", "failed", "partly"):
                jobs.set_state(self.desk, fingerprint, State("waiting"))

    def waiting(self) -> list[str]:
        """Fingerprints of the jobs that wait, the next one first."""
        return [
            job.fingerprint
            for job in jobs.all_jobs(self.desk)
            if jobs.state_of(self.desk, job.fingerprint).stage == "waiting"
        ]

    def running(self) -> int:
        """How many runs go on now."""
        return len(self._mine) + len(self._found)

    def look(self) -> None:
        """Note what has ended and start what may start."""
        with self._lock:
            for fingerprint, process in list(self._mine.items()):
                if (code := process.poll()) is not None:
                    del self._mine[fingerprint]
                    self._note_end(fingerprint, code)
            for fingerprint, number in list(self._found.items()):
                if not processes.is_running(number, self._folder_of(fingerprint)):
                    del self._found[fingerprint]
                    self._note_end(fingerprint, None)
            if self.running() < self.desk.at_once:
                for fingerprint in self.waiting()[: self.desk.at_once - self.running()]:
                    self._start(fingerprint)

    def _watch(self) -> None:
        while not self._ended.wait(_SECONDS_BETWEEN_LOOKS):
            # A disk that is full or away now may be back at the next look.
            with suppress(OSError, RunFolderError):
                self.look()

    def _recover(self) -> None:
        """Find jobs that were running when an earlier desk ended."""
        for job in jobs.all_jobs(self.desk):
            state = jobs.state_of(self.desk, job.fingerprint)
            if state.stage != "running":
                continue
            if processes.is_running(state.process, self._folder_of(job.fingerprint)):
                self._found[job.fingerprint] = state.process
            else:
                jobs.set_state(self.desk, job.fingerprint, replace(state, stage="waiting"))

    def _start(self, fingerprint: str) -> None:
        job = jobs.read_job(self.desk, fingerprint)
        assert job is not None
        log = self.desk.job_folder(fingerprint) / "log.txt"
        try:
            process = processes.start(arguments(self.desk, job), log)
        except OSError as error:
            jobs.set_state(self.desk, fingerprint, State("failed", message=str(error)))
            return
        self._mine[fingerprint] = process
        jobs.set_state(self.desk, fingerprint, State("running", process.pid))

    def _folder_of(self, fingerprint: str) -> str:
        job = jobs.read_job(self.desk, fingerprint)
        return str(_run_folder(self.desk, job)) if job else fingerprint

    def _note_end(self, fingerprint: str, code: int | None) -> None:
        """`code` is None where another desk's process ended: then the folder says how."""
        job = jobs.read_job(self.desk, fingerprint)
        complete = job is not None and (_run_folder(self.desk, job) / "complete.json").is_file()
        if code is None:
            code = _DONE if complete else -1
        if code == _DONE or (code == _SOME_FAILED and complete):
            state = State("finished" if code == _DONE else "partly")
        else:
            state = State("failed", message=last_words(self.desk.job_folder(fingerprint)))
        jobs.set_state(self.desk, fingerprint, state)


def arguments(desk: Desk, job: Job) -> list[str]:
    """The command line of a job: what a person would type."""
    size = ["--draws", str(job.draws), "--seeds", str(job.seeds), "--scale", repr(job.scale)]
    return [
        *desk.command,
        "forecast",
        job.county,
        "--scenario",
        str(jobs.scenario_file(desk, job)),
        *size,
        "--evidence",
        job.evidence,
        "--workers",
        str(_workers(desk)),
        "--lang",
        "zh",
        "--out",
        str(_run_folder(desk, job)),
    ]


def _run_folder(desk: Desk, job: Job) -> Path:
    return desk.run_folder(job.county, job.name, job.fingerprint)


def _workers(desk: Desk) -> int:
    from scenarios.running.workforce import Workforce

    return desk.workers or max(1, Workforce.of().processes // desk.at_once)
