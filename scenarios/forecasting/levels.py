"""Levels of income and of the ratio: every simulated pair, under many redraws of trend and survey.

Policy effects come from paired worlds, as ratios of area means to the trend world. A level is a
redrawn trend times such an effect:

    latent[world] = trend * mean[world] / mean[trend world]        published = latent * exp(error)

The same redraws serve all worlds. Effects themselves take no redraw: their quantiles go over pairs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.outlook.survey import all_residents, publish, survey_urban_weight
from calibration.outlook.trend import Redraws
from scenarios.forecasting.monte_carlo_error import Cells
from scenarios.forecasting.summarise import Row, summarise, summarise_cells

Floats = NDArray[np.float64]

WORLDS = ("pilot", "no_pilot", "trend")
SIMULATED = ("rural_income", "urban_income", "low_income")
REDRAWS_PER_PAIR = 200
"""The least; more while there are fewer than `CELLS` combinations."""

CELLS = 20_000

UNITS = {
    "ratio_latent": "ratio",
    "ratio_published": "ratio",
    "rural_income": "yuan per head and year",
    "urban_income": "yuan per head and year",
    "resident_income": "yuan per head and year",
    "low_income": "yuan per head and year",
    "rural_income_published": "yuan per head and year",
    "urban_income_published": "yuan per head and year",
    "resident_income_published": "yuan per head and year",
    "rural_income_real": "yuan of 2021 per head and year",
    "urban_income_real": "yuan of 2021 per head and year",
    "resident_income_real": "yuan of 2021 per head and year",
    "low_income_real": "yuan of 2021 per head and year",
}
"""Quantities of the levels table and their units; without a suffix an income is latent, nominal."""

FOR_SUMMARY = {
    "ratio_published": ("ratio_published", "pilot"),
    "ratio_latent": ("ratio_latent", "pilot"),
    "ratio_no_pilot": ("ratio_latent", "no_pilot"),
    "ratio_trend": ("ratio_latent", "trend"),
    **{name: (name, "pilot") for name in UNITS if not name.startswith("ratio")},
}
"""Keys of the summary file and the (quantity, world) that each shows."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Yearly means of simulated pairs: one row per (draw, seed), in one order everywhere.

    draw, seed: int64 (pairs,). means: by world and quantity of `SIMULATED`, float64
    (pairs, years), latent, nominal yuan per head.
    """

    draw: NDArray[np.int64]
    seed: NDArray[np.int64]
    means: Mapping[str, Mapping[str, Floats]]

    def effect(self, world: str, quantity: str) -> Floats:
        """Log of a mean relative to the trend world; (pairs, years)."""
        return np.asarray(np.log(self.means[world][quantity] / self.means["trend"][quantity]))

    def gap_effect(self, world: str) -> Floats:
        """Effect on the log ratio, relative to the trend world; (pairs, years)."""
        return self.effect(world, "urban_income") - self.effect(world, "rural_income")

    def by_draw_and_seed(self, values: Floats) -> Floats:
        """Values of one year as (draws, seeds), NaN where a pair is missing; from (pairs,)."""
        draws, row = np.unique(self.draw, return_inverse=True)
        seeds, column = np.unique(self.seed, return_inverse=True)
        table = np.full((len(draws), len(seeds)), np.nan)
        table[row, column] = values
        return table


@dataclass(frozen=True, eq=False)
class Levels:
    """Samples of every level: by (quantity, world), float64 (cells, years)."""

    years: range
    cells: Cells
    samples: Mapping[tuple[str, str], Floats]
    baseline: Floats
    """Which figure of the low-income households of 2021 a cell starts from, (cells,)."""
    urban_share: Floats
    """Urban share of residents at each year's end, (cells, years)."""

    def cells_in(self, world: str) -> Cells:
        """What the cells of a world belong to; in the trend world only redraws differ."""
        if world == "trend":
            return Cells(np.zeros_like(self.cells.draw), self.cells.redraw)
        return self.cells

    def rows(self) -> list[Row]:
        """The levels table: year, quantity, world, quantiles, errors, count, unit."""
        cells = {world: self.cells_in(world) for world in WORLDS}
        return [
            {
                "year": year,
                "quantity": quantity,
                "world": world,
                **summarise_cells(values[:, column], cells[world], UNITS[quantity]).row(),
            }
            for (quantity, world), values in self.samples.items()
            for column, year in enumerate(self.years)
        ]


