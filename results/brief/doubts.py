"""What could be wrong: warnings of the run, weak evidence, and what the tool cannot say at all."""

from results.brief.facts import Facts
from results.brief.parts import Paragraph, Part, Section
from results.language import words


def section(facts: Facts) -> Section:
    """Warnings first, then what is weak about this run, then the limits of the method."""
    run, parts = facts.run, list[Part]()
    for warning in run.summary.get("warnings", []):
        parts.append(Paragraph(facts.label("warning", str(warning)), style="warning"))
    if not run.study:
        parts += _weak(facts)
    cannot = (
        run.summary["words"][facts.language]["cannot"]
        if run.study
        else words(facts.language)["cannot"].values()
    )
    parts += [Paragraph(str(sentence), style="item") for sentence in cannot]
    return Section("wrong", facts.text["titles"]["wrong"], tuple(parts))


def _weak(facts: Facts) -> list[Part]:
    """Evidence that is missing, counted from the stored table of assumptions."""
    parts: list[Part] = []
    if facts.run.has("assumptions"):
        table = facts.run.table("assumptions")
        counts = {
            "facts": facts.count("assumptions", {"grade": "assumption", "kind": "fact"}),
            "unknowns": facts.count("assumptions", {"grade": "assumption", "kind": _kind(facts)}),
        }
        parts.append(facts.say("weak", "item", **counts))
        if "basis" in table.columns:
            count = facts.count("assumptions", {"basis": "prior only"})
            parts.append(facts.say("prior_only", "item", count=count))
    if "ratio_effect_pilot" in facts.run.summary["years"][str(facts.last)]:
        error = facts.level("ratio_effect_pilot", "mc_error")
        effect = facts.level("ratio_effect_pilot")
        parts.append(facts.say("precision", "item", error=error, effect=effect))
    return parts


def _kind(facts: Facts) -> str:
    """The word under which a table of assumptions keeps what is not known."""
    kinds = set(facts.run.table("assumptions").kind) - {"fact"}
    return min(kinds, default="unknown")
