"""Where the desk keeps things, and which names may become part of a path."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from results.names import safe_name

FINGERPRINT = re.compile(r"[0-9a-f]{12}")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""Scenarios and counties, as the scenario schema has them; nothing in it can leave a folder."""

COMMAND = (sys.executable, "-m", "scenarios")
DESK = "desk"
"""In the folder of runs: one folder a job, named by the fingerprint of its run."""


@dataclass(frozen=True)
class Desk:
    """One desk: its runs folder, how runs are started, and how many at a time."""

    runs: Path
    command: tuple[str, ...] = COMMAND
    at_once: int = 1
    workers: int = 0
    """Worker processes of each run; 0 shares the processors out."""

    @property
    def jobs(self) -> Path:
        """The folder of jobs."""
        return self.runs / DESK

    def job_folder(self, fingerprint: str) -> Path:
        """The folder of one job; ValueError for anything that is not a fingerprint."""
        return self.jobs / checked(fingerprint, FINGERPRINT)

    def run_folder(self, county: str, name: str, fingerprint: str) -> Path:
        """The folder of one run, named as the command line names it."""
        parts = (checked(county, NAME), checked(name, NAME), checked(fingerprint, FINGERPRINT))
        return self.runs / "-".join(parts)


def checked(text: object, pattern: re.Pattern[str]) -> str:
    """The text, if it is wholly of the pattern and no device of Windows; ValueError otherwise."""
    if not isinstance(text, str) or not pattern.fullmatch(text) or safe_name(text) != text:
        raise ValueError("not a name that may become a path")
    return text
