"""Runs a backtest: panel, fits, rivals, packs, ablations; its tables and what names the run."""

from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.errors import InputError
from results.files import to_json
from results.record import code_hashes, libraries
from results.record import fingerprint as fingerprint_of
from scenarios.inputs.plan import Size

if TYPE_CHECKING:
    from calibration.history.panel_data import Panel
    from calibration.proof.backtest import Backtest
    from calibration.proof.backtest_interfaces import Fit, Posterior
    from calibration.proof.backtest_panel import ScoredPanel
    from scenarios.running.progress import Progress
    from scenarios.running.workforce import Workforce

Row = dict[str, Any]

DIGITS = 6

QUANTITIES = ("ratio", "rural_income", "urban_income")


@dataclass(frozen=True)
class Asked:
    """What is to be scored: a panel file or the project's, origins up to a year.

    size: of the packs' runs; ablations: whether the packs are run with parts switched off.
    """

    panel: Path | None = None
    last_origin: int = 2021
    size: Size = Size(draws=8, seeds=1, scale=0.05)
    ablations: bool = False
    draws: int = 4000


@dataclass
class Result:
    """A finished backtest. tables: rows by name; verdict: on the ratio, what the page begins with.

    spec: all that decides the numbers, without path, host or clock.
    """

    spec: Row
    verdict: Row
    tables: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Twelve digits that name the backtest."""
        return fingerprint_of(self.spec)

    def summary(self) -> Row:
        """What `--json` prints: verdict and tables, without the single forecasts."""
        tables = {name: rows for name, rows in self.tables.items() if name != "forecasts"}
        return {"fingerprint": self.fingerprint, "verdict": self.verdict, **tables}


def run_backtest(asked: Asked, workforce: "Workforce", progress: "Progress") -> Result:
    """Score the model and every rival on a panel; InputError where there is nothing to score."""
    from calibration.proof.backtest_panel import scored_panel

    scored = scored_panel(asked.panel)
    spec = specification(asked, scored)
    result = Result(spec, {})
    fit = remembered()
    for quantity in QUANTITIES:
        _score(quantity, asked, scored, fit, (workforce, progress), result)
    if asked.ablations:
        from scenarios.scoring.backtest_ablations import ablations
        from scenarios.scoring.backtest_packs import packs_by_place

        result.tables["ablations"] = ablations(packs_by_place(), asked.size, workforce, progress)
    return Result(spec, rounded(result.verdict), rounded(result.tables))


def rounded(value: Any) -> Any:
    """The same with numbers of `DIGITS` digits: more would be noise of the machine."""
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def remembered() -> "Fit":
    """The fit, done once for each origin of one panel; every quantity uses it."""
    from calibration.fit.forecast import fit_trend

    @cache
    def fit(panel: "Panel", origin: int) -> "Posterior":
        return fit_trend(panel, origin)

    return fit


def specification(asked: Asked, scored: "ScoredPanel") -> Row:
    """What the run record hashes."""
    outcomes = None if scored.outcomes is None else sorted(map(list, scored.outcomes))
    rows = [vars(row) | {"source": "", "line": 0} for row in scored.panel.rows]
    return {
        "backtest": {
            "panel": sha256(to_json([rows, outcomes])).hexdigest(),
            "file": scored.panel.file,
            "rows": len(rows),
            "last_origin": asked.last_origin,
            "draws": asked.draws,
            "packs": {"draws": asked.size.draws, "scale": asked.size.scale},
            "ablations": asked.ablations,
        },
        "code": code_hashes(),
        "libraries": libraries(),
    }


def _score(
    quantity: str,
    asked: Asked,
    scored: "ScoredPanel",
    fit: "Fit",
    running: "tuple[Workforce, Progress]",
    result: Result,
) -> None:
    """Score one quantity and add its tables to the result."""
    from calibration.history.log_series import series_of
    from calibration.proof.backtest import Settings, backtest
    from calibration.proof.backtest import asked as all_targets
    from calibration.proof.backtest_summary import summarise
    from scenarios.scoring.backtest_packs import ORIGIN, Engine, packs_by_place, plan_paths, proxies

    packs, (workforce, progress) = packs_by_place(), running
    settings = Settings(
        last_origin=asked.last_origin,
        quantity=quantity,
        draws=asked.draws,
        ablate=asked.ablations and quantity == "ratio",
        outcomes=scored.outcomes,
        proxies=proxies(packs, scored.panel),
        plan=plan_paths(packs, quantity),
    )
    targets = all_targets(series_of(scored.panel.rows, quantity), settings)
    if not targets:
        if quantity == "ratio":
            raise nothing_to_score(asked, scored.panel.file)
        return
    engine = None
    if quantity == "ratio":
        places = {t.place for t in targets if t.origin == ORIGIN and t.place in packs}
        wanted = frozenset(places) - settings.proxies
        engine = Engine(packs, asked.size, workforce, progress, wanted)
    progress.note(progress.say("backtesting").format(quantity=progress.say(quantity)))
    found: Backtest = backtest(
        scored.panel,
        fit,
        replace(settings, engine=engine),
        lambda done, total: progress.note(
            progress.say("backtested").format(done=done, total=total)
        ),
    )
    summary = summarise(scored.panel, found)
    if quantity == "ratio":
        result.verdict |= summary.verdict | {"last_origin": asked.last_origin}
        result.tables["proxies"] = _unscored(targets, settings)
    for name, rows in summary.tables.items():
        result.tables.setdefault(name, []).extend({"quantity": quantity, **row} for row in rows)


def _unscored(targets: list[Any], settings: Any) -> list[Row]:
    """Places and years left out because their base is a proxy."""
    from calibration.proof.backtest import is_proxy

    return [
        {"place": t.place, "origin": t.origin, "year": t.year, "grade": "proxy"}
        for t in targets
        if is_proxy(t, settings)
    ]


def nothing_to_score(asked: Asked, file: str) -> InputError:
    """The error of a panel without a single outcome."""
    return InputError(
        "holds no outcome that can be scored",
        file=file,
        key="rows",
        allowed=f"a place with both incomes in a year up to {asked.last_origin} and one to three "
        "years later, or both growth rates of a year",
    )
