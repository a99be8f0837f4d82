"""One chart a file. A file put here appears in every report by itself.

To add a chart, write `results/charts/<name>.py` with

    ORDER = 80                                   # place in the report, smaller first
    TEXTS = {"zh": {...}, "en": {...}}           # its sentences, same keys; "name" is one

    def draw(run: Run, language: str) -> Figure: # from stored tables only

A chart of one kind of study only, such as a comparison, says so with `STUDY = "comparison"`, or of
several with a tuple: it is shown where the summary has that `study`, and nowhere else.

`draw` computes the title from the data, so that it states what was found; gives axes titles with
units; passes names of tables, the interval level and notes to `caption`; and returns the data as
shown as a table. It raises `NoData` where a run did not store what it needs. The tests in
`tests/test_charts.py` run over the folder and need no change.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from results.figure import Figure
    from results.run import Run

Draw = Callable[["Run", str], "Figure"]


def chart_modules() -> dict[str, ModuleType]:
    """All charts by file name, in the order of the report."""
    names = sorted(file.stem for folder in __path__ for file in Path(folder).glob("[!_]*.py"))
    found = {name: import_module(f"{__name__}.{name}") for name in names}
    return dict(sorted(found.items(), key=lambda item: (item[1].ORDER, item[0])))


def charts_of(study: str = "") -> dict[str, ModuleType]:
    """The charts of one kind of study; without one those of a forecast."""
    return {name: module for name, module in chart_modules().items() if study in studies_of(module)}


def studies_of(module: ModuleType) -> tuple[str, ...]:
    """The kinds of study that a chart is for; an empty name is a forecast."""
    named = getattr(module, "STUDY", "")
    return (named,) if isinstance(named, str) else tuple(named)


def charts() -> dict[str, Draw]:
    """The drawing function of every chart by name, in the order of the report."""
    return {name: module.draw for name, module in chart_modules().items()}
