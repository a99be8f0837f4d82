"""How to reproduce the run: command, check, settings, the scenario itself."""

import shlex

from results.brief.facts import Facts
from results.brief.parts import Cell, Paragraph, Section, Table
from results.run import Run

CHECK = "sanjin verify FOLDER"


def section(facts: Facts) -> Section:
    """The command, how to check the files, every setting, and the scenario as it was given."""
    heads = facts.text["heads"]
    rows: tuple[tuple[Cell, ...], ...] = tuple(settings(facts).items())
    scenario = str(facts.run.record["spec"]["scenario"]["text"])
    parts = (
        Paragraph(command(facts.run), style="code"),
        Paragraph(facts.report["reproduce_note"]),
        Paragraph(CHECK, style="code"),
        Table(
            "settings", facts.text["tables"]["settings"], (heads["setting"], heads["value"]), rows
        ),
        Paragraph(facts.report["scenario_text"], style="fold"),
        Paragraph(scenario, style="long code"),
    )
    return Section("reproduce", facts.text["titles"]["reproduce"], parts)


def settings(facts: Facts) -> dict[str, str]:
    """Every setting by its words."""
    text, run = facts.report, facts.run
    spec, summary = run.record["spec"], run.summary
    evidence = str(spec["evidence"])
    return {
        text["fingerprint"]: run.fingerprint,
        text["scenario"]: str(spec["scenario"]["name"]),
        text["counterfactual"]: facts.label("world", str(summary["counterfactual"])),
        text["county"]: county(facts),
        text["evidence"]: facts.text["evidence"].get(evidence, evidence),
        text["scale"]: f"{spec['scale']:g}",
        text["draws"]: str(summary["draws"]),
        text["seeds"]: str(summary["seeds"]),
        text["pack"]: str(spec["county"]["pack"])[:16],
        text["code"]: _pairs({name: digest[:8] for name, digest in spec["code"].items()}),
        text["libraries"]: _pairs(spec["libraries"]),
    }


def county(facts: Facts) -> str:
    """The county's name with the label of its pack: how far its figures may be trusted."""
    name = facts.label("county", str(facts.run.summary["county"]))
    stored = facts.run.summary.get("county_label")
    if not stored:
        return name
    label = facts.label("county_label", str(stored))
    return f"{name}（{label}）" if facts.language == "zh" else f"{name} ({label})"


def command(run: Run) -> str:
    """The command that repeats the run: as it was given, else built from the record."""
    spec, summary = run.record["spec"], run.summary
    stored = spec["settings"].get("command")
    if isinstance(stored, str):
        return stored
    sizes = {"--draws": summary["draws"], "--seeds": summary["seeds"]}
    options = {**sizes, "--scale": f"{spec['scale']:g}", "--evidence": spec["evidence"]}
    words = [str(word) for option in options.items() for word in option]
    return shlex.join(["sanjin", "forecast", str(summary["county"]), *words, "--out", "FOLDER"])


def _pairs(found: dict[str, str]) -> str:
    return ", ".join(f"{name} {text}" for name, text in sorted(found.items()))
