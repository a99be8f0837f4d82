"""Reads what a run says while it goes on: one JSON object a line, among plain lines."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_BYTES = 64_000


@dataclass(frozen=True)
class Progress:
    """How far a run is, as far as it has said."""

    done: int = 0
    total: int = 0
    failed: int = 0
    seconds_left: float | None = None
    doing: str = ""
    """What it does beside pairs, in the words of the run."""


def progress_of(folder: Path) -> Progress:
    """The progress of the job in a folder."""
    counted: dict[str, Any] = {}
    doing = ""
    for line in _lines(folder):
        said = _object(line)
        if "done" in said:
            counted, doing = said, ""
        doing = str(said.get("note", doing))
    try:
        left = counted.get("seconds_left")
        done, total, failed = (int(counted.get(name, 0)) for name in ("done", "total", "failed"))
        return Progress(done, total, failed, None if left is None else float(left), doing)
    except (TypeError, ValueError):
        return Progress(doing=doing)


def last_words(folder: Path) -> str:
    """The last plain line of a run that failed: the sentence in which the command ended."""
    plain = [line for line in _lines(folder) if line and not _object(line)]
    return plain[-1][:500] if plain else ""


def _lines(folder: Path) -> list[str]:
    try:
        with (folder / "log.txt").open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - MOST_BYTES))
            return file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []


def _object(line: str) -> dict[str, Any]:
    if not line.startswith("{"):
        return {}
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
