"""Tables of the model description, each from the place in the code where its rows are declared."""

import ast
import inspect
import re
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib import import_module
from pathlib import Path

from calibration.outlook.shocks import SHOCKS
from calibration.packs.pack import available_packs, load_pack
from model import columns, county
from model.columns import Column
from model.indicators import FOUND
from model.ledger import ACCOUNTS, KINDS, TAGS
from model.parameters import Parameters, Prior
from model.rules import Switches
from model.start import FACTS
from model.streams import DECISIONS
from scenarios.inputs.settings import lever_of, policy_kinds
from scenarios.reference.page_template import first_line, table
from scenarios.reference.quarter_phases import phases

MODEL = Path(county.__file__).parent
TABLES = ("HOUSEHOLD", "WORKER", "VILLAGE", "ENTERPRISE", "OUTLET")


def phase_table() -> str:
    """Phases of a quarter in order; names link to the file."""
    rows = [
        (str(number), phase.paragraph, f"[{phase.name}](../{phase.file})", phase.does)
        for number, phase in enumerate(phases(), 1)
    ]
    return table(("", "part of the quarter", "phase", "does"), rows)


def agent_table() -> str:
    """Classes of `model/agents` that decide, with what they say of themselves."""
    import mesa

    files = sorted(path.stem for path in (MODEL / "agents").glob("[a-z]*.py"))
    found = [
        kind
        for stem in files
        for _, kind in inspect.getmembers(import_module(f"model.agents.{stem}"), inspect.isclass)
        if issubclass(kind, mesa.Agent) and kind.__module__ == f"model.agents.{stem}"
    ]
    rows = [
        (f"[{kind.__name__}](../{kind.__module__.replace('.', '/')}.py)", first_line(kind))
        for kind in found
    ]
    return table(("Mesa agent", "what it is"), rows)


def book_table() -> str:
    """What a world keeps beside the columns: objects that `CountyModel` makes for itself."""
    tree = ast.parse(Path(county.__file__).read_text(encoding="utf-8"))
    calls = [
        node.func
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and [ast.unparse(a) for a in node.args] == ["self"]
    ]
    kinds: dict[str, type] = {}
    for call in calls:
        owner, _, name = ast.unparse(call).rpartition(".")
        kind = getattr(getattr(county, owner) if hasattr(county, owner) else county, name, None)
        if inspect.isclass(kind) and not kind.__module__.startswith("model.agents"):
            kinds[name] = kind
    rows = [
        (f"[{name}](../{kind.__module__.replace('.', '/')}.py)", first_line(kind))
        for name, kind in kinds.items()
    ]
    return table(("book", "what it keeps"), rows)


def column_table(name: str) -> str:
    """Columns of one table: type, unit, meaning, where they come from, who writes them."""
    found: Mapping[str, Column] = getattr(columns, name)
    rows = [
        (f"`{key}`", one.dtype, one.unit, one.meaning, one.source, one.writer)
        for key, one in found.items()
    ]
    return table(("column", "type", "unit", "meaning", "from", "written by"), rows)


def unknown_table() -> str:
    """Every unknown with its prior, grade and source."""
    rows = [
        (
            f"`{path}`",
            card.zh,
            card.unit,
            prior_text(card.ex_ante),
            prior_text(card.evaluation) if card.hindsight else "",
            card.grade,
            card.source,
        )
        for path, card in Parameters.cards().items()
    ]
    return table(("unknown", "含义", "unit", "prior", "with hindsight", "grade", "source"), rows)


def prior_text(prior: Prior) -> str:
    """A prior in words: shape, centre, bounds."""
    if prior.points:
        parts = (f"{value:g} ({weight:.0%})" for value, weight in prior.points)
        return f"{prior.shape} {', '.join(parts)}"
    return f"{prior.shape} {prior.central:g} [{prior.low:g}, {prior.high:g}]"


def policy_table() -> str:
    """Every policy: name, family, first day, summary."""
    rows = [
        (f"`{name}`", kind.zh, kind.family, kind.issued.isoformat(), first_line(kind))
        for name, kind in policy_kinds().items()
    ]
    return table(("policy", "名称", "family", "not before", "what it is"), rows)


