"""A finished run as charts and reports read it: stored tables, summary, record, labels."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from results.errors import RunFolderError
from results.language import words
from results.run_folder import RunFolder

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Run:
    """One run. Everything a chart may use comes from here, and from nowhere else."""

    folder: RunFolder
    summary: dict[str, Any]
    record: dict[str, Any]
    _tables: dict[str, "pd.DataFrame"] = field(default_factory=dict)
    _labels: dict[tuple[str, str], dict[str, Any]] | None = None

    @classmethod
    def open(cls, path: Path) -> "Run":
        """Open the run in a folder; RunFolderError when it lacks its summary or record."""
        folder = RunFolder.open(Path(path))
        return cls(folder, folder.read_json("summary"), folder.read_json("run"))

    @property
    def fingerprint(self) -> str:
        """Twelve digits that name the run."""
        return self.folder.fingerprint

    @property
    def study(self) -> str:
        """Kind of study, such as comparison; empty for a forecast."""
        return str(self.summary.get("study", ""))

    @property
    def years(self) -> list[int]:
        """The simulated years, ascending."""
        return sorted(int(year) for year in self.summary["years"])

    @property
    def pairs(self) -> int:
        """Number of paired runs: draws times seeds, less those that failed."""
        table = self.table("indicators")
        return len(table[["draw", "seed"]].drop_duplicates())

    def has(self, name: str) -> bool:
        """Whether a table is stored and has rows."""
        try:
            return not self.table(name).empty
        except RunFolderError:
            return False

    def table(self, name: str) -> "pd.DataFrame":
        """A stored table, read once. Do not change it in place."""
        if name not in self._tables:
            self._tables[name] = self.folder.read_table(name)
        return self._tables[name]

    def quantile(self, year: int, quantity: str, name: str = "median") -> float | None:
        """One number of the summary, or None where the run could not estimate it."""
        entry = self.summary["years"].get(str(year), {}).get(quantity) or {}
        value = entry.get(name)
        return None if value is None else float(value)

    def reference(self, quantity: str, year: int, kind: str) -> float | None:
        """A stored value from outside the run: baseline, plan or observed."""
        if not self.has("references"):
            return None
        rows = self.table("references")
        rows = rows[(rows.quantity == quantity) & (rows.year == year) & (rows.kind == kind)]
        return None if rows.empty else float(rows.value.iloc[0])

    def label(self, kind: str, name: str, language: str) -> str:
        """The words for a stored name: from the run's labels, else from ours, else the name."""
        given = self._label_rows().get((kind, name), {})
        if str(given.get(language, "")).strip():
            return str(given[language])
        return words(language)["labels"].get(kind, {}).get(name, name)

    def _label_rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The first row of the labels table by kind and name, read once."""
        if self._labels is None:
            rows = self.table("labels").to_dict("records") if self.has("labels") else []
            self._labels = {(str(row["kind"]), str(row["name"])): row for row in reversed(rows)}
        return self._labels
