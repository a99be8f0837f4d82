"""A plan made again from what a run has written down about itself."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model.errors import InputError
from results.errors import RunFolderError
from results.run_folder import SCRATCH, read_json
from scenarios.inputs.plan import Plan, Size
from scenarios.inputs.scenario import Scenario
from scenarios.running.worlds import Worlds

SPEC_FILE = "spec.json"
"""In the working folder: the spec of the run that is going on."""

NAMED = "county_named"
"""Key beside the spec: the county as the user named it. A path has no place in a run record."""


def recorded_spec(folder: Path) -> dict[str, Any]:
    """The spec of the run in a folder, finished or begun, with `county_named` where it is known.

    Raises: RunFolderError when there is no run, or it has lost its spec.
    """
    spec: dict[str, Any] | None = None
    named = None
    if (folder / SCRATCH / SPEC_FILE).is_file():
        spec = read_json(folder, f"{SCRATCH}/{SPEC_FILE}")
        named = spec.get(NAMED) if isinstance(spec, dict) else None
    if (folder / "run.json").is_file():
        record = read_json(folder, "run.json")
        spec = record.get("spec") if isinstance(record, dict) else None
    if not isinstance(spec, dict):
        raise RunFolderError(
            "there is no run in this folder",
            file=str(folder),
            remedy="name the folder of a forecast or a run",
        )
    return {**spec, NAMED: named} if named else spec


def plan_of(spec: Mapping[str, Any], file: str, county: str | None = None) -> Plan:
    """The plan that a spec describes, of the size it describes.

    Args: file, where the spec was read, for messages; county, path of the pack if it has moved.
    Raises: InputError when code, libraries or data are not those of the spec.
    """
    try:
        plan = _rebuilt(spec, county)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            "is not the record of a forecast or a run",
            file=file,
            allowed="the folder of `sanjin forecast` or `sanjin run`",
        ) from None
    changed = differing(spec, plain_spec(plan))
    if changed:
        raise InputError(
            f"cannot be gone on with: {', '.join(changed)} changed since; run it afresh",
            file=file,
        )
    return plan


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Parts in which two specs differ."""
    parts = sorted((set(one) | set(other)) - {NAMED})
    return [part for part in parts if one.get(part) != other.get(part)]


def plain_spec(plan: Plan) -> dict[str, Any]:
    """The spec of a plan as it reads after a way through a file."""
    spec: dict[str, Any] = json.loads(json.dumps(plan.spec.as_dict()))
    return spec


def spec_to_keep(plan: Plan) -> dict[str, Any]:
    """What a working folder or a shard keeps, so that the plan can be made again."""
    return {**plain_spec(plan), NAMED: plan.county}


def _rebuilt(spec: Mapping[str, Any], county: str | None) -> Plan:
    from calibration.packs.pack import load_pack

    named = county or spec.get(NAMED) or spec["county"]["name"]
    settings = spec["settings"]
    size = Size(len(spec["draws"]), len(spec["seeds"]), spec["scale"], spec["evidence"]).checked()
    return Plan(
        scenario=_scenario(spec["scenario"]),
        counterfactual=settings["counterfactual"],
        pack=load_pack(named),
        county=named,
        worlds=_worlds(settings),
        size=size,
    )


def _scenario(recorded: Mapping[str, Any]) -> Scenario:
    content = json.loads(recorded["text"])
    name = recorded["name"]
    return Scenario(
        name=name,
        file=f"{name}.toml",
        county=content["county"],
        title={"zh": name, "en": name},
        question={},
        years=tuple(content["years"]),
        policies=content["policies"],
        counterfactual=content["counterfactual"],
        switches=content["switches"],
        parameters=content.get("parameters", {}),
        shocks=content.get("shocks", {}),
    )


def _worlds(settings: Mapping[str, Any]) -> Worlds:
    return Worlds(
        no_pilot=settings["no_pilot"],
        pilot=settings["pilot"],
        years=tuple(settings["years"]),
        switches=settings["switches"],
        parameters=settings.get("parameters", {}),
        shocks=settings.get("shocks", {}),
        disputed=settings.get("disputed", {}),
    )
