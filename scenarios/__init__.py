"""What if: scenarios, paired worlds, ensembles, forecasts and the command line.

In a notebook: `from scenarios import forecast, compare, open_run` (docs/notebook.md).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.notebook.calls import compare, forecast, open_run

__all__ = ["compare", "forecast", "open_run"]


def __getattr__(name: str) -> Any:
    """The calls of the notebook, imported when they are asked for and not before."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from scenarios.notebook import calls

    return getattr(calls, name)
