"""`sanjin validate FILE...`: can these be used?"""

from pathlib import Path
from typing import Annotated

import typer

from scenarios.commands import options


def validate(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO|COUNTY...",
            help="Scenarios (names or .toml files) and county packs (names or folders).",
        ),
    ],
    *,
    lang: options.Language = options.Lang.en,
) -> None:
    """Check scenarios and county packs without running anything."""
    from scenarios.commands.screen import show
    from scenarios.words import say

    for name in what:
        _check(name)
        show(say("valid", lang.value).format(file=name))


def _check(name: str) -> None:
    from calibration.pack import available_packs, load_pack
    from scenarios.scenario import library_names, load_scenario

    if name in available_packs() or _is_folder(name):
        _check_plan(load_pack(name))
        return
    if name not in library_names() and not name.endswith(".toml"):
        from model.errors import InputError, nearest_name

        known = library_names() + available_packs()
        raise InputError(
            "is neither a scenario nor a county",
            value=name,
            allowed=", ".join(known),
            nearest=nearest_name(name, known),
        )
    scenario = load_scenario(name)
    from scenarios.plan import Size, make_plan

    if scenario.county is not None:
        make_plan(scenario, Size())


def _check_plan(pack) -> None:  # type: ignore[no-untyped-def]
    from scenarios.worlds import plan_settings

    plan_settings(pack)


def _is_folder(name: str) -> bool:
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):
        return False
