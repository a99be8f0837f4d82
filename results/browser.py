"""One headless browser for all pictures of a process, started with the first and kept."""

import asyncio
import atexit
import os
import shutil
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from results.errors import RunFolderError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
REMEDY = "install Chromium (apt-get install chromium) or give its path in BROWSER_PATH"
NOWHERE = "127.0.0.1:9"
"""The browser's proxy: nothing answers there, so no picture can ask the network for anything."""
PATIENCE_SECONDS = 120.0


def browser_path() -> str:
    """The installed browser: BROWSER_PATH, else the first found; RunFolderError without one."""
    if named := os.environ.get("BROWSER_PATH"):
        if Path(named).is_file() and os.access(named, os.X_OK):
            return named
        raise RunFolderError(f"BROWSER_PATH is {named!r}, which is no program", remedy=REMEDY)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise RunFolderError("pictures need a browser and none is installed", remedy=REMEDY)
    return found


class Browser:
    """The browser behind an event loop of its own; any thread may ask it for a picture."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._kaleido = self._do(_open(browser_path()))

    def picture(self, plot: dict[str, Any], options: dict[str, Any]) -> bytes:
        """Draw a plot; options are format, width, height and scale."""
        picture: bytes = self._do(self._kaleido.calc_fig(plot, opts=options))
        return picture

    def close(self) -> None:
        """End the browser's process, if it is still this process's."""
        if self.process == os.getpid() and self._loop.is_running():
            self._do(self._kaleido.close())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(PATIENCE_SECONDS)

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_SECONDS)


async def _open(path: str) -> Any:
    from kaleido import Kaleido

    kaleido = Kaleido(path=path, mathjax=False, proxy_server=NOWHERE)
    await kaleido.open()
    return kaleido


_started: list[Browser] = []
_starting = threading.Lock()


def browser() -> Browser:
    """The browser of this process; a forked child starts its own."""
    with _starting:
        if not _started or _started[-1].process != os.getpid():
            _started.append(_opened())
            atexit.register(_started[-1].close)
        return _started[-1]


def end_browser() -> None:
    """End the browser of this process; the next picture starts another."""
    with _starting:
        for started in _started:
            started.close()
        _started.clear()


def _opened() -> Browser:
    try:
        return Browser()
    except ImportError as error:
        raise RunFolderError(
            "pictures need kaleido, which is not installed",
            remedy='install it with: pip install "sanjin[images]"',
        ) from error
    except (OSError, RuntimeError, TimeoutError) as error:
        if isinstance(error, RunFolderError):
            raise
        raise RunFolderError(f"the browser does not start ({error})", remedy=REMEDY) from error
