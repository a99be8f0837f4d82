"""Every command explains itself, is quick where it should be, and ends with a sentence."""

import errno
import json
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

from model.errors import InputError
from results.errors import RunFolderError
from scenarios.__main__ import run
from scenarios.commands.guard import guarded
from scenarios.inputs.scenario import library_names
from scenarios.words import WORDS, decides

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("mesa", "pandas", "plotly", "SALib", "numba", "scipy", "pyarrow")

ENDS = {
    "a full disk": (OSError(errno.ENOSPC, "No space"), 1, "the disk is full"),
    "a read-only folder": (OSError(errno.EROFS, "Read-only", "out"), 1, "out: the folder is read"),
    "no permission": (PermissionError(errno.EACCES, "no", "out"), 1, "permission denied"),
    "another refusal": (OSError(errno.EIO, "Input/output error"), 1, "Input/output error"),
    "unusable input": (InputError("is odd", file="a", key="b", nearest="c"), 1, "a: b: is odd"),
    "a foreign folder": (RunFolderError("is another run's", remedy="move it"), 1, "move it"),
    "the keyboard": (KeyboardInterrupt(), 130, "goes on from here"),
    "too little memory": (MemoryError(), 1, "smaller --scale"),
    "a defect": (ZeroDivisionError("division by zero"), 70, "please report it"),
    "an exit": (SystemExit(3), 3, ""),
}


@pytest.mark.parametrize("name", ENDS)
def test_every_end_is_a_sentence_and_a_code(name, capfd, monkeypatch):
    monkeypatch.delenv("SANJIN_TRACEBACK", raising=False)
    error, code, words = ENDS[name]

    def fail():
        raise error

    assert guarded(fail) == code
    said = capfd.readouterr().err
    assert words in said
    assert "Traceback" not in said


def test_a_developer_can_see_where_an_error_came_from(capfd, monkeypatch):
    monkeypatch.setenv("SANJIN_TRACEBACK", "1")
    assert run(["validate", "nothing"]) == 1
    assert "Traceback" in capfd.readouterr().err


LOADED = """
import sys
from scenarios.__main__ import run
from scenarios.commands.guard import guarded
assert run({arguments!r}) == 0
loaded = [name for name in {heavy!r} if name in sys.modules]
assert not loaded, loaded
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"], ["forecast", "--help"], ["validate", "pilot", "yueqing"], ["list", "policies"],
        ["list", "scenarios"], ["list", "counties"], ["doctor"],
    ],
)  # fmt: skip
def test_quick_commands_import_nothing_heavy(arguments):
    code = LOADED.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [[], ["forecast"], ["run"], ["compare"], ["report"], ["validate"], ["verify"], ["bench"],
     ["doctor"], ["list"], ["list", "policies"], ["list", "indicators"]],
)  # fmt: skip
def test_every_command_explains_itself(arguments, capfd):
    assert run([*arguments, "--help"]) == 0
    assert "Usage" in capfd.readouterr().out


def test_everything_can_be_validated(capfd):
    assert run(["validate", "yueqing", *library_names()]) == 0
    assert len(capfd.readouterr().out.splitlines()) == 1 + len(library_names())


def test_every_list_is_there_in_both_languages(capfd):
    for what in ("policies", "counties", "scenarios", "indicators"):
        entries = {}
        for lang in ("zh", "en"):
            assert run(["list", what, "--json", "--lang", lang]) == 0
            entries[lang] = json.loads(capfd.readouterr().out)
        assert len(entries["zh"]) == len(entries["en"]) > 0


def fields_of(words):
    """Names of what is filled in."""
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_every_word_is_there_in_both_languages():
    for key, (zh, en) in WORDS.items():
        assert zh, key
        assert en, key
        assert fields_of(zh) == fields_of(en), key


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("shares", "words"),
    [
        (
            {"trend": 0.7, "policy": 0.002, "survey": 0.29},
            {"zh": "趋势", "en": "trend decides"},
        ),
        (
            {"trend": 0.1, "policy": 0.8, "survey": 0.1},
            {"zh": "是政策", "en": "Policy decides"},
        ),
        ({"trend": 0.3, "policy": 0.1, "survey": 0.6}, {"zh": "调查误差", "en": "Survey noise"}),
        ({"trend": 0.3, "policy": 0.1, "chance": 0.6}, {"zh": "偶然", "en": "chance"}),
        ({"trend": 0.6, "policy": None, "survey": 0.4}, {"zh": "抽样太少", "en": "Too few draws"}),
    ],
)
def test_the_first_sentence_says_what_decides(shares, words, lang):
    sentence = decides({"variance_shares": shares, "years": {"2023": {}, "2024": {}}}, lang)
    assert words[lang] in sentence
    assert "2024" in sentence
