"""The run record: what a run was made of, and proof that nobody changed it since.

`run.json` has a hashed part (`spec`, `results`) without path, host or clock, and `about`, which is
for people: when, how long, on what. The fingerprint is the short hash of the spec; it names a run
of one size. The identity is the hash of the spec without draws and seeds: what a run keeps when it
is expanded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from results.errors import RunFolderError
from results.files import file_hash, to_json
from results.run_folder import COMPLETE, files_of, read_json, seal

PACKAGES = ("model", "calibration", "scenarios", "results")
LIBRARIES = ("mesa", "numpy", "pandas", "numba", "scipy", "pyarrow", "pydantic", "SALib", "plotly")
EXTENT = ("draws", "seeds")
"""Parts of the spec that say how much is run."""

CODE = frozenset({".py", ".toml", ".j2", ".css", ".js"})
DATA_FOLDERS = frozenset({"counties", "library"})
"""Folders of data: packs and scenarios have fingerprints of their own."""


@dataclass(frozen=True, kw_only=True)
class RunSpec:
    """All that decides the numbers of a run. `scale` is households per household of the county."""

    scenario: str
    scenario_text: str
    county: str
    pack_fingerprint: str
    evidence: str
    draws: Sequence[int]
    seeds: Sequence[int]
    scale: float
    parameters: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The hashed description, with the state of code and libraries.

        That state is looked at once: a run is what its code was when it began.
        """
        return dict(self._described)

    @cached_property
    def _described(self) -> dict[str, Any]:
        return {
            "scenario": {
                "name": self.scenario,
                "text": self.scenario_text,
                "sha256": sha256(self.scenario_text.encode()).hexdigest(),
            },
            "county": {"name": self.county, "pack": self.pack_fingerprint},
            "evidence": self.evidence,
            "draws": list(self.draws),
            "seeds": list(self.seeds),
            "scale": self.scale,
            "parameters": dict(self.parameters),
            "settings": dict(self.settings),
            "code": code_hashes(),
            "libraries": libraries(),
        }

    @property
    def fingerprint(self) -> str:
        """Twelve digits that name the run."""
        return fingerprint(self.as_dict())

    @property
    def identity(self) -> str:
        """Twelve digits that stay when draws or seeds are added."""
        return identity(self.as_dict())


def fingerprint(spec: Mapping[str, Any]) -> str:
    """Twelve digits that name a run: the same spec, the same digits, on every machine."""
    return sha256(to_json(spec)).hexdigest()[:12]


def identity(spec: Mapping[str, Any]) -> str:
    """Twelve digits that name what is run, whatever the number of draws and seeds."""
    return fingerprint({part: value for part, value in spec.items() if part not in EXTENT})


def build_record(
    spec: RunSpec, hashes: Mapping[str, str], about: Mapping[str, Any]
) -> dict[str, Any]:
    """Build the content of `run.json`.

    Args: hashes, sha256 by file (`RunFolder.hashes()`), of which the tables go into the record;
    about, what is not hashed: time, duration, machine.
    """
    described = spec.as_dict()
    results = {name: digest for name, digest in hashes.items() if name.startswith("tables/")}
    hashed = {"spec": described, "results": results}
    return {
        **hashed,
        "fingerprint": fingerprint(described),
        "identity": identity(described),
        "about": dict(about),
        "sha256": sha256(to_json(hashed)).hexdigest(),
    }


def code_hashes() -> dict[str, str]:
    """The sha256 of the source of each of the four packages, line ends made equal."""
    return {name: digest for name in PACKAGES if (digest := _package_hash(name))}


def _package_hash(name: str) -> str:
    found = find_spec(name)
    folders = sorted(found.submodule_search_locations or []) if found else []
    digest = sha256()
    for folder in map(Path, folders):
        for file in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
            inner = file.relative_to(folder)
            if file.suffix in CODE and not DATA_FOLDERS & set(inner.parts):
                digest.update(inner.as_posix().encode() + b"\0")
                digest.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest() if folders else ""


def libraries() -> dict[str, str]:
    """Installed versions of the libraries that can change a number."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def verify(folder: Path) -> list[str]:
    """Re-hash a run folder offline and name every file that is not as the run left it.

    Returns: one sentence a problem; empty when all is well. Needs nothing but the folder.
    """
    folder = Path(folder)
    if not folder.is_dir():
        return [f"{folder.name}: there is no such folder"]
    if not (folder / COMPLETE).is_file():
        return [f"{COMPLETE}: missing; the run did not finish, or the file was removed"]
    try:
        content = read_json(folder, COMPLETE)
        intact = (folder / COMPLETE).read_bytes() == seal(content)
    except (RunFolderError, AttributeError, TypeError) as error:
        return [f"{COMPLETE}: changed ({error})"]
    if not intact or not isinstance(content.get("files"), dict):
        return [f"{COMPLETE}: changed; its own hash does not match"]
    problems = _file_problems(folder, content["files"])
    return problems or _record_problems(folder, content)


def _file_problems(folder: Path, expected: dict[str, str]) -> list[str]:
    present = set(files_of(folder))
    missing = [f"{name}: missing" for name in sorted(set(expected) - present)]
    extra = [f"{name}: not a file of this run" for name in sorted(present - set(expected))]
    changed = [
        f"{name}: changed"
        for name in sorted(present & set(expected))
        if (folder / name).is_symlink() or file_hash(folder / name) != expected[name]
    ]
    return [*changed, *missing, *extra]


def _record_problems(folder: Path, complete: dict[str, Any]) -> list[str]:
    try:
        record = read_json(folder, "run.json")
        own = sha256(to_json({"spec": record["spec"], "results": record["results"]})).hexdigest()
        print_of_spec, kept = fingerprint(record["spec"]), identity(record["spec"])
    except (RunFolderError, AttributeError, KeyError, TypeError) as error:
        return [f"run.json: not a run record ({error})"]
    problems = []
    if own != record.get("sha256"):
        problems.append("run.json: the hashed part was changed")
    if not print_of_spec == record.get("fingerprint") == complete.get("fingerprint"):
        problems.append("run.json: belongs to another run than the folder")
    if kept != record.get("identity", kept):  # a backtest does not grow and keeps none
        problems.append("run.json: the identity is not that of its spec")
    problems += [
        f"{name}: not the table that the run record names"
        for name, digest in sorted(record["results"].items())
        if complete["files"].get(name) != digest
    ]
    return problems
