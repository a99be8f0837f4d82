"""Reads a TOML file as people really save it: UTF-8 with or without mark, or GB18030."""

import math
import tomllib
from pathlib import Path
from typing import Any

from calibration.packs.pack_read import decode
from model.errors import InputError

LARGEST_FILE_BYTES = 1_000_000
_LARGEST_INTEGER = 2**53
_DEEPEST_TABLE = 12


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises: InputError when the file is missing, unreadable, too large, not text or not TOML,
    or holds a number that is not finite.
    """
    return parse_toml(_read(path), str(path))


def parse_toml(data: bytes, file: str) -> dict[str, Any]:
    """The tables of TOML text given as bytes; `file` only names it in errors."""
    try:
        tables = tomllib.loads(decode(data, file))
    except RecursionError:
        raise InputError("tables are nested too deeply", file=file) from None
    except ValueError as error:
        raise InputError(f"is not TOML: {error}", file=file) from None
    _refuse_odd_numbers(tables, file, "", 0)
    return tables


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE_BYTES + 1)
    except FileNotFoundError:
        raise InputError("there is no such file", file=str(path)) from None
    except IsADirectoryError:
        raise InputError("is a folder, not a file", file=str(path)) from None
    except PermissionError:
        raise InputError("may not be read", file=str(path)) from None
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", file=_shown(path)) from None
    if len(data) > LARGEST_FILE_BYTES:
        raise InputError("is too large", file=str(path), allowed=f"{LARGEST_FILE_BYTES} bytes")
    return data


def _refuse_odd_numbers(value: object, file: str, key: str, depth: int) -> None:
    if depth > _DEEPEST_TABLE:
        raise InputError("tables are nested too deeply", file=file, key=key[:80])
    if isinstance(value, dict):
        for name, inner in value.items():
            _refuse_odd_numbers(inner, file, f"{key}.{name}".lstrip("."), depth + 1)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _refuse_odd_numbers(inner, file, f"{key}[{place}]", depth + 1)
    elif isinstance(value, float) and not math.isfinite(value):
        raise InputError("must be a finite number", file=file, key=key, value=value)
    elif isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
        raise InputError("the number is too large", file=file, key=key, allowed="up to 2^53")


def _shown(path: Path) -> str:
    return str(path).replace("\0", "\\0")
