"""The forecast ledger: dated forecasts, outcomes and scores, one line each, never edited.

Every entry carries the hash of the one before and its own:

    hash = sha256(canonical JSON of {sequence, previous, kind, date, body})

so a changed, removed, inserted or moved entry breaks the chain from there on. `head.json` seals the
number of entries and the last hash, so that cutting off the end shows too. Whoever rewrites the
file from the changed entry on, head included, leaves a sound chain with other hashes: those quoted
elsewhere (documents, commits) tell them apart, and `check` takes such hashes as anchors.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from results.errors import RunFolderError
from results.files import refusal, to_json, write_bytes
from results.run_folder import seal

LEDGER, HEAD = "ledger.jsonl", "head.json"
GENESIS = "0" * 64
KINDS = ("forecast", "outcome", "score")
KEYS = {"sequence", "previous", "kind", "date", "body", "hash"}
HASH = re.compile(r"[0-9a-f]{6,64}")


@dataclass(frozen=True)
class Entry:
    """One line of the ledger; `date` is the day on which it was added, YYYY-MM-DD."""

    sequence: int
    previous: str
    kind: str
    date: str
    body: dict[str, Any]

    @property
    def hash(self) -> str:
        """The hash that names the entry and everything before it."""
        return sha256(_line(self._content())).hexdigest()

    def line(self) -> bytes:
        """The entry as it stands in the file."""
        return _line({**self._content(), "hash": self.hash}) + b"\n"

    def _content(self) -> dict[str, Any]:
        return {
            "sequence": self.sequence,
            "previous": self.previous,
            "kind": self.kind,
            "date": self.date,
            "body": self.body,
        }


def is_ledger(folder: Path) -> bool:
    """Whether a folder holds a ledger."""
    return any((Path(folder) / name).is_file() for name in (LEDGER, HEAD))


def read(folder: Path) -> list[Entry]:
    """All entries; RunFolderError where the ledger is not as it was left."""
    problems = check(folder)
    if problems:
        raise RunFolderError(problems[0], file=LEDGER, remedy="restore the committed ledger")
    return _entries(_bytes(Path(folder) / LEDGER))


def append(folder: Path, kind: str, day: str, bodies: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """Add entries at the end; what is there stays as it is, byte by byte.

    Raises: RunFolderError when the ledger there is damaged, or a date is none or before the last.
    """
    folder = Path(folder)
    before = _bytes(folder / LEDGER)
    known = read(folder) if is_ledger(folder) else []
    if kind not in KINDS:
        raise RunFolderError(f"'{kind}' is no kind of entry", file=LEDGER)
    _check_day(day, known)
    added: list[Entry] = []
    for body in bodies:
        last = (known + added)[-1] if known or added else None
        added.append(
            Entry(
                sequence=len(known) + len(added),
                previous=GENESIS if last is None else last.hash,
                kind=kind,
                date=day,
                body=json.loads(to_json(body)),
            )
        )
    if added:
        write_bytes(folder / LEDGER, before + b"".join(entry.line() for entry in added))
        write_bytes(folder / HEAD, _head(len(known) + len(added), added[-1].hash))
    return added


def check(folder: Path, anchors: Iterable[str] = ()) -> list[str]:
    """What is wrong with a ledger, one sentence a problem; empty when all is well.

    Args: anchors, beginnings of hashes that were quoted elsewhere and must be in the chain.
    """
    folder = Path(folder)
    if not is_ledger(folder):
        return [f"{LEDGER}: there is no ledger in this folder"]
    try:
        content = _bytes(folder / LEDGER)
        hashes = _chain(content)
        problems = _head_problems(folder / HEAD, hashes)
    except RunFolderError as error:
        return [str(error)]
    for anchor in anchors:
        if not HASH.fullmatch(anchor) or not any(found.startswith(anchor) for found in hashes):
            problems.append(f"{LEDGER}: no entry has the hash {anchor[:64]!r}")
    return problems


def head_of(folder: Path) -> str:
    """The hash of the last entry: what to quote."""
    entries = read(folder)
    return entries[-1].hash if entries else GENESIS


def _chain(content: bytes) -> list[str]:
    """The hashes of all entries in order; RunFolderError at the first that does not fit."""
    hashes: list[str] = []
    for number, line in enumerate(content.splitlines(keepends=True)):
        entry = _entry(line, number)
        if entry.sequence != number:
            raise _broken(number, f"has the number {entry.sequence}: entries moved or are missing")
        if entry.previous != (hashes[-1] if hashes else GENESIS):
            raise _broken(number, "does not follow the entry before it")
        hashes.append(entry.hash)
    return hashes


def _entry(line: bytes, number: int) -> Entry:
    """One line as an entry, if it is byte by byte what its own hash says."""
    try:
        found = json.loads(line)
        entry = Entry(**{key: found[key] for key in KEYS - {"hash"}})
        intact = set(found) == KEYS and entry.line() == line and entry.kind in KINDS
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _broken(number, f"is damaged ({type(error).__name__})") from None
    if not intact:
        raise _broken(number, "was changed: its own hash does not match")
    return entry


def _entries(content: bytes) -> list[Entry]:
    return [_entry(line, row) for row, line in enumerate(content.splitlines(keepends=True))]


def _head_problems(path: Path, hashes: list[str]) -> list[str]:
    content = _bytes(path)
    if not content:
        return [f"{HEAD}: missing"]
    try:
        head = json.loads(content)
        intact = content == seal(head)
        wanted = head["entries"], head["hash"]
    except (ValueError, KeyError, TypeError, AttributeError, RunFolderError):
        return [f"{HEAD}: changed"]
    if not intact:
        return [f"{HEAD}: changed; its own hash does not match"]
    if wanted != (len(hashes), hashes[-1] if hashes else GENESIS):
        return [f"{LEDGER}: holds {len(hashes)} entries, {HEAD} names {wanted[0]} and another end"]
    return []


def _check_day(day: str, known: list[Entry]) -> None:
    try:
        valid = date.fromisoformat(day).isoformat() == day
    except ValueError:
        valid = False
    if not valid:
        raise RunFolderError(f"'{day}' is no date", file=LEDGER, remedy="give it as YYYY-MM-DD")
    if known and day < known[-1].date:
        raise RunFolderError(
            f"{day} is before the last entry of {known[-1].date}",
            file=LEDGER,
            remedy="entries are added in the order of time",
        )


def _head(entries: int, last: str) -> bytes:
    return seal({"entries": entries, "hash": last})


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise refusal(error, path.name) from error


def _broken(number: int, problem: str) -> RunFolderError:
    return RunFolderError(f"entry {number} {problem}", file=LEDGER)


def _line(content: Mapping[str, Any]) -> bytes:
    """Canonical JSON on one line: sorted keys, no blanks, UTF-8."""
    text = json.dumps(
        content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode("utf-8", "backslashreplace")
