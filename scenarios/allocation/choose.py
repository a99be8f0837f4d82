"""The choice as a mixed-integer programme on the value model, solved by HiGHS.

Unknown of the programme are the steps taken (binary) and, for every two, whether both are. Budget,
limits and capacities are rows; a limit that need hold in a share of draws only has a binary that
says in which draws it does not. The worst tenth is the usual linear form of a mean of a tail
(Rockafellar and Uryasev 2000).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

import numpy as np
from numpy.typing import NDArray

from scenarios.allocation.menu import Menu, Mix
from scenarios.allocation.robust import WORST
from scenarios.allocation.value_model import Term, ValueModel, terms

Floats = NDArray[np.float64]

MOST_NODES = 20_000
"""Search nodes after which HiGHS returns the best it has; counted, so that it is repeatable."""

CHEAPER = 1e-7
"""Weight of cost beside the outcome, both in their own size: of equals the cheaper is taken."""


@dataclass(frozen=True)
class Bound:
    """A quantity that may not pass `most` in more draws than `exceptions`."""

    model: ValueModel
    most: float
    exceptions: int


def exceptions(draws: int, sure: float) -> int:
    """In how many draws a limit may fail."""
    return draws - ceil(sure * draws - 1e-9)


@dataclass
class _Rows:
    """Rows low <= a x <= high over named columns, grown one by one."""

    columns: dict[object, int] = field(default_factory=dict)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)

    def column(self, name: object, low: float, high: float, *, whole: bool = False) -> int:
        place = self.columns.setdefault(name, len(self.columns))
        if place == len(self.low):
            self.low.append(low)
            self.high.append(high)
            self.whole.append(int(whole))
        return place

    def add(self, row: Mapping[int, float], low: float, high: float) -> None:
        self.rows.append((dict(row), low, high))


class Chooser:
    """Solves for the best mix by one criterion after another, on one menu."""

    def __init__(self, menu: Menu, gain: ValueModel, cost: ValueModel, bounds: Sequence[Bound]):
        self._menu, self._gain, self._cost, self._bounds = menu, gain, cost, tuple(bounds)
        self._draws = len(gain.base)
        self._pairs = list(gain.together)
        self._scale = max(float(np.abs(list(gain.alone.values())).max()), 1e-12)
        self._reached: list[float] | None = None

    def best_of_draw(self, draw: int) -> Mix | None:
        """The best mix of one draw; None where no mix keeps within the bounds."""
        rows = self._begun(self._bounds)
        self._gain_rows(rows)
        return self._solved(rows, {rows.columns["gain", draw]: 1.0}, ())

    def best(self, criterion: str, besides: Sequence[Mix] = ()) -> Mix | None:
        """The best mix by a criterion that is none of `besides`."""
        rows = self._begun(self._bounds)
        self._gain_rows(rows)
        goal = {"expected": self._expected, "worst_tenth": self._worst, "regret": self._regret}
        return self._solved(rows, goal[criterion](rows), besides)

    def cheapest_front(self, caps: Sequence[float]) -> list[Mix]:
        """The best expected mix at each cap on expected cost, whatever the budget."""
        found = []
        for cap in caps:
            rows = self._begun(())
            self._gain_rows(rows)
            row, base = self._row(rows, self._cost, None)
            size = max((abs(value) for value in row.values()), default=0.0) or 1.0
            rows.add({c: v / size for c, v in row.items()}, -np.inf, (cap - base) / size)
            mix = self._solved(rows, self._expected(rows), ())
            if mix is not None:
                found.append(mix)
        return found

    def _begun(self, bounds: Sequence[Bound]) -> _Rows:
        rows = _Rows()
        for term in terms(self._menu):
            rows.column(("take", term), 0.0, 1.0, whole=True)
        for place, option in enumerate(self._menu.options):
            steps = range(1, len(option.steps) + 1)
            rows.add({rows.columns["take", (place, k)]: 1.0 for k in steps}, 0.0, 1.0)
        for one, other in self._pairs:
            both = rows.column(("both", one, other), 0.0, 1.0)
            x, y = rows.columns["take", one], rows.columns["take", other]
            rows.add({both: 1.0, x: -1.0}, -np.inf, 0.0)
            rows.add({both: 1.0, y: -1.0}, -np.inf, 0.0)
            rows.add({both: 1.0, x: -1.0, y: -1.0}, -1.0, np.inf)
        self._capacities(rows)
        for number, bound in enumerate(bounds):
            self._bound(rows, bound, number)
        return rows

    def _capacities(self, rows: _Rows) -> None:
        for capacity in self._menu.capacities:
            row = {
                rows.columns["take", (place, k)]: capacity.asked(step.policies) / capacity.most
                for place, option in enumerate(self._menu.options)
                for k, step in enumerate(option.steps, start=1)
                if capacity.most > 0.0 and capacity.asked(step.policies)
            }
            if row:
                rows.add(row, -np.inf, 1.0 + 1e-9)

    def _bound(self, rows: _Rows, bound: Bound, number: int) -> None:
        size = max(abs(bound.most), float(np.abs(list(bound.model.alone.values())).max()), 1e-12)
        broken = []
        for draw in range(self._draws):
            row, base = self._row(rows, bound.model, draw)
            row = {place: value / size for place, value in row.items()}
            room = (bound.most - base) / size
            if bound.exceptions:
                slack = rows.column(("broken", number, draw), 0.0, 1.0, whole=True)
                row[slack] = -(sum(max(value, 0.0) for value in row.values()) + max(-room, 0.0))
                broken.append(slack)
            rows.add(row, -np.inf, room)
        if broken:
            rows.add(dict.fromkeys(broken, 1.0), 0.0, float(bound.exceptions))

    def _gain_rows(self, rows: _Rows) -> None:
        """A column for the gain of every draw, in the size of the largest single gain."""
        for draw in range(self._draws):
            gain = rows.column(("gain", draw), -np.inf, np.inf)
            row, base = self._row(rows, self._gain, draw)
            scaled = {place: value / self._scale for place, value in row.items()}
            rows.add({**scaled, gain: -1.0}, -base / self._scale, -base / self._scale)

    def _row(
        self, rows: _Rows, model: ValueModel, draw: int | None
    ) -> tuple[dict[int, float], float]:
        """Coefficients of a quantity in one draw, or of its mean, and its value with nothing."""

        def of(values: Floats) -> float:
            return float(values.mean() if draw is None else values[draw])

        row = {rows.columns["take", term]: of(values) for term, values in model.alone.items()}
        for pair, values in model.together.items():
            row[rows.columns["both", *pair]] = of(values)
        return row, of(model.base)

    def _expected(self, rows: _Rows) -> dict[int, float]:
        return {rows.columns["gain", d]: 1.0 / self._draws for d in range(self._draws)}

    def _worst(self, rows: _Rows) -> dict[int, float]:
        tail = rows.column("tail", -np.inf, np.inf)
        weight = 1.0 / max(WORST * self._draws, 1.0)
        goal = {tail: 1.0}
        for draw in range(self._draws):
            short = rows.column(("short", draw), 0.0, np.inf)
            rows.add({short: 1.0, rows.columns["gain", draw]: 1.0, tail: -1.0}, 0.0, np.inf)
            goal[short] = -weight
        return goal

    def _regret(self, rows: _Rows) -> dict[int, float]:
        largest = rows.column("largest", -np.inf, np.inf)
        for draw, reached in enumerate(self._best_gains()):
            rows.add({largest: 1.0, rows.columns["gain", draw]: 1.0}, reached, np.inf)
        return {largest: -1.0}

    def _best_gains(self) -> list[float]:
        if self._reached is None:
            mixes = [self.best_of_draw(draw) for draw in range(self._draws)]
            self._reached = [
                float(self._gain.of(mix)[draw]) / self._scale if mix is not None else 0.0
                for draw, mix in enumerate(mixes)
            ]
        return self._reached

    def _solved(self, rows: _Rows, goal: Mapping[int, float], besides: Sequence[Mix]) -> Mix | None:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        for mix in besides:
            rows.add(*_other_than(self._menu, rows, mix))
        count = len(rows.low)
        wanted = np.zeros(count)
        for place, value in goal.items():
            wanted[place] -= value
        cost, _ = self._row(rows, self._cost, None)
        largest = max((abs(value) for value in cost.values()), default=0.0) or 1.0
        for place, value in cost.items():
            wanted[place] += CHEAPER * value / largest
        entries = [(r, c, v) for r, (row, _, _) in enumerate(rows.rows) for c, v in row.items()]
        r, c, v = (np.array(part) for part in zip(*entries, strict=True))
        matrix = coo_array((v, (r, c)), shape=(len(rows.rows), count)).tocsr()
        found = milp(
            wanted,
            integrality=np.array(rows.whole),
            bounds=Bounds(np.array(rows.low), np.array(rows.high)),
            constraints=LinearConstraint(
                matrix, [low for _, low, _ in rows.rows], [high for _, _, high in rows.rows]
            ),
            options={"node_limit": MOST_NODES, "mip_rel_gap": 1e-9},
        )
        if found.x is None:
            return None
        steps = [0] * len(self._menu.options)
        for term in terms(self._menu):
            if found.x[rows.columns["take", term]] > 0.5:
                steps[term[0]] = term[1]
        return tuple(steps)


def _other_than(menu: Menu, rows: _Rows, mix: Mix) -> tuple[dict[int, float], float, float]:
    """At least one option is taken otherwise than in this mix."""
    row: dict[int, float] = {}
    taken = 0
    for place, option in enumerate(menu.options):
        if mix[place]:
            row[rows.columns["take", (place, mix[place])]] = -1.0
            taken += 1
        else:
            steps: list[Term] = [(place, k) for k in range(1, len(option.steps) + 1)]
            row |= {rows.columns["take", term]: 1.0 for term in steps}
    return row, 1.0 - taken, np.inf
