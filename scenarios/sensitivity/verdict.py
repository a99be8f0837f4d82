"""What a sensitivity study says in words, and what it refuses to say."""

from collections.abc import Sequence
from typing import Any

from results.numbers import change, written
from scenarios.running.study_run import CANNOT
from scenarios.sensitivity.factors import Factors
from scenarios.sensitivity.plan import SensitivityPlan
from scenarios.sensitivity.protocol import REST, Outcome, Rules
from scenarios.sensitivity.tables import index_rows
from scenarios.words import percent

Row = dict[str, Any]
LANGUAGES = ("zh", "en")
NAMED = 3
"""How many leaders a sentence names."""

TEXTS: dict[str, dict[str, str]] = {
    "zh": {
        "title": "{county}：什么决定{what}（{kind}）",
        "level": "{year}年的{name}（试点）",
        "difference": "试点使{year}年的{name}变动多少",
        "unknowns": "未知参数",
        "levers": "政策手段",
        "nothing": "在所动的因素里，没有一个对{what}的影响超过运气。",
        "alone": "只有一个因素（组）在动：{what}的变动全部来自{names}。",
        "screened": "未收敛：预算只够筛选。筛选把{names}排在最前。",
        "converged": "{what}：最有分量的是{names}"
        "（N = {size}，各指数的95%区间不宽于 ±{close:.2f}）。",
        "open": "未收敛（N = {size}，最宽的95%区间为 ±{widest:.2f}，要求 ±{close:.2f}）。"
        "{what}：{names}。",
        "in_front": "目前排在最前的是{names}",
        "not_apart": "目前排在最前、彼此分不出先后的是{names}",
        "index": "{name}：连同交互占方差的 {total} ± {total_half}，单独占 {first} ± {first_half}。",
        "screening": "筛选：{count}个因素（组）中有{above}个的影响超过运气，其中{kept}个逐一计算，"
        "其余合为一组“其余全部”。",
        "noise": "运气（换种子）造成的方差是各点之间方差的 {share}。",
        "noise_open": "运气造成的方差没有估计。",
        "agrees": "第二意见（PAWN，不看方差而看分布）：同样把{name}排在最前，或与之分不出先后。",
        "disagrees": "第二意见（PAWN，不看方差而看分布）不同：排在最前的是{name}；"
        "两种方法不一致时，不要只引用其中一种。",
        "spread": "各点上的平均值为 {mean}，标准差为 {spread}。",
        "budget": "共用 {worlds} 个世界（预算 {most}），模拟范围 {scale:.0%} 的村。",
        "and": "、",
    },
    "en": {
        "title": "{county}: what decides {what} ({kind})",
        "level": "{name} in {year} with the pilot",
        "difference": "what the pilot changes in {year}: {name}",
        "unknowns": "unknowns",
        "levers": "levers",
        "nothing": "Nothing that was moved changes {what} by more than luck does.",
        "alone": "One factor (or group) was moved: all that changes {what} is {names}.",
        "screened": "Not converged: the budget ended with the screening, which puts {names} first.",
        "converged": "{what}: decided first of all by {names} (N = {size}, no 95% interval wider "
        "than ± {close:.2f}).",
        "open": "Not converged (N = {size}, widest 95% interval ± {widest:.2f}, wanted "
        "± {close:.2f}). {what}: {names}.",
        "in_front": "{names} is in front so far",
        "not_apart": "in front, and not to be told apart so far, are {names}",
        "index": "{name}: {total} ± {total_half} of the variance with its interactions, {first} ± "
        "{first_half} alone.",
        "screening": "Screening: {above} of {count} factors (or groups) move the outcome more than "
        "luck does; {kept} are taken one by one, all others move together as one group.",
        "noise": "Luck (other seeds) has a variance of {share} of that between points.",
        "noise_open": "The share of luck was not estimated.",
        "agrees": "Second opinion (PAWN, on distributions instead of variances): it puts {name} "
        "first too, or among those in front.",
        "disagrees": "The second opinion (PAWN, on distributions instead of variances) differs: it "
        "puts {name} first. Where the two differ, neither should be quoted alone.",
        "spread": "Over the points the mean is {mean}, the standard deviation {spread}.",
        "budget": "{worlds} worlds were used (budget {most}), at {scale:.0%} of the villages.",
        "and": ", ",
    },
}
HEADS = {
    "zh": ("因素", "总指数", "一阶指数", "PAWN", "无关因素的 PAWN"),
    "en": ("factor", "total index", "first index", "PAWN", "PAWN of inert factors"),
}
"""Heads of the table of indices."""

LIMITS = {
    "unknowns": {
        "zh": "指数是在各参数先验之下的方差份额：先验改了，指数就变；它不说先验对不对。",
        "en": "Indices are shares of the variance under the priors of the unknowns: other priors, "
        "other shares. They do not say whether the priors are right.",
    },
    "levers": {
        "zh": "手段没有先验：这里每个都在规划值的 50% 到 150% 之间均匀变动，未知参数固定在中心值；"
        "换一个范围，份额就变。",
        "en": "Levers have no priors: each moves evenly between 50% and 150% of its planned "
        "setting, with all unknowns at their centre. Another range gives other shares.",
    },
}


