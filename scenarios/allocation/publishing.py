"""Small tables and record of an allocation as CSV, where they can be committed and cited."""

from hashlib import sha256
from pathlib import Path

from results.files import to_json
from results.run import Run
from results.run_folder import RunFolder

TABLES = ("choices", "mixes", "regret", "value_model", "rules")
"""What is small; indicators and money of every world stay in the run folder."""

LEFT_OUT = ("words", "warnings")


def publish_allocation(run_folder: Path, path: Path) -> RunFolder:
    """Put small tables, summary and record of a run into a folder; replaces older ones there.

    The record binds the tables to the run's own spec; `sanjin verify` checks the folder.
    """
    run = Run.open(run_folder)
    for file in sorted(path.glob("*")) if path.is_dir() else ():
        if file.suffix in (".csv", ".json") and file.is_file():
            file.unlink()
    folder = RunFolder.create(path, run.fingerprint)
    for name in TABLES:
        if run.has(name):
            folder.write_csv(name, run.table(name))
    kept = {key: value for key, value in run.summary.items() if key not in LEFT_OUT}
    folder.write_json("summary", kept)
    tables = {name: digest for name, digest in folder.hashes().items() if name.endswith(".csv")}
    hashed = {"spec": run.record["spec"], "results": tables}
    record = {
        **hashed,
        "fingerprint": run.fingerprint,
        "identity": run.record["identity"],
        "about": run.record["about"],
        "sha256": sha256(to_json(hashed)).hexdigest(),
    }
    folder.write_json("run", record)
    finished = RunFolder.open(path)
    finished.complete()
    return finished
