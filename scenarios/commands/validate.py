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
    fill: Annotated[
        bool,
        typer.Option(
            "--fill",
            help="Write filled.toml of county packs anew: gaps filled from city or province.",
        ),
    ] = False,
    lang: options.Language = options.Lang.en,
) -> None:
    """Check scenarios and county packs without running anything."""
    from scenarios.commands.screen import show
    from scenarios.words import say

    for name in what:
        remarks = _check(name, lang.value, fill=fill)
        show(say("valid", lang.value).format(file=name))
        for remark in remarks:
            typer.echo(f"  {remark}", err=True)


def _check(name: str, lang: str, *, fill: bool) -> list[str]:
    """Remarks on something that can be used; InputError for what cannot."""
    from calibration.packs.pack import available_packs
    from scenarios.inputs.scenario import library_names, load_scenario

    if name in available_packs() or _is_folder(name):
        return _check_pack(name, lang, fill=fill)
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
    from scenarios.inputs.plan import Size, make_plan

    if scenario.county is not None:
        make_plan(scenario, Size())
    return []


def _check_pack(name: str, lang: str, *, fill: bool) -> list[str]:
    from calibration.packs.filled_file import write_filled
    from calibration.packs.pack import load_pack, pack_folder
    from calibration.packs.pack_linter import lint
    from model.errors import InputError
    from scenarios.running.worlds import plan_settings

    folder = pack_folder(name)
    if fill:
        write_filled(folder)
    pack = load_pack(name)
    plan_settings(pack)
    remarks = []
    for found in lint(pack, folder):
        if found.severity == "error":
            raise InputError(found.en, file=found.file, key=found.key)
        key = f" {found.key}:" if found.key else ""
        remarks.append(f"{found.file}:{key} {found.zh if lang == 'zh' else found.en}")
    return remarks


def _is_folder(name: str) -> bool:
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):
        return False
