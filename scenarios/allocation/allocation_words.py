"""What an allocation says in words, in Chinese and English."""

from collections.abc import Iterator, Mapping
from typing import Any

from results.numbers import change, unit_name, written
from scenarios.allocation.allocation_texts import TEXTS
from scenarios.allocation.robust import FEWEST
from scenarios.comparing.comparison_words import indicator_name
from scenarios.running.study import Study
from scenarios.running.study_run import CANNOT

LANGUAGES = ("zh", "en")
Row = Mapping[str, Any]

CHEAPER = 0.99
"""A tie is worth naming where it costs less than this part of the choice."""

FEW_DRAWS = 10
"""With fewer the worst tenth is one draw."""


def words_of(study: Study, summary: Row) -> dict[str, dict[str, Any]]:
    """Title, first sentence, findings and limits, by language."""
    return {language: _words(study, summary, language) for language in LANGUAGES}


def _words(study: Study, summary: Row, language: str) -> dict[str, Any]:
    text = TEXTS[language]
    county = study.pack.zh if language == "zh" else study.pack.en
    budget = written(summary["question"]["budget_yuan"], "yuan", language)
    return {
        "title": text["title"].format(county=county, budget=budget, scenario=study.scenario.name),
        "finding": finding(summary, study.years, language),
        "findings": list(_findings(study, summary, language)),
        "cannot": [*CANNOT[language], text["menu_only"], text["means"]],
    }


def finding(summary: Row, years: range, language: str) -> str:
    """What is chosen, what it brings, and what it costs."""
    text = TEXTS[language]
    parts = {
        "budget": written(summary["question"]["budget_yuan"], "yuan", language),
        "first": years[0],
        "last": years[-1],
        "sure": written(summary["question"]["sure"], "share", language),
        "objective": indicator_name(summary["objective"], language),
    }
    row = chosen_row(summary)
    if row is None:
        return text["none_affordable"].format(**parts)
    if not any(row["steps"].values()):
        return text["nothing_best"].format(**parts)
    return text["choice"].format(
        **parts,
        label=row["label"],
        contents=contents(row, summary, language),
        expected=amount(row["gain"], summary, language),
        worst=amount(row["gain_worst"], summary, language),
        cost=written(row["cost_yuan"], "yuan", language),
        criterion=text[f"by_{summary['question']['criterion']}"],
    )


def _findings(study: Study, summary: Row, language: str) -> Iterator[str]:
    text, row = TEXTS[language], chosen_row(summary)
    if summary["draws_used"] < FEW_DRAWS:
        yield text["few_draws"].format(draws=summary["draws_used"])
    if summary["draws_used"] < FEWEST:
        least = size(summary["least_difference"], summary, language)
        yield text["few_for_ties"].format(fewest=FEWEST, least=least)
    if row is not None:
        yield from _of_choice(row, summary, language)
    yield from _of_others(summary, language)
    yield _front(summary, language)
    yield _model(summary, language)
    yield from _rules(study, summary, language)
    yield from _capacities(summary, language)


def _of_choice(row: Row, summary: Row, language: str) -> Iterator[str]:
    text, stays = TEXTS[language], summary["stays"]
    yield text["stays"].format(
        label=row["label"],
        best=stays["best_draws"],
        alone=stays["alone_draws"],
        draws=stays["draws"],
        same=stays["same_without_one"],
        tied=stays["tied_without_one"],
    )
    yield text["regret"].format(
        label=row["label"],
        mean=size(row["regret_mean"], summary, language),
        largest=size(row["regret_largest"], summary, language),
    )
    yield text["money"].format(
        label=row["label"],
        cost=written(row["cost_yuan"], "yuan", language),
        largest=written(row["cost_largest_yuan"], "yuan", language),
        programmes=written(row["public_cost_yuan"], "yuan", language),
        private=written(row["private_yuan"], "yuan", language),
    )
    ties = summary["ties"]
    if not ties["count"]:
        yield text["no_tie"].format(label=row["label"])
    elif labelled(summary, ties["cheapest"])["cost_yuan"] > CHEAPER * row["cost_yuan"]:
        yield text["no_cheaper_tie"].format(count=ties["count"], label=row["label"])
    else:
        other = labelled(summary, ties["cheapest"])
        yield text["ties"].format(
            count=ties["count"],
            label=row["label"],
            cheapest=other["label"],
            contents=contents(other, summary, language),
            cost=written(other["cost_yuan"], "yuan", language),
            gain=amount(other["gain"], summary, language),
        )


def _of_others(summary: Row, language: str) -> Iterator[str]:
    text = TEXTS[language]
    if summary["nearly_best"]:
        other = labelled(summary, summary["nearly_best"])
        yield text["nearly_best"].format(
            near=other["label"],
            label=summary["choice"],
            contents=contents(other, summary, language),
            gain=amount(other["gain"], summary, language),
            worst=amount(other["gain_worst"], summary, language),
            cost=written(other["cost_yuan"], "yuan", language),
        )
    for criterion, label in summary["by_criterion"].items():
        if criterion == summary["question"]["criterion"]:
            continue
        other = labelled(summary, label)
        yield text["same_by" if label == summary["choice"] else "other_by"].format(
            criterion=text[f"by_{criterion}"],
            label=label,
            contents=contents(other, summary, language),
            gain=amount(other["gain"], summary, language),
            worst=amount(other["gain_worst"], summary, language),
            cost=written(other["cost_yuan"], "yuan", language),
        )
    planned = next((row for row in summary["shortlist"] if "planned" in row["roles"]), None)
    if planned is not None:
        yield text["planned" if planned["affordable"] else "planned_too_dear"].format(
            label=planned["label"],
            gain=amount(planned["gain"], summary, language),
            worst=amount(planned["gain_worst"], summary, language),
            cost=written(planned["cost_yuan"], "yuan", language),
        )


