"""A headless Chromium driven through its debugging pipe, with nothing but the standard library."""

import base64
import itertools
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
PATIENCE_SECONDS = 60.0


def chromium() -> str:
    """The installed browser; without one the test is skipped, in CI it fails."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return found
    if os.environ.get("CI"):
        pytest.fail("Chromium is not installed: apt-get install chromium fonts-noto-cjk")
    pytest.skip("needs Chromium (apt-get install chromium fonts-noto-cjk)")


class Page:
    """One tab: opens files, runs expressions, remembers every request and console error."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._numbers, self._rest = itertools.count(1), b""
        self.session: str | None = None
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.loaded = 0

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send one command and wait for its answer."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != number:
            self._note(answer)
        assert "error" not in answer, answer["error"]
        result: dict[str, Any] = answer["result"]
        return result

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            block = os.read(self._answers, 1 << 20)
            assert block, "the browser ended"
            self._rest += block
        message, self._rest = self._rest.split(b"\0", 1)
        content: dict[str, Any] = json.loads(message)
        return content

    def _note(self, event: dict[str, Any]) -> None:
        content = event.get("params", {})
        match event.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(content["request"]["url"])
            case "Runtime.exceptionThrown":
                self.errors.append(str(content["exceptionDetails"]))
            case "Log.entryAdded" if content["entry"]["level"] == "error":
                self.errors.append(str(content["entry"]["text"]))
            case "Runtime.consoleAPICalled" if content["type"] in {"error", "assert"}:
                self.errors.append(str(content["args"]))
            case "Page.javascriptDialogOpening":
                self.errors.append(f"dialog: {content['message']}")
            case "Page.loadEventFired":
                self.loaded += 1

    def open(self, address: str, width: int = 1366, height: int = 900) -> None:
        """Open an address at a window size and wait until it is loaded."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self.call("Page.navigate", url="about:blank")
        self.loaded = 0
        self.call("Page.navigate", url=address)
        self.until("document.readyState === 'complete'")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not self.evaluate(expression):
            assert time.monotonic() < end, f"never became true: {expression}"
            time.sleep(0.05)

    def press(self, key: str, code: int) -> None:
        """Press and release a key."""
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code
            )

    def picture(self, path: Path) -> Path:
        """Save the whole page as PNG."""
        answer = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(answer["data"]))
        return path


@contextmanager
def browser(profile: Path) -> Iterator[Page]:
    """A fresh browser with its own profile; ended by its process when done."""
    read_commands, commands = os.pipe()
    answers, write_answers = os.pipe()

    def hand_over() -> None:
        first, second = os.dup(read_commands), os.dup(write_answers)
        os.dup2(first, 3)
        os.dup2(second, 4)

    process = subprocess.Popen(
        [chromium(), *FLAGS, f"--user-data-dir={profile}"],
        preexec_fn=hand_over,
        close_fds=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(read_commands)
    os.close(write_answers)
    try:
        page = Page(commands, answers)
        target = page.call("Target.createTarget", url="about:blank")["targetId"]
        session = page.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page.session = session
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.call(f"{domain}.enable")
        yield page
    finally:
        process.terminate()
        process.wait(timeout=20)
        os.close(commands)
        os.close(answers)
