"""What a calibration found, as plain values: for the screen, the stored fit and its page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from calibration.behaviour.abc_fit import Posterior, weighted_quantiles
from calibration.behaviour.emulator import fit
from calibration.behaviour.enlarged_table import enlarged
from calibration.behaviour.fitted_draws import fit_fingerprint, informed_by, write_fitted
from calibration.behaviour.moments import Moment, missing_moments
from calibration.behaviour.worlds_table import Floats, Worlds, values_at

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.fitting.calibration_run import Calibrated

POINTS = (0.05, 0.5, 0.95)
ROWS = 1000
"""Rows of a stored posterior, drawn evenly from the weighted ones."""

CONTRADICTS = 0.05


def report_of(found: "Calibrated") -> dict[str, Any]:
    """Everything worth keeping; floats are rounded to six digits."""
    asked = found.asked
    report: dict[str, Any] = {
        "county": asked.pack.name,
        "evidence": asked.evidence,
        "scale": asked.scale,
        "worlds": asked.worlds,
        "failed": found.failed,
        "fingerprint": fit_fingerprint(asked.pack, found.free, asked.key),
        "missing": list(missing_moments(asked.pack)),
        "moments": [_moment(moment) for moment in found.moments],
        "links": [
            {
                "moment": link.moment,
                "path": link.path,
                "correlation": link.correlation,
                "learnable": link.learnable,
                "free": link.free,
            }
            for link in found.links
        ],
        "free": list(found.free),
        "waves": [
            {
                "worlds": wave.worlds,
                "ruled_out": wave.ruled_out,
                "used": list(wave.used),
                "emulator": [
                    {"moment": v.moment, "explained": v.explained, "covered": v.covered}
                    for v in wave.validation
                ],
            }
            for wave in found.matching.waves
        ],
    }
    if found.posterior is not None and found.left is not None:
        report |= _of_the_posterior(found)
    return _rounded(report)


def _of_the_posterior(found: "Calibrated") -> dict[str, Any]:
    posterior, direct, recovery = found.posterior, found.direct, found.recovery
    assert posterior is not None
    assert direct is not None
    assert recovery is not None
    mean, variance = posterior.moments_of_place()
    plain, _ = direct.moments_of_place()
    return {
        "effective": posterior.effective,
        "effective_simulated": direct.effective,
        "worlds_left": len(direct.weight),
        "parameters": [
            {
                "path": path,
                "prior": _quantiles(found, path, None),
                "posterior": _quantiles(found, path, posterior),
                "narrowing": 1.0 - 12.0 * variance[column],
                "emulated_less_simulated": (mean[column] - plain[column]) / variance[column] ** 0.5,
            }
            for column, path in enumerate(found.free)
        ],
        "recovery": {
            "data_sets": recovery.data_sets,
            "effective": recovery.effective,
            "parameters": [
                {
                    "path": one.path,
                    "counts": list(one.counts),
                    "low": one.low,
                    "high": one.high,
                    "correlation": one.correlation,
                    "narrowing": one.narrowing,
                    "calibrated": one.calibrated,
                    "recovered": one.recovered,
                }
                for one in recovery.parameters
            ],
        },
        "checks": checks(found),
    }


def checks(found: "Calibrated") -> list[dict[str, Any]]:
    """What prior and posterior say of every moment, fitted or not, and whether it contradicts."""
    assert found.left is not None
    assert found.posterior is not None
    prior, left = found.prior.usable(), found.left.usable()
    emulated = enlarged(left, fit(left), found.matching.not_ruled_out)
    even = np.full(len(prior), 1.0 / len(prior))
    return [
        {
            "moment": moment.name,
            "role": moment.role,
            "observed": moment.value,
            "prior": _predicted(moment, prior.moments[:, k], even),
            "posterior": _predicted(moment, emulated.moments[:, k], found.posterior.weight),
        }
        for k, moment in enumerate(found.moments)
    ]


def _predicted(moment: Moment, values: Floats, weight: Floats) -> dict[str, Any]:
    """Quantiles in the moment's unit, and the two-sided tail in which the figure lies."""
    from scipy.special import ndtr

    points = weighted_quantiles(values, weight, POINTS)
    below = float(weight @ ndtr((moment.observed - values) / moment.variance**0.5))
    tail = 2.0 * min(below, 1.0 - below)
    shown = [float(np.exp(point)) if moment.scale == "log" else point for point in points]
    return {
        "p05": shown[0],
        "median": shown[1],
        "p95": shown[2],
        "tail": tail,
        "contradicts": tail < CONTRADICTS,
    }


def _quantiles(found: "Calibrated", path: str, posterior: Posterior | None) -> list[float]:
    column = found.free.index(path)
    places = (
        list(POINTS)
        if posterior is None
        else weighted_quantiles(posterior.place[:, column], posterior.weight, POINTS)
    )
    asked = found.asked
    return values_at((path,), np.array(places)[:, None], asked.key, asked.cards)[:, 0].tolist()


def _moment(moment: Moment) -> dict[str, Any]:
    return {
        "name": moment.name,
        "zh": moment.zh,
        "en": moment.en,
        "role": moment.role,
        "scale": moment.scale,
        "unit": moment.unit,
        "value": moment.value,
        "observation_sd": moment.observation_sd,
        "discrepancy_sd": moment.discrepancy_sd,
        "source": list(moment.source),
        "grade": moment.grade,
        "independent": moment.independent,
    }


def keep(found: "Calibrated", report: dict[str, Any], folder: "Path") -> None:
    """Store the posterior, what the fit found, and the worlds of the prior in a folder."""
    assert found.posterior is not None
    rows = _evenly(found.posterior)
    asked = found.asked
    values = values_at(found.free, found.posterior.place[rows], asked.key, asked.cards)
    even = np.full(len(rows), 1.0 / len(rows))
    folder.mkdir(parents=True, exist_ok=True)
    write_fitted(asked.pack.name, asked.key, (found.free, values, even), report, folder)
    names = [moment.name for moment in found.fitted]
    write_worlds(found.prior.measuring(names), folder / f"{asked.pack.name}_{asked.key}_worlds.csv")


def _evenly(posterior: Posterior) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Rows in proportion to their weights, at even steps of the cumulative weight."""
    from calibration.behaviour.abc_fit import resampled

    return resampled(posterior.weight, (np.arange(ROWS) + 0.5) / ROWS)


def write_worlds(worlds: Worlds, path: "Path") -> None:
    """The table of worlds over the prior: place of each free parameter, then moments."""
    head = [*(f"place:{name}" for name in worlds.paths), *worlds.names]
    lines = [",".join(head)]
    lines += [
        ",".join([*(f"{x:.5f}" for x in place), *(f"{x:.5g}" for x in moments)])
        for place, moments in zip(worlds.place, worlds.moments, strict=True)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_worlds(path: "Path") -> Worlds:
    """The table that `write_worlds` wrote."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = lines[0].split(",")
    table = np.array([[float(cell) for cell in line.split(",")] for line in lines[1:]])
    paths = tuple(name.removeprefix("place:") for name in head if name.startswith("place:"))
    count = len(paths)
    return Worlds(paths, table[:, :count], tuple(head[count:]), table[:, count:])


def prior_only(report: dict[str, Any], paths: Sequence[str]) -> list[str]:
    """Parameters that no moment can teach about: neither estimated nor informed."""
    informed = informed_by(report)
    return [path for path in paths if path not in informed]


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    if isinstance(value, float | np.floating):
        return float(f"{float(value):.6g}")
    return value
