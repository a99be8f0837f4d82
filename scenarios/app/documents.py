"""Word, Excel and PDF of a run: made by the report command when asked for, never before."""

import re
import subprocess
import threading
from pathlib import Path

from scenarios.app.folders import Desk
from scenarios.app.saved_runs import Saved

KINDS = ("docx", "xlsx", "pdf")
LANGUAGES = ("zh", "en")
PATIENCE_SECONDS = 300.0
USAGE = 2

_ONE_AT_A_TIME = threading.Lock()


def make(desk: Desk, run: Saved, kind: str, lang: str) -> tuple[str | None, str]:
    """The name of the file that was made, or None and what went wrong (empty: not known here).

    Args: kind, one of KINDS; lang, zh or en; ValueError for anything else.
    """
    if kind not in KINDS or lang not in LANGUAGES:
        raise ValueError("no such file is made")
    options = ["--format", kind, "--lang", lang]
    with _ONE_AT_A_TIME:
        try:
            answer = subprocess.run(
                [*desk.command, "report", str(run.folder), *options],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None, f"> {PATIENCE_SECONDS:.0f} s"
    if answer.returncode == USAGE:
        return None, ""
    if answer.returncode:
        return None, _last_line(answer.stderr)
    return made(run.folder, kind, lang), _last_line(answer.stdout)


def made(folder: Path, kind: str, lang: str) -> str | None:
    """The name of a document in a run folder: of this language, else one for both."""
    names = sorted(path.name for path in folder.glob(f"*.{kind}") if is_document(path.name))
    own = [name for name in names if re.search(rf"[._-]{lang}\.{kind}$", name)]
    shared = [name for name in names if not re.search(rf"[._-](zh|en)\.{kind}$", name)]
    return next(iter([*own, *shared]), None)


def is_document(name: str) -> bool:
    """Whether a name is one that the report command gives."""
    return re.fullmatch(r"[a-z]{1,20}([._-](zh|en))?\.(docx|xlsx|pdf)", name) is not None


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else ""
