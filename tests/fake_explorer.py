"""A made-up explorer: six points of two levers, one of them never computed."""

from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
from fake_run import fake_run

from results.run_folder import RunFolder

VALUES = ([0.0, 50.0, 100.0], [0.5, 1.0])
MISSING = "point_4"
START = "point_3"
WORDS = {"title": "t", "finding": "f", "findings": ["g"], "cannot": ["c"]}


def fake_explorer(path: Path, *, text: str = "") -> Path:
    """Write its run folder; `text` is put wherever a user's text can stand."""
    fake_run(path, finish=False, label=text)
    folder = RunFolder.open(path)
    summary = folder.read_json("summary")
    indicators, gains = folder.read_table("indicators"), folder.read_table("gains")
    points = [_point(place, places, summary, text) for place, places in enumerate(_all())]
    done = [point["name"] for point in points if point["runs"]]
    folder.write_table("indicators", _for_points(indicators, "world", "pilot", done))
    renamed = gains.assign(contrast=gains.contrast.str.removeprefix("pilot_vs_"))
    folder.write_table("gains", _contrasts(renamed, done))
    levers = [_lever(place, text) for place in range(len(VALUES))]
    explorer = {
        "levers": levers,
        "scenarios": [{"name": "plan", "zh": text or "方案", "en": text or "The plan"}],
        "points": points,
        "start": START,
    }
    words = {language: {**WORDS, "title": text or f"title {language}"} for language in ("zh", "en")}
    folder.write_json(
        "summary", {**summary, "study": "explorer", "explorer": explorer, "words": words}
    )
    folder.complete()
    return path


def _all() -> list[tuple[int, int]]:
    return list(product(*(range(len(values)) for values in VALUES)))


def _point(
    number: int, places: tuple[int, int], summary: dict[str, Any], text: str
) -> dict[str, Any]:
    name = f"point_{number}"
    about = {
        "name": name,
        "scenario": "plan",
        "places": list(places),
        "file": f"plan_{name}.toml",
        "toml": f'extends = "plan"\n# {name} {text}\n',
        "runs": 0 if name == MISSING else 12,
    }
    if not about["runs"]:
        return about
    factor = 1.0 + 0.01 * number
    years = {
        year: {key: _scaled(entry, factor) for key, entry in entries.items()}
        for year, entries in summary["years"].items()
    }
    return {**about, "years": years, "targets": summary["targets"]}


def _scaled(entry: Any, factor: float) -> Any:
    if not isinstance(entry, dict):
        return entry
    return {
        key: value * factor if isinstance(value, float) else value for key, value in entry.items()
    }


def _for_points(table: pd.DataFrame, column: str, name: str, points: list[str]) -> pd.DataFrame:
    own = table[table[column] == name]
    return pd.concat([table, *(own.assign(**{column: point}) for point in points)])


def _contrasts(table: pd.DataFrame, points: list[str]) -> pd.DataFrame:
    return pd.concat(
        [
            table.assign(
                contrast=f"{point}_vs_" + table.contrast,
                gain_per_head=table.gain_per_head * (1.0 + 0.1 * place),
            )
            for place, point in enumerate(points)
        ]
    )


def _lever(place: int, text: str) -> dict[str, Any]:
    return {
        "name": ("workshops.workshops", "three_incomes.intensity")[place],
        "zh": text or ("共富工坊：数量", "三金共富：力度")[place],
        "en": text or ("workshops: number", "three incomes: multiple of the planned volume")[place],
        "unit": ("places", "ratio")[place],
        "source": text or "plan_2022",
        "values": VALUES[place],
        "planned": {"plan": (50.0, 1.0)[place]},
        "by_year": not place,
    }