def levers() -> list[tuple[str, str, str, str, str, str]]:
    """Policy, setting, unit, range, meaning and source of every lever with a range."""
    return [
        (
            f"`{name}`",
            f"`{field.name}`",
            card.unit,
            f"{card.low:g} to {card.high:g}",
            card.en,
            card.source,
        )
        for name, kind in policy_kinds().items()
        for field in fields(kind)
        if field.name not in ("start", "intensity") and (card := lever_of(field)) is not None
    ]


def lever_table() -> str:
    """Every lever; the defaults stand with the policies' cards."""
    return table(("policy", "setting", "unit", "range", "meaning", "source"), levers())


def indicator_table() -> str:
    """Everything that is measured at year end."""
    rows = [
        (f"`{one.name}`", one.zh, one.unit, one.definition.splitlines()[0])
        for one in FOUND.values()
    ]
    return table(("indicator", "名称", "unit", "definition"), rows)


def ledger_tables() -> dict[str, str]:
    """Accounts, kinds and tags."""
    return {
        "accounts": ", ".join(f"`{name}`" for name in ACCOUNTS),
        "kinds": ", ".join(f"`{name}`" for name in KINDS),
        "tags": table(("tag", "stands for"), [(f"`{k}`", text) for k, text in TAGS.items()]),
    }


def decision_table() -> str:
    """Every decision that draws luck, and the files that name it."""
    rows = [(f"`{name}`", text, ", ".join(drawn_in(name))) for name, text in DECISIONS.items()]
    return table(("decision", "what the number decides", "drawn in"), rows)


def drawn_in(decision: str) -> list[str]:
    """Links to the files of the model that name a decision, in full or as a pattern."""
    return [
        f"[{path.stem}](../{path.relative_to(MODEL.parent).as_posix()})"
        for path, (names, patterns) in _literals().items()
        if decision in names or any(pattern.fullmatch(decision) for pattern in patterns)
    ]


Literals = tuple[frozenset[str], tuple[re.Pattern[str], ...]]


@cache
def _literals() -> dict[Path, Literals]:
    """Texts in the code of each file of the model: whole ones, and patterns with gaps."""
    paths = [path for path in sorted(MODEL.rglob("*.py")) if path.name != "streams.py"]
    return {path: _texts(path.read_text(encoding="utf-8")) for path in paths}


def _texts(source: str) -> Literals:
    names, patterns = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.add(node.value)
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            parts = (
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
                for part in node.values
            )
            patterns.add("".join(parts))
    return frozenset(names), tuple(map(re.compile, sorted(patterns)))


def shock_table() -> str:
    """Everything that draws by year outside the quarter."""
    return table(("shock", "what it moves"), [(name, text) for name, text in SHOCKS.items()])


def switch_table() -> str:
    """What each ablation switches off."""
    tree = ast.parse(inspect.getsource(Switches)).body[0]
    assert isinstance(tree, ast.ClassDef)
    rows = [
        (f"`{ast.unparse(line.target)}`", str(ast.literal_eval(told.value)))
        for line, told in zip(tree.body, tree.body[1:], strict=False)
        if isinstance(line, ast.AnnAssign) and isinstance(told, ast.Expr)
    ]
    return table(("switch", "what it stands for"), rows)


def fact_table() -> str:
    """Numbers of the county that rules need, beside its tables."""
    return table(("fact", "meaning"), [(f"`{name}`", text) for name, text in FACTS.items()])


def pack_table() -> str:
    """County packs: what they claim and how large they are."""
    packs = [load_pack(name) for name in available_packs()]
    rows = [
        (
            f"[{pack.name}](../calibration/counties/{pack.name}/README.md)",
            pack.zh,
            pack.level,
            pack.label,
            pack.document,
            str(pack.horizon),
            f"{pack.value('population'):,.0f}",
            f"{pack.value('villages'):,.0f}",
            str(len(pack.filled)),
            pack.trend_borrowed_from or "own figures",
        )
        for pack in packs
    ]
    heads = ("pack", "名称", "level", "label", "document", "to", "residents", "villages")
    return table((*heads, "facts filled by rule", "trend from"), rows)
