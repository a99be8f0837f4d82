"""What the plan auditor reports: a finding, the numbers behind it, and how they are written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["contradiction", "jump", "overlap", "non-binding", "inference", "implied"]

SEVERITIES: dict[Severity, tuple[str, str]] = {
    "contradiction": ("矛盾", "contradiction"),
    "jump": ("异常跳变", "jump"),
    "overlap": ("重复计算", "overlap"),
    "non-binding": ("无约束力", "non-binding"),
    "inference": ("推断", "inference"),
    "implied": ("隐含值", "implied"),
}
"""Severity and its words in Chinese and English, the gravest first."""


@dataclass(frozen=True)
class Quoted:
    """A number that a finding rests on; `where` is empty for one that the auditor computed."""

    zh: str
    en: str
    value: float
    unit: str
    year: int | None = None
    where: str = ""

    def text(self, language: str) -> str:
        """Name, year and value; for a printed number the place too."""
        zh = language == "zh"
        name = self.zh if zh else self.en
        year = "" if self.year is None else f"{self.year}年" if zh else f" {self.year}"
        words = f"{year}{name}" if zh else f"{name}{year}"
        shown = f"{words} {with_unit(self.value, self.unit, language)}"
        if self.where:
            return f"{shown}（{place_zh(self.where)}）" if zh else f"{shown} ({self.where})"
        return f"{shown}（推算）" if zh else f"{shown} (computed)"


@dataclass(frozen=True)
class Text:
    """The same sentence in both languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The sentence in one language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Finding:
    """One thing that the plan's own numbers say, or cannot all say at once.

    check: the family, a file of `calibration/audit/`. key: relation or quantity it is about.
    conflict: the entry of conflicts.toml that treats it, where the pack has one.
    """

    check: str
    key: str
    severity: Severity
    found: Text
    follows: Text
    numbers: tuple[Quoted, ...]
    conflict: str = ""
    treatment: Text = field(default_factory=lambda: Text("", ""))


def written(value: float, unit: str) -> str:
    """A number as findings write it: shares in per cent, ratios with the decimals that matter."""
    if unit.startswith("share"):
        return f"{_trimmed(f'{100.0 * value:.2f}')} %"
    if unit in ("ratio", "index"):
        return _trimmed(f"{value:.4f}")
    if abs(value) >= 1000.0:
        return (
            f"{value:,.0f}"
            if float(value).is_integer() or abs(value) >= 20_000
            else f"{value:,.1f}"
        )
    return f"{value:.4g}"


def listed(parts: Iterable[str], language: str) -> str:
    """Parts of a sentence in a row."""
    return ("、" if language == "zh" else ", ").join(parts)


_PLACES = (
    (r"current state", "现状"),
    (r"quantified targets", "量化目标"),
    (r"results", "成效"),
    (r"tasks", "重点任务"),
    (r"safeguards", "保障措施"),
    (r"indicators", "主要指标"),
    (r"main aims", "主要目标"),
    (r"\bbody ", "正文"),
    (r"\bannex (\d+)", r"附件\1"),
    (r"\bitem (\d+)", r"第\1项"),
)


def place_zh(where: str) -> str:
    """Where a number stands, in Chinese as far as there are words for it."""
    for english, chinese in _PLACES:
        where = re.sub(english, chinese, where)
    return where


_UNITS = {
    "yuan": "元",
    "yuan per year": "元/年",
    "yuan per head": "元/人",
    "yuan per head and year": "元/人·年",
    "yuan per worker and year": "元/人·年",
    "yuan per month": "元/月",
    "yuan per village and year": "元/村·年",
    "yuan per house": "元/幢",
    "yuan per mu and year": "元/亩·年",
    "persons": "人",
    "households": "户",
    "villages": "个村",
    "houses": "幢",
    "square metres": "平方米",
    "square metres per house": "平方米/幢",
    "mu": "亩",
    "enterprises": "家",
    "projects": "个项目",
    "workshops": "个工坊",
    "alliances": "个联盟",
    "deaths per 100 million yuan of GDP": "人/亿元",
}
_BARE = ("share", "share per year", "ratio", "index", "number")


def unit_words(unit: str) -> tuple[str, str]:
    """A unit in Chinese and English."""
    return _UNITS.get(unit, unit), unit


def with_unit(value: float, unit: str, language: str) -> str:
    """A number with its unit in words."""
    if unit in _BARE:
        return written(value, unit)
    words = _UNITS.get(unit, unit) if language == "zh" else unit
    return f"{written(value, unit)}{'' if language == 'zh' else ' '}{words}"


def _trimmed(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
