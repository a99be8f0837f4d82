"""Bytes to rows: TOML and CSV in UTF-8 (with or without BOM) or GB18030, errors with a remedy."""

import csv
import io
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from calibration.packs.pack_fields import TEXT, shown
from model.errors import InputError, nearest_name

LARGEST_FILE_BYTES = 20_000_000
LONGEST_CELL = 20_000

Model = TypeVar("Model", bound=BaseModel)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; InputError if it is missing, unreadable or absurdly large."""
    try:
        if not path.is_file():
            raise InputError("file is missing", file=path.name)
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise InputError("file is too large", file=path.name, allowed="20 million bytes")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("file cannot be read", file=path.name) from error


def decode(data: bytes, file: str) -> str:
    """Text of a file in UTF-8, UTF-8 with BOM or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise InputError("not a text file", file=file, allowed="UTF-8, UTF-8 with BOM or GB18030")


def parse_toml(data: bytes, file: str) -> dict[str, Any]:
    """The table in a TOML file."""
    text = decode(data, file).replace("\r\n", "\n")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not valid TOML: {str(error)[:200]}", file=file) from None


def parse_csv(data: bytes, file: str, model: type[Model]) -> tuple[Model, ...]:
    """The rows of a CSV file whose header names the fields of `model`."""
    text = decode(data, file)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        raise InputError(
            f"not valid CSV: {error}", file=file, key=f"line {reader.line_num}"
        ) from None
    if len(lines) < 2:
        raise InputError("holds no rows", file=file, allowed="a header and at least one row")
    header = _header(lines[0][1], file, model)
    return tuple(_row(header, cells, f"line {line}", file, model) for line, cells in lines[1:])


def _header(cells: list[str], file: str, model: type[BaseModel]) -> list[str]:
    names, fields = [cell.strip() for cell in cells], model.model_fields
    for name in names:
        if name not in fields:
            raise InputError(
                "unknown column",
                file=file,
                key="header",
                value=name,
                allowed=", ".join(fields),
                nearest=nearest_name(name, fields),
            )
        if names.count(name) > 1:
            raise InputError("column appears twice", file=file, key="header", value=name)
    missing = [name for name, field in fields.items() if field.is_required() and name not in names]
    if missing:
        raise InputError(
            f"column '{missing[0]}' is missing", file=file, key="header", allowed=", ".join(fields)
        )
    return names


def _row(header: list[str], cells: list[str], place: str, file: str, model: type[Model]) -> Model:
    if len(cells) != len(header):
        raise InputError(
            f"has {len(cells)} cells",
            file=file,
            key=place,
            allowed=f"{len(header)}, as in the header",
        )
    return build(model, dict(zip(header, cells, strict=True)), file, place, text=True)


def build(
    model: type[Model], values: object, file: str, place: str, *, text: bool = False
) -> Model:
    """A checked row; pydantic's complaint becomes an InputError that says what would do.

    Args: text, whether all values come as text, as CSV cells do.
    """
    try:
        return model.model_validate(values, context=TEXT if text else None)
    except ValidationError as error:
        raise _translated(error, model, file, place) from None


def _translated(
    error: ValidationError, model: type[BaseModel], file: str, place: str
) -> InputError:
    errors = error.errors(include_url=False)
    # A mistyped key is also a missing one: the first says more.
    first = next((e for e in errors if e["type"] == "extra_forbidden"), errors[0])
    names = [str(part) for part in first["loc"]]
    context, given = first.get("ctx", {}), first.get("input")
    problem, allowed, nearest = first["msg"], context.get("allowed"), context.get("nearest")
    if first["type"] == "extra_forbidden":
        known = _known_keys(model, first["loc"])
        problem, given, allowed = "unknown key", None, ", ".join(known)
        nearest = nearest_name(names[-1], known)
    elif first["type"] == "missing":
        problem = "required key is missing"
    elif first["type"] == "literal_error":
        problem, allowed = "not one of the known words", context["expected"]
        nearest = nearest_name(str(given), re.findall(r"'([^']*)'", allowed))
    problem = problem.removeprefix("Value error, ")
    return InputError(
        problem[:1].lower() + problem[1:],
        file=file,
        key=".".join([place, *map(shown, names)]),
        value=None if isinstance(given, dict | BaseModel) else given,
        allowed=allowed or None,
        nearest=nearest,
    )


def _known_keys(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Keys allowed where an unknown one was found: those of the innermost known model."""
    for part in location[:-1]:
        inner = model.model_fields.get(str(part))
        arguments = getattr(inner.annotation, "__args__", ()) if inner else ()
        model = next(
            (a for a in arguments if isinstance(a, type) and issubclass(a, BaseModel)), model
        )
    return list(model.model_fields)
