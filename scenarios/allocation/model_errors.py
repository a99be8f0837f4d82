"""How wrong the value model was: what it foretold of the finalists, beside their simulation."""

from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.allocation.measured import COST, Measured
from scenarios.allocation.menu import Mix, mix_name
from scenarios.allocation.robust import worst_tenth
from scenarios.allocation.search import Models, Proposal

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["mix", "quantity", "foretold", "simulated", "error", "by_draw"]


def error_rows(model: Models | None, found: Measured, proposal: Proposal | None) -> "pd.DataFrame":
    """A row a proposed mix and quantity; `by_draw` is the root mean square error over draws."""
    import pandas as pd

    rows: list[tuple[object, ...]] = []
    gains = found.gains()
    for mix in proposal.mixes if proposal is not None else ():
        assert model is not None
        k = found.place(mix)
        foretold, simulated = model.of["gain"].of(mix), gains[:, k]
        cost = model.of[COST].of(mix), found.values[COST][:, k]
        tails = worst_tenth(foretold[:, None])[0], worst_tenth(simulated[:, None])[0]
        rows.append(_row(mix, "gain", foretold, simulated))
        rows.append((mix_name(mix), "gain_worst", *tails, tails[0] - tails[1], np.nan))
        rows.append(_row(mix, "cost_yuan", *cost))
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(mix: Mix, name: str, foretold: np.ndarray, simulated: np.ndarray) -> tuple[object, ...]:
    error = foretold - simulated
    spread = float(np.sqrt(np.mean(error**2)))
    return (
        mix_name(mix),
        name,
        float(foretold.mean()),
        float(simulated.mean()),
        float(error.mean()),
        spread,
    )


def error_summary(
    errors: "pd.DataFrame", found: Measured, proposal: Proposal | None, choice: int | None
) -> dict[str, Any] | None:
    """Mean and largest error, the finalists' spread, and whether ranks and choices agree.

    choice: place of the mix that the simulations choose.
    """
    if proposal is None or errors.empty:
        return None
    from scipy.stats import spearmanr

    gain = errors[errors.quantity == "gain"]
    cost = errors[errors.quantity == "cost_yuan"]
    several = len(gain) > 2 and gain.foretold.nunique() > 1 and gain.simulated.nunique() > 1
    ranks = float(spearmanr(gain.foretold, gain.simulated).statistic) if several else None
    return {
        "finalists": len(gain),
        "confirmed": proposal.choice == (None if choice is None else found.mixes[choice]),
        "mean_error": float(gain.error.abs().mean()),
        "largest_error": float(gain.error.abs().max()),
        "bias": float(gain.error.mean()),
        "by_draw": float(gain.by_draw.mean()),
        "spread": float(gain.simulated.max() - gain.simulated.min()),
        "rank_correlation": ranks,
        "cost_mean_error_yuan": float(cost.error.abs().mean()),
        "cost_largest_error_yuan": float(cost.error.abs().max()),
    }
