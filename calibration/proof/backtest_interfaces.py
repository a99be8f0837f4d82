"""What a backtest uses of a panel, of a fitted trend and of the full engine."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from calibration.history.log_series import Row

Floats = NDArray[np.float64]


class Data(Protocol):
    """What is used of a panel."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        ...

    def as_of(self, origin: int) -> "Data":
        """What was known of the years up to an origin."""
        ...


class GapForecast(Protocol):
    """Draws of the published log ratio and of growth; arrays (n, horizon)."""

    @property
    def log_ratio(self) -> Floats:
        """Published ln(urban / rural) by year ahead."""
        ...

    @property
    def log_ratio_origin(self) -> Floats:
        """Published ln(urban / rural) at the origin, (n,)."""
        ...

    @property
    def growth_rural(self) -> Floats:
        """Log growth of each year."""
        ...

    @property
    def growth_urban(self) -> Floats:
        """Log growth of each year."""
        ...

    @property
    def borrowed_from(self) -> str | None:
        """Where the trend of a place without history comes from."""
        ...


class Posterior(Protocol):
    """A fitted trend."""

    def forecast(self, place: str, horizon: int, n: int, seed: int = 0) -> GapForecast:
        """Draws of one place's future."""
        ...


Fit = Callable[[Any, int], Posterior]
Engine = Callable[[str], Mapping[int, Floats] | None]
"""Published ratio of a pack by year from the full engine, samples; None for other places."""
