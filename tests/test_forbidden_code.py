"""Nothing runs text as code, and nothing but seeds and inputs decides a result."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("model", "calibration", "scenarios", "results")
DETERMINISTIC = ("model", "calibration")
SAME_DIGITS = ("model", "calibration/start", "calibration/outlook")

UNSAFE_MODULES = {"pickle", "cPickle", "shelve", "marshal", "dill", "joblib", "cloudpickle"}
UNSAFE_CALLS = {
    "eval", "exec", "compile", "os.system", "os.popen", "pd.eval", "pandas.eval", "pd.read_pickle",
    "pandas.read_pickle", "subprocess.getoutput", "subprocess.getstatusoutput",
}  # fmt: skip
UNSAFE_METHODS = {"to_pickle", "read_pickle"}
UNSAFE_ARGUMENTS = {"allow_pickle", "shell"}

UNSTEADY_MODULES = {"random", "secrets", "uuid", "time", "locale", "platform", "threading"}
UNSTEADY_CALLS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now",
    "datetime.date.today", "os.urandom", "os.getenv", "os.environ.get", "os.listdir", "os.scandir",
    "glob.glob", "hash", "id",
}  # fmt: skip

KEYED = {"Generator", "Philox", "PCG64", "SeedSequence", "default_rng", "BitGenerator"}

# Linear algebra libraries split these among threads: the last digits then follow their number.
THREADED_CALLS = {
    "convolve", "corrcoef", "correlate", "cov", "dot", "inner", "matmul", "matvec", "multi_dot",
    "polyfit", "tensordot", "vdot", "vecdot", "vecmat",
}  # fmt: skip

# file: {finding: why it is right there}
SOBOL = "scrambles a Sobol sequence, which takes nothing else; keyed by the stage"

FEW_UNKNOWNS = "at most a dozen unknowns, which no linear algebra library splits among threads"

BOOTSTRAP = "places drawn again for an interval of a score, keyed by its seed"
ALLOWED: dict[str, dict[str, str]] = {
    "calibration/proof/score_tests.py": {
        "np.random.Generator": BOOTSTRAP,
        "np.random.Philox": BOOTSTRAP,
    },
    "calibration/outlook/survey_update.py": {
        "np.linalg.solve": FEW_UNKNOWNS,
        "np.linalg.slogdet": FEW_UNKNOWNS,
        "np.linalg.cholesky": FEW_UNKNOWNS,
    },
    "calibration/start/raking.py": {"np.linalg.lstsq": FEW_UNKNOWNS},
    "calibration/start/sample.py": {"np.linalg.lstsq": FEW_UNKNOWNS},
    "calibration/behaviour/worlds_table.py": {
        "np.random.Generator": SOBOL,
        "np.random.Philox": SOBOL,
        "np.random.SeedSequence": SOBOL,
    },
}


def sources(packages):
    files = [path for package in packages for path in (ROOT / package).rglob("*.py")]
    return sorted(path for path in files if "__pycache__" not in path.parts)


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def modules(tree):
    """Top names of everything imported, and `numpy.random` when imported from."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def unsafe(tree):
    """Ways to run text as code: names of what was found."""
    found = {name for name in modules(tree) if name.split(".")[0] in UNSAFE_MODULES}
    for call in calls(tree):
        called = ast.unparse(call.func)
        if called in UNSAFE_CALLS or called.rpartition(".")[2] in UNSAFE_METHODS:
            found.add(called)
        for argument in call.keywords:
            off = isinstance(argument.value, ast.Constant) and argument.value.value is False
            if argument.arg in UNSAFE_ARGUMENTS and not off:
                found.add(f"{argument.arg}={ast.unparse(argument.value)}")
    return found


def global_luck(tree):
    """Draws from a generator that the whole process shares, or from one without a seed."""
    found = {name for name in modules(tree) if name.split(".")[0] == "random"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value)
            if owner in ("np.random", "numpy.random") and node.attr not in KEYED:
                found.add(f"{owner}.{node.attr}")
    for call in calls(tree):
        called = ast.unparse(call.func)
        if called.rpartition(".")[2] in KEYED and not call.args and not call.keywords:
            found.add(f"{called}()")
    return found


def any_generator(tree):
    """Uses of NumPy's generators, keyed or not: luck comes from `model.streams`."""
    attributes = (ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return {
        name
        for name in (*modules(tree), *attributes)
        if name.startswith(("np.random.", "numpy.random"))
    }


def unsteady(tree):
    """What may differ between two runs: clock, environment, locale, order of sets and folders."""
    found = {name for name in modules(tree) if name.split(".")[0] in UNSTEADY_MODULES}
    found |= {ast.unparse(call.func) for call in calls(tree)} & UNSTEADY_CALLS
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.comprehension) and unordered(node.iter):
            found.add(f"for ... in {ast.unparse(node.iter)}")
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "os.environ":
            found.add("os.environ")
    return found


