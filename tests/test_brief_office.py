"""Office files opened by LibreOffice, the PDF printed by Chromium, the command as typed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from browser import chromium
from docx import Document
from fake_run import fake_run

from results.charts import charts_of
from results.run_folder import RunFolder
from scenarios.__main__ import run as sanjin

OFFICE = "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui"
languages = pytest.mark.parametrize(
    "language", ["zh", pytest.param("en", marks=[pytest.mark.slow])], indirect=True
)


def soffice() -> str:
    """The installed office; without one the test is skipped, in CI it fails."""
    if found := shutil.which("soffice") or shutil.which("libreoffice"):
        return found
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(f"LibreOffice is not installed: {OFFICE}")
    pytest.skip(f"needs LibreOffice ({OFFICE})")


@pytest.fixture(scope="module")
def language(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, language: str) -> Path:
    """A run folder in which the command has written every file in one language."""
    chromium()
    path = fake_run(tmp_path_factory.mktemp("office") / "run")
    line = ["report", str(path), "--format", "html,docx,xlsx,pdf", "--lang", language]
    assert sanjin(line) == 0
    return path


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@languages
def test_every_file_is_there_and_belongs_to_the_run(folder: Path, language: str) -> None:
    names = {f"report.{language}.{ending}" for ending in ("docx", "xlsx", "pdf")}
    assert {"report.html", *names} <= set(RunFolder.open(folder).hashes())
    assert (folder / "complete.json").is_file()


@languages
def test_libreoffice_opens_the_office_files(folder: Path, language: str, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for ending, fewest in (("docx", 5), ("xlsx", 20)):
        source = folder / f"report.{language}.{ending}"
        subprocess.run(
            [
                *(soffice(), "--headless", profile, "--convert-to", "pdf"),
                *("--outdir", str(tmp_path), str(source)),
            ],
            check=True,
            capture_output=True,
            timeout=240,
        )
        assert pages((tmp_path / f"report.{language}.pdf").read_bytes()) >= fewest


@languages
def test_the_pdf_is_the_brief_on_a4(folder: Path, language: str) -> None:
    content = (folder / f"report.{language}.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert 8 < pages(content) < 60
    assert re.search(rb"/MediaBox\s*\[0 0 59[45]\.\d+ 84[12]", content)


@languages
def test_pictures_stand_in_the_word_file(folder: Path, language: str) -> None:
    shapes = Document(str(folder / f"report.{language}.docx")).inline_shapes
    assert len(shapes) == len(charts_of())
    assert all(shape.width.cm <= 16.3 and shape.height.cm <= 21.1 for shape in shapes)


@pytest.mark.parametrize(
    "arguments", [["--format", "doc"], ["--format", ","], ["--lang", "fr"], ["--lang", "zh;en"]]
)
def test_an_unknown_choice_is_wrong_usage(tmp_path: Path, arguments: list[str]) -> None:
    assert sanjin(["report", str(tmp_path), *arguments]) == 2


def test_several_runs_each_get_a_folder(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    first = fake_run(tmp_path / "first")
    second = fake_run(tmp_path / "second", scenario="bolder")
    out = tmp_path / "out"
    line = [
        "report",
        str(first),
        str(second),
        "--format",
        "xlsx",
        "--lang",
        "en",
        "--out",
        str(out),
    ]
    assert sanjin(line) == 0
    names = {RunFolder.open(folder).fingerprint for folder in (first, second)}
    assert {path.parent.name for path in out.rglob("*.xlsx")} == names
    assert capfd.readouterr().out.replace("\n", "").count("report.en.xlsx") == 2
