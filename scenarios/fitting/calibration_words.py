"""What `sanjin calibrate` and `sanjin update` say, in Chinese and English."""

from scenarios.words import Language

WORDS: dict[str, tuple[str, str]] = {
    "screen": ("筛选：哪个矩能识别哪个参数", "screening: which moment informs which parameter"),
    "wave 1": ("第一波：整个先验空间", "wave 1: the whole prior"),
    "wave 2": ("第二波：尚未排除的空间", "wave 2: what is not ruled out"),
    "sample": ("后验样本：仍未排除的空间", "sample: what is still not ruled out"),
    "none": (
        "没有任何矩能识别行为参数：全部保持先验，并在输出中如此标注。",
        "No moment informs any behavioural parameter: all stay at their priors, and are "
        "labelled so.",
    ),
    "ruled_out": (
        "历史匹配排除了先验空间的 {shares}；有效样本 {effective:.0f}"
        "（仅模拟世界 {simulated:.0f}）。",
        "History matching rules out {shares} of the prior; effective worlds {effective:.0f} "
        "({simulated:.0f} of the simulated ones alone).",
    ),
    "estimated": (
        "{free} 个参数被估计，{informed} 个有矩涉及但未释放，{only} 个仅有先验",
        "{free} parameters are estimated; {informed} more are touched by a moment and not freed; "
        "{only} are prior only",
    ),
    "parameter": ("参数", "parameter"),
    "moment": ("矩", "moment"),
    "prior": ("先验", "prior"),
    "posterior": ("后验", "posterior"),
    "prior only": ("仅先验", "prior only"),
    "narrowing": ("方差缩减", "variance less"),
    "recovered": ("可恢复", "recovered"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "ranks_off": ("否（秩不均匀）", "no (ranks uneven)"),
    "observed": ("观测", "observed"),
    "verdict": ("判断", "verdict"),
    "contradicts": ("矛盾", "contradicts"),
    "agrees": ("相容", "agrees"),
    "fitted": ("拟合", "fitted"),
    "check": ("未拟合", "not fitted"),
    "role": ("用途", "use"),
    "checks": ("先验与后验预测检验", "prior and posterior predictive checks"),
    "free_title": ("被估计的参数（90%区间）", "estimated parameters (90 % intervals)"),
    "silent": (
        "不提供新信息的矩：{names}",
        "moments that say nothing new: {names}",
    ),
    "missing": ("本县缺少的矩：{names}", "moments this county has no figures for: {names}"),
    "kept": ("拟合结果：{path}", "fit: {path}"),
    "not_used": (
        "预测尚未使用该拟合；加 --keep 后使用。",
        "Forecasts do not use this fit; --keep stores it where they do.",
    ),
    "failed": ("{failed} 个世界失败，未计入", "{failed} worlds failed and are not counted"),
    "absorbed": (
        "吸收 {count} 个公布值；有效样本 {effective:.0f} / {cells}。",
        "Absorbed {count} published figures; effective sample size {effective:.0f} of {cells}.",
    ),
    "unused_no_gap": (
        "未使用（上级地区只以城乡差距提供信息，该行没有）：{rows}",
        "Not used; places above the county inform by their gap alone, which is not here: {rows}",
    ),
    "unused_not_above": (
        "未使用（不是本县，也不是可用的上级地区）：{rows}",
        "Not used, neither the county nor a place above it with a known gap of 2021: {rows}",
    ),
    "no_run": (
        "没有给出 --run：只更新趋势，不含政策效应。",
        "Without --run only the trend is updated; policy effects are not in it.",
    ),
    "no_later_year": (
        "公布值已到最后一年，没有剩下的年份可更新。",
        "The figures reach the last year: no later year is left to forecast.",
    ),
    "before": ("更新前（90%区间）", "before (90 %)"),
    "after": ("更新后（90%区间）", "after (90 %)"),
    "quantity": ("指标", "quantity"),
    "year": ("年", "year"),
    "ratio": ("城乡收入比（公布口径）", "income ratio, published"),
    "rural_income": ("农村居民人均可支配收入（公布）", "rural income per head, published"),
    "urban_income": ("城镇居民人均可支配收入（公布）", "urban income per head, published"),
    "ratio_latent": ("城乡收入比（真实值）", "income ratio, latent"),
    "rural_income_latent": ("农村居民人均可支配收入（真实值）", "rural income per head, latent"),
}


def phrase(key: str, lang: Language) -> str:
    """The words of a key in one language."""
    return WORDS[key][0 if lang == "zh" else 1]