def _front(summary: Row, language: str) -> str:
    front = summary["front"]
    return TEXTS[language]["front"].format(
        count=len(front),
        run=summary["mixes"]["run"],
        ties=sum(row["tie"] for row in front),
    )


def _model(summary: Row, language: str) -> str:
    text, error = TEXTS[language], summary["value_model"]
    if error is None:
        key = "all_run" if summary["mixes"]["all"] else "no_finalists"
        return text[key].format(count=summary["mixes"]["run"])
    return (
        text["model"].format(
            finalists=error["finalists"],
            count=summary["mixes"]["menu"],
            run=summary["mixes"]["run"],
            mean=size(error["mean_error"], summary, language),
            largest=size(error["largest_error"], summary, language),
            spread=size(error["spread"], summary, language),
            ranks="–" if error["rank_correlation"] is None else f"{error['rank_correlation']:.2f}",
            cost=written(error["cost_mean_error_yuan"], "yuan", language),
        )
        + text["confirmed" if error["confirmed"] else "not_confirmed"]
    )


def _rules(study: Study, summary: Row, language: str) -> Iterator[str]:
    """A sentence a rule; what never failed stands in one."""
    text = TEXTS[language]
    never = [rule for rule in summary["rules"] if rule["verdict"] == "never"]
    for rule in summary["rules"]:
        if rule["verdict"] != "never":
            yield rule_sentence(rule, study, summary, language)
    if never:
        what = text["semicolon"].join(_what(rule, summary, language) for rule in never)
        yield text["rule_never"].format(what=what, draws=never[0]["draws"])


def _what(rule: Row, summary: Row, language: str) -> str:
    option = next((o for o in summary["options"] if o["name"] == rule["option"]), None)
    return TEXTS[language][rule["what"]].format(
        label=summary["choice"],
        option=option[language] if option else "",
        budget=written(summary["question"]["budget_yuan"], "yuan", language),
    )


def rule_sentence(rule: Row, study: Study, summary: Row, language: str) -> str:
    """When something fails, or why there is no rule for it."""
    text = TEXTS[language]
    what = _what(rule, summary, language)
    score = {
        "score": "" if rule["score"] is None else f"{rule['score']:.2f}",
        "chance": "" if rule["chance"] is None else f"{rule['chance']:.2f}",
    }
    counts = {key: value for key, value in rule.items() if isinstance(value, int)}
    conditions = text["and"].join(
        condition_words(one, study, language) for one in rule["conditions"]
    )
    return text[f"rule_{rule['verdict']}"].format(
        what=what, conditions=conditions, **counts, **score
    )


def condition_words(condition: Row, study: Study, language: str) -> str:
    """An unknown above or below a number, in words."""
    path = condition["unknown"]
    card = study.pack.cards()[path]
    name = card.zh if language == "zh" else path.replace("_", " ").replace(".", ": ")
    key = "above" if condition["above"] else "below"
    unit = unit_name(card.unit, language) if card.unit not in ("-", "ratio", "index") else ""
    number = f"{condition['threshold']:.3g}"
    return TEXTS[language][key].format(name=name, number=f"{number} {unit}".strip())


def _capacities(summary: Row, language: str) -> Iterator[str]:
    text = TEXTS[language]
    words = {option["name"]: option[language] for option in summary["options"]}
    for row in summary["capacities"]:
        if not row["cut_down"]:
            continue
        yield text["cut_down"].format(
            what=row[language],
            most=f"{row['most']:,.0f}",
            source=row[f"source_{language}"],
            steps=text["list"].join(
                f"{words[cut['option']]} ×{cut['step']}" for cut in row["cut_down"]
            ),
        )


def contents(row: Row, summary: Row, language: str) -> str:
    """The steps that a mix takes, in words."""
    text = TEXTS[language]
    taken = [
        f"{option[language]} ×{row['steps'][option['name']]}"
        for option in summary["options"]
        if row["steps"][option["name"]]
    ]
    return text["list"].join(taken) or text["empty"]


def chosen_row(summary: Row) -> Row | None:
    """The chosen mix among the shortlisted."""
    return labelled(summary, summary["choice"]) if summary["choice"] else None


def labelled(summary: Row, label: str) -> Row:
    """The shortlisted mix of a letter."""
    row: Row = next(row for row in summary["shortlist"] if row["label"] == label)
    return row


def amount(gain: float | None, summary: Row, language: str) -> str:
    """A gain as the change of the objective that it is, with its sign."""
    unit = outcome_unit(summary)
    moved = None if gain is None else gain * summary["direction"]
    return change(moved, unit, language)


def size(value: float | None, summary: Row, language: str) -> str:
    """A regret or an error, which has no direction."""
    return written(value, outcome_unit(summary), language)


def outcome_unit(summary: Row) -> str:
    """The unit in which the objective is written."""
    unit = str(summary["unit"])
    return {"ratio": "fine ratio", "index": "fine ratio"}.get(unit, unit)
