"""The Python blocks of a page, run as one script; what they print is compared or written down.

`python tests/page_code.py docs/notebook.md` puts what is printed now into the page.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARK = "-- next block --"
PAIR = re.compile(r"^```python\n(.*?)^```\n(?:\n^```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


def outputs(page: str) -> list[tuple[str, str | None]]:
    """Code and stated output of every block, None where the page states none."""
    return [(match[1], match[2]) for match in PAIR.finditer(page)]


def printed(page: str, folder: Path) -> list[str]:
    """What each block prints when all are run one after the other, as one script in a folder."""
    script = folder / "page.py"
    codes = [code for code, _ in outputs(page)]
    script.write_text(f"print({MARK!r})\n".join(codes), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", script.name],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split(f"{MARK}\n")


def rewritten(page: str, found: list[str]) -> str:
    """The page with the outputs found in the place of those stated."""
    left = iter(found)

    def put(match: re.Match[str]) -> str:
        text = next(left)
        return match[0] if match[2] is None else f"```python\n{match[1]}```\n\n```text\n{text}```\n"

    return PAIR.sub(put, page)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:]:
            file = Path(name)
            text = file.read_text(encoding="utf-8")
            file.write_text(rewritten(text, printed(text, Path(folder))), encoding="utf-8")
