"""The plan auditor: what a county's own numbers say, or cannot all say at once.

Every check is a family in `calibration/audit/`; what must hold between the numbers of any plan is
declared in `relations.toml`. Nothing is simulated.
"""

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from calibration.audit import families
from calibration.figures import Figures
from calibration.findings import SEVERITIES, Finding, Text
from calibration.relations import load_relations

if TYPE_CHECKING:
    from calibration.packs.pack import Conflict, Pack

USUAL_TREATMENT: dict[str, Text] = {
    "contradiction": Text(
        "尚未选定：请在 conflicts.toml 中写明各种读法。",
        "None chosen yet: write the readings into conflicts.toml.",
    ),
    "jump": Text("不用于校准。", "Not calibrated on."),
    "overlap": Text(
        "模型按劳动者、房屋、地块记账，同一对象只计一次。",
        "The model keeps accounts by worker, house and parcel: each is counted once.",
    ),
    "non-binding": Text(
        "照列并评分，但不作为政策效果的证据。",
        "Shown and scored, but no evidence of a policy effect.",
    ),
    "inference": Text("按推断标注，不作事实使用。", "Marked as an inference, not used as a fact."),
    "implied": Text("与官方目标并列显示。", "Shown beside the official goals."),
}


def audit(pack: "Pack") -> list[Finding]:
    """Everything that the families find in a pack, the gravest first, with its treatment."""
    figures = Figures(pack, load_relations())
    found = [finding for family in families().values() for finding in family.find(figures)]
    order = list(SEVERITIES)
    ranked = sorted(found, key=lambda finding: order.index(finding.severity))
    return [
        replace(finding, found=_sentence(finding.found), treatment=_treatment(pack, finding))
        for finding in ranked
    ]


def _sentence(text: Text) -> Text:
    """English sentences begin with a capital whatever quantity they begin with."""
    return Text(text.zh, text.en[:1].upper() + text.en[1:])


def recorded_only(pack: "Pack", findings: list[Finding]) -> list[str]:
    """Conflicts of the pack that no arithmetic finds: they need a reader, and are listed so."""
    treated = {finding.conflict for finding in findings}
    return [name for name in pack.conflicts if name not in treated]


def _treatment(pack: "Pack", finding: Finding) -> Text:
    if not finding.conflict:
        return USUAL_TREATMENT[finding.severity]
    conflict = pack.conflicts[finding.conflict]
    return Text(_chosen(conflict, "zh"), f"{_chosen(conflict, 'en')} {conflict.reason}")


def _chosen(conflict: "Conflict", language: str) -> str:
    reading = conflict.reading(conflict.chosen)
    others = [other for other in conflict.readings if other is not reading and other.weight]
    if language == "zh":
        rest = "".join(f"；{other.zh}，权重{other.weight:g}" for other in others)
        return f"采用：{reading.zh}（权重{reading.weight:g}{rest}）。"
    rest = "".join(f"; {other.en}, weight {other.weight:g}" for other in others)
    return f"Chosen: {reading.en} (weight {reading.weight:g}{rest})."


def as_json(pack: "Pack", findings: list[Finding]) -> dict[str, Any]:
    """The audit as plain values, both languages, for `--json`."""
    counts = Counter(finding.severity for finding in findings)
    return {
        "county": pack.name,
        "label": pack.label,
        "fingerprint": pack.fingerprint,
        "counts": {severity: counts[severity] for severity in SEVERITIES},
        "findings": [_plain(pack, finding) for finding in findings],
        "needs_a_reader": recorded_only(pack, findings),
    }


def _plain(pack: "Pack", finding: Finding) -> dict[str, Any]:
    conflict = pack.conflicts.get(finding.conflict)
    return {
        "check": finding.check,
        "key": finding.key,
        "severity": finding.severity,
        "zh": finding.found.zh,
        "en": finding.found.en,
        "numbers": [
            {
                "zh": number.zh,
                "en": number.en,
                "year": number.year,
                "value": number.value,
                "unit": number.unit,
                "where": number.where or None,
            }
            for number in finding.numbers
        ],
        "follows_zh": finding.follows.zh,
        "follows_en": finding.follows.en,
        "treatment_zh": finding.treatment.zh,
        "treatment_en": finding.treatment.en,
        "conflict": finding.conflict or None,
        "chosen": conflict.chosen if conflict else None,
    }
