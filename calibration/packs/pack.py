"""County packs: everything particular to one county, read strictly and checked as a whole."""

from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from calibration.outlook.stored_trend import ROWS_FILE, borrowed_from, fitted_cards
from calibration.packs.pack_checks import check
from calibration.packs.pack_fields import Row, Words, Year, shown
from calibration.packs.pack_history import HistoryRow, SourceHistoryRow
from calibration.packs.pack_parts import Enterprise, Town, Village
from calibration.packs.pack_read import build, parse_csv, parse_toml, read_bytes
from calibration.packs.pack_schema import Conflict, CountyPrior, Fact, Lever, Source, Target
from model.errors import InputError, nearest_name
from model.parameters import Parameters, Unknown

__all__ = [
    "Conflict",
    "CountyPrior",
    "Enterprise",
    "Fact",
    "HistoryRow",
    "Lever",
    "Pack",
    "Source",
    "SourceHistoryRow",
    "Target",
    "Town",
    "Village",
    "available_packs",
    "load_pack",
    "shared_sources",
]

HERE = Path(__file__).parents[1]
COUNTIES = HERE / "counties"
SHARED_SOURCES = HERE / "sources.toml"

REQUIRED = ("county.toml", "targets.csv", "levers.csv", "history.csv", "conflicts.toml")
OPTIONAL = (
    "filled.toml",
    "income_sources.csv",
    "sources.toml",
    "towns.csv",
    "villages.csv",
    "enterprises.csv",
)
TABLES: dict[str, type[Row]] = {
    "targets": Target,
    "levers": Lever,
    "history": HistoryRow,
    "income_sources": SourceHistoryRow,
    "towns": Town,
    "villages": Village,
    "enterprises": Enterprise,
}


class Head(Row):
    """The `[county]` table of county.toml."""

    name: Words
    zh: Words
    en: Words
    label: Literal["calibrated", "partly calibrated", "uncalibrated"]
    horizon: Year
    """The last year of the county's plan; of a case report, the last year that may be run."""
    level: Literal["county", "prefecture"] = "county"
    document: Literal["plan", "draft", "case report"] = "plan"
    """What the goals come from; a case report sets none."""
    parent: str = ""
    """The city or province of `regions.csv` that `parent_fill` fills gaps from."""


class Pack(BaseModel):
    """A county pack. Sources are those shared by all packs and the pack's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    zh: str
    en: str
    label: Literal["calibrated", "partly calibrated", "uncalibrated"]
    horizon: int
    level: Literal["county", "prefecture"] = "county"
    document: Literal["plan", "draft", "case report"] = "plan"
    parent: str = ""
    facts: dict[str, Fact]
    """Those found for the place (county.toml) and those filled by rule (filled.toml)."""
    filled: frozenset[str] = frozenset()
    """Names of the facts that are filled by rule."""
    priors: dict[str, CountyPrior] = {}
    """Priors of unknowns that differ from the shared ones, by path."""
    targets: tuple[Target, ...]
    levers: tuple[Lever, ...]
    history: tuple[HistoryRow, ...]
    income_sources: tuple[SourceHistoryRow, ...] = ()
    conflicts: dict[str, Conflict]
    sources: dict[str, Source]
    towns: tuple[Town, ...] = ()
    villages: tuple[Village, ...] = ()
    enterprises: tuple[Enterprise, ...] = ()
    fingerprint: str
    """sha256 over the names and bytes of the pack's files, shared sources and fitted trends."""

    def cards(self) -> dict[str, Unknown]:
        """Every unknown's card by path: the county's own priors and what was fitted included."""
        shared = Parameters.cards()
        own = {path: prior.card(shared[path]) for path, prior in self.priors.items()}
        return shared | fitted_cards(self, shared) | own

    @property
    def trend_borrowed_from(self) -> str | None:
        """The place whose history the trend comes from; None if the county has one of its own."""
        return borrowed_from(self)

    def value(self, name: str) -> float:
        """The value of a fact; InputError with the nearest name for an unknown one."""
        return self.fact(name).value

    def fact(self, name: str) -> Fact:
        """A fact with unit, year, source and grade; InputError for an unknown name."""
        if name not in self.facts:
            raise InputError(
                "no such fact",
                file=f"{self.name}/county.toml",
                key=name,
                nearest=nearest_name(name, self.facts),
            )
        return self.facts[name]


def available_packs() -> list[str]:
    """Names of the county packs that come with the project."""
    return sorted(path.parent.name for path in COUNTIES.glob("[a-z]*/county.toml"))


def load_pack(name_or_path: str | Path) -> Pack:
    """Read and check a county pack by its name or by the path of its folder."""
    folder = pack_folder(name_or_path)
    files = _files(folder)
    head, facts = _county(files["county.toml"])
    shared = shared_sources()
    filled, priors = _filled(files, facts)
    pack = Pack(
        **head.model_dump(),
        facts=facts | filled,
        filled=frozenset(filled),
        priors=priors,
        sources=shared | _own_sources(files, shared),
        conflicts=_named_rows(files["conflicts.toml"], "conflicts.toml", "conflicts", Conflict),
        **_tables(files),
        fingerprint=_fingerprint(
            files
            | {
                "../sources.toml": read_bytes(SHARED_SOURCES),
                "../fitted/trend.csv": read_bytes(ROWS_FILE),
            }
        ),
    )
    check(pack)
    return pack