def words_of(found: Outcome, plan: SensitivityPlan, rules: Rules) -> dict[str, dict[str, Any]]:
    """Title, finding, findings and limits by language."""
    return {language: _words(found, plan, rules, language) for language in LANGUAGES}


def leaders(rows: Sequence[Row]) -> list[Row]:
    """The factor with the largest total index, and those whose intervals reach its own."""
    one_by_one = [row for row in rows if row["factor"] != REST]
    if not one_by_one:
        return []
    top = max(one_by_one, key=lambda row: row["total"])
    least = top["total"] - top["total_half"]
    return [row for row in one_by_one if row["total"] + row["total_half"] >= least]


def second_opinion(rows: Sequence[Row]) -> tuple[Row, bool]:
    """The factor that PAWN puts first, as far above inert ones, and whether it is a leader."""
    one_by_one = [row for row in rows if row["factor"] != REST]
    first = max(one_by_one, key=lambda row: row["pawn"] - row["pawn_floor"])
    return first, first in leaders(rows)


def what_words(plan: SensitivityPlan, language: str) -> str:
    """The outcome in words."""
    from model.indicators import FOUND

    asked, card = plan.question, FOUND[plan.question.outcome]
    name = card.zh if language == "zh" else card.en
    key = "difference" if asked.difference else "level"
    return TEXTS[language][key].format(name=name, year=asked.year)


def _words(found: Outcome, plan: SensitivityPlan, rules: Rules, language: str) -> dict[str, Any]:
    text, what = TEXTS[language], what_words(plan, language)
    rows = index_rows(found, plan.factors)
    county = plan.pack.zh if language == "zh" else plan.pack.en
    kind = plan.question.kind
    return {
        "title": text["title"].format(county=county, what=what, kind=text[kind]),
        "finding": _finding(found, plan.factors, rows, rules, what, language),
        "findings": _findings(found, plan, rows, rules, language),
        "cannot": [LIMITS[kind][language], *CANNOT[language]],
    }


def _finding(
    found: Outcome, factors: Factors, rows: list[Row], rules: Rules, what: str, language: str
) -> str:
    text, place = TEXTS[language], 0 if language == "zh" else 1
    if not found.kept:
        return text["nothing"].format(what=what)
    if not rows:
        size = dict(zip(found.effects.names, found.effects.mean_absolute, strict=True))
        first = sorted(found.kept, key=lambda name: -size[name])[:NAMED]
        key = "alone" if len(size) == 2 else "screened"
        return text[key].format(
            what=what, names=text["and"].join(factors.words(name)[place] for name in first)
        )
    first_ones = [row[language] for row in leaders(rows)]
    names, step = text["and"].join(first_ones), found.doublings[-1]
    if not found.converged:
        names = text["in_front" if len(first_ones) == 1 else "not_apart"].format(names=names)
    key = "converged" if found.converged else "open"
    return text[key].format(
        what=what[0].upper() + what[1:],
        names=names,
        size=step.size,
        close=rules.close,
        widest=step.widest,
    )


def _findings(
    found: Outcome, plan: SensitivityPlan, rows: list[Row], rules: Rules, language: str
) -> list[str]:
    from scenarios.sensitivity.factors import SEED

    text = TEXTS[language]
    size = dict(zip(found.effects.names, found.effects.mean_absolute, strict=True))
    sentences = [
        text["index"].format(
            name=row[language],
            **{key: f"{row[key]:.2f}" for key in ("first", "first_half", "total", "total_half")},
        )
        for row in rows
    ]
    sentences.append(
        text["screening"].format(
            count=len(size) - 1,
            above=sum(value > size[SEED] for name, value in size.items() if name != SEED),
            kept=len(found.kept),
        )
    )
    if rows:
        first, agrees = second_opinion(rows)
        sentences.append(text["agrees" if agrees else "disagrees"].format(name=first[language]))
        sentences.append(_spread(found, plan, language))
    share = found.noise_share
    sentences.append(
        text["noise_open"] if share is None else text["noise"].format(share=percent(share))
    )
    sentences.append(
        text["budget"].format(worlds=found.worlds, most=rules.worlds, scale=plan.size.scale)
    )
    return sentences


def _spread(found: Outcome, plan: SensitivityPlan, language: str) -> str:
    from model.indicators import FOUND

    unit, asked = FOUND[plan.question.outcome].unit, plan.question
    mean = (change if asked.difference else written)(found.mean, unit, language)
    fine = "ratio difference" if unit == "ratio" else unit
    spread = written(found.spread, fine, language)
    return TEXTS[language]["spread"].format(mean=mean, spread=spread)
