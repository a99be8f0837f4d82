"""Whatever the bytes of a county pack, it is read or refused with InputError, within two seconds.

About 3,000 cases; FUZZ_FACTOR=35 in the environment makes it a hundred thousand.
"""

import os
import shutil
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.packs.pack import COUNTIES, OPTIONAL, REQUIRED, TABLES, load_pack
from calibration.packs.pack_history import HistoryRow
from calibration.packs.pack_parts import Enterprise, Town, Village
from calibration.packs.pack_read import build, parse_csv, parse_toml
from calibration.packs.pack_schema import Conflict, Fact, Lever, Source, Target
from model.errors import InputError

YUEQING = COUNTIES / "yueqing"
FACTOR = int(os.environ.get("FUZZ_FACTOR", "1"))


def cases(number):
    return settings(max_examples=number * FACTOR)


FILES = {
    path.name: path.read_bytes()
    for path in sorted(YUEQING.iterdir())
    if path.name in REQUIRED + OPTIONAL
}
SNIPPETS = [b"", b"nan", b"inf", b"-1", b"1e999", b"65.9%", b"\xff", b"\x00", b'"', b"'", b",",
            b"\n", b"[", b"]]", b"=", b"\xef\xbb\xbf", "乐".encode(), "乐".encode("gb18030"),
            b"9" * 5000,
            b"[" * 3000, b"{" * 3000, b"a.b.c", b"#", b"1979-05-27", b"0x", b"_"]  # fmt: skip


def mutations(data):
    """A valid file with a few bytes cut out and something else put in."""
    place = st.integers(0, len(data))
    change = st.tuples(place, st.integers(0, 60), st.sampled_from(SNIPPETS) | st.binary(max_size=8))
    return st.lists(change, min_size=1, max_size=4).map(lambda changes: _mutated(data, changes))


def _mutated(data, changes):
    for place, length, new in changes:
        data = data[:place] + new + data[place + length :]
    return data


def only_input_errors(read):
    """Run a reader: it returns or raises InputError, within two seconds."""
    began, message = time.perf_counter(), ""
    try:
        read()
    except InputError as error:
        message = str(error)
    assert len(message) < 4000
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("model", [*TABLES.values()], ids=lambda model: model.__name__)
@given(data=st.binary(max_size=400))
@cases(60)
def test_random_bytes_as_csv(model, data):
    only_input_errors(lambda: parse_csv(data, "x.csv", model))


@given(data=st.binary(max_size=400))
@cases(200)
def test_random_bytes_as_toml(data):
    only_input_errors(lambda: parse_toml(data, "x.toml"))


@given(text=st.text(alphabet='abc[]={}".,#\n1_-', max_size=200))
@cases(300)
def test_random_toml_text(text):
    only_input_errors(lambda: parse_toml(text.encode(), "x.toml"))


@pytest.mark.parametrize("file", sorted(FILES))
@given(data=st.data())
@cases(120)
def test_mutated_files_of_a_valid_pack(tmp_path_factory, file, data):
    folder = tmp_path_factory.getbasetemp() / f"mutated_{file}"
    if not folder.exists():
        shutil.copytree(YUEQING, folder)
    (folder / file).write_bytes(data.draw(mutations(FILES[file])))
    only_input_errors(lambda: load_pack(folder))


def _branches(inner):
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    _branches,
    max_leaves=8,
)


@pytest.mark.parametrize(
    "model", [Fact, Source, Target, Lever, Conflict, HistoryRow, Town, Village, Enterprise],
    ids=lambda model: model.__name__,
)  # fmt: skip
@given(data=st.data())
@cases(80)
def test_rows_of_any_content(model, data):
    keys = st.sampled_from(sorted(model.model_fields)) | st.text(max_size=6)
    row = data.draw(st.dictionaries(keys, TREES, max_size=len(model.model_fields)))
    only_input_errors(lambda: build(model, row, "x.toml", "row"))
    only_input_errors(lambda: build(model, row, "x.csv", "row", text=True))
