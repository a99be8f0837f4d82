"""The crash-safe ledger of an ensemble: finished pairs in one SQLite file, one commit a pair.

Only the parent process writes. A power cut or a kill at any moment loses at most the pairs that
were being worked on. Every part carries its sha256, which also covers whose part it is, so that a
damaged or foreign part is found and computed again.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from model.errors import InputError
from scenarios.running.failure import Failure
from scenarios.running.job import Job

_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, spec TEXT NOT NULL, seconds REAL NOT NULL);
CREATE TABLE IF NOT EXISTS parts (job TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,
    content BLOB NOT NULL, PRIMARY KEY (job, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failures (job TEXT PRIMARY KEY, spec TEXT NOT NULL,
    kind TEXT NOT NULL, message TEXT NOT NULL, detail TEXT NOT NULL);
"""


class PairStore:
    """Finished and failed pairs of one run. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside: Path | None = None
        """Where a ledger that could not be read was put, if there was one."""
        self._database = self._opened()

    def __enter__(self) -> "PairStore":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()

    def put(self, job: Job, parts: Mapping[str, bytes], seconds: float) -> None:
        """Store the tables of a finished pair in one commit; takes back an earlier failure."""
        rows = [(job.id, name, _digest(job.id, name, part), part) for name, part in parts.items()]
        with self._writing() as database:
            database.execute("DELETE FROM failures WHERE job = ?", (job.id,))
            database.execute("DELETE FROM parts WHERE job = ?", (job.id,))
            database.execute(
                "INSERT OR REPLACE INTO jobs VALUES (?, ?, ?)", (job.id, job.to_json(), seconds)
            )
            database.executemany("INSERT INTO parts VALUES (?, ?, ?, ?)", rows)

    def put_failure(self, failure: Failure) -> None:
        """Remember a pair that could not be finished."""
        job = failure.job
        row = (job.id, job.to_json(), failure.kind, failure.message, failure.detail)
        with self._writing() as database:
            database.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)", row)

    def intact(self, jobs: Iterable[Job]) -> set[str]:
        """Ids of those jobs that are stored whole; parts that are not intact are removed."""
        whole = {job.id for job in jobs} & self._stored_ids()
        damaged = {identity for identity in whole if not self._is_intact(identity)}
        with self._writing() as database:
            for identity in damaged:
                database.execute("DELETE FROM jobs WHERE id = ?", (identity,))
        return whole - damaged

    def read(self, job: Job) -> dict[str, bytes]:
        """The tables of a finished pair by name.

        Raises: InputError when a part is missing, damaged or another job's.
        """
        parts = self._parts(job.id)
        if parts is None:
            raise self._changed(job)
        return parts

    def _changed(self, job: Job) -> InputError:
        return InputError(
            "a stored part was changed while the run was going on",
            file=str(self.path),
            key=job.id,
            allowed="run the same command again",
        )

    def names(self, jobs: Iterable[Job]) -> list[str]:
        """Names of the tables that any of these jobs has, in alphabetical order."""
        known = {job.id for job in jobs}
        rows = self._database.execute("SELECT DISTINCT name, job FROM parts")
        return sorted({name for name, job in rows if job in known})

    def part(self, job: Job, name: str) -> bytes | None:
        """One table of a finished pair, or None where the pair has none of that name.

        Raises: InputError when it is damaged or another job's.
        """
        row = self._database.execute(
            "SELECT sha256, content FROM parts WHERE job = ? AND name = ?", (job.id, name)
        ).fetchone()
        if row is not None and _digest(job.id, name, row[1]) != row[0]:
            raise self._changed(job)
        return None if row is None else bytes(row[1])

    def seconds(self, job: Job) -> float:
        """How long a finished pair took."""
        row = self._database.execute("SELECT seconds FROM jobs WHERE id = ?", (job.id,)).fetchone()
        return float(row[0]) if row else 0.0

    def failures(self, jobs: Iterable[Job]) -> list[Failure]:
        """The failures of those jobs, in order of draw and seed."""
        known = {job.id: job for job in jobs}
        rows = self._database.execute("SELECT job, kind, message, detail FROM failures")
        found = [Failure(known[row[0]], *row[1:]) for row in rows if row[0] in known]
        return sorted(found, key=lambda failure: (failure.job.draw, failure.job.seed))

    def _stored_ids(self) -> set[str]:
        return {row[0] for row in self._database.execute("SELECT id FROM jobs")}

    def _is_intact(self, identity: str) -> bool:
        return self._parts(identity) is not None

    def _parts(self, identity: str) -> dict[str, bytes] | None:
        rows = self._database.execute(
            "SELECT name, sha256, content FROM parts WHERE job = ? ORDER BY name", (identity,)
        ).fetchall()
        if not rows or any(_digest(identity, name, part) != sha for name, sha, part in rows):
            return None
        return {name: part for name, _, part in rows}

    def _opened(self) -> sqlite3.Connection:
        try:
            return _connect(self.path)
        except sqlite3.OperationalError as error:
            raise self._refusal(error) from None
        except sqlite3.DatabaseError:
            self.set_aside = _moved_away(self.path)
            return _connect(self.path)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._database:
                yield self._database
        except sqlite3.OperationalError as error:
            raise self._refusal(error) from None

    def _refusal(self, error: sqlite3.OperationalError) -> InputError:
        text = str(error)
        if "locked" in text:
            problem = "another run is writing into this folder"
        elif "full" in text:
            problem = "the disk is full; free some space and run the same command again"
        elif "readonly" in text or "unable to open" in text:
            problem = "the folder cannot be written to"
        else:
            problem = f"the ledger of the run cannot be written: {text}"
        return InputError(problem, file=str(self.path))


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=1.0)
    try:
        # The exclusive lock ends with the process, however it ends, and keeps a second run out.
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
        database.executescript(_SCHEMA)
        with database:
            database.execute("BEGIN IMMEDIATE")
    except sqlite3.Error:
        database.close()
        raise
    return database


def _moved_away(path: Path) -> Path:
    aside = path.with_name(f"{path.name}.damaged")
    path.replace(aside)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return aside


def _digest(identity: str, name: str, part: bytes) -> str:
    return hashlib.sha256(f"{identity}\0{name}\0".encode() + part).hexdigest()
