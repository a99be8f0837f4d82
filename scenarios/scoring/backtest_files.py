"""The folder of a backtest: small CSV tables, summary, run record, page; and the published copy.

Same form as a run folder, so `sanjin verify` checks it: `complete.json` seals every file,
`run.json` binds the tables to panel, code and libraries.
"""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from results.files import to_json
from results.record import identity
from results.run_folder import RunFolder

if TYPE_CHECKING:
    from scenarios.scoring.backtest_run import Result

RUNS = Path("runs")
PUBLISHED = Path("results") / "published" / "backtest"


def write_backtest(result: "Result", out: Path | None, command: str, language: str) -> RunFolder:
    """Write tables, summary, record and page; RunFolderError where the folder is another run's."""
    from results.backtest_report import write_backtest_report

    if out is None:
        folder = RunFolder.inside(RUNS, f"backtest-{result.fingerprint}", result.fingerprint)
    else:
        folder = RunFolder.create(out, result.fingerprint)
    _write(result, folder, command)
    write_backtest_report(folder.path, language)
    finished = RunFolder.open(folder.path)
    finished.complete()
    return finished


def publish_backtest(result: "Result", command: str, path: Path = PUBLISHED) -> RunFolder:
    """Put tables and record, without the page, where they are committed; replaces older ones."""
    for file in sorted(path.glob("*")) if path.is_dir() else ():
        if file.suffix in (".csv", ".json") and file.is_file():
            file.unlink()
    folder = RunFolder.create(path, result.fingerprint)
    _write(result, folder, command)
    folder.complete()
    return folder


def _write(result: "Result", folder: RunFolder, command: str) -> None:
    import pandas as pd

    for name, rows in result.tables.items():
        if rows:
            folder.write_csv(name, pd.DataFrame(rows, dtype=object))
    folder.write_json("summary", result.summary())
    folder.write_json("run", record_of(result, folder.hashes(), command))


def record_of(result: "Result", hashes: dict[str, str], command: str) -> dict[str, Any]:
    """The run record: what decides the numbers, and the hash of every table."""
    tables = {name: digest for name, digest in hashes.items() if name.endswith(".csv")}
    hashed = {"spec": result.spec, "results": tables}
    return {
        **hashed,
        "fingerprint": result.fingerprint,
        "identity": identity(result.spec),
        "about": {"command": command},
        "sha256": sha256(to_json(hashed)).hexdigest(),
    }
