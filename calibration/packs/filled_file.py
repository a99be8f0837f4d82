"""The file filled.toml of a county pack: what rules fill in, written so that it can be read."""

import json
from pathlib import Path

from calibration.packs.pack import read_county
from calibration.packs.pack_schema import CountyPrior, Fact
from calibration.packs.parent_fill import fill
from calibration.packs.parent_priors import fill_priors
from model.errors import InputError

FILE = "filled.toml"

HEAD = """# Written by `sanjin validate FOLDER --fill`: edit county.toml instead and fill again.
# Facts not found for this place, and priors that go with its size. The rules stand, in their
# order, in calibration/packs/parent_fill.py and calibration/packs/parent_priors.py.
"""


def filled_text(folder: Path) -> str:
    """What filled.toml of a pack must say, from its county.toml alone."""
    head, own = read_county(folder)
    if not head.parent:
        raise InputError(
            "names no city or province to fill gaps from", file="county.toml", key="county.parent"
        )
    gaps = fill(head, own)
    parts = [HEAD]
    parts += [_fact(name, fact) for name, fact in gaps.filled.items()]
    parts += [_prior(path, prior) for path, prior in fill_priors(gaps).items()]
    return "\n".join(parts)


def write_filled(folder: Path) -> Path:
    """Write filled.toml of a pack anew; returns its path."""
    path = folder / FILE
    path.write_text(filled_text(folder), encoding="utf-8", newline="\n")
    return path


def is_current(folder: Path) -> bool:
    """Whether filled.toml says what the rules give now."""
    path = folder / FILE
    return path.is_file() and path.read_text(encoding="utf-8-sig") == filled_text(folder)


def _fact(name: str, fact: Fact) -> str:
    return _table(
        f"facts.{name}",
        value=fact.value,
        unit=fact.unit,
        year=fact.year,
        source="; ".join(fact.source),
        grade=fact.grade,
        zh=fact.zh,
        en=fact.en,
        note=fact.note,
    )


def _prior(path: str, prior: CountyPrior) -> str:
    return _table(
        f'priors."{path}"',
        shape=prior.shape,
        central=prior.central,
        low=prior.low,
        high=prior.high,
        unit=prior.unit,
        source="; ".join(prior.source),
        grade=prior.grade,
        note=prior.note,
    )


def _table(name: str, **values: float | int | str) -> str:
    lines = [f"{key} = {_plain(value)}" for key, value in values.items()]
    return "\n".join([f"[{name}]", *lines, ""])


def _plain(value: float | int | str) -> str:
    """A TOML value; whole numbers without a point."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return str(int(value)) if value == int(value) else repr(float(value))
