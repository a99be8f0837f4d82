"""Builds the brief of a run: which sections there are, and which charts stand in which."""

from collections.abc import Callable, Sequence

from results.brief import (
    assumptions,
    audit,
    beside,
    change,
    contributions,
    deciding,
    doubts,
    gains,
    headline,
    quality,
    reproduce,
    targets,
)
from results.brief.facts import Facts
from results.brief.parts import Brief, Drawing, Paragraph, Part, Section, Table
from results.figure import NoData
from results.run import Run

FORECAST: dict[str, Callable[[Facts], Section]] = {
    "headline": headline.section,
    "targets": targets.section,
    "change": change.section,
    "contributions": contributions.section,
    "gains": gains.section,
    "charts": lambda facts: Section("charts", facts.text["titles"]["charts"], ()),
    "variance": deciding.section,
    "wrong": doubts.section,
    "audit": audit.section,
    "assumptions": assumptions.section,
    "quality": quality.section,
    "reproduce": reproduce.section,
}
"""Sections of a forecast, in the order in which they are read."""

OF_A_STUDY = ("wrong", "assumptions", "quality", "reproduce")

PLACES = {
    "ratio_fan": "headline",
    "income_by_source": "change",
    "policy_contributions": "contributions",
    "policy_checks": "contributions",
    "who_gains": "gains",
    "variance_shares": "variance",
}
"""The section of a chart; one that is not named here stands among `charts`."""


def build(run: Run, language: str, others: Sequence[Run] = ()) -> Brief:
    """Build the brief of a run in one language, with other runs beside it where any are given.

    Raises: RunFolderError when the folder lacks what a brief needs.
    """
    facts = Facts(run, language)
    drawings = drawn(run, language)
    if run.study:
        return _study(facts, drawings)
    title = facts.report["title"].format(
        county=facts.label("county", str(run.summary["county"])), year=facts.last
    )
    sections = []
    for name, make in FORECAST.items():
        section = make(facts)
        here = tuple(one for one in drawings if PLACES.get(one.name, "charts") == name)
        sections.append(Section(name, section.title, (*section.parts, *here)))
        if name == "headline" and others:
            sections.append(beside.section(facts, others))
    sections = [section for section in sections if section.parts]
    kept = [*map(_short, sections), _appendix(facts, sections)]
    kept = [section for section in kept if section.parts]
    return Brief(language, title, deciding.lead(facts), run.fingerprint, tuple(kept))


LATER = ("all", "earlier")
"""Long tables that would stand between a reader and what comes next."""


def _short(section: Section) -> Section:
    parts = tuple(part for part in section.parts if not _later(part))
    return Section(section.name, section.title, parts)


def _appendix(facts: Facts, sections: Sequence[Section]) -> Section:
    parts = tuple(part for section in sections for part in section.parts if _later(part))
    return Section("appendix", facts.text["titles"]["appendix"], parts)


def _later(part: Part) -> bool:
    return isinstance(part, Table) and part.name in LATER


def drawn(run: Run, language: str) -> list[Drawing]:
    """Every chart of this kind of run, or what it lacks."""
    from results.charts import charts_of

    found = []
    for name, module in charts_of(run.study).items():
        try:
            figure = module.draw(run, language)
            found.append(Drawing(name, figure.title, figure))
        except NoData as reason:
            heading = module.TEXTS[language].get("name", name)
            found.append(Drawing(name, heading, missing=str(reason)))
    return found


def _study(facts: Facts, drawings: Sequence[Drawing]) -> Brief:
    """The brief of a study: its own findings, its charts, and what holds for every run."""
    said, titles = facts.run.summary["words"][facts.language], facts.text["titles"]
    findings = tuple(Paragraph(str(sentence), style="item") for sentence in said["findings"])
    sections = [Section("findings", titles["findings"], findings)]
    sections.append(Section("charts", titles["other_charts"], tuple(drawings)))
    sections += [FORECAST[name](facts) for name in OF_A_STUDY]
    lead = Paragraph(str(said["finding"]), style="lead")
    kept = tuple(section for section in sections if section.parts)
    return Brief(facts.language, str(said["title"]), lead, facts.run.fingerprint, kept)
