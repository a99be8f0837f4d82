"""Disputed figures: which readings of a county's documents a forecast carries, and where.

A reading enters by an unknown whose prior holds all readings, by the survey's weight of urban
residents, or by a planned volume that it gives a policy. What enters nowhere is listed as such.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from scenarios.inputs.settings import Settings, read_settings

if TYPE_CHECKING:
    import pandas as pd

    from calibration.packs.pack import Pack
    from calibration.packs.pack_schema import Conflict, Reading

Disputed = dict[str, dict[str, dict[str, Settings]]]
"""Settings by conflict, reading and policy, of readings other than the chosen one."""

Enters = Literal["unknown", "levels", "policies", "settled", "nowhere"]

FILE = "conflicts.toml"


def disputed_volumes(pack: "Pack", given: Mapping[str, Settings]) -> Disputed:
    """Volumes that other readings give the policies of a scenario.

    given: what the scenario file itself sets, by policy; such a setting is not in dispute.
    Raises: InputError for a reading that names no policy or setting.
    """
    found: Disputed = {}
    for name, conflict in sorted(pack.conflicts.items()):
        for reading in conflict.readings:
            by_policy = _volumes(pack, reading)
            kept = {
                policy: {key: v for key, v in settings.items() if key not in given[policy]}
                for policy, settings in by_policy.items()
                if policy in given
            }
            kept = {policy: settings for policy, settings in kept.items() if settings}
            if kept and reading.name != conflict.chosen:
                found.setdefault(name, {})[reading.name] = kept
    return found


def _volumes(pack: "Pack", reading: "Reading") -> dict[str, Settings]:
    by_policy: dict[str, Settings] = {}
    for key, path in reading.volumes.items():
        policy, _, setting = key.partition(".")
        read = read_settings(policy, {setting: dict(path)}, FILE, pack.horizon)
        by_policy.setdefault(policy, {}).update(read)
    return by_policy


def disputed_settings(disputed: Disputed, readings: Mapping[str, str]) -> dict[str, Settings]:
    """Settings by policy that the readings of one draw change."""
    settings: dict[str, Settings] = {}
    for conflict, by_reading in disputed.items():
        for policy, changed in by_reading.get(readings[conflict], {}).items():
            settings.setdefault(policy, {}).update(changed)
    return settings


def enters(name: str, conflict: "Conflict", disputed: Disputed) -> Enters:
    """How the readings of a conflict reach the numbers of a run."""
    if all(reading.weight in (0.0, 1.0) for reading in conflict.readings):
        return "settled"
    if conflict.parameter:
        return "unknown"
    if conflict.fact:
        return "levels"
    return "policies" if name in disputed else "nowhere"


def conflict_table(pack: "Pack", disputed: Disputed) -> "pd.DataFrame":
    """One row a reading: conflict, reading, value, weight, chosen, where it enters, reason."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "conflict": name,
                "zh": conflict.zh,
                "en": conflict.en,
                "reading": reading.name,
                "reading_zh": reading.zh,
                "reading_en": reading.en,
                "value": reading.value,
                "unit": reading.unit,
                "weight": reading.weight,
                "chosen": reading.name == conflict.chosen,
                "enters": enters(name, conflict, disputed),
            }
            for name, conflict in sorted(pack.conflicts.items())
            for reading in conflict.readings
        ]
    )