def read_county(folder: Path) -> tuple[Head, dict[str, Fact]]:
    """Head and own facts of a pack that may still lack facts."""
    return _county(read_bytes(folder / "county.toml"))


def shared_sources() -> dict[str, Source]:
    """Documents by tag that priors and all packs may cite."""
    return _named_rows(read_bytes(SHARED_SOURCES), "sources.toml", "sources", Source)


def pack_folder(name_or_path: str | Path) -> Path:
    """The folder of a pack given by name or path; InputError with the nearest name otherwise."""
    names = available_packs()
    if str(name_or_path) in names:
        return COUNTIES / str(name_or_path)
    try:
        if str(name_or_path) and Path(name_or_path).is_dir():
            return Path(name_or_path)
    except (OSError, ValueError):
        pass
    raise InputError(
        "unknown county",
        value=str(name_or_path),
        allowed=", ".join(names),
        nearest=nearest_name(str(name_or_path), names),
    )


def _files(folder: Path) -> dict[str, bytes]:
    """Bytes of the pack's files by name; a data file that no reader knows is refused."""
    known = REQUIRED + OPTIONAL
    for name in _names(folder):
        if name.lower().endswith((".csv", ".toml")) and name not in known:
            raise InputError(
                "not a file of a county pack",
                file=name,
                allowed=", ".join(known),
                nearest=nearest_name(name, known),
            )
    present = [name for name in _names(folder) if name in OPTIONAL]
    return {name: read_bytes(folder / name) for name in (*REQUIRED, *present)}


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in sorted(folder.iterdir())]
    except OSError as error:
        raise InputError("folder cannot be read", file=folder.name) from error


def _county(data: bytes) -> tuple[Head, dict[str, Fact]]:
    table = parse_toml(data, "county.toml")
    for key in table:
        if key not in {"county", "facts"}:
            raise InputError(
                "unknown key",
                file="county.toml",
                key=shown(key),
                allowed="county, facts",
                nearest=nearest_name(key, ("county", "facts")),
            )
    head = build(Head, table.get("county", {}), "county.toml", "county")
    return head, _rows(table.get("facts"), "county.toml", "facts", Fact)


def _filled(
    files: dict[str, bytes], own: dict[str, Fact]
) -> tuple[dict[str, Fact], dict[str, CountyPrior]]:
    """Facts and priors that a rule has filled in; none of them may be one of the pack's own."""
    if "filled.toml" not in files:
        return {}, {}
    file = "filled.toml"
    table = parse_toml(files[file], file)
    for key in table:
        if key not in {"facts", "priors"}:
            raise InputError("unknown key", file=file, key=shown(key), allowed="facts, priors")
    facts: dict[str, Fact] = _rows(table["facts"], file, "facts", Fact) if "facts" in table else {}
    for name in facts:
        if name in own:
            raise InputError("stands in county.toml already", file=file, key=f"facts.{shown(name)}")
    priors = _rows(table["priors"], file, "priors", CountyPrior) if "priors" in table else {}
    return facts, priors


def _own_sources(files: dict[str, bytes], shared: dict[str, Source]) -> dict[str, Source]:
    """Sources that only this pack cites; a tag of the shared list may not mean something else."""
    if "sources.toml" not in files:
        return {}
    own: dict[str, Source] = _named_rows(files["sources.toml"], "sources.toml", "sources", Source)
    for tag in own:
        if tag in shared:
            raise InputError(
                "tag is taken by a shared source", file="sources.toml", key=f"sources.{shown(tag)}"
            )
    return own


def _named_rows(data: bytes, file: str, key: str, model: type[Any]) -> dict[str, Any]:
    """Rows of a TOML file that holds one table of named rows."""
    table = parse_toml(data, file)
    for name in table:
        if name != key:
            raise InputError("unknown key", file=file, key=shown(name), allowed=key, nearest=key)
    return _rows(table.get(key), file, key, model)


def _rows(table: object, file: str, key: str, model: type[Any]) -> dict[str, Any]:
    if not isinstance(table, dict) or not table:
        raise InputError("holds no rows", file=file, key=key, allowed=f"tables [{key}.<name>]")
    return {name: build(model, row, file, f"{key}.{shown(name)}") for name, row in table.items()}


def _tables(files: dict[str, bytes]) -> dict[str, tuple[Any, ...]]:
    return {
        name: parse_csv(files[f"{name}.csv"], f"{name}.csv", model)
        for name, model in TABLES.items()
        if f"{name}.csv" in files
    }


def _fingerprint(files: dict[str, bytes]) -> str:
    digest = sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()
