"""One headless browser for all pictures of a process, started with the first and kept."""

import asyncio
import atexit
import os
import shutil
import threading
from collections.abc import Coroutine
from contextlib import suppress
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
        try:
            self._kaleido = self._do(_open(browser_path()))
        except BaseException:
            self._stop()
            raise

    def picture(self, plot: dict[str, Any], options: dict[str, Any]) -> bytes:
        """Draw a plot; options are format, width, height and scale."""
        picture: bytes = self._do(self._kaleido.calc_fig(plot, opts=options))
        return picture

    def close(self) -> None:
        """End the browser's process, if it is still this process's."""
        if self.process == os.getpid() and self._loop.is_running():
            try:
                self._do(self._kaleido.close())
            finally:
                self._stop()

    def _stop(self) -> None:
        with suppress(TimeoutError):
            self._do(_cancel_the_others())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_SECONDS)
        if not self._thread.is_alive():
            self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_SECONDS)


async def _cancel_the_others() -> None:
    """Let nothing be left of what the browser's library began."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


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
            atexit.register(end_browser)
        return _started[-1]


def end_browser() -> None:
    """End the browser of this process; the next picture starts another."""
    with _starting:
        for started in _started:
            with suppress(OSError, RuntimeError, TimeoutError):
                started.close()
        _started.clear()


def picture(plot: dict[str, Any], options: dict[str, Any]) -> bytes:
    """Draw a plot with this process's browser; where that has died, once more with a new one."""
    try:
        return browser().picture(plot, options)
    except (OSError, TimeoutError):
        end_browser()
    try:
        return browser().picture(plot, options)
    except (OSError, TimeoutError) as error:
        end_browser()
        raise RunFolderError(
            f"the browser ends without a picture ({error})",
            remedy="close other programs if memory is short, and try again",
        ) from error


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
