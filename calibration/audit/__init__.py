"""One family of checks a file. A file put here takes part in every audit by itself.

To add a family, write `calibration/audit/<name>.py` with

    ORDER = 95                                     # place in the audit, smaller first
    NAME = ("...", "...")                          # what it looks for, in Chinese and English

    def find(figures: Figures) -> Iterator[Finding]:

A family reads relations of one kind from `relations.toml` and the figures they name; it stays
silent where the pack lacks one of them. It knows no county.
"""

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calibration.figures import Figures
    from calibration.findings import Finding

Find = Callable[["Figures"], Iterable["Finding"]]


def families() -> dict[str, ModuleType]:
    """All families by file name, in the order of the audit."""
    names = sorted(file.stem for folder in __path__ for file in Path(folder).glob("[!_]*.py"))
    found = {name: import_module(f"{__name__}.{name}") for name in names}
    return dict(sorted(found.items(), key=lambda item: (item[1].ORDER, item[0])))
