"""Evaluates a product over a product on a pack's figures, with the bounds rounding leaves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calibration.figures import Figure, Figures, Role, Span
from calibration.findings import Quoted
from calibration.relations import COMPLEMENT, Quotient

PAST: tuple[Role, ...] = ("baseline", "history")
PLAN: tuple[Role, ...] = ("target",)
ONE = Span(1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Evaluated:
    """A relation's value in a year, and the figures it was computed from."""

    year: int
    span: Span
    inputs: tuple[Figure, ...]

    def quoted(self, row: Quotient) -> Quoted:
        """The computed value as a finding quotes it."""
        return Quoted(row.zh, row.en, self.span.value, row.unit, self.year)


def evaluate(figures: Figures, row: Quotient, year: int, roles: Sequence[Role]) -> Evaluated | None:
    """The value of a relation in a year, or None if a figure is missing or 0."""
    inputs: list[Figure] = []
    span = ONE
    for names, over in ((row.over, True), (row.under, False)):
        for name in names:
            figure = figures.at(name.removeprefix(COMPLEMENT), year, *roles)
            if figure is None or figure.value <= 0.0:
                return None
            inputs.append(figure)
            part = ONE - figure.span if name.startswith(COMPLEMENT) else figure.span
            if part.low <= 0.0:
                return None
            span = span * part if over else span / part
    return Evaluated(year, span, tuple(inputs))


def evaluations(figures: Figures, row: Quotient, roles: Sequence[Role]) -> Iterator[Evaluated]:
    """The values of a relation in all years in which its first quantity has a figure."""
    for year in figures.years(row.over[0], *roles):
        found = evaluate(figures, row, year, roles)
        if found is not None:
            yield found


def inputs_of(found: Sequence[Evaluated]) -> list[Quoted]:
    """The figures behind several values, each once."""
    kept = {(f.quantity, f.year, f.value): f for one in found for f in one.inputs}
    return [figure.quoted() for figure in kept.values()]
