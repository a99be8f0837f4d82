"""The only door through which numbers come into a brief: looked up, written, with their place."""

from collections.abc import Mapping
from string import Formatter
from typing import TYPE_CHECKING, Any

from results.brief.parts import Between, Named, Paragraph, Place, Value, named
from results.brief.words import brief_words
from results.language import words
from results.numbers import MISSING, SAME, Beside, beside, change, money_step, written
from results.report_tables import records
from results.run import Run
from results.series import quantiles

if TYPE_CHECKING:
    import pandas as pd


class Facts:
    """What a run knows, in one language. Numbers leave it as values, texts as they are stored."""

    def __init__(self, run: Run, language: str, known_as: str = "") -> None:
        self.run, self.language, self.known_as = run, language, known_as
        self.text: dict[str, Any] = brief_words(language)
        self.report: dict[str, Any] = words(language)["report"]
        self.last = run.years[-1] if run.years else 0

    def label(self, kind: str, name: str) -> str:
        """The words for a stored name."""
        return self.run.label(kind, name, self.language)

    def unit(self, quantity: str) -> str:
        """The unit of a quantity of the summary; differences of ratios have their own."""
        entry = self.run.summary["years"][str(self.last)].get(quantity)
        rows = [row for row in records(self.run, "labels") if row["name"] == quantity]
        unit = str(entry.get("unit", "")) if entry else str(rows[0]["unit"]) if rows else ""
        return "ratio difference" if unit == "ratio" and "_effect_" in quantity else unit

    def way(self, quantity: str) -> Beside:
        """How a row on a quantity is written, scaled by its median of the last year."""
        median = self.run.quantile(self.last, quantity)
        return beside(self.unit(quantity), median, self.language)

    def named(self, quantity: str, way: Beside) -> Named:
        """The words for a quantity, and its unit where they do not say it already."""
        label = self.label("indicator", quantity)
        return named(label, "" if label.endswith(way.words) else way.words)

    def level(
        self, quantity: str, point: str = "median", *, year: int = 0, way: Beside | None = None
    ) -> Value:
        """A number of the summary; effects carry their sign. Without a way its unit is said."""
        year = year or self.last
        place = self._place("summary.json", ("years", str(year), quantity, point))
        number, signed = self.run.quantile(year, quantity, point), "_effect_" in quantity
        signed = signed and point != "mc_error"
        return self.shown(number, place, self.unit(quantity), way=way, signed=signed)

    def interval(self, quantity: str, low: str, high: str, way: Beside) -> Between:
        """Two points of a quantity in the last year."""
        return self.between(*(self.level(quantity, point, way=way) for point in (low, high)))

    def between(self, low: Value, high: Value) -> Between:
        """Two values as an interval."""
        return Between(low, high, self.text["to"])

    def reference(self, quantity: str, kind: str, way: Beside | None = None) -> Value | None:
        """The first stored value of a kind from outside the run, such as the baseline."""
        found = self._rows("references", {"quantity": quantity, "kind": kind})
        if not len(found):
            return None
        year = int(found.year.min())
        rows = {"quantity": quantity, "kind": kind, "year": year}
        return self.pooled("references", rows, "value", "first", self.unit(quantity), way=way)

    def base_year(self) -> Value | None:
        """The year of the baseline."""
        found = self._rows("references", {"kind": "baseline"})
        if not len(found):
            return None
        place = self._place("tables/references.parquet", ("year",), {"kind": "baseline"}, "first")
        return Value(str(int(found.year.iloc[0])), float(found.year.iloc[0]), place)

    def pooled(
        self,
        table: str,
        rows: Mapping[str, object],
        column: str,
        how: str,
        unit: str,
        *,
        way: Beside | None = None,
        signed: bool = False,
    ) -> Value:
        """What is made of a column of some rows: median, p05, p95, mean, max, first or sum."""
        values = self._rows(table, rows)[column].dropna()
        if how in {"median", "p05", "p95"}:
            number = quantiles(values)[how]
        elif values.empty:
            number = None
        else:
            number = float(values.iloc[0] if how == "first" else getattr(values, how)())
        place = self._place(f"tables/{table}.parquet", (column,), rows, how)
        return self.shown(number, place, unit, way=way, signed=signed)

    def count(self, table: str, rows: Mapping[str, object], columns: tuple[str, ...] = ()) -> Value:
        """How many rows there are, or how many different ones in some columns."""
        number = 0
        if self.run.has(table):
            found = self._rows(table, rows)
            number = len(found[list(columns)].drop_duplicates()) if columns else len(found)
        how = "different rows" if columns else "rows"
        place = self._place(f"tables/{table}.parquet", columns, rows, how)
        return Value(f"{number:,}", float(number), place)

    def recorded(self, file: str, *keys: str) -> Value:
        """A whole number of summary or record, as it is stored."""
        content: Any = self.run.summary if file == "summary.json" else self.run.record
        for key in keys:
            content = content[key]
        return Value(f"{content:,g}", float(content), self._place(file, keys))

    def year(self, year: int | None = None) -> Value:
        """A simulated year."""
        year = year or self.last
        return Value(str(year), float(year), self._place("summary.json", ("years", str(year))))

    def less(self, first: Value, second: Value, unit: str, way: Beside | None = None) -> Value:
        """One value minus another."""
        place = Place("", how="difference", of=(first.place, second.place))
        known = first.number is not None and second.number is not None
        number = first.number - second.number if known else None  # type: ignore[operator]
        return self.shown(number, place, unit, way=way, signed=True)

    def shown(
        self,
        number: float | None,
        place: Place,
        unit: str,
        *,
        way: Beside | None = None,
        signed: bool = False,
    ) -> Value:
        """A number written by its unit; one that is not known is a dash."""
        if number is None or number != number:
            return Value(MISSING, None, place)
        if way:
            return Value(way.text(number, signed=signed), number, place, way.divisor, way.words)
        write = change if signed else written
        money = SAME.get(unit, unit) == "yuan"
        divisor = money_step(number, self.language)[0] if money else 1.0
        return Value(write(number, unit, self.language), number, place, divisor)

    def say(self, key: str, style: str = "plain", /, **parts: Value | str) -> Paragraph:
        """A sentence of the brief with values and names in its gaps."""
        template = str(self.text["sentences"][key])
        gaps = [name for _, name, _, _ in Formatter().parse(template) if name]
        texts = {
            name: part.text if isinstance(part, Value) else part for name, part in parts.items()
        }
        order = [parts[name] for name in sorted(dict.fromkeys(gaps))]
        values = tuple(part for part in order if isinstance(part, Value))
        return Paragraph(template.format(**texts), values, style)

    def listed(self, names: list[str]) -> str:
        """Names in a row."""
        return str(self.text["and"]).join(names)

    def _rows(self, table: str, rows: Mapping[str, object]) -> "pd.DataFrame":
        found = self.run.table(table)
        for name, value in rows.items():
            wanted = [int(str(value))] if name == "row" else found[name] == value
            found = found.iloc[wanted] if name == "row" else found[wanted]
        return found

    def _place(
        self,
        file: str,
        keys: tuple[str, ...] = (),
        rows: Mapping[str, object] | None = None,
        how: str = "",
    ) -> Place:
        return Place(file, keys, tuple((rows or {}).items()), how, (), self.known_as)
