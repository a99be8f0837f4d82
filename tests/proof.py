"""What a test of this folder touches: the names and texts that it, and what it calls, use."""

import ast
import tomllib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
WORLD = "CountyModel"


@cache
def _module(name: str) -> dict[str, ast.stmt]:
    """Definitions of a module of the tests by name, and imports by the name they give."""
    found: dict[str, ast.stmt] = {}
    for node in ast.parse((HERE / f"{name}.py").read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.ImportFrom):
            found.update({alias.asname or alias.name: node for alias in node.names})
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found.update({target.id: node for target in targets if isinstance(target, ast.Name)})
    return found


def touched(module: str, function: str) -> set[str]:
    """Names and texts in a function of the tests and in everything it leads to."""
    seen: set[tuple[str, str]] = set()
    words: set[str] = set()
    waiting = [(module, function)]
    while waiting:
        place = waiting.pop()
        node = _module(place[0]).get(place[1])
        if node is None or place in seen:
            continue
        seen.add(place)
        if isinstance(node, ast.ImportFrom):
            words.add(place[1])
            if (HERE / f"{node.module}.py").is_file():
                waiting.append((str(node.module), place[1]))
            continue
        here = set(_words(node))
        words |= here
        waiting += [(place[0], word) for word in here]
    return words


def _words(node: ast.AST) -> list[str]:
    found = []
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            found.append(part.id)
        elif isinstance(part, ast.arg) or isinstance(part, ast.keyword) and part.arg:
            found.append(part.arg)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            found.append(part.value)
    return found


def runs(proof: str, policy: str, class_name: str) -> bool:
    """Whether a test `file::name` exists and runs a world with a policy."""
    file, _, name = proof.partition("::")
    if file.endswith(".toml"):
        cases = tomllib.loads((HERE / "cases" / file).read_text("utf-8"))["case"]
        own = [case for case in cases if case["name"] == name]
        return bool(own) and policy in own[0]["when"].get("policies", {})
    module = file.removesuffix(".py")
    if not (HERE / f"{module}.py").is_file() or name not in _module(module):
        return False
    words = touched(module, name)
    return name.startswith("test_") and WORLD in words and bool(words & {policy, class_name})
