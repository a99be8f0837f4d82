"""What must hold between the numbers of a pack: sums, identities, order, sources, references."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from calibration.packs.pack_fields import shown
from model.errors import InputError, nearest_name
from model.parameters import Parameters

if TYPE_CHECKING:
    from calibration.packs.pack import Pack

CORE = (
    "population",
    "urbanisation_share",
    "rural_income_yuan",
    "urban_income_yuan",
    "resident_income_yuan",
    "survey_urban_weight",
    "villages",
)
"""Facts without which no county can be built."""

SHARE_GROUPS = tuple(
    tuple(f"{area}_{source}_share" for source in ("wage", "business", "property", "transfer"))
    for area in ("rural", "urban")
)

COUNTY_FILE = "county.toml"


def check(pack: "Pack") -> None:
    """Raise InputError for the first thing in a pack that cannot be true."""
    _core(pack)
    _sources(pack)
    _priors(pack)
    _population(pack)
    _incomes(pack)
    _shares(pack)
    _collective(pack)
    _duplicates(pack)
    _references(pack)


def _core(pack: "Pack") -> None:
    for name in CORE:
        if name not in pack.facts:
            raise InputError(
                "required fact is missing",
                file=COUNTY_FILE,
                key=f"facts.{name}",
                allowed="the place's own figure, or `sanjin validate FOLDER --fill`",
            )
        if pack.value(name) == 0.0:
            raise _wrong("must not be 0", name, 0.0, "more than 0")


def _sources(pack: "Pack") -> None:
    tagged: list[tuple[str, str, Iterable[str]]] = [
        (COUNTY_FILE, f"facts.{shown(name)}", fact.source) for name, fact in pack.facts.items()
    ]
    tagged += [
        ("filled.toml", f"priors.{shown(path)}", row.source) for path, row in pack.priors.items()
    ]
    for table in (
        "targets",
        "levers",
        "history",
        "income_sources",
        "towns",
        "villages",
        "enterprises",
    ):
        rows: Iterable[Any] = getattr(pack, table)
        tagged += [(f"{table}.csv", f"row {i}", row.source) for i, row in enumerate(rows, 1)]
    tagged += [
        ("conflicts.toml", f"{shown(name)}.{shown(reading.name)}", reading.source)
        for name, conflict in pack.conflicts.items()
        for reading in conflict.readings
    ]
    for file, key, tags in tagged:
        for tag in tags:
            if tag not in pack.sources:
                raise InputError(
                    "no such source",
                    file=file,
                    key=f"{key}.source",
                    value=tag,
                    allowed="a tag of sources.toml",
                    nearest=nearest_name(tag, pack.sources),
                )


def _priors(pack: "Pack") -> None:
    """A county's own prior is one of a known unknown, in the unit of its card."""
    cards = Parameters.cards()
    for path, prior in pack.priors.items():
        key = f"priors.{shown(path)}"
        if path not in cards:
            near = nearest_name(path, cards)
            raise InputError("no such unknown", file="filled.toml", key=key, nearest=near)
        if prior.unit != cards[path].unit:
            raise InputError(
                "is not the unit of the unknown",
                file="filled.toml",
                key=f"{key}.unit",
                value=prior.unit,
                allowed=cards[path].unit,
            )


def _population(pack: "Pack") -> None:
    """Urban and rural residents are population × urbanisation and the rest."""
    people, urban = pack.value("population"), pack.value("urbanisation_share")
    for name, expected in (
        ("urban_population", people * urban),
        ("rural_population", people * (1 - urban)),
    ):
        _agree(pack, name, expected, 0.002 * people, "population × urbanisation_share")


def _incomes(pack: "Pack") -> None:
    rural, urban = pack.value("rural_income_yuan"), pack.value("urban_income_yuan")
    weight = pack.value("survey_urban_weight")
    _agree(
        pack,
        "resident_income_yuan",
        weight * urban + (1 - weight) * rural,
        1.0,
        "survey_urban_weight × urban + (1 − survey_urban_weight) × rural income",
    )
    _agree(pack, "ratio_published", urban / rural, 0.006, "urban_income_yuan / rural_income_yuan")
    quintiles = [f"rural_quintile_{i}" for i in range(1, 6)]
    for poorer, richer in zip(quintiles, quintiles[1:], strict=False):
        if {poorer, richer} <= set(pack.facts) and pack.value(poorer) >= pack.value(richer):
            raise _wrong(
                "quintiles must ascend",
                richer,
                pack.value(richer),
                f"more than {pack.value(poorer):g}",
            )


