"""Made-up shapes of towns: a row of squares beside each other."""

import json
from pathlib import Path
from typing import Any


def square(west: float, south: float, side: float = 0.05) -> list[list[float]]:
    """A closed ring."""
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(number: Any, place: int = 0, *, level: str = "town", **more: Any) -> dict[str, Any]:
    """A square of a town."""
    geometry = {"type": "Polygon", "coordinates": [square(120.8 + 0.06 * place, 28.1)]}
    properties = {level: number, **more}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    """A FeatureCollection."""
    return {"type": "FeatureCollection", "features": list(features), **more}


def write(path: Path, content: object) -> Path:
    """Write a GeoJSON file."""
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path
