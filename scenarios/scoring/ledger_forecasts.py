"""Forecasts for the ledger: what a finished run says of a pack, and what every rival would say."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from model.errors import InputError
from results.files import file_hash
from results.forecast_ledger import Entry

if TYPE_CHECKING:
    from calibration.history.log_series import Series
    from calibration.packs.pack import Pack
    from results.run import Run

Row = dict[str, Any]

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
STORED = {0.05: "p05", 0.25: "p25", 0.5: "median", 0.75: "p75", 0.95: "p95"}
"""Quantiles that a run's table of levels has too."""

SAME = 1e-9
QUANTITIES = {
    "ratio": "ratio_published",
    "rural_income": "rural_income_published",
    "urban_income": "urban_income_published",
}
"""By quantity of the ledger: the quantity of the levels table, as a survey would publish it."""

ORIGIN, POINTS = 2021, 999


def forecast_body(folder: Path, before: list[Entry]) -> Row:
    """The ledger's body for a run folder; InputError unless it is whole, new, and of a known pack.

    before: the entries of the ledger so far.
    """
    from results.record import verify
    from results.run import Run

    problems = verify(folder)
    if problems:
        raise InputError(problems[0], file=folder.name, allowed="a run folder as the run left it")
    run = Run.open(folder)
    if "county" not in run.summary or not run.has("levels"):
        raise InputError("holds no forecast of a county", file=folder.name, allowed="a run folder")
    known = {entry.body.get("run") for entry in before if entry.kind == "forecast"}
    if run.fingerprint in known:
        raise InputError("is in the ledger already", file=folder.name, value=run.fingerprint)
    pack = _pack(run)
    spec = run.record["spec"]
    return {
        "county": pack.name,
        "place": _place(pack),
        "label": pack.label,
        "origin": ORIGIN,
        "run": run.fingerprint,
        "record": file_hash(folder / "run.json"),
        "pack": pack.fingerprint,
        "scenario": spec["scenario"]["name"],
        "evidence": spec["evidence"],
        "draws": len(spec["draws"]),
        "seeds": len(spec["seeds"]),
        "scale": spec["scale"],
        "levels": list(LEVELS),
        "forecasts": _of_the_model(run, pack) + _of_the_rivals(pack, run.years),
    }


def _pack(run: "Run") -> "Pack":
    """The pack of a run, if it is still the one that was run."""
    from calibration.packs.pack import load_pack

    pack = load_pack(str(run.summary["county"]))
    used = run.record["spec"]["county"]["pack"]
    if pack.fingerprint != used:
        raise InputError(
            "the county pack has changed since the run",
            file=run.folder.path.name,
            value=used[:12],
            allowed=f"a run of {pack.fingerprint[:12]}",
        )
    return pack


def _place(pack: "Pack") -> str:
    from calibration.history.panel_data import name_of

    return name_of(pack.name)


def _of_the_model(run: "Run", pack: "Pack") -> list[Row]:
    """Quantiles from the run on the futures that it used; refused if these have changed."""
    from scenarios.forecasting.forecast import levels_of_run

    table = run.table("levels")
    table = table[table.world == "pilot"].set_index(["quantity", "year"])
    levels, rows = levels_of_run(run, pack), []
    for quantity, stored in QUANTITIES.items():
        samples = levels.samples[stored, "pilot"]
        for column, year in enumerate(levels.years):
            values = dict(zip(LEVELS, np.quantile(samples[:, column], LEVELS), strict=True))
            _same(run, {c: (values[p], table.loc[(stored, year), c]) for p, c in STORED.items()})
            rows.append(_forecast("model", quantity, year, [float(v) for v in values.values()]))
    return rows


def _same(run: "Run", pairs: dict[str, tuple[float, float]]) -> None:
    """InputError where quantiles made anew differ from those that the run stored."""
    for name, (anew, stored) in pairs.items():
        if abs(anew - stored) > SAME * abs(stored):
            raise InputError(
                "its quantiles cannot be made again: the program or its fitted trend has changed "
                "since the run; run the forecast again",
                file=run.folder.path.name,
                key=name,
                value=f"{stored:.6g} stored, {anew:.6g} now",
            )


def _of_the_rivals(pack: "Pack", years: list[int]) -> list[Row]:
    """Every rival's quantiles from figures to 2021; those that have none are left out."""
    from calibration.history.log_series import series_of
    from calibration.history.panel_data import Panel
    from calibration.proof.rivals import RIVALS, Predictive, Question
    from scenarios.scoring.backtest_packs import plan_paths

    place, rows = _place(pack), []
    for quantity in QUANTITIES:
        base = _base(pack, quantity)
        if base is None:
            continue
        known = series_of(Panel.bundled().as_of(ORIGIN).rows, quantity)
        known[place] = _with_base(known.get(place), place, base)
        plan = plan_paths({place: pack}, quantity)
        for name, rival in RIVALS.items():
            for year in years:
                answer = rival(Question(known, place, ORIGIN, year - ORIGIN, plan))
                if isinstance(answer, Predictive):
                    values = np.exp(base + np.quantile(answer.samples(POINTS), LEVELS))
                    rows.append(_forecast(name, quantity, year, values.tolist()))
    return rows


def _with_base(series: "Series | None", place: str, base: float) -> "Series":
    """The place's series, which begins with the pack's figure where the panel has none."""
    from calibration.history.log_series import Series
    from calibration.history.panel_data import ancestors

    found = series or Series(place, "county", tuple(ancestors(place)))
    found.values.setdefault(ORIGIN, base)
    return found


def _base(pack: "Pack", quantity: str) -> float | None:
    """Log of the pack's figure of 2021."""
    rural, urban = (pack.facts.get(f"{area}_income_yuan") for area in ("rural", "urban"))
    if rural is None or urban is None:
        return None
    values = {
        "ratio": urban.value / rural.value,
        "rural_income": rural.value,
        "urban_income": urban.value,
    }
    return float(np.log(values[quantity]))


def _forecast(forecaster: str, quantity: str, year: int, quantiles: list[float]) -> Row:
    digits = 6 if quantity == "ratio" else 1
    return {
        "forecaster": forecaster,
        "quantity": quantity,
        "year": int(year),
        "quantiles": [round(value, digits) for value in quantiles],
    }
