"""`sanjin audit COUNTY`: what a plan's own numbers say, or cannot all say at once."""

from typing import TYPE_CHECKING

from scenarios.commands import options

if TYPE_CHECKING:
    from calibration.findings import Finding
    from scenarios.words import Language


def audit(
    county: options.County = "yueqing",
    *,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
) -> None:
    """Check a county's plan against itself: contradictions, goals that bind nothing, jumps.

    Reads the pack only; nothing is simulated. Each finding has its numbers with the section they
    stand in, what follows from it, and the treatment chosen in conflicts.toml.
    """
    from calibration.auditor import as_json
    from calibration.auditor import audit as audited
    from calibration.packs.pack import load_pack
    from scenarios.commands.screen import print_json, show
    from scenarios.words import say

    pack = load_pack(county)
    findings = audited(pack)
    if json:
        print_json(as_json(pack, findings))
        return
    from calibration.auditor import recorded_only

    place = pack.zh if lang.value == "zh" else pack.en
    label = say(pack.label, lang.value)
    title = say("audit_title", lang.value)
    show(title.format(county=place, label=label, count=len(findings)))
    for number, finding in enumerate(findings, 1):
        _show(number, finding, lang)
    others = recorded_only(pack, findings)
    if others:
        words = [
            pack.conflicts[name].zh if lang.value == "zh" else pack.conflicts[name].en
            for name in others
        ]
        show("")
        show(say("audit_reader", lang.value).format(names=", ".join(words)))


def _show(number: int, finding: "Finding", lang: options.Lang) -> None:
    from calibration.findings import SEVERITIES
    from scenarios.commands.screen import show
    from scenarios.words import say

    language: Language = lang.value
    severity = SEVERITIES[finding.severity][0 if language == "zh" else 1]
    show("")
    show(f"{number}. [{severity}] {finding.found.of(language)}")
    for quoted in finding.numbers:
        show(f"     · {quoted.text(language)}")
    if finding.follows.of(language):
        show(f"   {say('audit_follows', language)}{finding.follows.of(language)}")
    show(f"   {say('audit_treatment', language)}{finding.treatment.of(language)}")
