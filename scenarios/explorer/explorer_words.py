"""What an explorer says in sentences, in Chinese and English."""

from collections.abc import Mapping
from typing import Any

from results.numbers import change
from scenarios.explorer.grid import ExplorerStudy
from scenarios.running.study_run import CANNOT

TEXTS = {
    "zh": {
        "title": "{county}：移动方案的各项力度，看逐点算出的结果",
        "finding": "{points} 个算出的点，每点 {runs} 次成对模拟。{year} 年试点使城乡收入比变动 "
        "{least} 至 {most}（各点的中位数），使农村人均收入变动 {rural_least} 至 {rural_most}。",
        "grid": "滑块只停在算出的点上；点与点之间没有插值，没有算的点会写明。",
        "paired": "所有点用同一组参数、同一份运气，所以点与点的差别是力度的差别。",
        "more": "区间按每点的模拟次数估计；要引用某一点，请下载它的情景文件，用更多抽样再算一次。",
    },
    "en": {
        "title": "{county}: the levers of the plan, point by point",
        "finding": "{points} computed points of {runs} paired runs each. What the pilot changes "
        "in the income ratio of {year} lies between {least} and {most} (medians of points), in "
        "rural income per head between {rural_least} and {rural_most}.",
        "grid": "Sliders stop at computed points only; nothing is interpolated between them, and "
        "a point that was not computed says so.",
        "paired": "All points share draws and luck, so that a difference between two of them is a "
        "difference of effort.",
        "more": "Intervals are those of the runs of one point; to quote a point, download its "
        "scenario and run it again with more draws.",
    },
}


def words_of(study: ExplorerStudy, summary: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Title, finding, findings and limits by language."""
    return {language: _words(study, summary, language) for language in TEXTS}


def _words(study: ExplorerStudy, summary: Mapping[str, Any], language: str) -> dict[str, Any]:
    text = TEXTS[language]
    county = study.pack.zh if language == "zh" else study.pack.en
    year = str(study.years[-1])
    done = [point["years"][year] for point in summary["explorer"]["points"] if point["runs"]]
    ratios = sorted(point["ratio_effect_pilot"]["median"] for point in done)
    rural = sorted(point["rural_effect_pilot"]["median"] for point in done)
    return {
        "title": text["title"].format(county=county),
        "finding": text["finding"].format(
            points=len(done),
            runs=study.size.draws * study.size.seeds,
            year=year,
            least=change(ratios[0], "ratio", language),
            most=change(ratios[-1], "ratio", language),
            rural_least=change(rural[0], "whole yuan", language),
            rural_most=change(rural[-1], "whole yuan", language),
        ),
        "findings": [text["grid"], text["paired"], text["more"]],
        "cannot": list(CANNOT[language]),
    }
