"""Made-up tables of a sensitivity study, for charts."""

import pandas as pd

FACTORS = (
    ("land.rent_yuan_per_mu", "亩均租金", "land: rent yuan per mu", 0.62),
    ("workshops.closure_hazard", "工坊关闭率", "workshops: closure hazard", 0.31),
    ("the rest", "其余全部", "all the others", 0.18),
)


def sensitivity_tables() -> dict[str, pd.DataFrame]:
    """Tables `sensitivity` and `convergence`, three factors, two sizes."""
    steps = [
        {
            "size": size,
            "factor": name,
            "zh": zh,
            "en": en,
            "first": 0.8 * total,
            "first_half": 2.4 / size**0.5,
            "total": total,
            "total_half": 2.0 / size**0.5,
            "close": 0.05,
        }
        for size in (32, 64)
        for name, zh, en, total in FACTORS
    ]
    last = [
        {**row, "pawn": row["total"] / 2, "pawn_floor": 0.1, "converged": False}
        for row in steps
        if row["size"] == 64
    ]
    return {"sensitivity": pd.DataFrame(last), "convergence": pd.DataFrame(steps)}
