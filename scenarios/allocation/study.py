"""An allocation before it starts: scenario, menu, budget, objective, and what names it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.errors import InputError, nearest_name
from scenarios.allocation.capacities import capacities_of
from scenarios.allocation.menu import Menu, Mix, default_menu, mix_name
from scenarios.allocation.menu_file import MenuFile, menu_of, read_menu_file
from scenarios.allocation.robust import CRITERIA
from scenarios.attributing.attribution import SHORT
from scenarios.comparing.directions import LESS_IS_BETTER, MORE_IS_BETTER, direction
from scenarios.inputs.plan import Plan, Size, make_plan
from scenarios.inputs.scenario import Scenario, library_names, load_scenario, own_pilot
from scenarios.running.job import Job
from scenarios.running.study import Study

if TYPE_CHECKING:
    from results.record import RunSpec

SHORTER = {**SHORT, "register": "low_income"}
"""Short names of objectives."""

MOST_ALL = 5000
"""Most mixes that are all run where that is asked for."""


@dataclass(frozen=True)
class Question:
    """What is asked.

    budget_yuan: public money over all years beyond what is spent with nothing chosen. sure: share
    of draws in which budget and limits have to hold.
    """

    budget_yuan: float
    objective: str = "low_income"
    criterion: str = "worst_tenth"
    sure: float = 0.9
    search: str = "auto"

    def checked(self) -> "Question":
        """The same question with the indicator's own name; InputError where it cannot be asked."""
        if not self.budget_yuan >= 0.0 or self.budget_yuan > 1e15:
            raise InputError(
                "is out of range",
                key="--budget",
                value=self.budget_yuan,
                allowed="0 yuan or more; 1.5e8 is 150 million",
            )
        if not 0.5 <= self.sure <= 1.0:
            raise InputError(
                "is out of range", key="--sure", value=self.sure, allowed="0.5 to 1 of the draws"
            )
        assert self.criterion in CRITERIA
        return replace(self, objective=objective_name(self.objective))


@dataclass(frozen=True)
class AllocationStudy(Study):
    """A study whose worlds are mixes; `many` holds those of the stage that is being run."""

    menu: Menu = field(default_factory=lambda: Menu((), {}, {}))
    question: Question = field(default_factory=lambda: Question(0.0))

    def of(self, mixes: Iterable[Mix]) -> "AllocationStudy":
        """The same study with these mixes as its worlds."""
        many = {mix_name(mix): self.menu.world(mix) for mix in mixes}
        disputed = {
            mix_name(mix): found
            for mix in mixes
            if (found := self.menu.disputed(mix, self.worlds.disputed))
        }
        return replace(self, many=many, disputed_of=disputed)

    def _shared(self) -> dict[str, Any]:
        return {**super()._shared(), "money": True}

    @cached_property
    def jobs(self) -> list[Job]:
        """The jobs of the stage; a study that has none yet has those of nothing chosen."""
        if not self.many:
            return self.of([self.menu.nothing]).jobs
        return super().jobs

    @cached_property
    def spec(self) -> "RunSpec":
        """What the run record hashes: menu and question in the place of worlds."""
        plain = replace(self, many={}, disputed_of={})
        spec = super(AllocationStudy, plain).spec
        menu = json.dumps(self.menu.plain(), sort_keys=True, ensure_ascii=False, indent=1)
        asked = vars(self.question)
        disputed = self.worlds.disputed
        settings = {**spec.settings, "question": dict(asked), "disputed": disputed}
        return replace(spec, scenario_text=menu, settings=settings)


def allocation(
    scenario: Scenario,
    against: Scenario | None,
    size: Size,
    question: Question,
    *,
    by: str,
    steps: tuple[float, ...],
    file: Path | None = None,
) -> AllocationStudy:
    """The study; InputError for a menu, an objective or a budget that cannot be used."""
    asked = question.checked()
    given = read_menu_file(file) if file else None
    if given is not None and given.scenario:
        scenario = load_scenario(given.scenario)
    if given is not None and given.against and against is None:
        against = load_scenario(given.against)
    plan = make_plan(scenario, size, against=against)
    menu = _menu(plan, by, steps, given, file)
    if asked.search == "all" and menu.count > MOST_ALL:
        raise InputError(
            f"the menu has {menu.count} mixes, too many to run them all",
            key="--search",
            value="all",
            allowed=f"{MOST_ALL} mixes; fewer options or steps, or --search auto",
        )
    return AllocationStudy(
        scenario=scenario,
        counterfactual=plan.counterfactual,
        pack=plan.pack,
        county=plan.county,
        worlds=plan.worlds,
        size=size,
        kind="allocation",
        command=_command(plan, asked, by, steps, file),
        menu=menu,
        question=asked,
    )


def _menu(
    plan: Plan, by: str, steps: tuple[float, ...], file: MenuFile | None, path: Path | None
) -> Menu:
    full, none = plan.worlds.pilot, plan.worlds.no_pilot
    capacities = capacities_of(plan.pack)
    if file is None or path is None:
        return default_menu(full, none, by, steps, capacities)
    return menu_of(file, path, full, none, capacities, plan.worlds.years[1])


def _command(
    plan: Plan, asked: Question, by: str, steps: tuple[float, ...], file: Path | None
) -> str:
    menu = "--menu MENU.toml" if file else f"--by {by} --steps {','.join(f'{s:g}' for s in steps)}"
    size = plan.size
    return (
        f"sanjin allocate {plan.scenario.name} --budget {asked.budget_yuan:g} "
        f"--objective {asked.objective} --criterion {asked.criterion.replace('_', '-')} "
        f"--sure {asked.sure:g} --search {asked.search} --against {plan.counterfactual} {menu} "
        f"--draws {size.draws} --seeds {size.seeds} --scale {size.scale:g} "
        f"--evidence {size.evidence} --out FOLDER"
    )


def objective_name(given: str) -> str:
    """The indicator that `--objective` means; InputError with the nearest one otherwise."""
    name = SHORTER.get(given, given)
    judged = MORE_IS_BETTER | LESS_IS_BETTER
    if not direction(name) or name == "public_cost":
        raise InputError(
            "is no objective: no indicator of this name has a good direction",
            key="--objective",
            value=given,
            allowed=", ".join(sorted({*SHORTER, *judged} - {"public_cost"})),
            nearest=nearest_name(given, [*judged, *SHORTER]),
        )
    return name


def scenario_of(name: str) -> Scenario:
    """The scenario of a name, a file, or the own plan of a county of that name."""
    from calibration.packs.pack import available_packs

    if name not in library_names() and name in available_packs():
        return load_scenario(own_pilot(name))
    return load_scenario(name)
