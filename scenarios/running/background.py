"""What a run rests on, as tables: draws, plan and baseline figures, assumptions, sources, words."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from results.tables import TABLES
from scenarios.inputs.plan import Plan
from scenarios.inputs.scenario import LIBRARY
from scenarios.inputs.schema import parse_scenario
from scenarios.inputs.settings import policy_kinds
from scenarios.inputs.toml_file import read_toml
from scenarios.words import WARNINGS_ZH, WORDS

if TYPE_CHECKING:
    import pandas as pd

    from calibration.packs.pack import Pack

_REFERENCE = ["quantity", "year", "value", "kind", "source", "grade"]

OBSERVED = {"jobs_per_workshop_low": 15.0, "jobs_per_workshop_high": 89.0}
"""Jobs per workshop in seven other places, reported in 2023 and 2024: to compare with, never
to fit. Source: workshop_sizes."""


def background_tables(plan: Plan) -> "dict[str, pd.DataFrame]":
    """The tables draws, references, assumptions, audit, sources and labels of a run."""
    return {
        "draws": draws_table(plan),
        "references": references_table(plan.pack),
        "assumptions": assumptions_table(plan),
        "audit": audit_table(plan.pack),
        "sources": sources_table(plan.pack),
        "labels": labels_table(plan.pack, scenario_titles(getattr(plan, "many", ()))),
    }


def draws_table(plan: Plan) -> "pd.DataFrame":
    """The value of every unknown in every draw, and where its draws come from."""
    from calibration.behaviour.fitted_draws import basis_of
    from calibration.draws import draw
    from scenarios.inputs.overrides import overridden

    basis, rows = basis_of(plan.pack, plan.evidence_key, plan.pack.cards()), []
    for index in range(plan.size.draws):
        drawn = draw(plan.pack, index, plan.evidence_key).parameters
        parameters = overridden(drawn, plan.worlds.parameters)
        rows += [(index, path, parameters.value(path), found) for path, found in basis.items()]
    return _frame(rows, ["draw", "parameter", "value", "basis"])


def references_table(pack: "Pack") -> "pd.DataFrame":
    """Figures from outside the run that charts show beside it: baseline of 2021 and the plan."""
    renamed = {
        "rural_income_yuan": "rural_income",
        "urban_income_yuan": "urban_income",
        "resident_income_yuan": "resident_income",
        "register_income_yuan": "low_income",
        "ratio_published": "ratio_published",
        "collective_revenue_yuan": "collective_income",
        "dividend_villages": "dividend_villages",
        "absorbed_jobs": "absorbed_jobs",
        "urbanisation_share": "urbanisation",
        **{
            f"{area}_{part}_share": f"{area}_{part}_share"
            for area in ("rural", "urban")
            for part in ("wage", "business", "property", "transfer")
        },
    }
    rows: list[tuple[Any, ...]] = [
        (renamed[name], fact.year, fact.value, "baseline", "; ".join(fact.source), fact.grade)
        for name, fact in pack.facts.items()
        if name in renamed
    ]
    for goal in pack.targets:
        if goal.kind == "target":
            name = "ratio_published" if goal.indicator == "ratio" else goal.indicator
            source = "; ".join(goal.source)
            rows.append((name, goal.year, goal.value, "plan", source, "official"))
    years = sorted({goal.year for goal in pack.targets if goal.kind == "target"})
    rows += [
        (name, year, value, "observed", "workshop_sizes", "press")
        for name, value in OBSERVED.items()
        for year in years
    ]
    return _frame(rows + _implied_ratios(pack), _REFERENCE)


def _implied_ratios(pack: "Pack") -> list[tuple[Any, ...]]:
    """The ratio that the plan's incomes and urbanisation imply, by year."""
    from scenarios.goals.targets import implied_ratio

    goals = {(goal.indicator, goal.year): goal for goal in pack.targets if goal.kind == "target"}
    names = ("resident_income", "rural_income", "urbanisation")
    rows: list[tuple[Any, ...]] = []
    for year in sorted({year for _, year in goals}):
        found = [goals.get((name, year)) for name in names]
        values = [goal.value for goal in found if goal is not None and goal.value is not None]
        if len(values) == len(names):
            ratio = implied_ratio(values[0], values[1], values[2])
            source = "; ".join(goals[names[0], year].source)
            rows.append(("ratio_implied", year, ratio, "plan", source, "derived"))
    return rows


