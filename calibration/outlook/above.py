"""What city and province say of a county's gap: their paths share drift and shocks with its own.

A row of the stored posterior holds the drift of the county, of its city and of the province
together, and how a county's yearly shock splits into the province's, the city's and its own. So for
a place u above the county

    ln ratio_u,T = base_u + (T - 2021) drift_u + lockdowns + shocks_u to T + e_u,T - e_u,2021
    var(shock_u) = cov(shock_u, shock_county) = share_u * var(shock_county)

with survey errors of its own, smaller as its sample is larger. Rural levels are left out: forecasts
take their growth from a prior and not from the fit, so the fit's correlation does not apply.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calibration.fit.observations import gap_of
from calibration.fit.paths import SURVEY_ERROR
from calibration.history.panel_data import Panel, name_of
from calibration.history.places import known_place, line_of
from calibration.named_numbers import code
from calibration.outlook.shocks import Floats, Index
from calibration.outlook.stored_trend import Somewhere, rows_at, stored_trend

ORIGIN = 2021


@dataclass(frozen=True, eq=False)
class Above:
    """One place above a county, a row per future.

    middle: float64 (n, years), log ratio as printed without shocks and errors. share: (n,), of the
    variance of the county's shocks that is this place's too. survey: its survey error over a
    county's. luck, error_luck: standard normals (n, years) and (n, years + 1) behind its shocks
    beyond those shared, and behind its survey errors.
    """

    place: str
    middle: Floats
    share: Floats
    survey: float
    luck: Floats
    error_luck: Floats


def above_of(
    pack: Somewhere, index: Index, years: range, lockdowns: Floats
) -> tuple[tuple[Above, ...], dict[str, str]]:
    """Places above a county, smallest first, and those that cannot be used with the reason's key.

    lockdowns: effect of 2022 on the log gap, (n,).
    """
    stored, known = stored_trend(), Panel.bundled().as_of(ORIGIN)
    rows = rows_at(index, len(stored))
    found, left = [], {}
    for place in _line(pack):
        row = known.of(place).get(ORIGIN)
        told = None if row is None else gap_of(row)
        if told is None or f"gap drift: {place}" not in stored.columns:
            left[place] = "no_gap_2021"
            continue
        drift = stored.columns[f"gap drift: {place}"][rows]
        middle = told[0] + np.outer(drift, np.arange(1, len(years) + 1)) + lockdowns[:, None]
        level = known_place(place)
        assert level is not None  # it is in the line of listed places
        share = _share(stored.columns, level.level, pack.level)[rows]
        luck = _normals(f"shock: {place}", index, years)
        error_luck = _normals(f"error: {place}", index, range(ORIGIN, years.stop))
        survey = SURVEY_ERROR[level.level]
        found.append(Above(place, middle, share, survey, luck, error_luck))
    return tuple(found), left


def _line(pack: Somewhere) -> tuple[str, ...]:
    """What the pack lies in, smallest first."""
    name = name_of(pack.name)
    return line_of(name)[1:] if known_place(name) else line_of(pack.parent)


def _share(columns: Mapping[str, Floats], level: str, of: str) -> Floats:
    """Part of the variance of a county's (or prefecture's) shocks that a place above it shares."""
    names = ("shock", "shock.city", "shock.county")
    parts = [columns[f"gap: {name}"] ** 2 for name in names[: 2 if of == "prefecture" else 3]]
    mine = parts[0] if level == "province" else parts[0] + parts[1]
    return np.asarray(mine / np.maximum(np.sum(parts, axis=0), 1e-18))


def _normals(name: str, index: Index, years: range) -> Floats:
    """Standard normal numbers by name; (n, years)."""
    from scipy.special import ndtri

    from model.streams import uniforms as stream  # imports numba

    key = code(f"above: {name}")
    return np.stack([ndtri(stream(0, key, year, index)) for year in years], axis=1)
