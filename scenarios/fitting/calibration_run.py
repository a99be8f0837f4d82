"""`sanjin calibrate`: waves of small worlds, space ruled out, a posterior, and what it is worth.

    screen    ordinary draws, everything varies: which parameter does a moment inform?
    wave 1    the whole prior of the free parameters, evenly spread
    wave 2    what wave 1 does not rule out
    sample    what wave 2 does not rule out: the table of the posterior

Worlds are jobs of the ensemble store, so that a run that was killed goes on where it stopped.
Screening and wave 1 follow the prior: they are also the table of the check for recovery.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from calibration.behaviour.abc_fit import Posterior, posterior, weights
from calibration.behaviour.emulator import fit
from calibration.behaviour.enlarged_table import enlarged
from calibration.behaviour.history_matching import Matching, design, next_wave
from calibration.behaviour.moments import Moment, moments_of
from calibration.behaviour.recovery import Recovery, recover
from calibration.behaviour.screening import Link, candidates, screen
from calibration.behaviour.worlds_table import (
    Floats,
    Worlds,
    drawn_places,
    even_places,
    on_scale,
    values_at,
)
from calibration.prior_draws import Cards, cards_of
from model.errors import InputError
from scenarios.running.job import Evidence, EvidenceKey, Job, evidence_key

if TYPE_CHECKING:
    from calibration.packs.pack import Pack

SHARES = {"screen": 0.375, "wave 1": 0.225, "wave 2": 0.2, "sample": 0.2}
"""What part of the worlds each stage gets."""

FEWEST, MOST = 200, 200_000

RECOVERY_POINTS = 2**13
"""Emulated worlds behind each posterior of the check for recovery."""

Evaluate = Callable[[Sequence[Job]], "list[dict[str, float]]"]
"""Moments by name, in their units, of each job; NaN for a world that failed."""


@dataclass(frozen=True)
class Asked:
    """What is calibrated, and how much is run."""

    pack: "Pack"
    county: str
    evidence: Evidence = "ex-ante"
    scale: float = 0.02
    worlds: int = 2000

    def checked(self) -> "Asked":
        """The same; InputError where a number is out of range."""
        if not FEWEST <= self.worlds <= MOST:
            raise InputError(
                "is out of range",
                key="--worlds",
                value=self.worlds,
                allowed=f"{FEWEST} to {MOST}",
            )
        if not 0.001 <= self.scale <= 1.0:
            raise InputError(
                "is out of range", key="--scale", value=self.scale, allowed="0.001 to 1"
            )
        return self

    @property
    def key(self) -> EvidenceKey:
        """The evidence as draws name it."""
        return evidence_key(self.evidence)

    @cached_property
    def cards(self) -> Cards:
        """Every unknown's card in this county."""
        return cards_of(self.pack)

    def count(self, stage: str) -> int:
        """Worlds of a stage."""
        return round(SHARES[stage] * self.worlds)

    def first(self, stage: str) -> int:
        """Draw index of a stage's first world: every world has other nuisances."""
        stages = list(SHARES)
        return sum(self.count(name) for name in stages[: stages.index(stage)])


@dataclass(frozen=True, eq=False)
class Calibrated:
    """What a calibration found.

    prior: worlds of the whole prior; left: worlds of what is not ruled out; both with the free
    parameters and with all moments, fitted and others. posterior: over emulated worlds; direct:
    over the simulated ones alone, to compare.
    """

    asked: Asked
    moments: tuple[Moment, ...]
    links: tuple[Link, ...]
    free: tuple[str, ...]
    prior: Worlds
    matching: Matching
    left: Worlds | None = None
    posterior: Posterior | None = None
    direct: Posterior | None = None
    recovery: Recovery | None = None
    failed: int = 0

    @property
    def fitted(self) -> tuple[Moment, ...]:
        """The moments that are fitted."""
        return tuple(moment for moment in self.moments if moment.role == "fitted")


def calibrate(asked: Asked, evaluate: Evaluate, say: Callable[[str], None]) -> Calibrated:
    """Run all stages; `evaluate` simulates jobs, `say` hears the name of each stage."""
    moments = moments_of(asked.checked().pack)
    fitted = tuple(moment for moment in moments if moment.role == "fitted")
    paths = candidates(asked.cards, asked.key)
    say("screen")
    screened, failed = _screen(asked, moments, paths, evaluate)
    names = [moment.name for moment in fitted]
    links = screen(screened.measuring(names).usable(), fitted) if fitted else []
    free = tuple(sorted(link.path for link in links if link.free))
    if not free:
        return Calibrated(asked, moments, tuple(links), (), screened, Matching(fitted))
    say("wave 1")
    places = even_places(asked.count("wave 1"), len(free), key=11)
    first, more = _stage(asked, moments, free, "wave 1", places, evaluate)
    prior = _with_all(screened.only(free).joined(first), names)
    done = Calibrated(asked, moments, tuple(links), free, prior, Matching(fitted))
    return _matched(done, evaluate, say, failed + more)


