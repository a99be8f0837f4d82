"""A user's shapes: what is read, what is refused and how it is said, and hostile files."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from geojson import collection, feature, square, write

import results.geometry
from results.errors import RunFolderError
from results.geometry import read_geometry

Content = dict[str, Any]


def test_shapes_are_read_with_their_numbers_and_names(tmp_path: Path) -> None:
    hole = [[square(120.8, 28.1, 0.05), square(120.81, 28.11, 0.01)], [square(121.0, 28.2)]]
    several = feature("3", name="柳市镇")
    several["geometry"] = {"type": "MultiPolygon", "coordinates": hole}
    found = read_geometry(write(tmp_path / "a.geojson", collection(feature(0), several)))
    assert found.level == "town"
    assert {number: len(rings) for number, rings in found.rings.items()} == {0: 1, 3: 3}
    assert found.rings[0][0][0] == (120.8, 28.1)
    assert found.names == {3: "柳市镇"}


def test_villages_come_before_towns_and_heights_are_left_out(tmp_path: Path) -> None:
    shape = feature(12, level="village", town=3)
    shape["geometry"]["coordinates"] = [[[*point, 5.0] for point in square(120.8, 28.1)]]
    found = read_geometry(write(tmp_path / "a.geojson", collection(shape)))
    assert found.level == "village"
    assert len(found.rings[12][0][0]) == 2


def _at(*path: Any) -> Callable[[Content, Any], Content]:
    def put(content: Content, value: Any) -> Content:
        part: Any = content
        for key in path[:-1]:
            part = part[key]
        part[path[-1]] = value
        return content

    return put


FIRST = ("features", 0)
RING = (*FIRST, "geometry", "coordinates", 0)
WRONG: list[tuple[str, tuple[Any, ...], Any, str]] = [
    ("type", ("type",), "Feature", "FeatureCollection"),
    ("features", ("features",), {}, "no list with shapes"),
    ("none", ("features",), [], "no list with shapes"),
    ("crs", ("crs",), {"properties": {"name": "EPSG:4549"}}, "WGS 84"),
    ("crs_text", ("crs",), "x", "WGS 84"),
    ("feature", FIRST, 7, "features.0..properties names no town"),
    ("second", ("features", 1), "x", "features.1. is no Feature"),
    ("properties", (*FIRST, "properties"), None, "names no town or village"),
    ("no_number", (*FIRST, "properties"), {"name": "x"}, "names no town or village"),
    ("number", (*FIRST, "properties", "town"), "柳市", "is no number of a town"),
    ("boolean", (*FIRST, "properties", "town"), True, "is no number of a town"),
    ("fraction", (*FIRST, "properties", "town"), 1.5, "is no number of a town"),
    ("negative", (*FIRST, "properties", "town"), -1, "is no number of a town"),
    ("large", (*FIRST, "properties", "town"), 10**30, "is no number of a town"),
    ("digits", (*FIRST, "properties", "town"), "٣", "is no number of a town"),
    ("twice", ("features", 1, "properties", "town"), 0, "town 0 is there twice"),
    ("mixed", ("features", 1, "properties"), {"village": 1}, "features.1..properties.town"),
    ("name", (*FIRST, "properties", "name"), ["x"], "is no plain name"),
    ("long_name", (*FIRST, "properties", "name"), "x" * 41, "at most 40"),
    ("control", (*FIRST, "properties", "name"), "a\x1b[2J", "is no plain name"),
    ("right_to_left", (*FIRST, "properties", "name"), "a\u202eb", "is no plain name"),
    ("point", (*FIRST, "geometry"), {"type": "Point", "coordinates": [1, 2]}, "areas, not points"),
    ("line", (*FIRST, "geometry", "type"), "LineString", "areas, not points"),
    ("null", (*FIRST, "geometry"), None, "areas, not points"),
    ("no_rings", (*FIRST, "geometry", "coordinates"), [], "no list of rings"),
    ("text_rings", (*FIRST, "geometry", "coordinates"), "x", "no list of rings"),
    ("short", RING, [[1, 2], [3, 4], [1, 2]], "fewer than four points"),
    ("open", (*RING, 4), [120.0, 28.0], "open ring"),
    ("metres", (*RING, 1), [487000.0, 3110000.0], "not metres"),
    ("latitude", (*RING, 1), [120.0, 91.0], "out of range"),
    ("text_point", (*RING, 1), "x", "longitude, latitude"),
    ("text_number", (*RING, 1), ["120", "28"], "out of range"),
    ("true", (*RING, 1), [True, 28.0], "out of range"),
    ("one_number", (*RING, 1), [120.0], "longitude, latitude"),
    ("huge", (*RING, 1), [10**400, 1], "out of range"),
]


@pytest.mark.parametrize(
    ("path", "value", "said"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG]
)
def test_what_is_wrong_is_named_with_file_and_remedy(
    tmp_path: Path, path: tuple[Any, ...], value: Any, said: str
) -> None:
    content = _at(*path)(copy.deepcopy(collection(feature(0), feature(1, 1))), value)
    with pytest.raises(RunFolderError, match=said) as raised:
        read_geometry(write(tmp_path / "mine.geojson", content))
    assert raised.value.file == "mine.geojson"
    assert raised.value.remedy


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, '{"type": NaN}', '{"features": [Infinity]}', "\0", "<html>"],
    ids=["empty", "half", "deep", "nan", "infinity", "nul", "html"],
)
def test_text_that_is_no_json_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(RunFolderError, match="is not JSON"):
        read_geometry(tmp_path / "x.geojson")


def test_files_that_cannot_be_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RunFolderError, match="cannot be read"):
        read_geometry(tmp_path / "x")
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(RunFolderError, match="is not a file"):
            read_geometry(path)


def test_large_files_and_many_points_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "x.geojson", collection(feature(0), feature(1, 1)))
    monkeypatch.setattr(results.geometry, "MOST_POINTS", 9)
    with pytest.raises(RunFolderError, match="more than 9 points; simplify"):
        read_geometry(file)
    monkeypatch.setattr(results.geometry, "MOST_BYTES", 100)
    with pytest.raises(RunFolderError, match="allowed are 100; simplify"):
        read_geometry(file)
