"""How numbers are written: by unit, with sign, the same everywhere."""

import pytest

from results.numbers import beside, change, money_axis, number, written


@pytest.mark.parametrize(
    ("value", "unit", "chinese", "english"),
    [
        (1.6732, "ratio", "1.673", "1.673"),
        (0.5, "share", "50.0%", "50.0%"),
        (3.95e9, "yuan", "39.50 亿元", "3.95 billion yuan"),
        (51400000.0, "yuan", "5,140 万元", "51.40 million yuan"),
        (-2.4e5, "yuan", "−24.00 万元", "−240,000 yuan"),
        (50964.2, "yuan per head", "50,964 元/人", "50,964 yuan per head"),
        (None, "ratio", "—", "—"),
        (float("nan"), "yuan", "—", "—"),
        (-0.0001, "ratio", "0.000", "0.000"),
        (12.0, "unheard of", "12 unheard of", "12 unheard of"),
    ],
)
def test_numbers_are_written_by_unit(
    value: float | None, unit: str, chinese: str, english: str
) -> None:
    assert written(value, unit, "zh") == chinese
    assert written(value, unit, "en") == english


def test_differences_carry_their_sign() -> None:
    assert change(0.00154, "ratio", "zh") == "+0.0015"
    assert change(-0.00154, "ratio", "en") == "−0.0015"
    assert change(0.0, "ratio", "en") == "0.0000"
    assert change(56.1, "whole yuan", "zh") == "+56.1 元"


def test_a_row_of_money_has_one_unit() -> None:
    way = beside("yuan", 3.95e9, "zh")
    assert (way.words, way.text(3.95e9), way.text(4e7)) == ("亿元", "39.50", "0.40")
    assert money_axis(2.4e8, "en") == (1e6, "million yuan")
    assert number(15.0) == "15"
