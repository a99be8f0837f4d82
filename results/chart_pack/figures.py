"""Which figures a run has: those of a forecast, of a study, or of a backtest."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from results.figure import Figure, NoData, county_name
from results.run import Run

if TYPE_CHECKING:
    from results.geometry import Geometry


@dataclass(frozen=True, slots=True)
class Named:
    """A figure of a run, or the reason why there is none; `label` is its short name in words."""

    name: str
    label: str
    figure: Figure | None
    reason: str = ""


def figures(run: Run, language: str, geometry: "Geometry | None" = None) -> list[Named]:
    """Every figure of a run in one language, in the order of its report.

    Args: geometry, shapes of a map that the user gave, to be drawn in place of tiles.
    """
    if "backtest" in run.record.get("spec", {}):
        return _of_backtest(run, language)
    from results.charts import charts_of

    return [
        _named(
            name,
            module.TEXTS[language]["name"],
            _drawing(name, module.draw, geometry),
            run,
            language,
        )
        for name, module in charts_of(run.study).items()
    ]


def title_of(run: Run, language: str) -> str:
    """What a run is about: its county's name; empty for a backtest of many places."""
    return county_name(run, language) if "county" in run.summary else ""


def _drawing(
    name: str, draw: Callable[..., Figure], geometry: "Geometry | None"
) -> Callable[[Run, str], Figure]:
    if name == "village_map" and geometry is not None:
        return lambda run, language: draw(run, language, geometry)
    return draw


def _named(
    name: str, label: str, draw: Callable[[Run, str], Figure], run: Run, language: str
) -> Named:
    try:
        return Named(name, label, draw(run, language))
    except NoData as reason:
        return Named(name, label, None, str(reason))


def _of_backtest(run: Run, language: str) -> list[Named]:
    from results.backtest_charts import draw_all

    data = run.record["spec"]["backtest"]["file"]
    drawn = draw_all(run.summary, language, data)
    return [Named(name, figure.title, figure) for name, figure in drawn.items()]
