"""Prints a backtest: what it says in one sentence, scores, comparisons."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from results.backtest_tables import first_line, further_lines, sections
from results.language import words
from scenarios.commands.screen import print_table, show

if TYPE_CHECKING:
    from scenarios.scoring.backtest_run import Result
    from scenarios.words import Language

Tables = Mapping[str, Sequence[Mapping[str, Any]]]

ON_SCREEN = ("scores", "comparisons", "hindsight", "ablations")


def print_backtest(result: "Result", lang: "Language") -> None:
    """Print the verdict first, good or bad, then the tables that carry it."""
    show(first_line(result.verdict, lang))
    for line in further_lines(result.verdict, lang):
        show(line)
    text = words(lang)["backtest"]
    for section in sections(_few(result.tables), lang):
        if section["name"] in ON_SCREEN:
            rows = [[cell.text for cell in row] for row in section["rows"]]
            print_table(section["head"], rows, title=text[section["name"]])
    unscored = sorted({row["place"] for row in result.tables.get("proxies", ())})
    if unscored:
        show(f"! {text['proxies_note']}{', '.join(unscored)}")


def _few(tables: Tables) -> Tables:
    """The tables without the comparisons of the combination: a screen is not a page."""
    model = [row for row in tables["comparisons"] if row["forecaster"] == "model"]
    return {**tables, "comparisons": model}
