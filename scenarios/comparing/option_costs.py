"""What a yuan costs: public money beside what reaches rural residents, or the register.

Money and gains are those of all simulated years together, one option less the other. A gain is the
change of household income, whoever pays it and whatever it displaces; public money is what the
treasury pays for programmes. A future in which nobody gains has no cost per yuan.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

GROUPS = {"rural": ("residence", "rural"), "register": ("register", "on_register")}
"""Whose income is meant, in the gains table."""

KEYS = ["draw", "seed"]


def cost_table(
    tables: "Mapping[tuple[str, str], pd.DataFrame]",
    gains: "pd.DataFrame",
    contrasts: Mapping[str, tuple[str, str]],
) -> "pd.DataFrame":
    """Public cost and income of each group by draw, seed and contrast, yuan over all years."""
    import pandas as pd

    reached = _reached(gains)
    frames = []
    for name, (first, second) in contrasts.items():
        cost = (tables[first, "public_cost"] - tables[second, "public_cost"]).sum(axis=1)
        columns = {f"{group}_yuan": reached[name, group] for group in GROUPS}
        frame = pd.DataFrame({"cost_yuan": cost, **columns}).reset_index()
        frames.append(frame.assign(contrast=name))
    table = pd.concat(frames, ignore_index=True)
    return table[[*KEYS, "contrast", "cost_yuan", *(f"{group}_yuan" for group in GROUPS)]]


def cost_per_yuan(costs: "pd.DataFrame") -> list[dict[str, Any]]:
    """By contrast and group: cost over gain of the means, quantiles over futures that gain."""
    return [
        {"contrast": contrast, "group": group, **_ratio(part.cost_yuan, part[f"{group}_yuan"])}
        for contrast, part in costs.groupby("contrast", sort=False)
        for group in GROUPS
    ]


def _ratio(cost: "pd.Series[float]", gain: "pd.Series[float]") -> dict[str, Any]:
    known = gain > 0.0
    each = (cost[known] / gain[known]).to_numpy()
    points = np.quantile(each, (0.05, 0.5, 0.95)).tolist() if each.size else [None] * 3
    total = float(gain.mean())
    return {
        "cost_yuan": float(cost.mean()),
        "gain_yuan": total,
        "per_yuan": float(cost.mean()) / total if total > 0.0 else None,
        **dict(zip(("p05", "median", "p95"), points, strict=True)),
        "futures": len(gain),
        "without_gain": int((~known).sum()),
    }


def _reached(gains: "pd.DataFrame") -> "dict[tuple[str, str], pd.Series[float]]":
    """Yuan that each group gains over all years, by contrast and group."""
    yuan = gains.assign(yuan=gains.persons * gains.gain_per_head)
    found = {}
    for group, (breakdown, name) in GROUPS.items():
        rows = yuan[(yuan.breakdown == breakdown) & (yuan.group == name)]
        for contrast, part in rows.groupby("contrast"):
            found[str(contrast), group] = part.groupby(KEYS)["yuan"].sum()
    return found
