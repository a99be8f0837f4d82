"""Storing what the fit to 2021 found, for draws: `python -m calibration.fit` does it again.

`fitted/trend.csv` has one row a draw, all of equal weight: the reading of the covid years, scales,
relative growth of sources, and for each place the mean drift of its gap and mean rural growth over
the three years ahead. `fitted/trend.json` says what it was made from; a test compares both with the
panel and the code as they are.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import numpy as np

from calibration.fit.forecast import QUANTITIES, TrendPosterior, fit_trend
from calibration.fit.sources import CELLS, SourcePosterior, fit_sources, read_sources
from calibration.fit.sources import FILE as SOURCES_FILE
from calibration.history.panel_data import FITTED, LAST_YEAR_OF_FIT, Panel
from calibration.history.places import FILE as PLACES_FILE
from calibration.history.places import places
from calibration.outlook.shocks import Floats
from calibration.outlook.stored_trend import COUNTY_OF, REPORT, ROWS_FILE

ROWS, STEPS = 512, 100
KNOWN_BY = LAST_YEAR_OF_FIT + 1
"""Year of the latest document (`Panel.as_of`): the forecast is as of September 2022."""

AHEAD = range(LAST_YEAR_OF_FIT + 1, LAST_YEAR_OF_FIT + 4)
HERE = Path(__file__).parent
DIGITS = 5
READ_BY_THE_FIT = (
    "calibration/history/panel_data.py",
    "calibration/history/places.py",
    "calibration/outlook/survey.py",
    "model/parameters/trend.py",
)
CODE = (
    "conditioning",
    "forecast",
    "likelihood",
    "observations",
    "paths",
    "sampler",
    "scales",
    "sources",
)
"""Modules that decide what the fit finds."""


def fit_all(rows: int = ROWS, steps: int = STEPS) -> tuple[TrendPosterior, SourcePosterior]:
    """The fit of the trend and of the sources to what was known in 2022 of the years to 2021."""
    panel = Panel.bundled().as_of(LAST_YEAR_OF_FIT)
    trend = fit_trend(panel, LAST_YEAR_OF_FIT, rows=rows, steps=steps)
    return trend, fit_sources(read_sources(), LAST_YEAR_OF_FIT, rows)


def stored_places() -> dict[str, str | None]:
    """Regions, and an unseen county of each, with the region that it lies in.

    No county of a pack has two figures of its own gap to 2021; one that had would be added here.
    """
    regions = [place.name for place in places() if place.level in ("province", "city")]
    unseen: dict[str, str | None] = {f"{COUNTY_OF}{name}": name for name in regions}
    return {**dict.fromkeys(regions), **unseen}


def table(trend: TrendPosterior, sources: SourcePosterior) -> dict[str, Floats]:
    """Columns of the stored draws."""
    n = len(trend.reading)
    names = stored_places()
    parents = {name: parent for name, parent in names.items() if parent is not None}
    columns: dict[str, Floats] = {"reading": trend.reading.astype(np.float64)}
    for quantity in QUANTITIES:
        for name, values in trend.scale_draws(quantity).items():
            columns[f"{quantity}: {name}"] = values
    columns |= {"sources: size": sources.size, "sources: noise": sources.noise}
    for number, (area, source) in enumerate(CELLS):
        columns[f"relative: {area} {source}"] = sources.relative.reshape(n, -1)[:, number]
    for quantity in QUANTITIES:
        drawn = trend.drifts(quantity, list(names), AHEAD, n, parents)
        columns |= {f"{quantity} drift: {name}": drawn[:, k] for k, name in enumerate(names)}
    return columns


def fingerprint() -> str:
    """What the stored draws depend on: the panel, the code of the fit and its priors."""
    root = HERE.parent.parent
    files = [FITTED, SOURCES_FILE, PLACES_FILE, *(HERE / f"{name}.py" for name in CODE)]
    files += [root / name for name in READ_BY_THE_FIT]
    digest = sha256(f"{ROWS} {STEPS} {' '.join(stored_places())}".encode())
    for path in files:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def write(trend: TrendPosterior, sources: SourcePosterior) -> None:
    """Write both files."""
    columns = table(trend, sources)
    ROWS_FILE.parent.mkdir(exist_ok=True)
    lines = [",".join(columns)]
    values = np.column_stack(list(columns.values()))
    lines += [",".join(_shown(row)) for row in values]
    ROWS_FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = {
        "fingerprint": fingerprint(),
        "sha256": sha256(ROWS_FILE.read_bytes()).hexdigest(),
        "origin": trend.origin,
        "known_by": KNOWN_BY,
        "rows": len(values),
        "steps": STEPS,
        "borrowed_from": {name: _above(trend, name) for name in stored_places()},
    }
    text = json.dumps(report, indent=1, sort_keys=True, ensure_ascii=False)
    REPORT.write_text(text + "\n", encoding="utf-8")


def _above(trend: TrendPosterior, name: str) -> str | None:
    """The place with a trend of its own that a stored place borrows from; None for its own."""
    region = name.removeprefix(COUNTY_OF)
    return trend.borrowed_from(region) or (region if name.startswith(COUNTY_OF) else None)


def _shown(row: Iterable[float]) -> list[str]:
    return [f"{value:.{DIGITS}g}" for value in row]
