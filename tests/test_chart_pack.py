"""The chart pack: what it holds, that it stands alone, and what it refuses."""

import csv
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from browser import browser
from colour_vision import closest
from fake_run import fake_run
from geojson import collection, feature, write

import results.chart_pack.pack
from results.chart_pack.figures import Named, figures
from results.chart_pack.pack import Wanted, write_pack
from results.end_labels import GAP, apart
from results.errors import RunFolderError
from results.figure import BLACK, BLUE, COLOURS, VERMILION
from results.language import LANGUAGES
from results.map_drawing import BLUES
from results.run import Run
from scenarios.__main__ import run as sanjin

QUIETLY = (lambda _: None, lambda: None)


def pack(run: Run, out: Path, wanted: Wanted) -> dict[str, Any]:
    return write_pack(run, out, wanted, *QUIETLY)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run.open(fake_run(tmp_path_factory.mktemp("pack") / "run"))


@pytest.fixture(scope="module")
def drawn(run: Run) -> dict[str, list[Named]]:
    """Every figure of the run, drawn once for all tests."""
    return {language: figures(run, language) for language in LANGUAGES}


@pytest.fixture(autouse=True)
def borrowed(
    run: Run,
    drawn: dict[str, list[Named]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Packs of the run take the figures that are drawn already; other runs draw their own."""

    def found(given: Run, language: str, geometry: object = None) -> list[Named]:
        mine = given.fingerprint == run.fingerprint and geometry is None
        return drawn[language] if mine else figures(given, language, geometry)

    monkeypatch.setattr(results.chart_pack.pack, "figures", found)


@pytest.fixture(scope="module")
def pages(
    run: Run, drawn: dict[str, list[Named]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A pack of pages and data, without pictures."""
    out = tmp_path_factory.mktemp("pack") / "charts"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(results.chart_pack.pack, "figures", lambda _, language, __: drawn[language])
        pack(run, out, Wanted(formats=("html",)))
    return out


@pytest.fixture
def stood_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures that are cheap: their own description."""
    monkeypatch.setattr(
        results.chart_pack.pack,
        "render",
        lambda figure, *how: f"{figure.title} {how}".encode(),
    )


def test_every_figure_has_all_its_files_in_both_languages(
    run: Run, tmp_path: Path, stood_in: None
) -> None:
    index = pack(run, tmp_path / "charts", Wanted(formats=("html", "svg", "png", "pdf")))
    names = {entry["name"] for entry in index["charts"]["zh"]}
    assert {"ratio_fan", "who_gains", "village_map", "posted_flows"} <= names
    for language, entries in index["charts"].items():
        assert {entry["name"] for entry in entries} == names
        for entry in entries:
            assert len(entry["files"]) == 9, "html, csv, json and three kinds in two sizes"
            for file in entry["files"].values():
                assert (tmp_path / "charts" / file).stat().st_size > 0
                assert f".{language}." in file
    assert len(list((tmp_path / "charts").iterdir())) == 2 * 9 * len(names) + 3


def test_only_what_is_wanted_is_written(run: Run, tmp_path: Path, stood_in: None) -> None:
    pack(run, tmp_path / "charts", Wanted(languages=("en",), sizes=("print",), formats=("svg",)))
    written = {file.name for file in (tmp_path / "charts").iterdir()}
    assert {"ratio_fan.en.print.svg", "ratio_fan.en.csv", "index.html"} <= written
    assert not [name for name in written if ".zh." in name or "screen" in name or "png" in name]
    assert "plotly.min.js" not in written


def test_the_same_run_gives_the_same_files(run: Run, pages: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_pack(Run.open(run.folder.path), again, Wanted(("en",), formats=("html",)), *QUIETLY)
    shared = [file for file in pages.iterdir() if ".en." in file.name]
    assert len(shared) >= 30
    for file in shared:
        assert file.read_bytes() == (again / file.name).read_bytes(), file.name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_data_and_caption_say_what_the_figure_says(
    run: Run, drawn: dict[str, list[Named]], pages: Path, language: str
) -> None:
    for named in drawn[language]:
        if named.figure is None:
            continue
        stem = pages / f"{named.name}.{language}"
        said = json.loads(Path(f"{stem}.json").read_text(encoding="utf-8"))
        assert said["title"] == named.figure.title
        assert said["caption"] == named.figure.caption
        assert said["run"] == run.fingerprint
        assert run.fingerprint in said["citation"]
        assert named.name not in said["citation"], "a name in words, not that of a file"
        rows = list(csv.reader(Path(f"{stem}.csv").read_text("utf-8-sig").splitlines()))
        data = named.figure.table if named.figure.detail is None else named.figure.detail
        assert len(rows) == 1 + len(data)
        assert rows[0][:-1] == [str(name) for name in data.columns] == said["columns"]
        assert all(row[-1] for row in rows[1:]), "every row has a unit"


def test_pages_draw_offline_under_a_strict_policy(pages: Path, tmp_path: Path) -> None:
    with browser(tmp_path / "profile") as page:
        for name in ("ratio_fan.zh.html", "village_map.en.html"):
            page.open((pages / name).as_uri(), 375 if "map" in name else 1366)
            page.until("document.documentElement.dataset.ready === 'yes'")
            assert page.evaluate("document.querySelectorAll('#plot svg').length") > 0
            assert page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            ), f"{name}: nothing but its own frame scrolls"
            assert page.errors == []
        page.open((pages / "index.html").as_uri())
        addresses = {request.split("#")[0] for request in page.requests}
        assert {address.split(":")[0] for address in addresses} <= {"file", "about", "data"}
        page.evaluate("fetch('https://example.invalid/').catch(() => 0)")
        assert any("Content Security Policy" in error for error in page.errors)


class Links(HTMLParser):
    """Every address of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


def test_every_link_leads_to_a_file_of_the_pack(pages: Path) -> None:
    for page in pages.glob("*.html"):
        links = Links()
        links.feed(page.read_text(encoding="utf-8"))
        assert links.found
        assert [link for link in links.found if not (pages / link).is_file()] == []


def test_pages_are_small_and_share_the_drawing_library(pages: Path) -> None:
    sizes = {file.name: file.stat().st_size for file in pages.iterdir()}
    assert sizes.pop("plotly.min.js") < 6_000_000
    assert max(sizes.values()) < 300_000


@pytest.mark.slow
def test_hostile_text_stays_text(tmp_path: Path) -> None:
    attack = "<script>alert(1)</script>\"'=1+1"
    hostile = Run.open(fake_run(tmp_path / "run", label=attack))
    pack(hostile, tmp_path / "charts", Wanted(languages=("en",), formats=("html",)))
    for page in (tmp_path / "charts").glob("*.html"):
        assert "<script>alert" not in page.read_text(encoding="utf-8")
    with browser(tmp_path / "profile") as opened:
        for name in ("policy_checks", "who_gains", "posted_flows"):
            opened.open((tmp_path / "charts" / f"{name}.en.html").as_uri())
            opened.until("document.documentElement.dataset.ready === 'yes'")
            assert opened.errors == []


def test_other_folders_are_left_alone(run: Run, pages: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("x")
    wanted = Wanted(formats=("html",))
    with pytest.raises(RunFolderError, match="holds no charts of this run"):
        pack(run, tmp_path / "mine", wanted)
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    with pytest.raises(RunFolderError, match="sanjin verify"):
        pack(run, run.folder.path / "charts", wanted)
    other = Run.open(fake_run(tmp_path / "other", scenario="other"))
    with pytest.raises(RunFolderError, match="holds no charts of this run"):
        pack(other, pages, wanted)


def test_a_link_in_the_way_is_not_followed(run: Run, tmp_path: Path, stood_in: None) -> None:
    out, target = tmp_path / "charts", tmp_path / "target"
    pack(run, out, Wanted(languages=("en",), formats=("svg",)))
    target.write_text("keep")
    (out / "ratio_fan.en.csv").unlink()
    (out / "ratio_fan.en.csv").symlink_to(target)
    with pytest.raises(RunFolderError, match="link"):
        pack(run, out, Wanted(languages=("en",), formats=("svg",)))
    assert target.read_text() == "keep"


def test_the_command_writes_pages_and_takes_shapes(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shapes = write(tmp_path / "towns.geojson", collection(feature(0), feature(1, 1)))
    options = ["--format", "html", "--lang", "en", "--geojson", str(shapes), "--json"]
    code = sanjin(["charts", str(run.folder.path), "--out", str(tmp_path / "out"), *options])
    assert code == 0
    index = json.loads(capsys.readouterr().out)
    assert list(index["charts"]) == ["en"]
    said = json.loads((tmp_path / "out/village_map.en.json").read_text(encoding="utf-8"))
    assert "towns.geojson" in said["caption"]
    assert json.loads((tmp_path / "out/index.json").read_text(encoding="utf-8")) == index


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--format", "gif", "html, png"),
        ("--format", "", "html, png"),
        ("--lang", "fr", "zh, en"),
        ("--size", "poster", "screen, print"),
        ("--size", "prnt", "did you mean 'print'"),
        ("--geojson", "none.geojson", "is not a file"),
    ],
)
def test_wrong_options_are_refused_with_what_is_allowed(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, said: str
) -> None:
    out = tmp_path / "out"
    assert sanjin(["charts", str(run.folder.path), "--out", str(out), option, value]) == 1
    assert said in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("eyes", ["normal", "protanopia", "deuteranopia"])
def test_colours_are_told_apart_by_colour_blind_readers(eyes: str) -> None:
    """Distances in CIELAB; 2.3 is just noticeable side by side, 10 is plain across a chart."""
    assert closest(COLOURS, eyes) > 15
    assert closest((BLUE, VERMILION, BLACK), eyes) > 40
    assert closest(BLUES, eyes) > 10


def test_colours_are_told_apart_in_grey() -> None:
    """The first two and black by lightness; of five lines the dashes and markers tell."""
    assert closest((BLUE, VERMILION, BLACK), "grey") > 7
    assert closest(BLUES, "grey") > 10
    assert closest(COLOURS, "grey") < 7, "if this fails, the text above is out of date"


def test_names_at_the_ends_of_lines_stand_apart_and_in_order() -> None:
    places = [100.0, 101.0, 99.0, 300.0, 102.0]
    found = apart(places)
    order = sorted(range(5), key=places.__getitem__)
    gaps = [found[b] - found[a] for a, b in zip(order, order[1:], strict=False)]
    assert min(gaps) >= GAP - 1e-9
    assert found[3] == 300.0
    assert sum(found[:3]) + found[4] == pytest.approx(402.0)
    assert apart([10.0, 50.0]) == [10.0, 50.0]
