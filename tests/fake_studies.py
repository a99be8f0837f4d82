"""Made-up tables of a comparison and an attribution, beside those of a made-up run."""

from itertools import combinations

import numpy as np
import pandas as pd
from fake_tables import PAIRS, YEARS

OPTIONS = ("plan", "half", "none")
FAMILIES = ("three incomes and houses", "workshops", "credit", "transfers")
SIZES = {"ratio": 1e-3, "rural_income": 50.0, "urban_income": 4.0, "low_income": 200.0}


def differences_table() -> pd.DataFrame:
    rows = []
    for place, (first, second) in enumerate(combinations(OPTIONS, 2)):
        for year in YEARS:
            for name, size in SIZES.items():
                middle = -size * (place + 1) if name == "ratio" else size * (place + 1)
                ends = (middle - size, middle - 0.4 * size, middle, middle + 0.4 * size)
                rows.append((first, second, year, name, *ends, middle + size, 12, 3, 1, "tie"))
    columns = ["first", "second", "year", "indicator", "p05", "p25", "median", "p75", "p95"]
    return pd.DataFrame(rows, columns=[*columns, "wins", "losses", "ties", "verdict"])


def regret_table() -> pd.DataFrame:
    rng = np.random.Generator(np.random.Philox(9))
    rows = []
    for draw in sorted({draw for draw, _ in PAIRS}):
        for name, size in SIZES.items():
            values = rng.normal(0.0, size, len(OPTIONS))
            best = values.min() if name == "ratio" else values.max()
            for option, value in zip(OPTIONS, values, strict=True):
                regret = abs(best - value)
                rows.append((draw, name, 2024, option, value, regret, regret == 0.0))
    columns = ["draw", "indicator", "year", "option", "value", "regret", "best"]
    return pd.DataFrame(rows, columns=columns)


def attribution_table() -> pd.DataFrame:
    rng = np.random.Generator(np.random.Philox(10))
    rows = [
        (draw, seed, outcome, year, family, "unit", *(share * (1.0 + luck) for share in (1, 1.1)))
        for draw, seed in PAIRS
        for outcome, size in SIZES.items()
        for year in YEARS
        for place, family in enumerate(FAMILIES)
        for share, luck in [((-1) ** place * size * (place + 1), 0.2 * rng.normal())]
    ]
    columns = ["draw", "seed", "outcome", "year", "family", "department", "shapley", "owen"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(alone=table.shapley, last=table.shapley, least=0.0, most=table.shapley)


def interactions_table() -> pd.DataFrame:
    rng = np.random.Generator(np.random.Philox(11))
    rows = [
        (draw, seed, outcome, year, one, other, 0.1 * size * rng.normal(1.0, 0.5))
        for draw, seed in PAIRS
        for outcome, size in SIZES.items()
        for year in YEARS
        for one, other in combinations(FAMILIES, 2)
    ]
    columns = ["draw", "seed", "outcome", "year", "family", "other", "interaction"]
    return pd.DataFrame(rows, columns=columns)


def change_split_table() -> pd.DataFrame:
    rng = np.random.Generator(np.random.Philox(12))
    parts = {"trend": -60, "reclassification": -9, "policy": -4, "displacement": 1, "survey": 3}
    rows = []
    for draw, seed in PAIRS:
        for outcome in ("ratio", "rural_income", "urban_income"):
            size = SIZES[outcome] * (1.0 + 0.3 * rng.normal())
            values = {part: number * size for part, number in parts.items()}
            values["total"] = sum(values.values())
            rows += [(draw, seed, outcome, part, value, 2024) for part, value in values.items()]
    return pd.DataFrame(rows, columns=["draw", "seed", "outcome", "part", "value", "year"])


STEPS = {"mix_0_0": (0, 0), "mix_0_1": (0, 1), "mix_1_0": (1, 0), "mix_1_1": (1, 1)}


def choices_table() -> pd.DataFrame:
    """Four mixes of two options; the dearest is chosen, one is beaten in everything."""
    rows = [
        (mix, label, label == "A", mix != "mix_1_0", 3e7 * one + 5e7 * two, gain, 0.5 * gain, ratio)
        for (mix, (one, two)), label, gain, ratio in zip(
            STEPS.items(), ("C", "B", "", "A"), (0.0, 60.0, -5.0, 150.0), (0.0, 2e-4, 0.0, 9e-4),
            strict=True,
        )
    ]  # fmt: skip
    columns = ["mix", "label", "choice", "on_front", "cost_yuan", "low_income_gain", "gain_worst"]
    table = pd.DataFrame(rows, columns=[*columns, "ratio_gain"])
    return table.assign(gain=table.low_income_gain, affordable=True)


def mixes_table() -> pd.DataFrame:
    """What the four mixes hold."""
    labels = dict(zip(STEPS, ("C", "B", "", "A"), strict=True))
    options = (("workshops", "工坊"), ("loans", "贷款"))
    rows = [
        (mix, labels[mix], option, zh, option, "1" if step else "", float(step))
        for mix, steps in STEPS.items()
        for (option, zh), step in zip(options, steps, strict=True)
    ]
    return pd.DataFrame(rows, columns=["mix", "label", "option", "zh", "en", "step", "size"])


def study_tables() -> dict[str, pd.DataFrame]:
    """All tables that charts of studies read."""
    return {
        "differences": differences_table(),
        "regret": regret_table(),
        "attribution": attribution_table(),
        "interactions": interactions_table(),
        "change_split": change_split_table(),
        "choices": choices_table(),
        "mixes": mixes_table(),
    }
