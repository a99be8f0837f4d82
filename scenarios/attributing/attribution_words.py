"""What an attribution says in words, in Chinese and English."""

from collections.abc import Mapping
from typing import Any

from results.numbers import change
from scenarios.attributing.change_split import PARTS
from scenarios.attributing.departments import DEPARTMENTS, family_name
from scenarios.comparing.comparison_words import LANGUAGES, indicator_name
from scenarios.running.background import scenario_titles
from scenarios.running.study import Study
from scenarios.running.study_run import CANNOT

TEXTS: dict[str, dict[str, str]] = {
    "zh": {
        "title": "{county}：{scenario}对{name}的影响分摊到各类政策",
        "finding": "{year}年，{scenario}比{other}使{name}变动 {total}"
        "（90%区间 {low} 至 {high}）；"
        "分摊最多的是{first}：{share}（{share_low} 至 {share_high}）。",
        "family": "{family}：{share}（90%区间 {low} 至 {high}）；"
        "单独实施 {alone}，最后加入 {last}，"
        "任何先后次序下 {least} 至 {most}。",
        "department": "按责任单位（嵌套值）：{department} {share}（90%区间 {low} 至 {high}）。",
        "helping": "{family}与{other}互相促进：两者合在一起多出 {size}（{low} 至 {high}）。",
        "hindering": "{family}与{other}互相替代：两者合在一起少 {size}（{low} 至 {high}）。",
        "unclear": "{family}与{other}的交互作用 {size}，区间跨零（{low} 至 {high}），方向不明。",
        "split": "2021年公布值到{year}年公布值，收入比变动 {total}：趋势 {trend}，"
        "村改居 {reclassification}，政策 {policy}，替代 {displacement}，调查误差 {survey}"
        "（各项为均值，相加恰为总数）。",
        "residual": "{worlds}个政策组合全部模拟；分摊之和与总数之差不超过 {shapley}。",
        "order": "先后次序法给出的数字取决于次序；夏普利值是所有次序的平均。",
    },
    "en": {
        "title": "{county}: what each policy family has to do with {name} under {scenario}",
        "finding": "In {year}, {scenario} against {other} moves {name} by {total} (90% interval "
        "{low} to {high}); the largest share is that of {first}: {share} ({share_low} to "
        "{share_high}).",
        "family": "{family}: {share} (90% interval {low} to {high}); alone {alone}, as the last "
        "to be added {last}, in any order {least} to {most}.",
        "department": "By responsible unit (nested values): {department} {share} (90% interval "
        "{low} to {high}).",
        "helping": "{family} and {other} help each other: together {size} beyond what each brings "
        "alone ({low} to {high}).",
        "hindering": "{family} and {other} stand in for each other: together {size} ({low} to "
        "{high}).",
        "unclear": "{family} and {other}: interaction {size}, with an interval across zero ({low} "
        "to {high}); the direction is open.",
        "split": "From the published ratio of 2021 to that of {year} it moves by {total}: trend "
        "{trend}, reclassification {reclassification}, policy {policy}, displacement "
        "{displacement}, survey {survey} (means, which add up to the total).",
        "residual": "All {worlds} subsets of policies were run; shares miss the total by at most "
        "{shapley}.",
        "order": "Taking policies in one after the other gives numbers that depend on the order; "
        "Shapley values are the mean over all orders.",
    },
}

LESS_IS_MORE = ("ratio", "gini_all", "gini_rural")


