"""Shapes of towns or villages, read from a user's own GeoJSON and trusted in nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from results.errors import RunFolderError

MOST_BYTES, MOST_FEATURES, MOST_POINTS = 5_000_000, 5_000, 200_000
LEVELS = ("village", "town")
LONGEST_NAME = 40
WORLD = (180.0, 90.0)
CRS = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326")

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Geometry:
    """Rings of longitude and latitude by the number of a town or village, and their names."""

    file: str
    level: str
    rings: Mapping[int, tuple[Ring, ...]]
    names: Mapping[int, str]


def read_geometry(path: Path) -> Geometry:
    """Read a GeoJSON FeatureCollection of polygons with a property `town` or `village`.

    Raises: RunFolderError that names the place in the file and the remedy, for anything else:
    size, JSON, types, coordinates out of range, open rings, numbers missing or given twice.
    """
    return _Reader(path.name).geometry(_content(path))


def _content(path: Path) -> object:
    try:
        size = path.stat().st_size if path.is_file() else None
        text = "" if size is None or size > MOST_BYTES else path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise RunFolderError(f"cannot be read ({error})", file=path.name) from error
    if size is None:
        raise RunFolderError("is not a file", file=str(path), remedy="give a GeoJSON file")
    if size > MOST_BYTES:
        raise RunFolderError(
            f"has {size:,} bytes, allowed are {MOST_BYTES:,}",
            file=path.name,
            remedy="simplify the shapes, as with mapshaper or QGIS",
        )
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise RunFolderError(f"is not JSON ({error})", file=path.name) from error


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


class _Reader:
    """Reads one file; knows its name for what it has to say."""

    def __init__(self, file: str) -> None:
        self.file, self.points = file, 0

    def geometry(self, content: object) -> Geometry:
        features = self._features(content)
        level = self._level(features[0])
        rings: dict[int, tuple[Ring, ...]] = {}
        names: dict[int, str] = {}
        for place, feature in enumerate(features):
            at = f"features[{place}]"
            if not isinstance(feature, dict) or feature.get("type") != "Feature":
                self._refuse(at, "is no Feature", "write a FeatureCollection of Features")
            number = self._number(feature, level, at)
            if number in rings:
                self._refuse(
                    at, f"{level} {number} is there twice", "give every one a single shape"
                )
            rings[number] = self._rings(feature.get("geometry"), f"{at}.geometry")
            if name := self._name(feature, at):
                names[number] = name
        return Geometry(self.file, level, rings, names)

    def _features(self, content: object) -> list[Any]:
        if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
            self._refuse("type", "is not FeatureCollection", "export as GeoJSON FeatureCollection")
        crs = content.get("crs")
        name = crs.get("properties", {}).get("name") if isinstance(crs, dict) else crs
        if crs is not None and name not in CRS:
            self._refuse("crs", "is not longitude and latitude", "export in WGS 84 (EPSG:4326)")
        features = content.get("features")
        if not isinstance(features, list) or not 1 <= len(features) <= MOST_FEATURES:
            self._refuse(
                "features", "is no list with shapes", f"give 1 to {MOST_FEATURES:,} shapes"
            )
        return features

    def _level(self, first: object) -> str:
        properties = first.get("properties") if isinstance(first, dict) else None
        given = properties if isinstance(properties, dict) else {}
        found = next((level for level in LEVELS if level in given), None)
        if found is None:
            self._refuse(
                "features[0].properties",
                "names no town or village",
                "add a property `town` or `village` with its number in tables/villages.parquet",
            )
        return found

    def _number(self, feature: dict[str, Any], level: str, at: str) -> int:
        properties = feature.get("properties")
        value = properties.get(level) if isinstance(properties, dict) else None
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 7:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**6:
            self._refuse(
                f"{at}.properties.{level}",
                "is no number of a " + level,
                f"give the number that tables/villages.parquet has in its column {level}",
            )
        return value

    def _name(self, feature: dict[str, Any], at: str) -> str:
        name = feature["properties"].get("name", "")
        if not isinstance(name, str) or len(name) > LONGEST_NAME or not name.isprintable():
            self._refuse(
                f"{at}.properties.name",
                "is no plain name",
                f"give text of at most {LONGEST_NAME} characters, or leave it out",
            )
        return name.strip()

    def _rings(self, geometry: object, at: str) -> tuple[Ring, ...]:
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
        if kind not in ("Polygon", "MultiPolygon"):
            self._refuse(at, "is no Polygon or MultiPolygon", "give areas, not points or lines")
        polygons = [coordinates] if kind == "Polygon" else coordinates
        if not isinstance(polygons, list) or not polygons:
            self._refuse(f"{at}.coordinates", "is empty", "give at least one ring")
        found: list[Ring] = []
        for polygon in polygons:
            if not isinstance(polygon, list) or not polygon:
                self._refuse(f"{at}.coordinates", "is no list of rings", "give at least one ring")
            found += [self._ring(ring, f"{at}.coordinates") for ring in polygon]
        return tuple(found)

    def _ring(self, ring: object, at: str) -> Ring:
        if not isinstance(ring, list) or len(ring) < 4:
            self._refuse(at, "has a ring of fewer than four points", "close every ring")
        self.points += len(ring)
        if self.points > MOST_POINTS:
            self._refuse(at, f"brings more than {MOST_POINTS:,} points", "simplify the shapes")
        points = tuple(self._point(point, at) for point in ring)
        if points[0] != points[-1]:
            self._refuse(at, "has an open ring", "end every ring where it begins")
        return points

    def _point(self, point: object, at: str) -> tuple[float, float]:
        if not isinstance(point, list) or not 2 <= len(point) <= 3:
            self._refuse(at, "has a point that is not [longitude, latitude]", "export it again")
        for value, limit in zip(point, WORLD, strict=False):
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not number or not abs(value) <= limit:  # also what is not a number
                self._refuse(
                    at,
                    f"has a coordinate out of range ({str(value)[:30]})",
                    "give degrees: longitude within 180, latitude within 90 (WGS 84), not metres",
                )
        return float(point[0]), float(point[1])

    def _refuse(self, at: str, problem: str, remedy: str) -> NoReturn:
        raise RunFolderError(f"{at} {problem}", file=self.file, remedy=remedy)