def _matched(
    begun: Calibrated, evaluate: Evaluate, say: Callable[[str], None], failed: int
) -> Calibrated:
    """Both waves of history matching, the posterior and the check for recovery."""
    asked, names = begun.asked, [moment.name for moment in begun.fitted]
    prior, free = begun.prior, begun.free
    matching = next_wave(begun.matching, prior.measuring(names))
    left = prior.rows(matching.not_ruled_out(prior.place))
    for stage, key in (("wave 2", 12), ("sample", 13)):
        say(stage)
        places = design(matching, asked.count(stage), len(free), key)
        found, more = _stage(asked, begun.moments, free, stage, places, evaluate)
        failed += more
        left = left.joined(_with_all(found, names))
        if stage == "wave 2":
            matching = next_wave(matching, left.measuring(names))
            left = left.rows(matching.not_ruled_out(left.place))
    return replace(
        begun,
        matching=matching,
        left=left,
        posterior=_posterior(matching, left.measuring(names), begun.fitted),
        direct=_direct(left.measuring(names), begun.fitted),
        recovery=_recovery(prior.measuring(names), begun.fitted),
        failed=failed,
    )


def _posterior(matching: Matching, left: Worlds, fitted: Sequence[Moment]) -> Posterior:
    """Of the emulated worlds over what is not ruled out."""
    return posterior(enlarged(left, fit(left), matching.not_ruled_out), fitted)


def _direct(left: Worlds, fitted: Sequence[Moment]) -> Posterior:
    """Of the simulated worlds alone: fewer, but with no emulator in between."""
    observed = np.array([moment.observed for moment in fitted])
    variance = np.array([moment.variance for moment in fitted])
    return Posterior(left.paths, left.place, weights(left.moments, observed, variance))


def _recovery(prior: Worlds, fitted: Sequence[Moment]) -> Recovery:
    variance = np.array([moment.variance for moment in fitted])
    return recover(prior, variance, enlarged(prior, fit(prior), points=RECOVERY_POINTS))


def _screen(
    asked: Asked, moments: Sequence[Moment], paths: tuple[str, ...], evaluate: Evaluate
) -> tuple[Worlds, int]:
    index = np.arange(asked.count("screen"))
    jobs = [job_of(asked, int(draw), {}) for draw in index]
    return _table(moments, paths, drawn_places(paths, index), evaluate(jobs))


def _stage(
    asked: Asked,
    moments: Sequence[Moment],
    free: tuple[str, ...],
    stage: str,
    places: Floats,
    evaluate: Evaluate,
) -> tuple[Worlds, int]:
    values = values_at(free, places, asked.key, asked.cards)
    jobs = [
        job_of(asked, asked.first(stage) + row, dict(zip(free, map(float, value), strict=True)))
        for row, value in enumerate(values)
    ]
    return _table(moments, free, places, evaluate(jobs))


def _table(
    moments: Sequence[Moment],
    paths: tuple[str, ...],
    places: Floats,
    found: list[dict[str, float]],
) -> tuple[Worlds, int]:
    """The worlds that ended, and how many did not."""
    ended = np.array([bool(values) for values in found])
    rows = [on_scale(moments, values) for values in found if values]
    names = tuple(moment.name for moment in moments)
    table = np.array(rows).reshape(len(rows), len(names))
    return Worlds(paths, places[ended], names, table), int((~ended).sum())


def _with_all(worlds: Worlds, names: Sequence[str]) -> Worlds:
    """Worlds that have every fitted moment."""
    return worlds.rows(np.asarray(np.isfinite(worlds.measuring(names).moments).all(axis=1)))


def job_of(asked: Asked, draw: int, values: dict[str, float]) -> Job:
    """The job of one world: a draw of everything, and values of the free parameters."""
    worlds = {"calibration": 1, "values": values}
    return Job(asked.county, asked.pack.fingerprint, asked.evidence, asked.scale, draw, 1, worlds)


def folder_name(asked: Asked, fingerprint: str) -> str:
    """Name of the folder in which a calibration is kept when none is given."""
    return f"calibrate-{asked.pack.name}-{fingerprint}"


def fingerprint_of(asked: Asked) -> str:
    """Twelve digits that name a calibration: county, size, evidence, code."""
    from results.record import code_hashes
    from scenarios.inputs.scenario import content_hash

    content = [asked.pack.fingerprint, asked.evidence, asked.scale, asked.worlds, code_hashes()]
    return content_hash(content)[:12]


def open_folder(asked: Asked, out: Path | None) -> Path:
    """The folder of a calibration, begun or gone on with."""
    from results.run_folder import RunFolder

    name = fingerprint_of(asked)
    if out is None:
        return RunFolder.inside(Path("runs"), folder_name(asked, name), name).path
    return RunFolder.create(out, name).path
