"""The mean of all residents from urban and rural incomes: its weight, and the urban goal unsaid."""

from collections.abc import Iterator
from dataclasses import dataclass

from calibration.figures import Figure, Figures, Span
from calibration.findings import Finding, Quoted, Text, listed, written
from calibration.quotients import PAST, PLAN
from calibration.relations import WeightedMean

ORDER = 30
NAME = ("加权平均", "weighted means")
ONE = Span(1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Solved:
    """The unsaid first part of a mean in one year, at the printed weight and at the survey's."""

    year: int
    given: tuple[Figure, ...]
    first: float
    ratio: float
    first_survey: float | None
    ratio_survey: float | None


def find(figures: Figures) -> Iterator[Finding]:
    """Weights that the printed means contradict, and what goals for a mean imply."""
    for row in figures.relations.weighted_mean:
        weight, baseline = None, _baseline(figures, row)
        if baseline is not None:
            weight, finding = baseline
            if finding is not None:
                yield finding
        solved = _solved(figures, row, weight)
        if solved:
            yield _implied(figures, row, solved)
            yield from _loose_goal(figures, row, solved[-1])


def _baseline(figures: Figures, row: WeightedMean) -> tuple[float, Finding | None] | None:
    """Weight that the means of the last year before the plan imply, less the printed one."""
    for year in reversed(figures.years(row.whole, *PAST)):
        names = (row.whole, row.first, row.second, row.weight)
        found = [figures.at(name, year, *PAST) for name in names]
        whole, first, second, weight = found
        if whole is None or first is None or second is None or weight is None:
            continue
        mean = weight.span * first.span + (ONE - weight.span) * second.span
        if first.value == second.value:
            continue
        implied = (whole.value - second.value) / (first.value - second.value)
        if mean.meets(whole.span):
            return 0.0, None
        parts = (whole, first, second, weight)
        return implied - weight.value, _wrong_weight(figures, row, parts, mean.value, implied)
    return None


def _wrong_weight(
    figures: Figures, row: WeightedMean, parts: tuple[Figure, ...], mean: float, implied: float
) -> Finding:
    whole, _, _, weight = parts
    return Finding(
        "weights",
        row.name,
        "contradiction",
        Text(
            f"按{weight.names[0]}{written(weight.value, 'share')}加权，全体居民收入应为"
            f"{mean:,.0f}元，公布的是{whole.value:,.0f}元；公布数隐含的城镇权重是"
            f"{implied:.4f}。",
            f"Weighted by {weight.names[1]} ({written(weight.value, 'share')}) the mean of all "
            f"residents would be {mean:,.0f}, not {whole.value:,.0f}; the published means imply "
            f"an urban weight of {implied:.4f} against {weight.value:.4g}.",
        ),
        Text(
            "住户调查的权重不是城镇化率；由收入目标反推的城镇收入取决于用哪个权重。",
            "The survey's weight is not the urbanisation rate; the urban income that the goals "
            "imply depends on which is used.",
        ),
        (
            *(figure.quoted() for figure in parts),
            Quoted("加权平均", "weighted mean", mean, whole.unit, whole.year),
            Quoted("隐含城镇权重", "implied urban weight", implied, "ratio", whole.year),
        ),
        figures.conflict(row.conflict),
    )


def _solved(figures: Figures, row: WeightedMean, offset: float | None) -> list[Solved]:
    solved = []
    for year in figures.years(row.whole, *PLAN):
        whole, second, weight = (
            figures.at(name, year, *PLAN) for name in (row.whole, row.second, row.weight)
        )
        stated = figures.at(row.first, year, *PLAN)
        if whole is None or second is None or weight is None or stated is not None:
            continue
        first = _first(whole.value, second.value, weight.value)
        survey = None
        if offset:
            survey = _first(whole.value, second.value, weight.value + offset)
        solved.append(
            Solved(
                year,
                (whole, second, weight),
                first,
                first / second.value,
                survey,
                survey / second.value if survey else None,
            )  # fmt: skip
        )
    return solved


def _first(whole: float, second: float, weight: float) -> float:
    """First part of a mean, from its second part and the weight of the first."""
    return (whole - (1.0 - weight) * second) / weight


def _implied(figures: Figures, row: WeightedMean, solved: list[Solved]) -> Finding:
    zh, en = figures.name(row.first)
    last = solved[-1]
    path = [f"{one.year} {one.ratio:.3f}" for one in solved]
    survey_zh = f"；按调查权重为{last.ratio_survey:.3f}" if last.ratio_survey else ""
    survey_en = f"; {last.ratio_survey:.3f} with the survey's weight" if last.ratio_survey else ""
    return Finding(
        "weights",
        f"{row.name}_goals",
        "implied",
        Text(
            f"文件没有写{zh}目标，但全体与农村收入目标给出了它：{last.year}年{last.first:,.0f}元"
            f"，城乡比{listed(path, 'zh')}{survey_zh}。",
            f"No goal for {en} is written, but those for all residents and for rural income fix "
            f"it: {last.first:,.0f} in {last.year}, a ratio of {listed(path, 'en')}{survey_en}.",
        ),
        Text(
            "文件自身的收入目标对城乡比的要求，比写出的比值目标更具体。",
            "The plan's own incomes say more about the ratio than its goal for the ratio does.",
        ),
        tuple(number for one in solved for number in _numbers(zh, en, one)),
        figures.conflict(row.conflict),
    )


def _numbers(zh: str, en: str, one: Solved) -> Iterator[Quoted]:
    unit = one.given[0].unit
    yield from (figure.quoted() for figure in one.given)
    yield Quoted(f"隐含{zh}", f"implied {en}", one.first, unit, one.year)
    yield Quoted("隐含城乡比", "implied ratio", one.ratio, "ratio", one.year)
    if one.first_survey is not None and one.ratio_survey is not None:
        named = f"implied {en}, survey weight"
        yield Quoted(f"隐含{zh}（调查权重）", named, one.first_survey, unit, one.year)
        name_zh, name_en = "隐含城乡比（调查权重）", "implied ratio, survey weight"
        yield Quoted(name_zh, name_en, one.ratio_survey, "ratio", one.year)


def _loose_goal(figures: Figures, row: WeightedMean, last: Solved) -> Iterator[Finding]:
    """A goal for the ratio that the plan's own incomes more than meet."""
    goal = figures.at(row.ratio, last.year, *PLAN) if row.ratio else None
    if goal is None or goal.direction != "<=" or last.ratio >= goal.span.low:
        return
    yield Finding(
        "weights",
        row.ratio,
        "non-binding",
        Text(
            f"{last.year}年城乡比目标{written(goal.value, 'ratio')}比收入目标隐含的"
            f"{last.ratio:.3f}宽松。",
            f"The goal for the ratio in {last.year}, {written(goal.value, 'ratio')}, is looser "
            f"than the {last.ratio:.3f} that the income goals imply.",
        ),
        Text(
            "收入目标若都达到，比值目标自动达到，不增加任何要求。",
            "If the income goals are met the goal for the ratio is met: it asks for nothing more.",
        ),
        (goal.quoted(), Quoted("隐含城乡比", "implied ratio", last.ratio, "ratio", last.year)),
        figures.conflict(figures.relations.quantities[row.ratio].conflict),
    )