def combine(pairs: Pairs, redraws: Redraws, weight_2021: float | Floats) -> Levels:
    """Put every pair on at least `REDRAWS_PER_PAIR` redraws.

    weight_2021: the survey's weight of urban residents in 2021, one or (redraws,).
    """
    pair, future = cells_of(len(pairs.draw), len(redraws))
    samples: dict[tuple[str, str], Floats] = {}
    for world in WORLDS:
        for quantity, values in _world(pairs, redraws, weight_2021, world, (pair, future)).items():
            samples[quantity, world] = values
    return Levels(
        redraws.years,
        Cells(pairs.draw[pair], future),
        samples,
        redraws.baseline[future],
        redraws.urban_share[future, 1:],
    )


def cells_of(pairs: int, redraws: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pair and redraw of each cell: every pair meets as many redraws, in turn."""
    if not pairs:
        raise ValueError("no simulated pair")
    if redraws < REDRAWS_PER_PAIR:
        raise ValueError(f"{redraws} redraws; at least {REDRAWS_PER_PAIR} are needed")
    per_pair = min(redraws, max(REDRAWS_PER_PAIR, -(-max(redraws, CELLS) // pairs)))
    cell = np.arange(pairs * per_pair)
    return cell // per_pair, cell % redraws


def _world(
    pairs: Pairs,
    redraws: Redraws,
    weight_2021: float | Floats,
    world: str,
    cells: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> dict[str, Floats]:
    """Samples of all quantities of one world, float64 (cells, years)."""
    pair, future = cells
    rural, urban, low = (
        trend[future] * np.exp(pairs.effect(world, quantity)[pair])
        for quantity, trend in zip(
            SIMULATED, (redraws.rural, redraws.urban, redraws.low_income), strict=True
        )
    )
    weight = survey_urban_weight(weight_2021, redraws.urban_share)[future, 1:]
    errors = redraws.errors
    rural_seen, urban_seen = publish(rural, urban, errors.rural[future], errors.ratio[future])
    latent = {
        "rural_income": rural,
        "urban_income": urban,
        "resident_income": all_residents(rural, urban, weight),
        "low_income": low,
    }
    return {
        "ratio_latent": urban / rural,
        "ratio_published": urban_seen / rural_seen,
        **latent,
        "rural_income_published": rural_seen,
        "urban_income_published": urban_seen,
        "resident_income_published": all_residents(rural_seen, urban_seen, weight),
        **{f"{name}_real": value / redraws.prices[future] for name, value in latent.items()},
    }


CONTRASTS = {"pilot": ("pilot", "no_pilot"), "all": ("pilot", "trend")}
"""Ending of an effect's name and its two worlds: E1 = pilot - no pilot, E2 = pilot - trend."""


def effect_rows(pairs: Pairs, years: range) -> list[Row]:
    """Effects on ratio and incomes over pairs, latent: year, quantity, world, quantiles."""
    rows: list[Row] = []
    for ending, (with_policy, without) in CONTRASTS.items():
        for stem, unit, values in _differences(pairs, with_policy, without):
            rows += [
                {
                    "year": year,
                    "quantity": f"{stem}_effect_{ending}",
                    "world": f"{with_policy}_vs_{without}",
                    **summarise(pairs.by_draw_and_seed(values[:, column]), unit).row(),
                }
                for column, year in enumerate(years)
            ]
    return rows


def _differences(pairs: Pairs, with_policy: str, without: str) -> list[tuple[str, str, Floats]]:
    after, before = pairs.means[with_policy], pairs.means[without]
    ratios = [m["urban_income"] / m["rural_income"] for m in (after, before)]
    return [("ratio", "ratio", ratios[0] - ratios[1])] + [
        (name.removesuffix("_income"), UNITS[name], after[name] - before[name])
        for name in SIMULATED
    ]


def warnings(pairs: Pairs) -> list[str]:
    """What the size of the ensemble does not allow, in plain words."""
    found = []
    if len(np.unique(pairs.draw)) < 2:
        found.append(
            "one draw: intervals of policy effects are not estimated, and those of levels hold the "
            "policy parameters fixed"
        )
    if len(np.unique(pairs.seed)) < 2:
        found.append("one seed: the share of chance is not estimated")
    return found
