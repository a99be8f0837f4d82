"""How numbers are written: one rule by unit, the same in text, table and chart."""

from dataclasses import dataclass

from results.language import words

MISSING = "—"
SAME = {
    "yuan per year": "yuan",
    "yuan per head and year": "yuan per head",
    "yuan of 2021 per head and year": "yuan of 2021 per head",
    "probability": "share",
}
"""Units that are written like another one."""
WITHOUT_WORDS = frozenset({"ratio", "ratio difference", "index", "-", ""})


def written(value: float | None, unit: str, language: str) -> str:
    """Write a number with its unit.

    Totals in yuan are written in 万元 and 亿元, or in million and billion yuan; incomes per head
    in yuan; shares in per cent; ratios with three decimals.
    """
    if value is None or value != value:
        return MISSING
    unit = SAME.get(unit, unit)
    if unit == "yuan":
        return _money(value, language)
    if unit == "whole yuan":
        return yuan(value, language)
    if unit.startswith("share"):
        if 0.0 < abs(value) < 0.0005:
            return "<0.1%" if value > 0 else "−<0.1%"
        return f"{_signed(value * 100, 1)}%"
    if unit == "ratio difference":
        return _signed(value, 4)
    if unit == "fine ratio":
        return _signed(value, 5)
    if unit in WITHOUT_WORDS:
        return _signed(value, 3)
    return f"{number(value)} {unit_name(unit, language)}"


@dataclass(frozen=True, slots=True)
class Beside:
    """How a row is written whose unit stands once, beside its name."""

    unit: str
    words: str
    divisor: float
    language: str

    def text(self, value: float | None, *, signed: bool = False) -> str:
        """A number of the row without its unit; per cent stay per cent."""
        if value is None or value != value:
            return MISSING
        if self.divisor > 1.0:
            text = _signed(value / self.divisor, _decimals(value / self.divisor))
        elif self.words:
            text = number(value)
        else:
            text = written(value, self.unit, self.language)
        return f"+{text}" if signed and value > 0 and _has_digit(text) else text


def beside(unit: str, largest: float | None, language: str) -> Beside:
    """The way to write a row in one unit; money is scaled by its largest value."""
    unit = SAME.get(unit, unit)
    if unit == "yuan" and largest:
        divisor, words_of_unit = money_axis(largest, language)
        return Beside(unit, words_of_unit, divisor, language)
    if unit in WITHOUT_WORDS or unit.startswith("share"):
        return Beside(unit, "", 1.0, language)
    return Beside(
        unit, unit_name("yuan" if unit == "yuan per head" else unit, language), 1.0, language
    )


def number(value: float | None) -> str:
    """A plain number: thousands separated, decimals only where they tell something."""
    if value is None or value != value:
        return MISSING
    whole = abs(value) >= 100 or float(value).is_integer()
    return _signed(value, 0 if whole else 1 if abs(value) >= 10 else 2)


def unit_name(unit: str, language: str) -> str:
    """The words for a unit; an unknown unit stays as it is."""
    known: dict[str, str] = words(language)["units"]
    return known.get(unit, unit)


def change(value: float | None, unit: str, language: str) -> str:
    """A difference, always with its sign; one of ratios with four decimals."""
    text = written(value, "ratio difference" if unit == "ratio" else unit, language)
    return f"+{text}" if value is not None and value > 0 and _has_digit(text) else text


def money_step(value: float, language: str) -> tuple[float, str]:
    """Divisor and unit in which an amount in yuan is said."""
    steps = ((1e8, "亿元"), (1e4, "万元"), (1.0, "元"))
    if language == "en":
        steps = ((1e9, "billion yuan"), (1e6, "million yuan"), (1.0, "yuan"))
    return next((step for step in steps if abs(value) >= step[0]), steps[-1])


def _money(value: float, language: str) -> str:
    size, name = money_step(value, language)
    decimals = _decimals(value / size) if abs(value) >= size else 0
    return f"{_signed(value / size, decimals)} {name}"


def _decimals(amount: float) -> int:
    """Decimals of an amount in 万元 and the like, in a sentence as in a table."""
    return 2 if abs(amount) < 100.0 else 0


def _signed(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    zero = not any(digit in "123456789" for digit in text)
    return text.lstrip("-") if zero else text.replace("-", "−")


def _has_digit(text: str) -> bool:
    return any(digit in "123456789" for digit in text)


def yuan(value: float | None, language: str) -> str:
    """Yuan without 万 or million, for incomes per head in a sentence."""
    return f"{number(value)} {unit_name('yuan', language)}"


def money_axis(largest: float, language: str) -> tuple[float, str]:
    """Divisor and unit for an axis in yuan whose largest value is given."""
    steps: tuple[tuple[float, str], ...] = ((1e8, "亿元"), (1e4, "万元"), (1.0, "元"))
    if language == "en":
        steps = (
            (1e9, "billion yuan"),
            (1e6, "million yuan"),
            (1e3, "thousand yuan"),
            (1.0, "yuan"),
        )
    return next((step for step in steps if abs(largest) >= step[0]), steps[-1])
