"""CSV files: no text is a live formula, and ordinary cells stay as they are."""

import csv
import io

import pytest

from results.files import inert, to_csv

FORMULAS = (
    "=1+1",
    "+1+cmd",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\n=1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    "+HYPERLINK(A1)",
    "-1+1",
    "＝1",
    "＋1",
    "－x",
    "＠x",
    "|calc",
    "%0A=1",
    "=",
    "--1",
    "\0=1",
)


@pytest.mark.parametrize("formula", FORMULAS, ids=range(len(FORMULAS)))
def test_no_text_is_a_live_formula(formula: str) -> None:
    content = to_csv([formula], [[formula]])
    assert content.startswith(b"\xef\xbb\xbf")
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        assert row[0].startswith("'")


@pytest.mark.parametrize(
    "value", [-1, -2.5, "-2.5", "-1,234.5", "+3", "-1e-5", "-12%", "乐清", "a-b", "plan = x", ""]
)
def test_ordinary_cells_are_unchanged(value: object) -> None:
    assert inert(value) == value


def test_missing_numbers_are_empty_cells() -> None:
    assert to_csv(["a"], [[None], [float("nan")]]).decode("utf-8-sig") == 'a\r\n""\r\n""\r\n'
