"""The tables of an allocation."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scenarios.allocation.judged import Judged
from scenarios.allocation.measured import OUTCOMES, Measured
from scenarios.allocation.menu import Menu
from scenarios.allocation.robust import regrets
from scenarios.allocation.study import AllocationStudy
from scenarios.comparing.comparison import MAIN

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


def watched_indicators(table: "pd.DataFrame", study: AllocationStudy) -> "pd.DataFrame":
    """The indicators that are watched: the whole table would be most of the folder."""
    watched = {*MAIN, *OUTCOMES, study.question.objective}
    watched |= {limit.indicator for limit in study.menu.limits}
    table = table.drop_duplicates(["draw", "seed", "world", "year", "indicator"])
    return table[table.indicator.isin(watched)].reset_index(drop=True)


def mixes_table(menu: Menu, found: Measured, rows: Sequence[Row]) -> "pd.DataFrame":
    """What every simulated mix holds: a row a mix and option."""
    import pandas as pd

    columns = ["mix", "label", "option", "zh", "en", "step", "size"]
    return pd.DataFrame(
        [
            (
                row["mix"],
                row["label"],
                option.name,
                option.zh,
                option.en,
                option.steps[step - 1].name if step else "",
                option.steps[step - 1].size if step else 0.0,
            )
            for row in rows
            for option, step in zip(menu.options, found.mixes[row["place"]], strict=True)
        ],
        columns=columns,
    )


def choices_table(rows: Sequence[Row]) -> "pd.DataFrame":
    """What every simulated mix brings and costs."""
    import pandas as pd

    kept = [{k: v for k, v in row.items() if k not in ("place", "roles")} for row in rows]
    table = pd.DataFrame(kept)
    return table.astype({"gain_half": "float64"})


def regret_rows(study: AllocationStudy, found: Measured, of: Judged) -> "pd.DataFrame":
    """Regret of the affordable shortlisted mixes, a row a draw, indicator and mix.

    The best of a draw is looked for among all simulated mixes that may be chosen.
    """
    import pandas as pd

    allowed, short, rows = of.allowed, of.short, []
    names = dict.fromkeys((*OUTCOMES, study.question.objective))
    for name in names if allowed.any() else ():
        behind, values = regrets(found.gains(name), allowed), found.values[name]
        for k in (k for k in short.places if allowed[k]):
            rows += [
                (
                    draw,
                    name,
                    study.years[-1],
                    short.labels[k],
                    values[d, k],
                    behind[d, k],
                    bool(behind[d, k] <= 1e-9 * max(1.0, abs(values[d, k]))),
                )
                for d, draw in enumerate(found.draws)
            ]
    columns = ["draw", "indicator", "year", "option", "value", "regret", "best"]
    return pd.DataFrame(rows, columns=columns)


def rules_table(rules: Sequence[Mapping[str, Any]]) -> "pd.DataFrame":
    """When something fails: a row a rule."""
    import pandas as pd

    flat = [
        {**rule, "conditions": json.dumps(rule["conditions"], ensure_ascii=False)} for rule in rules
    ]
    columns = ["what", "option", "verdict", "failures", "draws", "conditions"]
    more = ["inside_failures", "inside", "outside_failures", "outside", "score", "chance"]
    table = pd.DataFrame(flat, columns=[*columns, *more])
    return table.astype({"score": "float64", "chance": "float64"})
