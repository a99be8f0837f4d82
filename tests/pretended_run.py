"""Pretends to be a forecast: takes its time, has a child, says how far it is, leaves a folder.

The scenario's name says how: `slow`, `failing` and `partly` are names in the library of no county.
"""

import json
import subprocess
import sys
import time
from pathlib import Path


def say(**content: object) -> None:
    sys.stderr.write(json.dumps(content) + "\n")
    sys.stderr.flush()


def option(name: str) -> str:
    return sys.argv[sys.argv.index(name) + 1]


def main() -> int:
    folder, how = Path(option("--out")), Path(option("--scenario")).stem
    work = folder / "work"
    work.mkdir(parents=True, exist_ok=True)
    fingerprint = folder.name.rpartition("-")[2]
    (folder / "started.json").write_text(json.dumps({"fingerprint": fingerprint}), "utf-8")
    with (work / "attempts").open("a", encoding="utf-8") as attempts:
        attempts.write(" ".join(sys.argv[1:]) + "\n")
    if how.startswith("failing"):
        sys.stderr.write("sanjin: the disk is full; free some space\n")
        return 1
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (work / "child").write_text(str(child.pid), "utf-8")
    say(note="生成合成人口")
    say(done=0, total=2, failed=0, seconds_left=None)
    patience = 60.0 if how.startswith("slow") and not (work / "hurry").exists() else 0.05
    time.sleep(patience)
    say(done=2, total=2, failed=0, seconds_left=0.0)
    child.kill()
    child.wait()
    (folder / "complete.json").write_text("{}", "utf-8")
    return 3 if how.startswith("partly") else 0


if __name__ == "__main__":
    sys.exit(main())
