"""What is worth knowing of a county pack that loads: faults, doubts, and what a run inherits.

The reader refuses what cannot be true (`calibration.packs.pack_checks`). The linter looks at how
far a pack may be trusted: whether its label claims more than its figures bear, whether what rules
filled in is up to date, whether levers name settings that exist, and what was known only later.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from calibration.packs.filled_file import FILE as FILLED
from calibration.packs.filled_file import is_current
from calibration.packs.gaps import REFERENCE
from calibration.packs.pack import Pack, load_pack
from calibration.packs.pack_checks import CORE

Severity = Literal["error", "warning", "note"]
LABELS = ("uncalibrated", "partly calibrated", "calibrated")
OWN_GRADES = ("official", "derived", "press")
INCOMES = ("rural_income_yuan", "urban_income_yuan")
YEARS_OF_OWN_SERIES = 3
USES_IN_PACK = ("", "fact", "target", "conflict")
WAITING = "system not built yet"


@dataclass(frozen=True)
class Finding:
    """One remark: where, and in both languages what."""

    severity: Severity
    file: str
    key: str
    en: str
    zh: str


def lint(pack: Pack, folder: Path) -> list[Finding]:
    """All remarks on a pack, faults first."""
    found = [
        finding
        for check in (_filling, _label, _levers, _volumes, _goals, _vintage, _horizon, _words)
        for finding in check(pack, folder)
    ]
    order = {"error": 0, "warning": 1, "note": 2}
    return sorted(found, key=lambda finding: order[finding.severity])


def highest_label(pack: Pack) -> str:
    """The best label that a pack's figures bear.

    `partly calibrated`: the place has published at least one of its two incomes of 2021.
    `calibrated`: both, at least three years of its own in the history, and its own split of income
    by source.
    """
    own = [name for name in INCOMES if pack.fact(name).grade in OWN_GRADES]
    if not own:
        return LABELS[0]
    years = {row.year for row in pack.history if row.place.lower() == pack.name}
    split = pack.facts.get("rural_wage_share")
    complete = len(own) == len(INCOMES) and len(years) >= YEARS_OF_OWN_SERIES
    if complete and split is not None and split.grade in OWN_GRADES:
        return LABELS[2]
    return LABELS[1]


def _filling(pack: Pack, folder: Path) -> Iterator[Finding]:
    if pack.parent and not is_current(folder):
        yield Finding(
            "error",
            FILLED,
            "",
            "is not what the rules give now; write it with --fill",
            "与填补规则的结果不一致；请用 --fill 重写",
        )
    if pack.filled and not pack.parent:
        yield Finding(
            "error",
            "county.toml",
            "county.parent",
            "names no city or province although facts are filled in",
            "有按规则填补的数据，但未写明所属市或省",
        )
    rough = sum(1 for fact in pack.facts.values() if fact.grade in ("proxy", "assumption"))
    yield Finding(
        "note",
        "county.toml",
        "facts",
        f"{rough} of {len(pack.facts)} facts are another place's or assumed",
        f"{len(pack.facts)}项数据中有{rough}项借自他处或为假设",
    )


def _label(pack: Pack, folder: Path) -> Iterator[Finding]:  # noqa: ARG001 - one form of all checks
    best = highest_label(pack)
    if LABELS.index(pack.label) > LABELS.index(best):
        yield Finding(
            "error",
            "county.toml",
            "county.label",
            f"claims '{pack.label}'; the figures bear '{best}' at most",
            f"标注为“{pack.label}”，但数据至多支持“{best}”",
        )


def _levers(pack: Pack, folder: Path) -> Iterator[Finding]:  # noqa: ARG001
    from dataclasses import fields

    from model.policies import available

    kinds, waiting = available(), 0
    for line, lever in enumerate(pack.levers, 1):
        waiting += lever.not_modelled.startswith(WAITING)
        if lever.policy in USES_IN_PACK:
            continue
        known = kinds.get(lever.policy)
        if known is None or lever.setting not in {field.name for field in fields(known)}:
            yield Finding(
                "error",
                "levers.csv",
                f"row {line}",
                f"there is no setting {lever.used_by}",
                f"没有 {lever.used_by} 这项设置",
            )
    if waiting:
        yield Finding(
            "note",
            "levers.csv",
            "not_modelled",
            f"{waiting} levers wait for a system that is not built yet",
            f"{waiting}项措施所需的机制尚未建成",
        )


def _volumes(pack: Pack, folder: Path) -> Iterator[Finding]:  # noqa: ARG001
    """What the plan leaves open of policies it names; a scenario with them has to fill it."""
    from model.policies import available
    from model.policies.policy import foreign_defaults

    planned: dict[str, set[str]] = {}
    for lever in pack.levers:
        if lever.policy not in USES_IN_PACK and lever.value is not None:
            planned.setdefault(lever.policy, set()).add(lever.setting)
    kinds = available()
    for policy in sorted(planned.keys() & kinds.keys()):
        missing = ", ".join(foreign_defaults(kinds[policy], planned[policy], pack.name))
        if missing:
            yield Finding(
                "note",
                "levers.csv",
                policy,
                f"gives no number for {missing}; a scenario with this policy has to",
                f"未给出{missing}的数量；采用该政策的情景须自行给出",
            )


def _goals(pack: Pack, folder: Path) -> Iterator[Finding]:  # noqa: ARG001
    reference = load_pack(REFERENCE).targets
    known = {goal.indicator for goal in reference if goal.modelled == "modelled"}
    for goal in pack.targets:
        if goal.modelled != "modelled" or goal.indicator in known:
            continue
        if goal.indicator not in _measured():
            yield Finding(
                "warning",
                "targets.csv",
                goal.indicator,
                "is called modelled, but the model has no such indicator",
                "标为“已建模”，但模型没有这项指标",
            )


def _measured() -> Collection[str]:
    """Names of the model's indicators.

    Asked for only where the reference county has no such goal: reading them takes a second.
    """
    from model.indicators import FOUND

    return FOUND


def _vintage(pack: Pack, folder: Path) -> Iterator[Finding]:  # noqa: ARG001
    late = [
        name
        for name in CORE
        if any(pack.sources[tag].vintage == "post-2022" for tag in pack.fact(name).source)
    ]
    if late:
        yield Finding(
            "note",
            "county.toml",
            ", ".join(late),
            "were read in documents from after September 2022",
            "取自2022年9月之后的文件",
        )


def _horizon(pack: Pack, folder: Path) -> Iterator[Finding]:  # noqa: ARG001
    late = sorted({goal.indicator for goal in pack.targets if goal.year > pack.horizon})
    if late:
        yield Finding(
            "warning",
            "targets.csv",
            ", ".join(late),
            f"lie beyond the horizon {pack.horizon}",
            f"超出规划期（{pack.horizon}年）",
        )


def _words(pack: Pack, folder: Path) -> Iterator[Finding]:  # noqa: ARG001
    if not (folder / "README.md").is_file():
        yield Finding(
            "warning", "README.md", "", "is missing: say what the pack rests on", "缺少说明文件"
        )
