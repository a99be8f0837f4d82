"""What the command line says, in Chinese and English."""

from collections.abc import Mapping
from typing import Any, Literal

from calibration.history.places import places

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
    "shard_done": (
        "第 {shard} 份完成：{pairs} 对，失败 {failed}；合并：sanjin merge OUT {path} …",
        "shard {shard} is done: {pairs} pairs, {failed} failed; next: sanjin merge OUT {path} ...",
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
    "better_of_100": ("100个未来中 更好:更差:持平", "of 100: better:worse:tied"),
    "verdict": ("结论", "verdict"),
    "verdict_better": ("{name} 更好", "{name} better"),
    "verdict_tie": ("平局", "tie"),
    "verdict_too_few_futures": ("未来太少", "too few futures"),
    "verdict_no_direction": ("无方向", "no direction"),
    "group": ("人群", "group"),
    "gain_per_head": ("人均变动（元）", "change per head (yuan)"),
    "winners": ("得益者", "winners"),
    "losers": ("受损者", "losers"),
    "decile": ("收入十等分", "income tenth"),
    "register": ("低收入名册", "register"),
    "village_tier": ("村的类别", "kind of village"),
    "town": ("乡镇街道", "town"),
    "cost_per_yuan": ("每增收1元的公共支出（元）", "public yuan per yuan gained"),
    "cost_title": (
        "{first}–{last}年累计：每增收1元花多少公共支出",
        "{first}–{last} together: public money per yuan gained, displacement counted",
    ),
    "rural_group": ("农村居民", "rural residents"),
    "register_group": ("低收入名册", "the register"),
    "without_gain": ("无增收的未来", "futures without gain"),
    "option": ("方案", "option"),
    "regret": ("后悔值（每组参数：最优方案−本方案）", "regret (by draw: best option − this one)"),
    "regret_mean": ("平均", "mean"),
    "regret_largest": ("最大", "largest"),
    "best_share": ("最优的参数组", "best in"),
    "family": ("政策类别", "policy family"),
    "shapley": ("分摊（夏普利值）", "share (Shapley)"),
    "alone": ("单独实施", "alone"),
    "as_last": ("最后加入", "as the last"),
    "any_order": ("任何次序", "in any order"),
    "total": ("合计", "total"),
    "department": ("责任单位", "responsible unit"),
    "nested": ("嵌套值（欧文值）", "nested share (Owen)"),
    "interaction": ("交互", "interaction"),
    "size": ("大小", "size"),
    "what_they_do": ("关系", "what they do"),
    "they_helping": ("互相促进", "help each other"),
    "they_hindering": ("互相替代", "stand in for each other"),
    "they_unclear": ("方向不明", "direction open"),
    "part": ("部分", "part"),
    "mean": ("均值", "mean"),
    "part_trend": ("趋势（身份固定在2021年）", "trend, at the residence of 2021"),
    "part_reclassification": ("村改居", "reclassification"),
    "part_policy": ("政策（得益者）", "policy (those who gain)"),
    "part_displacement": ("替代（受损者）", "displacement (those who lose)"),
    "part_survey": ("调查误差", "survey"),
    "part_total": ("公布值变动", "published change"),
    "split_title": (
        "{name}：2021年至{year}年公布值的变动",
        "{name}: published change 2021 to {year}",
    ),
    "adds_up": (
        "{worlds}个政策组合全部模拟；分摊之和与总数最多差 {residual}",
        "all {worlds} subsets were run; shares miss the total by at most {residual}",
    ),
    "effort_measured": (
        "实测：{worlds}个世界，每个在工作进程中 {seconds:.2f} 秒（规模 {scale:g}）；"
        "照此 {goal} 个世界用 {workers} 个进程约需 {minutes:.0f} 分钟",
        "measured: {worlds} worlds, {seconds:.2f} s each in a worker at scale {scale:g}; "
        "{goal} worlds on {workers} processes would take about {minutes:.0f} minutes",
    ),
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
