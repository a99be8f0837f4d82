"""The tables of a run folder: which columns each must have, and what a row is.

A table may carry further columns. Tables not listed here can be stored too; they have no promise.
"""

PAIR = ("draw", "seed")

TABLES: dict[str, tuple[str, ...]] = {
    "indicators": (*PAIR, "world", "year", "indicator", "value"),
    "villages": (
        *PAIR,
        "world",
        "year",
        "village",
        "town",
        "tier",
        "total_revenue",
        "operating_revenue",
        "dividends",
        "dividend_regime",
        "workshops",
        "workshop_jobs",
        "rural_income_per_head",
    ),
    "postings": (*PAIR, "world", "year", "payer", "payee", "kind", "tag", "amount"),
    "draws": ("draw", "parameter", "value"),
    "gains": (
        *PAIR,
        "contrast",
        "year",
        "breakdown",
        "group",
        "persons",
        "gain_per_head",
        "winners_share",
    ),
    "levels": (
        "year",
        "quantity",
        "p05",
        "p25",
        "median",
        "p75",
        "p95",
        "mean",
        "mc_error",
        "n",
    ),
    "targets": ("indicator", "year", "target", "direction", "value", "probability", "modelled"),
    "variance": ("component", "share"),
    "checks": (
        *PAIR,
        "policy",
        "year",
        "closed_form",
        "simulated",
        "ceiling",
        "indirect_share",
        "feedback_off",
    ),
    "ablations": (
        *PAIR,
        "contrast",
        "year",
        "indicator",
        "effect",
        "effect_without_feedback",
    ),
    "conflicts": (
        "conflict",
        "zh",
        "en",
        "reading",
        "reading_zh",
        "reading_en",
        "value",
        "unit",
        "weight",
        "chosen",
        "enters",
    ),
    "audit": (
        "severity",
        "family",
        "zh",
        "en",
        "follows_zh",
        "follows_en",
        "treatment_zh",
        "treatment_en",
    ),
    "differences": ("first", "second", "year", "indicator", "p05", "median", "p95", "wins"),
    "regret": ("draw", "indicator", "year", "option", "value", "regret", "best"),
    "costs": (*PAIR, "contrast", "cost_yuan", "rural_yuan", "register_yuan"),
    "screening": ("factor", "zh", "en", "mean", "mean_absolute", "half", "kept"),
    "sensitivity": ("factor", "zh", "en", "first", "first_half", "total", "total_half", "pawn"),
    "convergence": ("size", "factor", "zh", "en", "first", "total", "total_half", "close"),
    "attribution": (*PAIR, "outcome", "year", "family", "shapley", "owen"),
    "interactions": (*PAIR, "outcome", "year", "family", "other", "interaction"),
    "worth": (*PAIR, "outcome", "year", "nobody", "everybody"),
    "coalitions": ("world", "family", "scenario"),
    "change_split": (*PAIR, "outcome", "part", "value"),
    "choices": ("mix", "label", "choice", "on_front", "cost_yuan", "gain", "gain_worst"),
    "mixes": ("mix", "label", "option", "zh", "en", "step", "size"),
    "money": (*PAIR, "world", "year", "payer", "item", "amount"),
    "rules": ("what", "option", "verdict", "failures", "draws", "conditions", "score"),
    "value_model": ("mix", "quantity", "foretold", "simulated", "error"),
    "references": ("quantity", "year", "value", "kind", "source", "grade"),
    "assumptions": (
        "kind",
        "name",
        "zh",
        "en",
        "value",
        "low",
        "high",
        "unit",
        "source",
        "grade",
    ),
    "sources": ("tag", "title", "url", "date"),
    "labels": ("kind", "name", "zh", "en", "unit"),
}
"""Required columns by table.

`references` are numbers that a chart shows beside the run; `kind` is baseline (2021), plan or
observed; quantities carry indicator names (`rural_income`, `rural_wage_share`, `workshop_jobs`),
and `ratio_published`, `ratio_implied`, `jobs_per_workshop_low`, `jobs_per_workshop_high`.
`feedback_off` and `ablations` are effects in worlds without second-round effects; few pairs run
those. `conflicts` are figures that sources dispute, a row a reading; `enters` is unknown, levels,
policies, settled or nowhere. `audit` is what the plan's own figures say, or cannot all say at
once, a row a finding, the gravest first. `assumptions` are the unknowns and facts the run rests
on; `labels` the words for names used in the other tables, `kind` being county, indicator, tag,
policy, group, component, account, world or warning (whose `name` is the sentence in the summary).
"""


def missing_columns(name: str, columns: list[str]) -> list[str]:
    """Columns that table `name` must have and that `columns` lacks."""
    return [column for column in TABLES.get(name, ()) if column not in columns]
