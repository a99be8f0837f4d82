"""The quarter as `CountyModel.step` is written: its calls in order, and what each says it does."""

import ast
import inspect
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

from model import county
from model.agents.enterprise import Enterprise
from model.agents.treasury import Treasury
from model.agents.village import Village
from model.county import CountyModel
from scenarios.reference.page_template import first_line

PARAGRAPHS = (
    "rules",
    "residence, register, luck",
    "who hears, looks, decides and is placed",
    "who pays whom",
    "accounts and measurement",
)
"""What the paragraphs of `step` are about; blank lines part them."""

OWNERS: dict[str, type] = {
    "self": CountyModel,
    "self.villages": Village,
    "self.treasury": Treasury,
    "orders.looking(self)": Enterprise,
}
"""Whose method is called, where it is not a function of a phase's module."""

ROOT = Path(county.__file__).parent.parent


@dataclass(frozen=True)
class Phase:
    """One call of `step`: its name, the paragraph it stands in, its file and summary line."""

    name: str
    paragraph: str
    file: str
    does: str


def phases() -> list[Phase]:
    """Every phase of the quarter, in order."""
    return phases_of(inspect.getsource(CountyModel.step))


def phases_of(source: str) -> list[Phase]:
    """Phases of a `step` given as text; ValueError where it is not written as described here."""
    function = ast.parse(dedent(source)).body[0]
    assert isinstance(function, ast.FunctionDef)
    groups: list[list[ast.Call]] = []
    last = -1
    for line in function.body[1:]:
        if not isinstance(line, ast.Expr) or not isinstance(line.value, ast.Call):
            raise ValueError(f"line {line.lineno} of `step` is no call")
        if line.lineno > last + 1:
            groups.append([])
        groups[-1].append(line.value)
        last = line.end_lineno or line.lineno
    if len(groups) != len(PARAGRAPHS):
        raise ValueError(f"`step` has {len(groups)} paragraphs, {len(PARAGRAPHS)} have names")
    pairs = zip(PARAGRAPHS, groups, strict=True)
    return [_phase(call, title) for title, group in pairs for call in group]


def _phase(call: ast.Call, paragraph: str) -> Phase:
    name, target = _called(call)
    file = Path(inspect.getsourcefile(target) or "").relative_to(ROOT).as_posix()
    return Phase(name, paragraph, file, first_line(target))


def _called(call: ast.Call) -> tuple[str, Any]:
    """Name and function of a call; agents that `do` a thing have it as a method."""
    assert isinstance(call.func, ast.Attribute)
    owner, method = ast.unparse(call.func.value), call.func.attr
    if method == "do":
        method = ast.literal_eval(call.args[0])
    found: Any = OWNERS.get(owner) or getattr(county, owner, None)
    if not isinstance(found, type | ModuleType):
        raise ValueError(f"whose method {ast.unparse(call)} is stands nowhere in OWNERS")
    shown = owner.removeprefix("self.").removeprefix("self").removesuffix("(self)")
    return f"{shown}.{method}".removeprefix("."), getattr(found, method)
