"""Many nearly equal documents in little space: one whole, the others as what differs from it."""

import gzip
import json
from base64 import b64encode
from typing import Any

DIGITS = 7
"""As many digits as a screen can show."""

Change = dict[str, Any]
"""`{"=": value}` stands for the value, `{"@": {key: change}}` for changes inside."""


def packed(content: object) -> str:
    """JSON, compressed and written in plain letters; the same bytes on every machine."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True)
    return b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def shortened(value: Any) -> Any:
    """The same content with fewer digits and text keys, as JSON reads it."""
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {str(key): shortened(part) for key, part in value.items()}
    return [shortened(part) for part in value] if isinstance(value, list | tuple) else value


def change_of(base: Any, other: Any) -> Change | None:
    """What turns the base into the other; None where they are the same."""
    if type(base) is type(other) and base == other:
        return None
    if isinstance(base, dict) and isinstance(other, dict) and base.keys() == other.keys():
        return _inside({key: change_of(base[key], other[key]) for key in base})
    if isinstance(base, list) and isinstance(other, list) and len(base) == len(other):
        places = enumerate(zip(base, other, strict=True))
        return _inside({str(place): change_of(*both) for place, both in places})
    return {"=": other}


def _inside(changes: dict[str, Change | None]) -> Change:
    return {"@": {key: change for key, change in changes.items() if change is not None}}


def changed(base: Any, change: Change | None) -> Any:
    """The base with a change made; what the page's script does as well."""
    if change is None:
        return base
    if "=" in change:
        return change["="]
    inside = change["@"]
    if isinstance(base, list):
        return [changed(part, inside.get(str(place))) for place, part in enumerate(base)]
    return {key: changed(part, inside.get(key)) for key, part in base.items()}