def words_of(study: Study, summary: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Title, first sentence, findings and limits, by language."""
    return {language: _words(study, summary, language) for language in LANGUAGES}


def _words(study: Study, summary: Mapping[str, Any], language: str) -> dict[str, Any]:
    text = TEXTS[language]
    name = indicator_name(summary["outcome"], language)
    county = study.pack.zh if language == "zh" else study.pack.en
    findings = [
        *(_family(row, summary, language) for row in summary["families"]),
        *(_department(row, summary, language) for row in summary["departments"]),
        *(_interaction(row, summary, language) for row in summary["interactions"][:5]),
        _split(summary, language),
        text["residual"].format(
            worlds=summary["worlds"], shapley=f"{summary['residual']['shapley']:.1e}"
        ),
    ]
    return {
        "title": text["title"].format(
            county=county, scenario=titled(study, study.scenario.name, language), name=name
        ),
        "finding": _finding(study, summary, name, language),
        "findings": findings,
        "cannot": [*CANNOT[language], text["order"]],
    }


def _finding(study: Study, summary: Mapping[str, Any], name: str, language: str) -> str:
    total = summary["ends"]["total"]
    first = max(summary["families"], key=lambda row: abs(row["shapley"]["mean"]))
    return TEXTS[language]["finding"].format(
        year=summary["year"],
        scenario=titled(study, study.scenario.name, language),
        other=titled(study, study.counterfactual, language),
        name=name,
        total=amount(total["mean"], summary, language),
        low=amount(total["p05"], summary, language),
        high=amount(total["p95"], summary, language),
        first=family_name(first["family"], language),
        share=amount(first["shapley"]["mean"], summary, language),
        share_low=amount(first["shapley"]["p05"], summary, language),
        share_high=amount(first["shapley"]["p95"], summary, language),
    )


def titled(study: Study, name: str, language: str) -> str:
    """A scenario's title in quotes; its name where only a file of the user has its title."""
    known = {tag: {"zh": zh, "en": en} for tag, zh, en in scenario_titles([name])}
    titles = study.scenario.title if name == study.scenario.name else known.get(name, {})
    return f"“{titles.get(language, name)}”"


def amount(value: float | None, summary: Mapping[str, Any], language: str) -> str:
    """A difference of the outcome, with its sign and unit."""
    shown = {"yuan per head": "whole yuan", "index": "fine ratio", "ratio": "fine ratio"}
    unit = shown.get(summary["unit"], summary["unit"])
    return change(value, unit, language)


def _family(row: Mapping[str, Any], summary: Mapping[str, Any], language: str) -> str:
    share, orders = row["shapley"], row["orders"]
    return TEXTS[language]["family"].format(
        family=family_name(row["family"], language),
        share=amount(share["mean"], summary, language),
        low=amount(share["p05"], summary, language),
        high=amount(share["p95"], summary, language),
        **{key: amount(value, summary, language) for key, value in orders.items()},
    )


def _department(row: Mapping[str, Any], summary: Mapping[str, Any], language: str) -> str:
    unit, share = DEPARTMENTS[row["department"]], row["owen"]
    return TEXTS[language]["department"].format(
        department=unit.zh if language == "zh" else unit.en,
        share=amount(share["mean"], summary, language),
        low=amount(share["p05"], summary, language),
        high=amount(share["p95"], summary, language),
    )


def _interaction(row: Mapping[str, Any], summary: Mapping[str, Any], language: str) -> str:
    return TEXTS[language][direction_of(row, summary["outcome"])].format(
        family=family_name(row["family"], language),
        other=family_name(row["other"], language),
        size=amount(row["mean"], summary, language),
        low=amount(row["p05"], summary, language),
        high=amount(row["p95"], summary, language),
    )


def direction_of(row: Mapping[str, Any], outcome: str) -> str:
    """Whether two families help or hinder each other, or the interval does not say."""
    low, high = row["p05"], row["p95"]
    if low is None or high is None or low <= 0.0 <= high:
        return "unclear"
    return "helping" if (row["mean"] > 0.0) != (outcome in LESS_IS_MORE) else "hindering"


def _split(summary: Mapping[str, Any], language: str) -> str:
    rows = {row["part"]: row["mean"] for row in summary["split"]["ratio"]}
    return TEXTS[language]["split"].format(
        year=summary["year"],
        **{part: change(rows[part], "ratio", language) for part in (*PARTS, "total")},
    )
