"""Small panels and a fake trend for tests of the backtest."""

from dataclasses import dataclass

import numpy as np

from calibration.history.panel_data import Panel, parse_panel

HEAD = "place,level,year,urban_income,rural_income,urban_growth_pct,rural_growth_pct,derived,parent"


def panel(*rows: str) -> Panel:
    return parse_panel("\n".join((HEAD, *rows)).encode(), "made.csv")


def path_rows(place, years, ratio, drift, level="county", parent="", rural=20_000.0):
    """Rows of a place whose log ratio changes by `drift` a year."""
    return [
        f"{place},{level},{year},{float(rural * ratio * np.exp(drift * (year - years[0])))!r},"
        f"{rural!r},,,no,{parent}"
        for year in years
    ]


@dataclass(frozen=True)
class FakeForecast:
    log_ratio: np.ndarray
    log_ratio_origin: np.ndarray
    growth_rural: np.ndarray
    growth_urban: np.ndarray
    borrowed_from: str | None = None


class FakeTrend:
    """A posterior that knows its panel and says that the gap shrinks by 0.01 +- 0.005 a year."""

    def __init__(self, seen: Panel, origin: int) -> None:
        self.seen, self.origin = seen, origin
        self.levels = {
            (row.place, row.year): np.log(row.urban / row.rural)
            for row in seen.rows
            if row.urban and row.rural
        }

    def forecast(self, place, horizon, n, seed=0):
        rng = np.random.Generator(np.random.Philox(key=seed))
        steps = -0.01 + 0.005 * rng.standard_normal((n, horizon))
        base = self.levels.get((place, self.origin), 0.0)
        rural = np.full((n, horizon), 0.08)
        borrowed = None if any(row.place == place for row in self.seen.rows) else "zhejiang"
        return FakeForecast(
            base + np.cumsum(steps, axis=1), np.full(n, base), rural, rural + steps, borrowed
        )


def fake_fit(seen: Panel, origin: int) -> FakeTrend:
    return FakeTrend(seen, origin)
