"""What of each document is modelled: one row a system, in `calibration/coverage/<document>.csv`.

A row's `policy` names what takes the system up: a policy (done), `policy.setting` (setting), or an
indicator (indicator). A row without one says in `left_out` why: it moves no income, or the model
has no state for it. A row that is done names in `test` the test, or the case of `tests/cases/`,
that runs its mechanism. Numbers of the documents, one by one, are in the packs' levers.csv.
"""

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from calibration.packs.pack_fields import Row, Words
from calibration.packs.pack_read import parse_csv, read_bytes
from model.errors import InputError, nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calibration.packs.pack import Lever, Pack

FOLDER = Path(__file__).parents[1] / "coverage"

Status = Literal["done", "setting", "indicator", "no income effect", "not modelled"]

STATUS_ZH: dict[Status, str] = {
    "done": "已建模",
    "setting": "政策参数",
    "indicator": "指标",
    "no income effect": "不影响收入",
    "not modelled": "未建模",
}


class CoverageRow(Row):
    """A system of a document and what became of it."""

    document: Words
    """Its tag in sources.toml, which is also the file's name."""
    section: Words
    term_zh: Words
    policy: str = ""
    status: Status
    left_out: str = ""
    test: str = ""
    """Of what is done: `file::name` of a test or a declarative case that runs the policy."""

    @model_validator(mode="after")
    def _complete(self) -> "CoverageRow":
        taken_up = self.status in ("done", "setting", "indicator")
        if taken_up != bool(self.policy):
            raise ValueError("a policy stands where, and only where, something takes the row up")
        if not taken_up and not self.left_out:
            raise ValueError("say in left_out why nothing takes the row up")
        if (self.status == "done") != bool(self.test):
            raise ValueError("a test stands where, and only where, a policy is done")
        return self


def load_coverage(folder: Path = FOLDER) -> tuple[CoverageRow, ...]:
    """Every row of every document, files in order of name."""
    rows: list[CoverageRow] = []
    for path in sorted(folder.glob("*.csv")):
        found = parse_csv(read_bytes(path), path.name, CoverageRow)
        for place, row in enumerate(found, 1):
            if row.document != path.stem:
                raise InputError(
                    "is not the document of this file",
                    file=path.name,
                    key=f"row {place}.document",
                    value=row.document,
                    allowed=path.stem,
                )
        rows += found
    return tuple(rows)


def check_coverage(rows: "Iterable[CoverageRow]") -> None:
    """Raise InputError for the first row that names a policy, setting or indicator unknown here."""
    known = names_by_status()
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        place = f"{row.section}: {row.term_zh}"
        key = (row.document, row.section, row.term_zh)
        if key in seen:
            raise InputError("row appears twice", file=f"{row.document}.csv", key=place)
        seen.add(key)
        if row.policy and row.policy not in known[row.status]:
            raise InputError(
                f"there is no such {row.status}",
                file=f"{row.document}.csv",
                key=place,
                value=row.policy,
                nearest=nearest_name(row.policy, known[row.status]),
            )


def names_by_status() -> dict[str, set[str]]:
    """What a row may name: policies, their settings, indicators."""
    from model.indicators import FOUND
    from model.policies import available

    kinds = available()
    settings = {f"{name}.{field.name}" for name, kind in kinds.items() for field in fields(kind)}
    return {"done": set(kinds), "setting": settings, "indicator": set(FOUND)}


def not_modelled(packs: "Iterable[Pack]") -> "list[tuple[Pack, Lever]]":
    """The numbers of all packs' documents that nothing takes up, with their reasons."""
    return [(pack, lever) for pack in packs for lever in pack.levers if not lever.policy]
