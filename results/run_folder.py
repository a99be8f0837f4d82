"""A run folder: everything one run has to say, on disk, whole or not there.

    folder = RunFolder.create(path, fingerprint)      # refuses another run's folder
    folder.write_table("indicators", frame)           # tables/indicators.parquet
    folder.write_json("summary", summary)             # summary.json
    folder.write_csv("summary", frame)                # summary.csv
    folder.write_json("run", build_record(spec, folder.hashes(), about))
    write_report(folder.path)                         # report.html
    folder.complete()                                 # complete.json: the sha256 of every file

Files are written to a temporary name and renamed. `started.json` says whose folder it is,
`complete.json` that nothing is missing. What a run needs only while it works goes to `scratch`.
"""

import io
import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from results.errors import RunFolderError
from results.files import file_hash, refusal, to_csv, to_json, write_bytes
from results.names import safe_name
from results.tables import TABLES, missing_columns

if TYPE_CHECKING:
    import pandas as pd

STARTED = "started.json"
COMPLETE = "complete.json"
SCRATCH = "work"
OTHER_FOLDER = "choose another output folder, or move this one away"


@dataclass
class RunFolder:
    """One run's folder. `path` is where it is, `fingerprint` which run it belongs to."""

    path: Path
    fingerprint: str
    _written: dict[str, str] = field(default_factory=dict)

    @classmethod
    def create(cls, path: Path, fingerprint: str) -> "RunFolder":
        """Begin a run's folder, or go on with it.

        Raises: RunFolderError when the folder holds another run or anything else, or cannot be
        written to. Nothing that was there is touched.
        """
        owner = _owner(path)
        if owner is None and _occupied(path):
            raise RunFolderError(
                "the folder is not empty and holds no run", file=str(path), remedy=OTHER_FOLDER
            )
        if owner is not None and owner != fingerprint:
            raise RunFolderError(
                f"the folder belongs to another run ({owner})", file=str(path), remedy=OTHER_FOLDER
            )
        folder = cls(Path(path), fingerprint)
        if owner is None:
            folder._write(STARTED, to_json({"fingerprint": fingerprint, "format": 1}))
        else:
            folder._written = folder._present()
        return folder

    @classmethod
    def inside(cls, parent: Path, name: str, fingerprint: str) -> "RunFolder":
        """Begin a run's folder in `parent` under a name that a user chose, however hostile."""
        path = Path(parent) / safe_name(name)
        if path.is_symlink():
            raise RunFolderError(
                "a link stands where the run folder should be",
                file=path.name,
                remedy="remove the link",
            )
        return cls.create(path, fingerprint)

    @classmethod
    def open(cls, path: Path) -> "RunFolder":
        """Open the folder of a run that was begun, complete or not."""
        owner = _owner(path)
        if owner is None:
            raise RunFolderError("there is no run in this folder", file=str(path))
        folder = cls(Path(path), owner)
        folder._written = folder._present()
        return folder

    @property
    def scratch(self) -> Path:
        """A folder for working files; never hashed, free to be deleted after the run."""
        path = self._inside(SCRATCH)
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise refusal(error, SCRATCH) from error
        return path

    @property
    def is_complete(self) -> bool:
        """Whether the run was marked as complete."""
        return (self.path / COMPLETE).is_file()

    def write_table(self, name: str, frame: "pd.DataFrame") -> Path:
        """Store a long table as `tables/<name>.parquet` (zstd), declared columns first.

        Raises: RunFolderError when a declared column is missing.
        """
        missing = missing_columns(name, list(frame.columns))
        if missing:
            raise RunFolderError(f"lacks the columns {', '.join(missing)}", file=f"tables/{name}")
        declared = list(TABLES.get(name, ()))
        others = [column for column in frame.columns if column not in declared]
        return self._write(f"tables/{safe_name(name)}.parquet", _parquet(frame[declared + others]))

    def write_json(self, name: str, content: object) -> Path:
        """Store `<name>.json`: sorted keys, no NaN."""
        return self._write(f"{safe_name(name)}.json", to_json(content))

    def write_csv(self, name: str, frame: "pd.DataFrame") -> Path:
        """Store `<name>.csv` for spreadsheets: UTF-8 with BOM, no live formulas."""
        rows = frame.itertuples(index=False, name=None)
        return self._write(f"{safe_name(name)}.csv", to_csv(list(map(str, frame.columns)), rows))

    def write_text(self, name: str, text: str) -> Path:
        """Store a text file under a plain name such as `report.html`."""
        return self._write(safe_name(name), text.encode("utf-8", "backslashreplace"))

    def write_bytes(self, name: str, content: bytes) -> Path:
        """Store a file of another kind under a plain name such as `report.zh.docx`."""
        return self._write(safe_name(name), content)

    def read_table(self, name: str) -> "pd.DataFrame":
        """Read a stored table; RunFolderError when it is missing or damaged."""
        import pandas as pd
        from pyarrow.lib import ArrowException

        file = f"tables/{safe_name(name)}.parquet"
        if not (self.path / file).is_file():
            raise RunFolderError("the table is missing", file=file)
        try:
            return pd.read_parquet(self.path / file)
        except (OSError, ValueError, ArrowException) as error:
            raise RunFolderError(
                "the table is damaged", file=file, remedy="run the same command again"
            ) from error

    def read_json(self, name: str) -> Any:
        """Read a stored JSON file; RunFolderError when it is missing or damaged."""
        return read_json(self.path, f"{safe_name(name)}.json")

    def give_over(self, fingerprint: str) -> None:
        """Turn the folder over to the run that this one has grown into; its tables are removed.

        Killed at any moment in between, the folder is either as it was or not complete.
        """
        (self.path / COMPLETE).unlink(missing_ok=True)
        self.fingerprint = fingerprint
        self._write(STARTED, to_json({"fingerprint": fingerprint, "format": 1}))
        for name in files_of(self.path):
            if name.startswith("tables/"):
                self._inside(name).unlink()
                self._written.pop(name, None)

    def hashes(self) -> dict[str, str]:
        """The sha256 of every file of the run by its name inside the folder."""
        return dict(sorted(self._written.items()))

    def complete(self) -> Path:
        """Mark the run as complete with the sha256 of every file."""
        content = seal({"fingerprint": self.fingerprint, "files": self.hashes()})
        write_bytes(self._inside(COMPLETE), content)
        return self.path / COMPLETE

    def _write(self, name: str, content: bytes) -> Path:
        path = self._inside(name)
        self._written[name] = write_bytes(path, content)
        if self.is_complete:
            self.complete()
        return path

    def _inside(self, name: str) -> Path:
        path = self.path / PurePosixPath(name)
        try:
            outside = not path.parent.resolve().is_relative_to(self.path.resolve())
        except (OSError, ValueError, RuntimeError) as error:
            raise RunFolderError("the name cannot be used", file=name) from error
        if outside or path.is_symlink():
            raise RunFolderError(
                "the file would lie outside the run folder", file=name, remedy="remove the link"
            )
        return path

    def _present(self) -> dict[str, str]:
        return {name: file_hash(self.path / name) for name in files_of(self.path)}


