"""The tables of the backtest page, and its first sentence: every number is written here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from results.language import words
from results.numbers import MISSING
from results.report_tables import Cell

Row = Mapping[str, Any]
Write = Callable[[Any], str]

LEVELS = (50, 80, 90)
ALL_HORIZONS = 0


def first_line(verdict: Row, language: str) -> str:
    """Does the model beat pooled drift: the sentence that every output begins with."""
    text, row = words(language)["backtest"], verdict.get("against_pooled_drift")
    state = verdict.get("model")
    if row is None or state not in ("beats", "ahead", "loses"):
        return str(text["not_compared"])
    loss = percent(None if row["skill"] is None else -row["skill"])
    counts = {"n": row["n"], "places": row["places"]}
    return str(text[state].format(**_skill(row, text), dm=_dm(row, text), loss=loss, **counts))


def further_lines(verdict: Row, language: str) -> list[str]:
    """The strongest rival, and how the combination does."""
    text, lines = words(language)["backtest"], []
    best, combined = verdict.get("against_best_rival"), verdict.get("combined_against_pooled_drift")
    if best is not None:
        rival = forecaster(best["against"], language)
        lines.append(text["best"].format(**_skill(best, text), n=best["n"], rival=rival))
    if combined is not None:
        lines.append(text["combined"].format(**_skill(combined, text)))
    return lines


def _skill(row: Row, text: Row) -> dict[str, str]:
    low, high = row["skill_low"], row["skill_high"]
    if low is None or high is None:
        return {"skill": percent(row["skill"]), "between": text["no_interval"]}
    between = text["between"].format(low=percent(low), high=percent(high))
    return {"skill": percent(row["skill"]), "between": between}


def _dm(row: Row, text: Row) -> str:
    p_value, years = row["dm_p_value"], row["dm_years"]
    if p_value is None:
        return str(text["no_dm"])
    return str(text["dm_p"].format(p=decimals(3)(p_value), years=years, horizon=row["dm_horizon"]))


def forecaster(name: str, language: str) -> str:
    """The words for a forecaster."""
    return str(words(language)["labels"]["forecaster"].get(name, name))


def percent(value: float | None) -> str:
    """A share in per cent with one decimal, without the sign of per cent."""
    return MISSING if value is None else _minus(f"{100.0 * value:.1f}")


def decimals(digits: int) -> Write:
    """A writer of numbers with so many decimals."""
    return lambda value: MISSING if value is None else _minus(f"{value:.{digits}f}")


def _minus(text: str) -> str:
    zero = not any(digit in "123456789" for digit in text)
    return text.lstrip("-") if zero else text.replace("-", "−")


def cells(row: Row, columns: Sequence[tuple[str, Write]]) -> list[Cell]:
    """Cells of one row; a number that is missing is a dash."""
    return [
        Cell(write(row.get(key)), f"{row[key]:.10g}" if _number(row.get(key)) else None)
        for key, write in columns
    ]


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def table(name: str, head: Sequence[str], rows: list[list[Cell]], note: str = "") -> Row:
    """A section of the page."""
    return {"name": name, "head": list(head), "rows": rows, "note": note}


def sections(tables: Mapping[str, Sequence[Row]], language: str) -> list[Row]:
    """All tables in the order of the page; those without rows are left out."""
    makers = (
        _scores,
        _comparisons,
        _by_origin,
        _unbiasedness,
        _hindsight,
        _incomes,
        _ablations,
        _not_available,
    )
    found = [maker(tables, language) for maker in makers]
    return [section for section in found if section["rows"]]


def _of_ratio(tables: Mapping[str, Sequence[Row]], name: str) -> list[Row]:
    return [row for row in tables.get(name, ()) if row.get("quantity", "ratio") == "ratio"]


def _horizon(row: Row, text: Row) -> Cell:
    ahead = row["horizon"]
    return (
        Cell(str(text["all_horizons"])) if ahead == ALL_HORIZONS else Cell(str(ahead), str(ahead))
    )


def _scores(tables: Mapping[str, Sequence[Row]], language: str) -> Row:
    text = words(language)["backtest"]
    head = [text[key] for key in ("forecaster", "horizon", "count", "mean_absolute_error", "crps")]
    head += [text["coverage"].format(level=level) for level in LEVELS]
    columns: list[tuple[str, Write]] = [
        ("n", decimals(0)),
        ("mean_absolute_error", decimals(4)),
        ("crps", decimals(4)),
    ]

    def covered(value: float | None) -> str:
        return text["not_testable"] if value is None else percent(value)

    columns += [(f"coverage_{level}", covered) for level in LEVELS]
    rows = [
        [Cell(forecaster(row["forecaster"], language)), _horizon(row, text), *cells(row, columns)]
        for row in _of_ratio(tables, "scores")
    ]
    return table("scores", head, rows, text["scores_note"])


def _comparisons(tables: Mapping[str, Sequence[Row]], language: str) -> Row:
    text = words(language)["backtest"]
    keys = ("forecaster", "against", "horizon", "count", "skill", "interval90", "dm", "p_value")
    rows = []
    for row in _of_ratio(tables, "comparisons"):
        names = [Cell(forecaster(row[key], language)) for key in ("forecaster", "against")]
        between = f"{percent(row['skill_low'])} … {percent(row['skill_high'])}"
        count, skill, *test = cells(
            row,
            [
                ("n", decimals(0)),
                ("skill", percent),
                ("dm_statistic", decimals(2)),
                ("dm_p_value", decimals(3)),
                ("dm_years", decimals(0)),
            ],
        )
        known = row["skill_low"] is not None
        interval = Cell(between if known else MISSING)
        rows.append([*names, _horizon(row, text), count, skill, interval, *test])
    head = [*(text[key] for key in keys), text["years"]]
    return table("comparisons", head, rows, text["comparisons_note"])


def _by_origin(tables: Mapping[str, Sequence[Row]], language: str) -> Row:
    text = words(language)["backtest"]
    keys = ("forecaster", "origin", "count", "mean_absolute_error", "crps_log", "bias_log")
    columns: list[tuple[str, Write]] = [
        ("origin", decimals(0)),
        ("n", decimals(0)),
        ("mean_absolute_error", decimals(4)),
        ("crps_log", decimals(4)),
        ("bias_log", decimals(4)),
    ]
    rows = [
        [Cell(forecaster(row["forecaster"], language)), *cells(row, columns)]
        for row in _of_ratio(tables, "by_origin")
    ]
    return table("by_origin", [text[key] for key in keys], rows)


def _unbiasedness(tables: Mapping[str, Sequence[Row]], language: str) -> Row:
    text = words(language)["backtest"]
    keys = ("forecaster", "horizon", "count", "intercept", "slope", "p_value")
    columns: list[tuple[str, Write]] = [
        ("n", decimals(0)),
        ("intercept", decimals(4)),
        ("slope", decimals(2)),
        ("p_value", decimals(3)),
    ]
    rows = [
        [Cell(forecaster(row["forecaster"], language)), _horizon(row, text), *cells(row, columns)]
        for row in _of_ratio(tables, "unbiasedness")
    ]
    return table("unbiasedness", [text[key] for key in keys], rows, text["unbiasedness_note"])


def _hindsight(tables: Mapping[str, Sequence[Row]], language: str) -> Row:
    text = words(language)["backtest"]
    keys = ("horizon", "count", "no_change", "drift_of_all_years")
    columns: list[tuple[str, Write]] = [
        ("n", decimals(0)),
        ("no_change", decimals(4)),
        ("drift_of_all_years", decimals(4)),
    ]
    rows = [[_horizon(row, text), *cells(row, columns)] for row in _of_ratio(tables, "hindsight")]
    return table("hindsight", [text[key] for key in keys], rows, text["hindsight_note"])


def _incomes(tables: Mapping[str, Sequence[Row]], language: str) -> Row:
    text, labels = words(language)["backtest"], words(language)["labels"]["scored_quantity"]
    keys = ("quantity", "forecaster", "horizon", "count", "error_log", "crps_log", "bias_log")
    columns: list[tuple[str, Write]] = [
        ("n", decimals(0)),
        ("mean_absolute_error_log", decimals(4)),
        ("crps_log", decimals(4)),
        ("bias_log", decimals(4)),
    ]
    rows = [
        [
            Cell(labels[row["quantity"]]),
            Cell(forecaster(row["forecaster"], language)),
            _horizon(row, text),
            *cells(row, columns),
        ]
        for row in tables.get("scores", ())
        if row["quantity"] != "ratio"
    ]
    return table("incomes", [text[key] for key in keys], rows, text["incomes_note"])


def _ablations(tables: Mapping[str, Sequence[Row]], language: str) -> Row:
    text, labels = words(language)["backtest"], words(language)["labels"]
    rows = []
    for row in tables.get("ablations", ()):
        write = decimals(4 if row["effect"].startswith("ratio") else 0)
        rows.append(
            [
                Cell(str(row["place"])),
                Cell(labels["effect"][row["effect"]]),
                Cell(labels["ablation"][row["ablation"]]),
                *cells(row, [("value", write), ("against_full", write)]),
            ]
        )
    head = [text["place"], text["effect"], text["ablations"], text["value"], text["against_full"]]
    return table("ablations", head, rows, text["ablations_note"])


def _not_available(tables: Mapping[str, Sequence[Row]], language: str) -> Row:
    text = words(language)["backtest"]
    keys = ("forecaster", "horizon", "level", "reason", "count")
    rows = [
        [
            Cell(forecaster(row["forecaster"], language)),
            _horizon(row, text),
            Cell(str(row["level"])),
            Cell(str(row["reason"])),
            *cells(row, [("n", decimals(0))]),
        ]
        for row in _of_ratio(tables, "not_available")
    ]
    return table("not_available", [text[key] for key in keys], rows)
