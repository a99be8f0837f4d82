"""From the worlds of a comparison to its tables, its summary and its sentences."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scenarios.comparing.comparison import MAIN, by_world, contrasts, difference_table, pairs_of
from scenarios.comparing.comparison_words import words_of
from scenarios.comparing.option_costs import cost_per_yuan, cost_table
from scenarios.comparing.pairing_gain import pairing_rows
from scenarios.comparing.regret import regret_summary, regret_table
from scenarios.running.execute import Executed
from scenarios.running.study import Study, indicators_of
from scenarios.running.study_run import Found

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]

NUMBERS = ("median", "p05", "p25", "p75", "p95", "mc_error", "n", "unit")
COUNTS = ("good", "wins", "losses", "ties", "verdict")


def assemble(executed: Executed) -> Found:
    """Everything that a comparison publishes."""
    import pandas as pd

    study = executed.plan
    assert isinstance(study, Study)
    names, years = list(study.many), study.years
    indicators = indicators_of(executed.tables)
    worlds = by_world(indicators, years)
    main = tuple(name for name in MAIN if (names[0], name) in worlds)
    gains = executed.tables["gains"]
    differences = difference_table(indicators, names, years)
    costs = cost_table(worlds, gains, contrasts(names))
    regret = regret_table(worlds, names, main, years[-1])
    pairing = pairing_rows(worlds, pairs_of(names), main, years[-1])
    summary = {
        "options": names,
        "year": years[-1],
        "pairs": [_pair(differences, first, second, years) for first, second in pairs_of(names)],
        "groups": group_rows(gains, years[-1]),
        "cost_per_yuan": cost_per_yuan(costs),
        "regret": regret_summary(regret),
        "pairing": pairing,
    }
    tables = {
        "indicators": indicators,
        "gains": gains,
        "differences": differences,
        "costs": costs,
        "regret": regret,
        "pairing": pd.DataFrame(pairing),
    }
    return Found(tables, summary, words_of(study, summary))


def _pair(differences: "pd.DataFrame", first: str, second: str, years: range) -> Row:
    rows = differences[(differences["first"] == first) & (differences["second"] == second)]
    return {
        "first": first,
        "second": second,
        "years": {
            str(year): {
                row["indicator"]: {name: _plain(row[name]) for name in (*NUMBERS, *COUNTS)}
                for row in rows[rows.year == year].to_dict("records")
            }
            for year in years
        },
    }


def group_rows(gains: "pd.DataFrame", year: int) -> list[Row]:
    """Winners and losers of the last year by contrast, breakdown and group."""
    from scenarios.forecasting.summarise import summarise

    last = gains[gains.year == year]
    rows = []
    for (contrast, breakdown, group), part in last.groupby(
        ["contrast", "breakdown", "group"], sort=False
    ):
        by_pair = part.set_index(["draw", "seed"])["gain_per_head"].unstack("seed")
        summary = summarise(by_pair.to_numpy(), "yuan per head").json()
        rows.append(
            {
                "contrast": contrast,
                "breakdown": breakdown,
                "group": group,
                **summary,
                "persons": float(part.persons.mean()),
                "winners_share": float(part.winners_share.mean()),
                "losers_share": float(part.losers_share.mean()),
            }
        )
    return rows


def shown_groups(rows: Sequence[Mapping[str, Any]], contrast: str) -> list[Mapping[str, Any]]:
    """Rows of one contrast for the screen: all groups but towns, of which the two ends."""
    mine = [row for row in rows if row["contrast"] == contrast]
    kept = [row for row in mine if row["breakdown"] in ("decile", "register", "village_tier")]
    towns = [row for row in mine if row["breakdown"] == "town" and row["median"] is not None]
    towns.sort(key=lambda row: row["median"])
    return [*kept, *(towns[:1] + towns[-1:] if len(towns) > 1 else towns)]


def _plain(value: Any) -> Any:
    if value is None or value != value:
        return None
    return value.item() if hasattr(value, "item") else value
