"""Tables of the report on what an effect is made of, and on figures that sources dispute."""

from typing import Any

from results.language import words
from results.numbers import beside
from results.report_tables import Cell, cell, records
from results.run import Run
from results.series import quantiles


def ablations(run: Run, language: str) -> dict[str, Any]:
    """Effects of the last year with and without second-round effects, over the same pairs.

    Returns: `pairs`, how many ran both; `rows`, median effects by contrast and indicator.
    """
    if not run.has("ablations"):
        return {"pairs": 0, "rows": []}
    table = run.table("ablations")
    last = table[table.year == run.years[-1]]
    rows = [
        _ablation(run, str(contrast), str(name), part, language)
        for (contrast, name), part in last.groupby(["contrast", "indicator"], sort=False)
    ]
    return {"pairs": len(last[["draw", "seed"]].drop_duplicates()), "rows": rows}


def _ablation(run: Run, contrast: str, name: str, part: Any, language: str) -> dict[str, Any]:
    unit = "ratio difference" if name == "ratio" else "yuan per head"
    values = {
        "with": part.effect,
        "without": part.effect_without_feedback,
        "indirect": part.effect - part.effect_without_feedback,
    }
    medians = {key: quantiles(value)["median"] for key, value in values.items()}
    way = beside(unit, medians["with"], language)
    effect = words(language)["effects"]["pilot" if contrast.endswith("no_pilot") else "all"]
    shown = {key: way.text(value, signed=True) for key, value in medians.items()}
    return {
        "name": f"{run.label('indicator', name, language)} · {effect}",
        "unit": way.words,
        **{key: Cell(text, f"{medians[key]:.10g}") for key, text in shown.items()},
    }


def conflicts(run: Run, language: str) -> list[dict[str, Any]]:
    """Figures that sources dispute: every reading, its weight, and where it enters."""
    text = words(language)["enters"]
    return [
        {
            "name": str(row[language]),
            "reading": str(row[f"reading_{language}"]),
            "value": cell(float(row["value"]), str(row["unit"]), language),
            "weight": cell(float(row["weight"]), "share", language),
            "enters": text[str(row["enters"])],
        }
        for row in records(run, "conflicts")
        if row["enters"] != "settled"
    ]
