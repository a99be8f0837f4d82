"""What is not known, and how it is written down: one dataclass field per unknown."""

from dataclasses import Field, dataclass, field, fields
from typing import Any, Literal

Grade = Literal["official", "derived", "press", "proxy", "assumption"]
Shape = Literal["normal", "lognormal", "triangular", "uniform", "beta", "halfnormal", "discrete"]


@dataclass(frozen=True, slots=True)
class Prior:
    """A prior distribution as evidence is quoted: a centre and two bounds.

    `low` and `high` are the 5 % and 95 % points, except for uniform and triangular, where they
    are the bounds. `central` is the mode of a triangular, the median of a lognormal, else the mean.
    A half-normal starts at 0. A discrete prior lists (value, probability) pairs in `points`.
    """

    shape: Shape
    central: float
    low: float
    high: float
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """The card of one unknown: unit, priors, source tag, grade, Chinese term.

    `ex_ante` is the prior that a forecast made in September 2022 may use; `evaluation` is the
    prior with all evidence. They are the same object where no later evidence went in.
    """

    unit: str
    ex_ante: Prior
    evaluation: Prior
    source: str
    grade: Grade
    zh: str
    note: str = ""
    posterior: tuple[float, ...] = field(default=(), repr=False)
    """Values of equal weight that a fit found, taken instead of the priors; row by row they belong
    together with those of the other unknowns of the fit. Empty where nothing was fitted."""

    @property
    def basis(self) -> Literal["prior", "posterior"]:
        """Where draws come from."""
        return "posterior" if self.posterior else "prior"

    @property
    def hindsight(self) -> bool:
        """Whether evidence after September 2022 went into the evaluation prior."""
        return self.ex_ante is not self.evaluation


def unknown(
    prior: Prior,
    unit: str,
    *,
    source: str,
    grade: Grade,
    zh: str,
    ex_ante: Prior | None = None,
    note: str = "",
) -> Any:
    """A dataclass field whose default is the centre of its ex-ante prior."""
    first = ex_ante or prior
    card = Unknown(unit, first, prior, source, grade, zh, note)
    return field(default=first.central, metadata={"unknown": card})


def card_of(item: "Field[Any]") -> Unknown:
    """The card of a field made by `unknown`."""
    card: Unknown = item.metadata["unknown"]
    return card


def normal(central: float, low: float, high: float) -> Prior:
    """Normal with a mean, and bounds at 5 % and 95 %."""
    return Prior("normal", central, low, high)


def lognormal(central: float, low: float, high: float) -> Prior:
    """Log-normal with a median, and bounds at 5 % and 95 %."""
    return Prior("lognormal", central, low, high)


def triangular(central: float, low: float, high: float) -> Prior:
    """Triangular with a mode between two hard bounds."""
    return Prior("triangular", central, low, high)


def uniform(low: float, high: float) -> Prior:
    """Uniform between two hard bounds."""
    return Prior("uniform", (low + high) / 2, low, high)


def beta(central: float, low: float, high: float) -> Prior:
    """Beta with a mean, and bounds at 5 % and 95 %."""
    return Prior("beta", central, low, high)


def halfnormal(central: float, high: float) -> Prior:
    """Half-normal from 0 with a mean, and a bound at 95 %."""
    return Prior("halfnormal", central, 0.0, high)


def discrete(*points: tuple[float, float]) -> Prior:
    """Discrete (value, probability) pairs; the centre is the likeliest value."""
    values = [value for value, _ in points]
    likeliest = max(points, key=lambda point: point[1])[0]
    return Prior("discrete", likeliest, min(values), max(values), points)


def cards(section: type) -> dict[str, Unknown]:
    """The cards of one section of parameters, by field name."""
    return {item.name: card_of(item) for item in fields(section)}
