"""Stored posteriors of behavioural parameters, and how draws take from them.

A fit is two files in `calibration/fitted/`: weighted values of the free parameters (.csv) and what
the fit found (.json). It belongs to one county and one set of evidence, and is used only while the
priors of its parameters and the figures that it was fitted to are what they were; otherwise draws
come from the priors, and every output says so.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from calibration.behaviour.abc_fit import resampled, weighted_quantiles
from calibration.behaviour.moments import moments_of
from calibration.behaviour.screening import LEAST_LEARNABLE
from model.errors import InputError

if TYPE_CHECKING:
    from calibration.packs.pack import Pack
    from calibration.prior_draws import Cards, Evidence

Floats = NDArray[np.float64]

FITTED = Path(__file__).parents[1] / "fitted"

Basis = Literal["posterior", "prior", "prior only"]
"""Where draws of a parameter come from: fitted; a prior that a moment could teach about but that
was not freed, or that belongs to the trend; a prior that no moment identifies."""

KEY = "fitted behaviour"


@dataclass(frozen=True, eq=False)
class Fitted:
    """values: float64 (rows, paths); weight: (rows,); report: what the fit found, plain."""

    paths: tuple[str, ...]
    values: Floats
    weight: Floats
    report: Mapping[str, Any]

    def at(self, index: NDArray[np.int64]) -> dict[str, Floats]:
        """Values by path at draw indices: a row by weight, a pure function of the index."""
        from calibration.named_numbers import uniforms

        rows = resampled(self.weight, uniforms(KEY, index))
        return {path: self.values[rows, column] for column, path in enumerate(self.paths)}

    @property
    def informed(self) -> frozenset[str]:
        """Paths that some moment can teach about, estimated or not."""
        return informed_by(self.report)


def informed_by(report: Mapping[str, Any]) -> frozenset[str]:
    """Paths of a fit's report of which some moment could tell more than next to nothing."""
    links = report["links"]
    return frozenset(link["path"] for link in links if link["learnable"] >= LEAST_LEARNABLE)


_KEPT: dict[tuple[str, str, str], Fitted | None] = {}
"""Fits that were looked up, by fingerprint of the pack, its name, and evidence."""


def fitted_of(pack: object, evidence: "Evidence") -> Fitted | None:
    """The stored fit of a county for one set of evidence; None for none that is still valid."""
    if not hasattr(pack, "facts") or not hasattr(pack, "fingerprint"):
        return None
    key = (pack.fingerprint, pack.name, evidence)  # type: ignore[attr-defined]
    if key not in _KEPT:
        _KEPT[key] = _valid(pack, evidence)  # type: ignore[arg-type]
    return _KEPT[key]


def _valid(pack: "Pack", evidence: "Evidence") -> Fitted | None:
    if not files_of(pack.name, evidence)[0].is_file():
        return None
    fitted = read_fitted(pack.name, evidence)
    now = fit_fingerprint(pack, fitted.paths, evidence)
    return fitted if fitted.report["fingerprint"] == now else None


def files_of(county: str, evidence: "Evidence", folder: Path = FITTED) -> tuple[Path, Path]:
    """The table and the report of a county's fit."""
    stem = f"{county}_{evidence}"
    return folder / f"{stem}.csv", folder / f"{stem}.json"


def read_fitted(county: str, evidence: "Evidence", folder: Path = FITTED) -> Fitted:
    """Read a fit; InputError where its files are damaged."""
    table, report = files_of(county, evidence, folder)
    try:
        found = json.loads(report.read_text(encoding="utf-8"))
        lines = table.read_text(encoding="utf-8").splitlines()
        rows = np.array([[float(cell) for cell in line.split(",")] for line in lines[1:]])
    except (OSError, ValueError) as error:
        raise InputError(f"is not a stored fit: {error}", file=str(table)) from None
    head = lines[0].split(",")
    whole = rows.ndim == 2 and rows.shape[1] == len(head) > 1 and bool(np.isfinite(rows).all())
    if not whole or head[0] != "weight" or not (rows[:, 0] >= 0).all() or rows[:, 0].sum() <= 0:
        raise InputError("is not a stored fit", file=str(table), allowed="weight, then values")
    if found.get("sha256") != sha256(table.read_bytes()).hexdigest():
        raise InputError("was changed since the fit", file=str(table))
    return Fitted(tuple(head[1:]), rows[:, 1:], rows[:, 0] / rows[:, 0].sum(), found)


def write_fitted(
    county: str,
    evidence: "Evidence",
    posterior: tuple[tuple[str, ...], Floats, Floats],
    report: Mapping[str, Any],
    folder: Path = FITTED,
) -> None:
    """Store paths, values (rows, paths) and weights (rows,) with what the fit found."""
    paths, values, weight = posterior
    lines = [",".join(("weight", *paths))]
    lines += [
        ",".join(f"{number:.6g}" for number in (share, *row))
        for share, row in zip(weight, values, strict=True)
    ]
    table, where = files_of(county, evidence, folder)
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    whole = {**report, "sha256": sha256(table.read_bytes()).hexdigest()}
    text = json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    where.write_text(text + "\n", encoding="utf-8")


def fit_fingerprint(pack: "Pack", paths: tuple[str, ...], evidence: "Evidence") -> str:
    """What a fit rests on: figures and spreads it was fitted to, priors of what it freed."""
    from calibration.prior_draws import prior_of

    cards = pack.cards()
    figures = [
        (moment.name, repr(moment.observed), repr(moment.variance))
        for moment in moments_of(pack, "fitted")
    ]
    priors = [
        (path, repr(prior_of(cards[path], evidence)) if path in cards else "") for path in paths
    ]
    text = json.dumps([pack.name, evidence, figures, priors], ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:16]


def posterior_range(
    pack: object, evidence: "Evidence", cards: "Cards", path: str
) -> tuple[float, float, float] | None:
    """Median, 5 and 95 % point of what draws take where an unknown was fitted; None elsewhere."""
    fitted = fitted_of(pack, evidence)
    if fitted is not None and path in fitted.paths:
        values, weight = fitted.values[:, fitted.paths.index(path)], fitted.weight
    elif cards[path].posterior:
        values = np.asarray(cards[path].posterior)
        weight = np.full(len(values), 1.0 / len(values))
    else:
        return None
    middle, low, high = weighted_quantiles(values, weight, (0.5, 0.05, 0.95))
    return middle, low, high


def fit_name(pack: object, evidence: "Evidence") -> str:
    """What names the stored fit that draws of a county take from; empty for none."""
    fitted = fitted_of(pack, evidence)
    return "" if fitted is None else str(fitted.report["sha256"])


def basis_of(pack: object, evidence: "Evidence", cards: "Cards") -> dict[str, Basis]:
    """Where draws of every unknown of a county come from, by path."""
    fitted = fitted_of(pack, evidence)
    out: dict[str, Basis] = {}
    for path, card in cards.items():
        if card.basis == "posterior" or (fitted is not None and path in fitted.paths):
            out[path] = "posterior"
        elif path.startswith(("trend.", "survey.")) or (
            fitted is not None and path in fitted.informed
        ):
            out[path] = "prior"
        else:
            out[path] = "prior only"
    return out
