"""What a comparison says in words, in Chinese and English."""

from collections.abc import Mapping
from typing import Any

from results.numbers import change, number
from scenarios.running.study import Study
from scenarios.running.study_run import CANNOT

LANGUAGES = ("zh", "en")

TOLD = ("ratio", "rural_income", "low_income")
"""Indicators that every comparison tells in a sentence."""

TEXTS: dict[str, dict[str, str]] = {
    "zh": {
        "title": "{county}：方案对比（{options}）",
        "difference": "{year}年，{first} 比 {second}：{name} {median}（90%区间 {low} 至 {high}），"
        "在100个配对未来中有{wins}个更好、{losses}个更差、{ties}个持平：{verdict}。",
        "better": "{first} 更好",
        "worse": "{second} 更好",
        "tie": "难分高下（平局）",
        "too few futures": "未来太少，不下结论",
        "no direction": "没有好坏方向",
        "cost": "{contrast}：{years}年累计，每给{group}增收1元，公共支出 {cost} 元"
        "（每人每年的收入变动计入替代；{futures}个未来中有{without}个没有增收）。",
        "no_gain": "{contrast}：{years}年累计，{group}平均没有增收，每元成本无从谈起"
        "（{futures}个未来中有{without}个没有增收）。",
        "rural": "农村居民",
        "register": "在册低收入户",
        "regret": "若事先知道参数，按{name}选：{option} 平均后悔 {mean}，最大 {largest}，"
        "在{share}的参数组里是最好的（含并列）。",
        "pairing": "配对的价值：{first} 与 {second} 的收入比之差，"
        "用同一份运气时的方差是各用各的运气时的"
        "1/{factor}（自由度 {freedom}）。",
        "no_pairing": "配对的价值：只有一个种子，无法估计；请用 --seeds 2 或更多。",
        "all_shared": "配对的价值：{first} 与 {second} 的收入比之差在每个种子下都相同。",
    },
    "en": {
        "title": "{county}: options compared ({options})",
        "difference": "In {year}, {first} against {second}: {name} {median} (90% interval {low} to "
        "{high}); better in {wins} of 100 paired futures, worse in {losses}, tied in {ties}: "
        "{verdict}.",
        "better": "{first} is better",
        "worse": "{second} is better",
        "tie": "a tie",
        "too few futures": "too few futures to say",
        "no direction": "neither direction is better",
        "cost": "{contrast}: over {years} together, one yuan more for {group} costs {cost} yuan of "
        "public money (displacement is in the gain; in {without} of {futures} futures there is no "
        "gain).",
        "no_gain": "{contrast}: over {years} together {group} gain nothing on average, so there is "
        "no cost per yuan (no gain in {without} of {futures} futures).",
        "rural": "rural residents",
        "register": "the low-income register",
        "regret": "Had the draw been known, by {name}: {option} has a mean regret of {mean}, at "
        "most {largest}, and is best (ties included) in {share} of draws.",
        "pairing": "Worth of pairing: the difference of ratios of {first} and {second} has 1/"
        "{factor} of the variance with shared luck that it has with independent luck "
        "({freedom} degrees of freedom).",
        "no_pairing": "Worth of pairing: not estimated with one seed; use --seeds 2 or more.",
        "all_shared": "Worth of pairing: {first} and {second} differ in the ratio by the same "
        "amount in every seed.",
    },
}


def words_of(study: Study, summary: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Title, first sentence, findings and limits, by language."""
    return {language: _words(study, summary, language) for language in LANGUAGES}


def _words(study: Study, summary: Mapping[str, Any], language: str) -> dict[str, Any]:
    county = study.pack.zh if language == "zh" else study.pack.en
    told = [
        difference_sentence(pair, name, summary["year"], language)
        for pair in summary["pairs"]
        for name in TOLD
    ]
    findings = [
        *told[1:],
        *(cost_sentence(row, study.years, language) for row in summary["cost_per_yuan"]),
        *(regret_sentence(row, language) for row in summary["regret"] if row["indicator"] in TOLD),
        *pairing_sentences(summary["pairing"], language),
    ]
    title = TEXTS[language]["title"].format(county=county, options=", ".join(summary["options"]))
    return {
        "title": title,
        "finding": told[0],
        "findings": findings,
        "cannot": list(CANNOT[language]),
    }


def difference_sentence(pair: Mapping[str, Any], name: str, year: int, language: str) -> str:
    """One indicator of two options: size, interval, futures, verdict."""
    row, text = pair["years"][str(year)][name], TEXTS[language]
    names = {"first": pair["first"], "second": pair["second"]}
    unit = "whole yuan" if row["unit"] == "yuan per head" else row["unit"]
    amounts = (change(row[point], unit, language) for point in ("median", "p05", "p95"))
    return text["difference"].format(
        **names,
        year=year,
        name=indicator_name(name, language),
        **dict(zip(("median", "low", "high"), amounts, strict=True)),
        **of_hundred(row),
        verdict=text[row["verdict"]].format(**names),
    )


def of_hundred(row: Mapping[str, Any]) -> dict[str, int]:
    """Wins, losses and ties in a hundred futures, by largest remainder, so that they add up."""
    keys = ("wins", "losses", "ties")
    total = sum(row[key] for key in keys) or 1
    exact = {key: 100.0 * row[key] / total for key in keys}
    whole = {key: int(exact[key]) for key in keys}
    left = round(sum(exact.values())) - sum(whole.values())
    for key in sorted(keys, key=lambda key: whole[key] - exact[key])[:left]:
        whole[key] += 1
    return whole


def cost_sentence(row: Mapping[str, Any], years: range, language: str) -> str:
    """What a yuan for one group costs in one contrast."""
    text = TEXTS[language]
    key = "no_gain" if row["per_yuan"] is None else "cost"
    return text[key].format(
        contrast=contrast_words(row["contrast"], language),
        years=f"{years[0]}–{years[-1]}",
        group=text[row["group"]],
        cost=number(row["per_yuan"]),
        futures=row["futures"],
        without=row["without_gain"],
    )


def regret_sentence(row: Mapping[str, Any], language: str) -> str:
    """How far an option is from the best by one indicator."""
    from model.indicators import FOUND
    from results.numbers import written

    unit = FOUND[row["indicator"]].unit
    unit = {"ratio": "ratio difference", "yuan per head": "whole yuan"}.get(unit, unit)
    return TEXTS[language]["regret"].format(
        name=indicator_name(row["indicator"], language),
        option=row["option"],
        mean=written(row["mean"], unit, language),
        largest=written(row["largest"], unit, language),
        share=written(row["best_share"], "share", language),
    )


def pairing_sentences(rows: list[Mapping[str, Any]], language: str) -> list[str]:
    """The worth of pairing for the ratio, for every two options."""
    mine = [row for row in rows if row["indicator"] == "ratio"]
    if any(not row["freedom"] for row in mine):
        return [TEXTS[language]["no_pairing"]]
    return [
        TEXTS[language]["pairing" if row["factor"] else "all_shared"].format(
            first=row["first"],
            second=row["second"],
            factor=number(row["factor"]),
            freedom=row["freedom"],
        )
        for row in mine
    ]


def indicator_name(name: str, language: str) -> str:
    """The words for an indicator."""
    from model.indicators import FOUND

    return FOUND[name].zh if language == "zh" else FOUND[name].en


def contrast_words(contrast: str, language: str) -> str:
    """`A_vs_B` as people write it."""
    first, _, second = contrast.partition("_vs_")
    trend = {"zh": "无任何项目", "en": "no programme"}[language]
    return f"{first} − {trend if second == 'trend' else second}"
