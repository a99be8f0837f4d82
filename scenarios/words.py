"""What the command line says, in Chinese and English."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from calibration.history.places import places

Language = Literal["zh", "en"]

WORDS: dict[str, tuple[str, str]] = {
    key: (said["zh"], said["en"])
    for key, said in tomllib.loads(
        Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    ).items()
}
"""Chinese and English by key, from words.toml."""


def borrowed_trend(place: str) -> str:
    """What is said where a county has no history of its own gap."""
    return f"the trend of the gap is borrowed from {place}: the county has no history of its own"


WARNINGS_ZH = {
    "one draw: intervals of policy effects are not estimated, and those of levels hold the "
    "policy parameters fixed": "只有一组参数抽样：政策效应没有区间，"
    "收入水平的区间也不含政策参数的不确定性",
    "one seed: the share of chance is not estimated": "只有一个随机种子：无法估计偶然因素的比重",
    "hindsight: the priors use evidence from after September 2022": "事后评估：使用了后来的证据",
    "a sample of villages, not the whole county": "只模拟了部分村庄，不是全县",
    "the county pack is partly calibrated": "县数据包只有部分经过校准",
    "the county pack is uncalibrated": "县数据包未经校准",
    "not converged: do not quote single indices": "未收敛：不要引用单个指数",
    "some pairs failed and are missing from every number": "部分模拟失败，所有数字都不包含它们",
    **{
        borrowed_trend(place.en): f"城乡收入差距的趋势借自{place.zh}：本地没有自己的历史数据"
        for place in places()
    },
}


def say(key: str, lang: Language) -> str:
    """The words of a key in one language."""
    return WORDS[key][0 if lang == "zh" else 1]


def percent(share: float) -> str:
    """A share in per cent; one that is not nothing is never written as 0."""
    shown = 100.0 * share
    return "<1 %" if 0.0 < shown < 0.95 else f"{shown:.0f} %"


def component_name(name: str, lang: Language) -> str:
    """The words for a component of the variance."""
    key = f"component_{name}"
    return say(key, lang) if key in WORDS else name


def translated(warning: str, lang: Language) -> str:
    """A warning of the summary in the language of the screen, as far as it has words for it."""
    return WARNINGS_ZH.get(warning, warning) if lang == "zh" else warning


def decides(summary: Mapping[str, Any], lang: Language) -> str:
    """The first sentence: what decides the ratio, from the shares of the variance."""
    shares = {
        name: share for name, share in summary["variance_shares"].items() if share is not None
    }
    year = max(summary["years"])
    if not shares or summary["variance_shares"].get("policy") is None:
        return say("decides_unknown", lang).format(year=year)
    first = max(shares, key=lambda name: shares[name])
    key = f"decides_{first}" if f"decides_{first}" in WORDS else "decides_other"
    texts = {name: percent(share) for name, share in shares.items()}
    parts = {name: texts.get(name, "–") for name in ("trend", "policy", "survey")}
    return say(key, lang).format(
        year=year, name=component_name(first, lang), share=texts[first], **parts
    )
