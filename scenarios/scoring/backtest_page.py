"""The measured part of docs/backtest.md, written from the published tables and nothing else."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from results.backtest_tables import decimals, first_line, forecaster, further_lines, percent
from results.run_folder import read_json

Row = Mapping[str, Any]

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def measured(folder: Path) -> str:
    """Markdown of verdict, scores, comparisons and ablations of a published backtest."""
    summary = read_json(folder, "summary.json")
    ratio = {
        name: [row for row in rows if row.get("quantity", "ratio") == "ratio"]
        for name, rows in summary.items()
        if isinstance(rows, list)
    }
    parts = [
        BEGIN,
        f"**{first_line(summary['verdict'], 'en')}**",
        "",
        *further_lines(summary["verdict"], "en"),
        "",
        *_scores(ratio["scores"]),
        "",
        *_comparisons(ratio["comparisons"]),
        "",
        *_ablations(ratio.get("ablations", [])),
        f"Backtest `{summary['fingerprint']}`.",
        END,
    ]
    return "\n".join(parts)


def replaced(page: str, folder: Path) -> str:
    """A page with its measured part as the folder has it."""
    before, rest = page.split(BEGIN)
    return before + measured(folder) + rest.split(END)[1]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return lines + [f"| {' | '.join(cells)} |" for cells in rows]


def _ahead(row: Row) -> str:
    return "all" if row["horizon"] == 0 else str(row["horizon"])


def _covered(row: Row, level: int) -> str:
    share = row[f"coverage_{level}"]
    return "not testable" if share is None else f"{percent(share)} %"


def _scores(rows: Sequence[Row]) -> list[str]:
    head = ["forecaster", "years ahead", "n", "mean absolute error", "CRPS", "50 %", "80 %", "90 %"]
    write = decimals(4)
    cells = [
        [
            forecaster(row["forecaster"], "en"),
            _ahead(row),
            str(row["n"]),
            write(row["mean_absolute_error"]),
            write(row["crps"]),
            *(_covered(row, level) for level in (50, 80, 90)),
        ]
        for row in rows
    ]
    return _table(head, cells)


def _comparisons(rows: Sequence[Row]) -> list[str]:
    head = ["the model against", "years ahead", "n", "skill, %", "90 % interval", "DM p (years)"]
    cells = []
    for row in rows:
        if row["forecaster"] != "model":
            continue
        low, high, p_value = row["skill_low"], row["skill_high"], row["dm_p_value"]
        tested = "" if p_value is None else f"{decimals(3)(p_value)} ({row['dm_years']})"
        between = "" if low is None else f"{percent(low)} to {percent(high)}"
        name = forecaster(row["against"], "en")
        cells.append([name, _ahead(row), str(row["n"]), percent(row["skill"]), between, tested])
    return _table(head, cells)


def _ablations(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    head = ["pack", "effect", "full", "no interaction", "no heterogeneity", "pairs"]
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        found.setdefault((row["place"], row["effect"]), {})[row["ablation"]] = row
    cells = []
    for (place, effect), by_name in found.items():
        write = decimals(4 if effect.startswith("ratio") else 0)
        names = ("full", "no_interaction", "no_heterogeneity")
        values = [write(by_name[name]["value"]) if name in by_name else "" for name in names]
        pairs = str(max(row["pairs"] for row in by_name.values()))
        cells.append([place, effect.replace("_", " "), *values, pairs])
    return [*_table(head, cells), ""]
