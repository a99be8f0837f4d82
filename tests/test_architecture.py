"""The layout holds: who imports whom, how long things may be, and that they say what they are."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "model": {"model"},
    "results": {"results"},
    "calibration": {"calibration", "model"},
    "scenarios": {"scenarios", "calibration", "model", "results"},
}

HEAVY = ("mesa", "pandas", "plotly", "SALib", "numba", "scipy", "pyarrow", "matplotlib")

DRAWERS = {"util", "helper", "common", "misc", "manager", "base", "tool", "stuff", "shared"}

LONGEST_FILE = 300
LONGEST_FUNCTION = 50

# path, or path::function, of what is longer than the rule: (its own limit, reason)
LONGER: dict[str, tuple[int, str]] = {}

POLICY_TOPICS = {
    "eligibility": r"eligib",
    "take-up": r"take-up|take up",
    "payer and payee": r"→|->",
    "what it displaces": r"displac",
    "lag": r"\blags?\b",
    "budget": r"budget",
    "source": r"source",
}


def sources(folder):
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)


def name_of(path):
    return path.relative_to(ROOT).as_posix()


PACKAGE_FILES = [path for package in MAY_IMPORT for path in sources(package)]
ALL_FILES = [*PACKAGE_FILES, *sources("tests")]
each_package_file = pytest.mark.parametrize("path", PACKAGE_FILES, ids=name_of)
each_file = pytest.mark.parametrize("path", ALL_FILES, ids=name_of)
each_model_file = pytest.mark.parametrize("path", sources("model"), ids=name_of)


def parse(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree):
    """Full names of the modules that some code imports, at any depth, strings included."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module)
        elif isinstance(node, ast.Call):
            names |= imported_by_call(node)
    return names


def imported_by_call(call):
    """What `import_module("a.b")` or `import_module(f"a.b.{name}")` names."""
    called = ast.unparse(call.func).rpartition(".")[2]
    if called not in ("import_module", "__import__") or not call.args:
        return set()
    first = call.args[0]
    if isinstance(first, ast.JoinedStr):
        first = first.values[0]
    return {first.value} if isinstance(first, ast.Constant) else set()


def foreign(tree, package):
    """Packages of the project that the code imports and may not."""
    return {name.split(".")[0] for name in imported(tree)} & set(MAY_IMPORT) - MAY_IMPORT[package]


def functions(tree):
    """Functions and methods, with a dotted name."""
    found = []

    def visit(node, inside):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                dotted = f"{inside}.{child.name}".lstrip(".")
                if not isinstance(child, ast.ClassDef):
                    found.append((dotted, child))
                visit(child, dotted)
            else:
                visit(child, inside)

    visit(tree, "")
    return found


def length(function):
    return function.end_lineno - function.lineno + 1


def too_long(path, tree, lines):
    """Everything in a file that exceeds its limit, as {name: length}."""
    name = name_of(path)
    lengths = {f"{name}::{dotted}": length(node) for dotted, node in functions(tree)}
    over = {key: lines for key, lines in lengths.items() if lines > limit(key, LONGEST_FUNCTION)}
    if lines > limit(name, LONGEST_FILE):
        over[name] = lines
    return over


def limit(key, usual):
    return LONGER.get(key, (usual, ""))[0]


def undocumented(tree):
    """Public functions, methods and classes without a docstring; nested functions are private."""
    bodies = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [
        node.name
        for body in bodies
        for node in body.body
        if isinstance(node, kinds) and node.name[0] != "_" and not ast.get_docstring(node)
    ]


@each_package_file
def test_packages_import_only_what_they_may(path):
    package = path.relative_to(ROOT).parts[0]
    assert not foreign(parse(path), package), f"{package} may import {MAY_IMPORT[package]}"


@pytest.mark.parametrize(
    "code",
    [
        "import scenarios",
        "import results.tables as tables",
        "from calibration.packs.pack import load_pack",
        "def late():\n    from scenarios.running.pair import run",
        "if TYPE_CHECKING:\n    from calibration import pack",
        "import_module('scenarios.running.pair')",
        "importlib.import_module(f'calibration.{name}')",
    ],
)
def test_a_forbidden_import_is_found(code):
    assert foreign(ast.parse(code), "model")
    assert not foreign(ast.parse(code), "scenarios")


@each_package_file
def test_no_relative_imports(path):
    levels = [node.level for node in ast.walk(parse(path)) if isinstance(node, ast.ImportFrom)]
    assert not any(levels), "write the full name: what you see in the tree is what you type"


@each_file
def test_no_drawers(path):
    words = {
        word.rstrip("s") for part in (path.stem, *path.parts[-2:-1]) for word in part.split("_")
    }
    assert not words & DRAWERS, "name the file after what it does"


@each_file
def test_files_and_functions_are_short(path):
    text = path.read_text(encoding="utf-8")
    assert not too_long(path, ast.parse(text), len(text.splitlines()))


def test_a_long_function_is_found():
    code = "class Village:\n    def plan(self):\n" + "        pass\n" * LONGEST_FUNCTION
    over = too_long(ROOT / "model/x.py", ast.parse(code), LONGEST_FILE + 1)
    assert over == {"model/x.py::Village.plan": LONGEST_FUNCTION + 1, "model/x.py": 301}


def test_exceptions_from_length_are_needed_and_have_a_reason():
    for key, (longest, reason) in LONGER.items():
        name, _, dotted = key.partition("::")
        text = (ROOT / name).read_text(encoding="utf-8")
        found = dict(functions(ast.parse(text)))
        lines = length(found[dotted]) if dotted else len(text.splitlines())
        assert (LONGEST_FUNCTION if dotted else LONGEST_FILE) < lines <= longest, key
        assert len(reason) > 20, key


@each_model_file
def test_public_things_of_the_model_have_docstrings(path):
    assert not undocumented(parse(path))


@each_package_file
def test_modules_have_docstrings(path):
    assert ast.get_docstring(parse(path)), "one line: what is in here"


def test_a_missing_docstring_is_found():
    code = "def pay(): ...\ndef _own(): ...\nclass Bank:\n    'A bank.'\n    def lend(self): ..."
    assert undocumented(ast.parse(code)) == ["pay", "lend"]


def policy_classes():
    """Classes in `model/policies` that derive from Policy."""
    return [
        pytest.param(node, id=f"{path.stem}-{node.name}")
        for path in sources("model/policies")
        for node in parse(path).body
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(parent).endswith("Policy") for parent in node.bases)
    ]


@pytest.mark.parametrize("policy", policy_classes())
def test_a_policy_says_whom_it_reaches_who_pays_and_on_what_evidence(policy):
    text = (ast.get_docstring(policy) or "").lower()
    missing = [topic for topic, words in POLICY_TOPICS.items() if not re.search(words, text)]
    assert not missing, f"the docstring of {policy.name} must state these"


HELP = f"""
import json, sys
sys.argv = ["sanjin", "--help"]
from scenarios.__main__ import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
loaded = [name for name in {HEAVY!r} if name in sys.modules]
print("\\n" + json.dumps(loaded))
"""


@pytest.mark.skipif(
    not (ROOT / "scenarios" / "__main__.py").exists(), reason="there is no command line yet"
)
def test_help_imports_nothing_heavy():
    answer = subprocess.run(
        [sys.executable, "-c", HELP], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout.splitlines()[-1]) == []
