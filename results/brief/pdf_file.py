"""The brief as PDF: the report, printed by the Chromium that the machine has."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from results.browser import browser_path
from results.errors import RunFolderError

REMEDY = (
    "install Chromium (apt-get install chromium fonts-noto-cjk) or give its path in BROWSER_PATH; "
    "or print report.html from any browser"
)
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    "--proxy-server=127.0.0.1:9",
    "--no-pdf-header-footer",
    "--virtual-time-budget=60000",
    "--window-size=688,1000",
)
"""The window is as wide as the text on A4, so that charts are drawn at the width they print at."""

PATIENCE_SECONDS = 180.0


def pdf_file(page: str, language: str) -> bytes:
    """Print a report in one language.

    Args: page, the HTML of the report; language, zh or en.
    Raises: RunFolderError with a remedy when there is no Chromium or it does not print.
    """
    with tempfile.TemporaryDirectory(prefix="sanjin-") as name:
        folder = Path(name)
        source, target = folder / "report.html", folder / "report.pdf"
        source.write_text(page, encoding="utf-8")
        profile = f"--user-data-dir={folder / 'profile'}"
        address = f"{source.as_uri()}#{language}"
        command = [
            browser_path(),
            *FLAGS,
            *_as_root(),
            profile,
            f"--print-to-pdf={target}",
            address,
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
        except (OSError, subprocess.SubprocessError) as error:
            raise RunFolderError(f"the browser does not print ({error})", remedy=REMEDY) from error
        if not target.is_file():
            raise RunFolderError("the browser printed nothing", remedy=REMEDY)
        return target.read_bytes()


def _as_root() -> tuple[str, ...]:
    """The browser refuses its sandbox to root; the page is ours and reaches no network."""
    return ("--no-sandbox",) if sys.platform != "win32" and os.geteuid() == 0 else ()