def files_of(path: Path) -> list[str]:
    """Names of the files of a run folder, without working and half-written files."""
    names = (
        file.relative_to(path).as_posix()
        for file in sorted(path.rglob("*"))
        if file.is_symlink() or file.is_file()
    )
    return [name for name in names if name != COMPLETE and not _passing(name)]


def seal(content: dict[str, Any]) -> bytes:
    """JSON with the hash of its own content, so that a changed seal is told from a changed file."""
    body = {key: value for key, value in content.items() if key != "seal"}
    return to_json({**body, "seal": sha256(to_json(body)).hexdigest()})


def read_json(path: Path, name: str) -> Any:
    """Read a JSON file of a run folder; RunFolderError when it is missing or damaged."""
    try:
        return json.loads((path / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RunFolderError("the file is missing", file=name) from error
    except OSError as error:
        raise refusal(error, name) from error
    except ValueError as error:
        raise RunFolderError(
            "the file is damaged", file=name, remedy="run the same command again"
        ) from error


def _passing(name: str) -> bool:
    return name.startswith(f"{SCRATCH}/") or (
        PurePosixPath(name).name.startswith(".") and name.endswith(".part")
    )


def _owner(path: Path) -> str | None:
    try:
        if not (Path(path) / STARTED).is_file():
            return None
    except (OSError, ValueError) as error:
        raise RunFolderError("the name cannot be used", file=repr(str(path))[:80]) from error
    started = read_json(Path(path), STARTED)
    owner = started.get("fingerprint") if isinstance(started, dict) else None
    if not isinstance(owner, str):
        raise RunFolderError("the file is damaged", file=STARTED, remedy=OTHER_FOLDER)
    return owner


def _occupied(path: Path) -> bool:
    try:
        return Path(path).exists() and (not Path(path).is_dir() or any(Path(path).iterdir()))
    except OSError as error:
        raise refusal(error, str(path)) from error


def _parquet(frame: "pd.DataFrame") -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    buffer = io.BytesIO()
    parquet.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()
