"""A finished run as a notebook holds it: its summary, its tables, its figures, tidy exports."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from model.errors import InputError, nearest_name

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray
    from plotly.graph_objects import Figure as Plot

    from results.run import Run

Language = Literal["zh", "en"]
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class FinishedRun:
    """One run of `forecast`, `compare` or the command line; nothing in it can be changed."""

    run: "Run"

    def __repr__(self) -> str:
        """Name the run in one line."""
        kind = self.run.study or "forecast"
        return f"<{kind} {self.fingerprint} of {self.summary['county']}, {self.run.pairs} pairs>"

    @property
    def fingerprint(self) -> str:
        """Twelve digits that name the run."""
        return self.run.fingerprint

    @property
    def folder(self) -> Path:
        """Where the run is."""
        return self.run.folder.path

    @property
    def report(self) -> Path:
        """The report, to be opened in a browser."""
        return self.folder / "report.html"

    @property
    def summary(self) -> dict[str, Any]:
        """Levels, effects, targets and warnings, as `--json` prints them."""
        return self.run.summary

    @property
    def tables(self) -> list[str]:
        """Names that `table` takes."""
        return sorted(path.stem for path in (self.folder / "tables").glob("*.parquet"))

    @property
    def figures(self) -> list[str]:
        """Names that `figure` takes."""
        from results.charts import charts_of

        return list(charts_of(self.run.study))

    def table(self, name: str) -> "pd.DataFrame":
        """A copy of a stored table; InputError with the nearest name if there is none."""
        if name not in self.tables:
            raise _unknown("table", name, self.tables)
        return self.run.table(name).copy()

    def figure(self, name: str, language: Language = "en") -> "Plot":
        """A figure with title and caption inside; a notebook draws it.

        Raises: InputError for an unknown name or language, and where the run lacks its data.
        """
        from results.charts import charts_of
        from results.figure import NoData

        if name not in self.figures:
            raise _unknown("figure", name, self.figures)
        if language not in LANGUAGES:
            raise _unknown("language", language, list(LANGUAGES))
        try:
            return charts_of(self.run.study)[name].draw(self.run, language).standalone()
        except NoData as reason:
            raise InputError(f"the run did not store {reason}", value=name) from None

    def long(self) -> "pd.DataFrame":
        """Every indicator: draw, seed, world, year, indicator, value; one number a row."""
        from scenarios.notebook.tidy import long_table

        return long_table(self.run)

    def write_long(self, file: str | Path) -> Path:
        """Write `long()` as CSV (UTF-8 with BOM) for R, Stata or a spreadsheet."""
        from results.files import to_csv, write_bytes

        table = self.long()
        rows = table.itertuples(index=False, name=None)
        write_bytes(Path(file), to_csv(list(table.columns), rows))
        return Path(file)

    def ema(self) -> "tuple[pd.DataFrame, dict[str, NDArray[Any]]]":
        """Experiments and outcomes in the form that the EMA Workbench analyses.

        Returns: one row an experiment (draw, seed, world): every unknown, `scenario` (the draw and
        seed), `policy` (the world), `model`; and by indicator an array float64 (experiments,
        years), with the years under `TIME`.
        """
        from scenarios.notebook.tidy import experiments_and_outcomes

        return experiments_and_outcomes(self.run)


def _unknown(kind: str, name: str, known: list[str]) -> InputError:
    return InputError(
        f"is no {kind} of this run",
        value=name,
        allowed=", ".join(known),
        nearest=nearest_name(name, known),
    )
