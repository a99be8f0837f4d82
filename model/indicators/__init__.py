"""What is measured at the end of each year: one function an indicator, in these files."""

from typing import TYPE_CHECKING

import numpy as np

from model.indicators import (
    cooperation,
    credit,
    income,
    inequality,
    jobs,
    support,
    villages,
    work,
)
from model.indicators.indicator import FOUND, Indicator
from model.indicators.year_end import YearEnd

if TYPE_CHECKING:
    from model.county import CountyModel
    from model.outcome import WorldOutcome

__all__ = [
    "FOUND",
    "Indicator",
    "YearEnd",
    "collect",
    "cooperation",
    "credit",
    "income",
    "inequality",
    "jobs",
    "support",
    "villages",
    "work",
]


def collect(county: "CountyModel", outcome: "WorldOutcome") -> None:
    """Measure every indicator, every village and every household's year."""
    end = YearEnd(county)
    # Not by Mesa's DataCollector: it measures everything once more to see that it can.
    measured = {name: np.float64(found.measure(end)) for name, found in FOUND.items()}
    for name, value in measured.items():
        _append(outcome.indicators, name, value)
    for name, values in _of_villages(county).items():
        _append(outcome.villages, name, values)
    outcome.household_income.append(county.books.year_income)
    outcome.household_rural.append(county.households["rural"].copy())
    outcome.household_listed.append(county.households["on_register"].copy())
    outcome.worker_pay.append(county.books.worker_year_pay)


def _append(store: dict[str, np.ndarray], name: str, value: np.ndarray | np.float64) -> None:
    row = np.asarray(value)[None]
    store[name] = np.concatenate((store[name], row)) if name in store else row


def _of_villages(county: "CountyModel") -> dict[str, np.ndarray]:
    """Year results by village, one array of length villages each."""
    outlets, count = county.market.outlets, len(county.start.villages)
    held = outlets["open"] & outlets["slot"]
    weight = county.start.villages["weight"]
    rural = county.books.village_income[:, 0]
    persons = np.maximum(rural[:, 1] / 4.0, 1e-9)
    agents = county.village_list
    return {
        "total_revenue": np.array([v.revenue_year for v in agents]),
        "operating_revenue": np.array([v.operating_year for v in agents]),
        "dividends": np.array([v.dividends for v in agents]),
        "dividend_regime": np.array([float(v.regime) for v in agents]),
        "workshops": np.bincount(outlets["village"][held], minlength=count).astype(float),
        "workshop_jobs": np.bincount(outlets["village"][held], outlets["filled"][held], count)
        / weight,
        "rural_income_per_head": np.where(rural[:, 1] > 0.0, rural[:, 0] / persons, np.nan),
    }
