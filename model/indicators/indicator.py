"""What an indicator is: a yearly number with its name, unit and definition in both languages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.indicators.year_end import YearEnd


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measured quantity; `measure` takes the year-end snapshot."""

    name: str
    unit: str
    zh: str
    en: str
    definition: str
    measure: "Callable[[YearEnd], float]"


FOUND: dict[str, Indicator] = {}
"""Every indicator by name, in the order in which their files are read."""


def indicator(
    unit: str, *, zh: str, en: str
) -> "Callable[[Callable[[YearEnd], float]], Callable[[YearEnd], float]]":
    """Declare a function of the year-end snapshot as an indicator; its docstring defines it."""

    def declare(measure: "Callable[[YearEnd], float]") -> "Callable[[YearEnd], float]":
        name = measure.__name__
        if name in FOUND:
            raise ValueError(f"two indicators are called {name}")
        FOUND[name] = Indicator(name, unit, zh, en, (measure.__doc__ or "").strip(), measure)
        return measure

    return declare
