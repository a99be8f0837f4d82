"""What the command line says, in Chinese and English."""

from collections.abc import Mapping
from typing import Any, Literal

from calibration.places import places

Language = Literal["zh", "en"]

WORDS: dict[str, tuple[str, str]] = {
    "pairs": ("成对模拟", "paired runs"),
    "failed_count": ("失败 {failed}", "{failed} failed"),
    "progress": (
        "已完成 {done}/{total} 对，预计还需 {left} 秒，失败 {failed}",
        "{done} of {total} pairs, about {left} s left, {failed} failed",
    ),
    "resumed": (
        "继续：{total} 对中已有 {done} 对完成",
        "going on: {done} of {total} pairs were done before",
    ),
    "set_aside": (
        "运行账本已损坏，移到 {file}，全部重新计算",
        "the ledger of the run was damaged; it is now {file} and everything is computed again",
    ),
    "building": ("生成合成人口", "building the synthetic county"),
    "compiling": ("首次运行，编译内核", "first run of this version: compiling"),
    "writing": ("写入结果和报告", "writing tables and report"),
    "decides_trend": (
        "决定{year}年城乡收入比的主要是趋势（占方差{trend}），不是政策（{policy}）。",
        "The trend decides the {year} income ratio ({trend} of the variance); policy decides "
        "{policy} of it.",
    ),
    "decides_policy": (
        "决定{year}年城乡收入比的主要是政策（占方差{policy}）。",
        "Policy decides the {year} income ratio: {policy} of the variance.",
    ),
    "decides_survey": (
        "公布的{year}年城乡收入比主要受调查误差左右（占方差{survey}），趋势占{trend}，政策占{policy}。",
        "Survey noise decides the published {year} income ratio ({survey} of the variance); the "
        "trend has {trend}, policy {policy}.",
    ),
    "decides_other": (
        "决定{year}年城乡收入比的首先是{name}（占方差{share}），政策占{policy}。",
        "What most decides the {year} income ratio is {name} ({share} of the variance); policy has "
        "{policy}.",
    ),
    "decides_unknown": (
        "这次运行的抽样太少，无法说明什么决定{year}年的城乡收入比。",
        "Too few draws to say what decides the {year} income ratio.",
    ),
    "year": ("年", "year"),
    "median": ("中位数", "median"),
    "interval_50": ("50%区间", "50 % interval"),
    "interval_90": ("90%区间", "90 % interval"),
    "quantity": ("指标", "quantity"),
    "unit": ("单位", "unit"),
    "ratio": ("城乡收入比", "income ratio"),
    "ratio_published": ("城乡收入比（公布口径）", "income ratio, published"),
    "ratio_latent": ("城乡收入比（真实值）", "income ratio, latent"),
    "ratio_effect_pilot": ("试点效应 E1（试点−无试点）", "effect E1: pilot minus no pilot"),
    "ratio_effect_all": ("政策总效应 E2（试点−趋势）", "effect E2: pilot minus trend"),
    "rural_effect_pilot": ("农村人均增收 E1", "rural income, effect E1"),
    "rural_effect_all": ("农村人均增收 E2", "rural income, effect E2"),
    "ratio_effect_pilot_composition": ("E1 中由构成变化带来", "of E1, by who counts as rural"),
    "rural_effect_pilot_composition": (
        "农村人均增收 E1 中由构成变化带来",
        "of rural E1, by who counts as rural",
    ),
    "ratio_effect_all_composition": ("E2 中由构成变化带来", "of E2, by who counts as rural"),
    "rural_effect_all_composition": (
        "农村人均增收 E2 中由构成变化带来",
        "of rural E2, by who counts as rural",
    ),
    "rural_income": ("农村居民人均可支配收入", "rural income per head"),
    "urban_income": ("城镇居民人均可支配收入", "urban income per head"),
    "resident_income": ("全体居民人均可支配收入", "resident income per head"),
    "low_income": ("低收入农户人均可支配收入", "low-income households, per head"),
    "targets": ("官方目标与实现概率", "official targets and the probability of meeting them"),
    "target": ("目标", "target"),
    "probability": ("实现概率", "probability"),
    "not_modelled": ("不模拟的目标：{names}", "targets that are not modelled: {names}"),
    "variance": ("2024年城乡收入比的方差来源", "where the variance of the last ratio comes from"),
    "component_trend": ("趋势", "trend"),
    "component_policy": ("政策", "policy"),
    "component_survey": ("调查误差", "survey noise"),
    "component_chance": ("偶然", "chance"),
    "component_conflicting_baselines": ("基期数据冲突", "conflicting baselines"),
    "warnings": ("注意", "warnings"),
    "failures": (
        "{failed} 对失败，已隔离；任务见 {file}",
        "{failed} pairs failed and were set aside; their jobs are in {file}",
    ),
    "report_at": ("报告：{path}", "Report: {path}"),
    "hindsight": (
        "使用了2022年之后的证据（事后评估）",
        "uses evidence from after 2022 (hindsight)",
    ),
    "done_run": ("运行文件夹：{path}", "Run folder: {path}"),
    "repeated": ("第 {draw} 组参数、种子 {seed} 已重跑", "draw {draw}, seed {seed} ran to its end"),
    "verified": ("全部文件与记录一致", "every file is as the run left it"),
    "calibrated": ("已校准", "calibrated"),
    "partly calibrated": ("部分校准", "partly calibrated"),
    "uncalibrated": ("未校准", "uncalibrated"),
    "valid": ("{file}：可以使用", "{file}: can be used"),
    "not_estimated": ("未估计", "not estimated"),
    "difference": ("差", "difference"),
    "scenario": ("情景", "scenario"),
    "plan": ("一个季度的步骤", "one quarter, step by step"),
    "plan_total": (
        "{pairs} 对 × 3 个世界 × {quarters} 个季度，{workers} 个进程",
        "{pairs} pairs × 3 worlds × {quarters} quarters on {workers} processes",
    ),
    "shortfall": ("期望缺口", "expected shortfall"),
    "decided_by": ("决定因素", "decided by"),
    "status": ("处理", "treatment"),
    "status_not_modelled": ("不模拟，只列官方路径", "not modelled: official path"),
    "status_modelled_over_carried": ("模拟收入÷规划GDP，不给概率", "modelled over the plan's GDP"),
    "status_outside_the_years_simulated": ("不在模拟年份内", "outside the years simulated"),
    "joint": (
        "{year}年全部可评目标同时实现的概率：{all}；其中附件1编号目标：{numbered}",
        "{year}: all scored targets together {all}; the numbered ones of annex 1 {numbered}",
    ),
    "joint_all": ("各年全部目标同时实现的概率：{share}", "all targets in all years: {share}"),
    "seeking": ("目标搜索：已模拟{worlds}个世界", "goal seek: {worlds} worlds run"),
    "effort_title": (
        "达到目标概率所需的最小额外力度（逐个手段；{draws}组参数，模拟{scale:.0%}的村，结果粗略）",
        "least extra effort to the stated probability, one lever at a time ({draws} draws, "
        "{scale:.0%} of the villages: rough)",
    ),
    "effort_none_needed": ("无需额外力度", "no extra effort needed"),
    "effort_cannot": (
        "单靠以下手段在其上限内也达不到（括号内为最高概率）：{levers}",
        "cannot be reached by this lever within its range (best probability): {levers}",
    ),
    "effort_reached": (
        "{lever}：从{planned}提到{setting} {unit}，概率{p}，多支出{cost}",
        "{lever}: from {planned} to {setting} {unit} gives {p}; extra public cost {cost}",
    ),
    "desk_size": (
        "抽样：{draws}组参数 × {seeds}个种子，模拟范围{scale:.0%}；数据包：{label}",
        "{draws} draws × {seeds} seeds, {scale:.0%} of the villages; county pack: {label}",
    ),
    "audit_title": (
        "{county}（数据包：{label}）：共{count}条发现",
        "{county} ({label}): {count} findings",
    ),
    "audit_follows": ("说明：", "What follows: "),
    "audit_treatment": ("处理：", "Treatment: "),
    "audit_reader": (
        "以下分歧算术无法发现，记录在 conflicts.toml：{names}",
        "Disagreements that no arithmetic finds, recorded in conflicts.toml: {names}",
    ),
    "published": ("已记入第 {number} 条：{hash}", "entry {number} of the ledger: {hash}"),
    "ledger_intact": (
        "账本完整：{n} 条，最后一条 {hash}",
        "the ledger is intact: {n} entries, the last is {hash}",
    ),
    "nothing_scored": (
        "账本中的预测还没有公布的结果",
        "no outcome has been published yet for the forecasts of the ledger",
    ),
    "weighted_interval_score": ("加权区间得分", "weighted interval score"),
    "backtesting": ("回测：{quantity}", "backtest: {quantity}"),
    "backtested": ("已完成 {done}/{total} 个起点", "{done} of {total} origins"),
    "expected": ("预计 {seconds:.0f} 秒", "about {seconds:.0f} s in all"),
}


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
