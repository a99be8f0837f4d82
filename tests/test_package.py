"""What is installed is whole, and pinned by hash without naming a registry."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

PACKAGES = ("model", "calibration", "scenarios", "results")
LOCKS = (
    "requirements.lock",
    "requirements-cluster.lock",
    "requirements-app.lock",
    "requirements-dev.lock",
)

# Runs and published runs live beside the code of `results` and are not part of it.
NOT_CODE = ("results/runs/", "results/published/")


@pytest.fixture(scope="module")
def wheel(repository, tmp_path_factory) -> Path:
    """The wheel, built without network from a copy: building must not litter the checkout."""
    copy = tmp_path_factory.mktemp("source")
    for package in PACKAGES:
        shutil.copytree(
            repository / package, copy / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        if (repository / name).exists():
            shutil.copy(repository / name, copy)
        else:
            (copy / name).touch()
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    built = subprocess.run(
        [*pip, "--wheel-dir", copy / "dist", copy], capture_output=True, encoding="utf-8"
    )
    assert built.returncode == 0, built.stderr
    (path,) = (copy / "dist").glob("sanjin-*.whl")
    return path


@pytest.mark.slow
def test_the_wheel_has_every_file_of_the_packages_and_nothing_else(repository, wheel):
    files = (path for package in PACKAGES for path in (repository / package).rglob("*"))
    wanted = {
        path.relative_to(repository).as_posix()
        for path in files
        if path.is_file() and "__pycache__" not in path.parts
    }
    wanted = {name for name in wanted if not name.startswith(NOT_CODE)}
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == wanted


@pytest.mark.slow
def test_the_wheel_has_the_command_and_the_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name.partition(".dist-info/")[2]: name for name in archive.namelist()}
        commands = archive.read(names["entry_points.txt"]).decode()
    assert "sanjin = scenarios.__main__:main" in commands
    assert "licenses/LICENSE" in names


def pins(text: str) -> dict[str, str]:
    """Requirement lines of a lock: {name: version and marker}."""
    lines = re.findall(r"^([a-z0-9-]+)==([^\\\n]+?) \\$", text, flags=re.MULTILINE)
    return dict(lines)


def versions(text: str) -> set[tuple[str, str]]:
    """Name and version of every pin, whatever Python needs it."""
    return {(name, pinned.partition(" ;")[0]) for name, pinned in pins(text).items()}


@pytest.mark.parametrize("name", LOCKS)
def test_locks_pin_every_package_by_hash_and_name_no_host(repository, name):
    text = (repository / name).read_text(encoding="utf-8")
    assert len(pins(text)) > 30
    for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]
    assert not re.search(r"://|index-url|find-links|trusted-host", text)


def test_what_runs_is_what_is_tested(repository):
    run, *extras, dev = (
        versions((repository / name).read_text(encoding="utf-8")) for name in LOCKS
    )
    for extra in extras:
        assert run <= extra <= dev


def test_every_declared_dependency_is_locked(repository):
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run, cluster, app, dev = (
        pins((repository / name).read_text(encoding="utf-8")) for name in LOCKS
    )

    def names(lines):
        return {re.split(r"[^A-Za-z0-9-]", line)[0].lower() for line in lines}

    assert names(project["dependencies"]) <= set(run)
    assert names(project["optional-dependencies"]["dev"]) <= set(dev)
    assert names(project["optional-dependencies"]["build"]) <= set(run)
    assert names(project["optional-dependencies"]["cluster"]) <= set(cluster) - set(run)
    for extra in ("app", "images"):
        assert names(project["optional-dependencies"][extra]) <= set(app) - set(run)
