"""One desk a folder: a lock that ends with the process, however it ends."""

import sqlite3
from pathlib import Path

from model.errors import InputError


class OnlyOne:
    """Holds the folder of jobs; InputError where another desk does."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(
            folder / "lock.sqlite", timeout=0.5, check_same_thread=False
        )
        try:
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._database.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            self._database.close()
            raise InputError(
                "another desk works in this folder",
                key="--runs",
                value=str(folder.parent),
                allowed="another folder; or use the desk that is open",
            ) from None

    def close(self) -> None:
        """Let another desk have the folder."""
        self._database.close()
