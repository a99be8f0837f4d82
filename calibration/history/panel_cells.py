"""Cells of one line of a panel file, checked one by one."""

from dataclasses import dataclass
from math import isfinite

from model.errors import InputError, nearest_name

LEVELS = {
    "nation": "nation",
    "province": "province",
    "city": "city",
    "prefecture": "city",
    "county": "county",
    "district": "county",
}
YES, NO = ("yes", "true", "1", "y", "是"), ("no", "false", "0", "n", "否", "")
BLANKS = ("", "na", "n/a", "nan", "-", "—", "none", "null")
LIMITS = {
    "urban_income": (100.0, 1e7),
    "rural_income": (100.0, 1e7),
    "urban_growth_pct": (-50.0, 100.0),
    "rural_growth_pct": (-50.0, 100.0),
    "ratio_published": (0.2, 20.0),
}


@dataclass(frozen=True)
class Cells:
    """Cells of one line by column."""

    cells: dict[str, str]
    line: int
    file: str

    def text(self, key: str) -> str:
        """Words of a column that may not be blank."""
        value = self.cells[key]
        if not value or len(value) > 100:
            raise self.error("is blank" if not value else "is too long", key, value[:100])
        return value

    def word(self, key: str, allowed: dict[str, str]) -> str:
        """What one of the allowed words means."""
        value = self.cells[key].casefold()
        if value not in allowed:
            nearest = nearest_name(value, allowed)
            raise self.error("not one of the known words", key, value, ", ".join(allowed), nearest)
        return allowed[value]

    def year(self, key: str) -> int:
        """A year."""
        text = self.cells[key].removesuffix(".0")
        if not (text.isascii() and text.isdigit() and len(text) == 4 and 1978 <= int(text) <= 2100):
            raise self.error("not a year", key, self.cells[key], "1978 to 2100")
        return int(text)

    def number(self, key: str) -> float | None:
        """A number within the limits of its column; None for a blank."""
        text = self.cells.get(key, "")
        if text.casefold() in BLANKS:
            return None
        low, high = LIMITS[key]
        try:
            value = float(text.replace(",", ""))
        except ValueError:
            raise self.error("not a number", key, text, f"{low:g} to {high:g}, or blank") from None
        if not (isfinite(value) and low <= value <= high):
            raise self.error("out of range", key, text, f"{low:g} to {high:g}, or blank")
        return value

    def yes(self, key: str) -> bool:
        """Whether a column says yes; a blank says no."""
        value = self.cells.get(key, "").casefold()
        if value not in (*YES, *NO):
            raise self.error("not one of the known words", key, value, "yes, no or blank")
        return value in YES

    def error(
        self,
        problem: str,
        key: str,
        value: object,
        allowed: str | None = None,
        nearest: str | None = None,
    ) -> InputError:
        """What is wrong with a cell."""
        where = f"line {self.line}.{key}"
        return InputError(
            problem, file=self.file, key=where, value=value, allowed=allowed, nearest=nearest
        )
