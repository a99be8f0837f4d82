"""All unknowns of the model in sections; levers live in the policies that set them."""

from dataclasses import dataclass, field, fields, replace
from functools import lru_cache

from model.errors import InputError, nearest_name
from model.parameters.assets import Charity, Collective, Houses, Land
from model.parameters.cooperation import Alliances, Clusters, Contracts, Sales
from model.parameters.finance import Finance
from model.parameters.income import Income, Register, Start
from model.parameters.labour import Labour, Takeup, Workshops
from model.parameters.local_work import LocalJobs, Ventures
from model.parameters.prior import Prior, Unknown, cards
from model.parameters.skills import Farming, Training
from model.parameters.support import Moving, Pairing, Profit, Support
from model.parameters.trend import Survey, Trend

__all__ = ["Parameters", "Prior", "Unknown"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """One joint value of everything unknown; the default is the centre of the ex-ante priors."""

    start: Start = field(default_factory=Start)
    income: Income = field(default_factory=Income)
    register: Register = field(default_factory=Register)
    trend: Trend = field(default_factory=Trend)
    survey: Survey = field(default_factory=Survey)
    takeup: Takeup = field(default_factory=Takeup)
    workshops: Workshops = field(default_factory=Workshops)
    labour: Labour = field(default_factory=Labour)
    land: Land = field(default_factory=Land)
    houses: Houses = field(default_factory=Houses)
    collective: Collective = field(default_factory=Collective)
    charity: Charity = field(default_factory=Charity)
    alliances: Alliances = field(default_factory=Alliances)
    sales: Sales = field(default_factory=Sales)
    contracts: Contracts = field(default_factory=Contracts)
    clusters: Clusters = field(default_factory=Clusters)
    finance: Finance = field(default_factory=Finance)
    training: Training = field(default_factory=Training)
    farming: Farming = field(default_factory=Farming)
    jobs: LocalJobs = field(default_factory=LocalJobs)
    ventures: Ventures = field(default_factory=Ventures)
    support: Support = field(default_factory=Support)
    pairing: Pairing = field(default_factory=Pairing)
    profit: Profit = field(default_factory=Profit)
    moving: Moving = field(default_factory=Moving)

    @staticmethod
    def cards() -> dict[str, Unknown]:
        """Every unknown's card by path, for example `land.rent_yuan_per_mu`."""
        return {
            f"{section.name}.{name}": card
            for section in fields(Parameters)
            for name, card in cards(section.default_factory).items()  # type: ignore[arg-type]
        }

    def value(self, path: str) -> float:
        """The value at a path; InputError with the nearest path for an unknown one."""
        section, _, name = _known(path).partition(".")
        return float(getattr(getattr(self, section), name))

    def changed(self, values: dict[str, float]) -> "Parameters":
        """The same parameters with other values at some paths."""
        sections: dict[str, dict[str, float]] = {}
        for path, value in values.items():
            section, _, name = _known(path).partition(".")
            sections.setdefault(section, {})[name] = value
        return replace(
            self, **{name: replace(getattr(self, name), **new) for name, new in sections.items()}
        )


def _known(path: str) -> str:
    if path not in _paths():
        near = nearest_name(path, list(_paths()))
        raise InputError("there is no such parameter", key=path, nearest=near)
    return path


@lru_cache(maxsize=1)
def _paths() -> dict[str, None]:
    """Every path, in order; a draw asks for each of them, and cards take a while to read."""
    return dict.fromkeys(Parameters.cards())