def assumptions_table(plan: Plan) -> "pd.DataFrame":
    """Every unknown with the prior or posterior used here, and every fact of the county."""
    from calibration.behaviour.fitted_draws import basis_of, posterior_range
    from calibration.prior_draws import prior_of
    from scenarios.inputs.overrides import moved

    pack, evidence, overrides = plan.pack, plan.evidence_key, plan.worlds.parameters
    cards = pack.cards()
    basis = basis_of(pack, evidence, cards)
    rows: list[tuple[Any, ...]] = []
    for path, card in cards.items():
        prior = prior_of(card, evidence)
        drawn = posterior_range(pack, evidence, cards, path)
        rows.append(
            (
                "unknown",
                path,
                card.zh,
                english(path),
                *(
                    float(moved(path, x, overrides))
                    for x in drawn or (prior.central, prior.low, prior.high)
                ),
                card.unit,
                card.source,
                card.grade,
                basis[path],
            )
        )
    rows += [
        (
            "fact",
            name,
            fact.zh,
            fact.en,
            fact.value,
            fact.value,
            fact.value,
            fact.unit,
            "; ".join(fact.source),
            fact.grade,
            "",
        )
        for name, fact in pack.facts.items()
    ]
    columns = ["kind", "name", "zh", "en", "value", "low", "high", "unit", "source", "grade"]
    return _frame(rows, [*columns, "basis"])


def english(path: str) -> str:
    """The English name of an unknown: its path in words, what it belongs to behind."""
    group, _, name = path.replace("_", " ").rpartition(".")
    return f"{name} ({group})" if group else name


def audit_table(pack: "Pack") -> "pd.DataFrame":
    """What the plan's own figures say, or cannot all say at once, in both languages."""
    from calibration.auditor import audit

    rows = [
        (
            finding.severity,
            finding.check,
            *(
                text.of(language)
                for text in (finding.found, finding.follows, finding.treatment)
                for language in ("zh", "en")
            ),
        )
        for finding in audit(pack)
    ]
    return _frame(rows, list(TABLES["audit"]))


def sources_table(pack: "Pack") -> "pd.DataFrame":
    """Documents by tag."""
    rows = [(tag, found.title, found.url, found.date) for tag, found in pack.sources.items()]
    return _frame(rows, ["tag", "title", "url", "date"])


def scenario_titles(names: Iterable[str]) -> list[tuple[str, str, str]]:
    """Name and titles, Chinese and English, of those scenarios that are in the library."""
    files = [LIBRARY / f"{name}.toml" for name in names if name.replace("_", "").isalnum()]
    found = []
    for file in files:
        title = parse_scenario(read_toml(file), file.name).title if file.is_file() else None
        if title is not None:
            found.append((file.stem, title.zh, title.en))
    return found


def labels_table(pack: "Pack", scenarios: Sequence[tuple[str, str, str]] = ()) -> "pd.DataFrame":
    """Words for county, indicators, policies, what policies post, and titles of scenarios."""
    from model.indicators import FOUND
    from model.ledger import TAGS

    rows = [
        ("county", pack.name, pack.zh, pack.en, ""),
        ("county_label", pack.label, *WORDS[pack.label], ""),
    ]
    rows += [
        ("indicator", name, card.zh, card.en, card.unit) for name, card in sorted(FOUND.items())
    ]
    rows += [
        (use, name, kind.zh, name.replace("_", " "), "")
        for name, kind in sorted(policy_kinds().items())
        for use in ("policy", "tag")
        if use == "policy" or name not in TAGS
    ]
    rows += [("scenario", *titled, "") for titled in scenarios]
    rows += [("warning", said, chinese, said, "") for said, chinese in WARNINGS_ZH.items()]
    return _frame(rows, ["kind", "name", "zh", "en", "unit"])


def _frame(rows: list[tuple[Any, ...]], columns: list[str]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows, columns=columns)
