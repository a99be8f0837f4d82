"""Bytes on disk: written to a temporary name, flushed, renamed; or not at all."""

import csv
import errno
import io
import json
import math
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from results.errors import RunFolderError

FORMULA = re.compile(r"[\s\0]*[=+\-@＝＋－＠|%]")
"""Text that a spreadsheet may take for a formula or a command."""

NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)*|\.\d+)([eE][+-]?\d+)?%?")

REASONS = {
    errno.ENOSPC: ("the disk is full", "free some space and run the same command again"),
    errno.EDQUOT: ("the disk quota is used up", "free some space and run the same command again"),
    errno.EFBIG: ("the disk does not take a file of this size", "choose another disk"),
    errno.EROFS: ("the folder is read-only", "choose a folder that you may write to"),
    errno.EACCES: ("the folder is read-only", "choose a folder that you may write to"),
    errno.EPERM: ("the folder is read-only", "choose a folder that you may write to"),
    errno.ENOTDIR: ("a file stands where a folder is needed", "choose another folder"),
    errno.ENAMETOOLONG: ("the path is too long", "choose a shorter folder name"),
}


def write_bytes(path: Path, content: bytes) -> str:
    """Write a file in one stroke and return the sha256 of its content.

    The old file stays whole until the new one is complete; a failure leaves no trace.
    Raises: RunFolderError when the disk is full, read-only or otherwise refuses.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
        raise refusal(error, path.name) from error
    return sha256(content).hexdigest()


def refusal(error: OSError, name: str) -> RunFolderError:
    """Say in plain words why the disk refused."""
    reason, remedy = REASONS.get(error.errno or 0, (error.strerror or "cannot be used", None))
    return RunFolderError(reason, file=name, remedy=remedy)


def file_hash(path: Path) -> str:
    """The sha256 of a file's content."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def to_json(content: object) -> bytes:
    """Canonical JSON: sorted keys, UTF-8, no NaN, a newline at the end.

    Raises: RunFolderError that names the key of a number that is not finite.
    """
    plain = _plain(content, "")
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False)
    return f"{text}\n".encode("utf-8", "backslashreplace")


def _plain(value: Any, key: str) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(part, f"{key}.{name}") for name, part in value.items()}
    if isinstance(value, str | bool) or value is None:
        return value
    if isinstance(value, Iterable) and not hasattr(value, "item"):
        return [_plain(part, f"{key}[{row}]") for row, part in enumerate(value)]
    if hasattr(value, "tolist"):
        return _plain(value.tolist(), key)
    if isinstance(value, float) and not math.isfinite(value):
        raise RunFolderError(
            f"{value} is not a number that JSON can hold",
            file=key.lstrip("."),
            remedy="write null and a warning",
        )
    return value


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV that Excel opens as UTF-8 and in which no text is a live formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([inert(name) for name in columns])
    for row in rows:
        writer.writerow([inert(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def inert(cell: Any) -> Any:
    """A cell that a spreadsheet shows and never runs; numbers, also negative, stay as they are."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if not isinstance(cell, str):
        return cell
    cell = cell.replace("\0", "")
    if FORMULA.match(cell) and not NUMBER.fullmatch(cell.strip()):
        return f"'{cell}"
    return cell