def threaded(tree):
    """Sums whose order, and so whose last digits, follow the number of threads."""
    found = {name for name in modules(tree) if ".linalg" in name}
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult):
            found.add("@")
        if isinstance(node, ast.Attribute) and ".linalg." in ast.unparse(node):
            found.add(ast.unparse(node))
    for call in calls(tree):
        name = ast.unparse(call.func).rpartition(".")[2]
        given = {argument.arg for argument in call.keywords}
        if name in THREADED_CALLS or (name == "einsum" and "optimize" in given):
            found.add(name)
    return found


def unordered(value):
    """Whether iterating over an expression follows the order of a set or a folder."""
    if isinstance(value, ast.Set | ast.SetComp):
        return True
    if not isinstance(value, ast.Call):
        return False
    called = ast.unparse(value.func)
    return called in ("set", "frozenset") or called.rpartition(".")[2] in ("iterdir", "rglob")


def everything(tree):
    finders = (unsafe, global_luck, any_generator, unsteady, threaded)
    return set().union(*(finder(tree) for finder in finders))


def unexplained(path, found):
    return found - set(ALLOWED.get(name_of(path), {}))


each_file = pytest.mark.parametrize("path", sources(PACKAGES), ids=name_of)
each_of_same_digits = pytest.mark.parametrize("path", sources(SAME_DIGITS), ids=name_of)
each_deterministic = pytest.mark.parametrize("path", sources(DETERMINISTIC), ids=name_of)


def parse(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@each_file
def test_no_text_is_run_as_code(path):
    assert not unexplained(path, unsafe(parse(path)))


@each_file
def test_no_luck_is_shared_by_the_process(path):
    assert not unexplained(path, global_luck(parse(path)))


@each_deterministic
def test_luck_comes_from_named_streams(path):
    assert not unexplained(path, any_generator(parse(path)))


@each_deterministic
def test_no_clock_environment_or_chance_order_decides(path):
    assert not unexplained(path, unsteady(parse(path)))


@each_of_same_digits
def test_no_number_of_threads_decides(path):
    assert not unexplained(path, threaded(parse(path))), "see model.table.weighted_sum"


def test_exceptions_are_needed_and_have_a_reason():
    for name, reasons in ALLOWED.items():
        tree = parse(ROOT / name)
        found = everything(tree)
        assert set(reasons) <= found, f"{name}: an exception that nothing uses"
        assert all(len(reason) > 20 for reason in reasons.values()), name


@pytest.mark.parametrize(
    ("finder", "code"),
    [
        (unsafe, "eval(text)"),
        (unsafe, "exec(text)"),
        (unsafe, "import pickle"),
        (unsafe, "def late():\n    from pickle import loads"),
        (unsafe, "np.load(path, allow_pickle=True)"),
        (unsafe, "subprocess.run(line, shell=chosen)"),
        (unsafe, "frame.to_pickle(path)"),
        (global_luck, "import random"),
        (global_luck, "from random import choice"),
        (global_luck, "np.random.normal()"),
        (global_luck, "np.random.seed(1)"),
        (global_luck, "np.random.default_rng()"),
        (any_generator, "np.random.default_rng(1)"),
        (any_generator, "from numpy.random import Generator"),
        (unsteady, "import time"),
        (unsteady, "datetime.now()"),
        (unsteady, "os.environ['HOME']"),
        (unsteady, "for name in {1, 2}: pass"),
        (unsteady, "[name for name in set(names)]"),
        (unsteady, "for file in folder.iterdir(): pass"),
        (unsteady, "hash(name)"),
        (threaded, "total = weight @ income"),
        (threaded, "total @= turn"),
        (threaded, "np.dot(weight, income)"),
        (threaded, "weight.dot(income)"),
        (threaded, "np.einsum('ij,jk,ik->i', a, b, a, optimize=True)"),
        (threaded, "np.linalg.norm(income)"),
        (threaded, "from scipy.linalg import solve"),
        (threaded, "def late():\n    from numpy import inner\n    return inner(a, b)"),
    ],
)
def test_forbidden_code_is_found(finder, code):
    assert finder(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "np.load(path, allow_pickle=False)",
        "from datetime import date\nday = date(2022, 1, 1)",
        "for name in sorted(set(names)): pass",
        "for file in sorted(folder.iterdir()): pass",
        "pattern = re.search(text, words)",
        "total = np.sum(weight * income)",
        "rows = np.einsum('nk,k->n', table, weight)",
    ],
)
def test_ordinary_code_is_left_alone(code):
    tree = ast.parse(code)
    assert not everything(tree)
