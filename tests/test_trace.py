"""The trace table is true as far as a machine can tell: its tests exist and assert something."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from scenarios.reference.trace_page import CLAIMS, claims, read_claims

TESTS = Path(__file__).parent
NAMED = [
    (name, long)
    for claim in claims()[1]
    for names, long in ((claim.tests, False), (claim.long, True))
    for name in names
]


@cache
def functions(file: Path) -> dict[str, ast.FunctionDef]:
    """Functions of a file, and those that it imports from other files of the tests."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found: dict[str, ast.FunctionDef] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (TESTS / f"{node.module}.py").exists():
            there = functions(TESTS / f"{node.module}.py")
            names = {alias.asname or alias.name: alias.name for alias in node.names}
            found |= {own: there[name] for own, name in names.items() if name in there}
        elif isinstance(node, ast.FunctionDef):
            found[node.name] = node
    return found


def asserts(function: ast.AST, known: dict[str, ast.FunctionDef], depth: int = 3) -> bool:
    """Whether a function asserts something, itself or through a function that it calls."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) and not isinstance(node.test, ast.Constant):
            return True
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in ("pytest.raises", "pytest.warns") or ".testing.assert_" in called:
                return True
            if depth and called in known and asserts(known[called], known, depth - 1):
                return True
    return False


def marks(function: ast.FunctionDef) -> str:
    """Decorators of a test, as text."""
    return " ".join(map(ast.unparse, function.decorator_list))


LEFT_OUT = re.compile(r"mark\.(skip|xfail)\b")
"""Marks of a test that is never run, or whose failure does not count; `skipif` has its reason."""


@pytest.mark.parametrize(
    ("mark", "left_out"),
    [
        ("pytest.mark.skip", True),
        ("pytest.mark.skip(reason='later')", True),
        ("pytest.mark.xfail", True),
        ("pytest.mark.skipif(sys.platform == 'win32', reason='no fork')", False),
        ("pytest.mark.slow", False),
    ],
)
def test_a_test_that_is_left_out_is_found(mark: str, left_out: bool) -> None:
    code = f"@{mark}\ndef test_a(): assert 1 + 1 == 2"
    (function,) = ast.parse(code).body
    assert isinstance(function, ast.FunctionDef)
    assert bool(LEFT_OUT.search(marks(function))) == left_out


@pytest.mark.parametrize(("name", "long"), NAMED, ids=[name for name, _ in NAMED])
def test_every_named_test_exists_and_asserts_something(name: str, long: bool) -> None:
    file, _, function = name.partition("::")
    assert re.fullmatch(r"test_\w+\.py", file)
    assert function.startswith("test_")
    known = functions(TESTS / file)
    assert function in known, f"{name} is gone: change scenarios/pages/trace.toml"
    assert asserts(known[function], known), f"{name} asserts nothing"
    assert ("mark.slow" in marks(known[function])) == long, "is it `long` or not?"
    assert not LEFT_OUT.search(marks(known[function]))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def test_a(): assert 1 + 1 == 2", True),
        ("def test_a(): assert True", False),
        ("def test_a(): print(1)", False),
        ("def test_a():\n with pytest.raises(ValueError): int('x')", True),
        ("def test_a(): check(1)\ndef check(x): assert x", True),
        ("def test_a(): check(1)\ndef check(x): return x", False),
        ("def test_a(): np.testing.assert_allclose(1, 1)", True),
        ("def test_a(): assert_nothing()", False),
    ],
)
def test_an_assertion_is_told_from_none(code: str, expected: bool) -> None:
    tree = ast.parse(code)
    known = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert asserts(known["test_a"], known) == expected


def test_every_claim_is_made_once_and_in_every_part() -> None:
    titles, found = claims()
    texts = [one.claim for one in found]
    assert len(set(texts)) == len(texts)
    assert {one.element for one in found} == set(titles)


def test_a_claim_without_a_test_says_why() -> None:
    _, found = claims()
    open_ = [one for one in found if not one.tests]
    assert open_
    assert all(len(one.because) > 30 for one in open_)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('element = "problem"', 'element = "hope"'),
        ('tests = ["test_commands.py::test_the_first_sentence_says_what_decides"]', "tests = []"),
        ('because = "Nobody', 'tests = ["test_x.py::test_y"]\nbecause = "Nobody'),
    ],
)
def test_a_claim_that_proves_and_explains_nothing_is_refused(old: str, new: str) -> None:
    text = CLAIMS.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(ValueError, match=r"element|either"):
        read_claims(text.replace(old, new, 1))