def _shares(pack: "Pack") -> None:
    for group in SHARE_GROUPS:
        present = [name for name in group if name in pack.facts]
        if not present:
            continue
        if len(present) < len(group):
            missing = next(name for name in group if name not in pack.facts)
            raise InputError(
                "share is missing from its group",
                file=COUNTY_FILE,
                key=f"facts.{missing}",
                allowed=", ".join(group),
            )
        total = sum(pack.value(name) for name in group)
        if abs(total - 1.0) > 1e-6:
            raise _wrong("shares do not add up to 1", group[0], total, f"1 as sum of {group}")


def _collective(pack: "Pack") -> None:
    """The floor of every village fits into the total; dividend villages are villages."""
    known = pack.facts
    if {"collective_revenue_yuan", "collective_floor_yuan"} <= set(known):
        least = pack.value("villages") * pack.value("collective_floor_yuan")
        if pack.value("collective_revenue_yuan") < least:
            raise _wrong(
                "lies below villages × floor",
                "collective_revenue_yuan",
                pack.value("collective_revenue_yuan"),
                f"{least:g} or more",
            )
    for part, whole in (
        ("dividend_villages", "villages"),
        ("rural_population", "population"),
        ("operating_floor_yuan", "collective_floor_yuan"),
        ("towns", "villages"),
    ):
        if {part, whole} <= set(known) and pack.value(part) > pack.value(whole):
            raise _wrong(
                f"exceeds {whole}", part, pack.value(part), f"at most {pack.value(whole):g}"
            )


def _references(pack: "Pack") -> None:
    """Levers that say a fact, target or conflict uses them must name one that exists."""
    groups: Mapping[str, Iterable[str]] = {
        "fact": pack.facts,
        "conflict": pack.conflicts,
        "target": {target.indicator for target in pack.targets},
    }
    for line, lever in enumerate(pack.levers, 1):
        names = groups.get(lever.policy)
        if names is not None and lever.setting not in names:
            raise InputError(
                f"no such {lever.policy}",
                file="levers.csv",
                key=f"row {line}.setting",
                value=lever.setting,
                nearest=nearest_name(lever.setting, names),
            )
    _settings_agree(pack)
    towns = {town.id for town in pack.towns}
    for file, rows in (("villages.csv", pack.villages), ("enterprises.csv", pack.enterprises)):
        for row in rows:
            if towns and row.town not in towns:
                raise InputError(
                    "no such town",
                    file=file,
                    key=f"id {row.id}",
                    value=row.town,
                    allowed="an id of towns.csv",
                )


def _settings_agree(pack: "Pack") -> None:
    """Rows that give the same setting for the same year must give the same value."""
    given: dict[tuple[str, int], float | None] = {}
    for line, lever in enumerate(pack.levers, 1):
        if lever.policy in {"", "fact", "target", "conflict"}:
            continue
        key = (lever.used_by, lever.last_year)
        if given.setdefault(key, lever.value) != lever.value:
            raise InputError(
                f"contradicts an earlier row of {lever.used_by} in {lever.last_year}",
                file="levers.csv",
                key=f"row {line}.value",
                value=lever.value,
                allowed=f"{given[key]:g}",
            )


def _duplicates(pack: "Pack") -> None:
    keys: dict[str, list[tuple[Any, ...]]] = {
        "targets.csv": [(t.indicator, t.year, t.section) for t in pack.targets],
        "levers.csv": [(v.section, v.en, v.zh, v.first_year, v.value) for v in pack.levers],
        "history.csv": [(h.place, h.year) for h in pack.history],
        "income_sources.csv": [(h.place, h.year, h.population) for h in pack.income_sources],
        "towns.csv": [(t.id,) for t in pack.towns],
        "villages.csv": [(v.id,) for v in pack.villages],
        "enterprises.csv": [(e.id,) for e in pack.enterprises],
    }
    for file, rows in keys.items():
        seen: set[tuple[Any, ...]] = set()
        for key in rows:
            if key in seen:
                raise InputError(
                    "row appears twice", file=file, key=", ".join(shown(str(part)) for part in key)
                )
            seen.add(key)


def _agree(pack: "Pack", name: str, expected: float, tolerance: float, rule: str) -> None:
    if name in pack.facts and abs(pack.value(name) - expected) > tolerance:
        raise _wrong(
            f"does not agree with {rule}", name, pack.value(name), f"{expected:.6g} ± {tolerance:g}"
        )


def _wrong(problem: str, name: str, value: float, allowed: str) -> InputError:
    return InputError(problem, file=COUNTY_FILE, key=f"facts.{name}", value=value, allowed=allowed)
