"""Programmes of the county, one file each; the file's name is the policy's name."""

from importlib import import_module
from pathlib import Path

from model.errors import InputError, nearest_name
from model.policies.policy import Policy

_FRAME = {"__init__", "policy"}


def available() -> dict[str, type[Policy]]:
    """Every policy by name: files of this folder that offer `policy`."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py"))
    return {
        name: import_module(f"model.policies.{name}").policy for name in names if name not in _FRAME
    }


def policy_class(name: str) -> type[Policy]:
    """The policy of that name; InputError with the nearest name for an unknown one."""
    known = available()
    if name not in known:
        raise InputError("there is no such policy", key=name, nearest=nearest_name(name, known))
    return known[name]
