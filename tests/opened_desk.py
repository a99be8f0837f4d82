"""A desk for tests: served in this process, with runs that are cheap or only pretend."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import cheap_run
import pytest
from browser import chromium
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from scenarios.app.checking import check
from scenarios.app.choices import choice
from scenarios.app.draft import Draft, Key, shown
from scenarios.app.folders import Desk
from scenarios.app.form_callbacks import begin
from scenarios.app.server import build, serve
from scenarios.app.supervisor import Supervisor

ROOT = Path(__file__).resolve().parent.parent
CHEAP = (sys.executable, str(ROOT / "tests" / "cheap_run.py"))
PRETENDED = (sys.executable, str(ROOT / "tests" / "pretended_run.py"))
PATIENCE = 90_000.0
"""Milliseconds: machines of tests are slow and shared."""

expect.set_options(timeout=30_000.0)

SMALL = {"draws": "2", "seeds": "1", "scale": cheap_run.SCALE}


@dataclass(frozen=True)
class Opened:
    """A desk that answers."""

    address: str
    supervisor: Supervisor

    @property
    def desk(self) -> Desk:
        """Its folders."""
        return self.supervisor.desk


@contextmanager
def opened(desk: Desk) -> Iterator[Opened]:
    """Serve a desk on a free port."""
    with Supervisor(desk) as supervisor:
        server = serve(build(supervisor), "127.0.0.1", 0)

        def answer() -> None:
            with suppress(OSError, ValueError):  # its sockets are closed under its hands
                server.run()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        try:
            yield Opened(f"http://127.0.0.1:{server.effective_port}", supervisor)
        finally:
            server.close()
            server.task_dispatcher.shutdown()
            thread.join(5.0)


@contextmanager
def a_browser() -> Iterator[Browser]:
    """The installed Chromium; skips, or fails in CI, where there is none."""
    program = chromium()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@dataclass
class Watched:
    """A page that remembers what it asked for and what went wrong in it."""

    page: Page
    context: BrowserContext
    requests: list[str]
    errors: list[str]


def watched(browser: Browser, width: int = 1366) -> Watched:
    """A page of a person of their own: another context shares neither storage nor cookies."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    found = Watched(page, context, [], [])
    page.on("request", lambda request: found.requests.append(request.url))
    page.on("pageerror", lambda error: found.errors.append(str(error)))
    page.on("dialog", lambda dialog: found.errors.append(f"dialog: {dialog.message}"))
    page.on(
        "console",
        lambda said: found.errors.append(said.text) if said.type == "error" else None,
    )
    return found


def field(page: Page, policy: str, setting: str, year: str = "") -> Locator:
    """The field of one setting; the policy is empty for what belongs to none."""
    place = "-".join(("at", *(part or "_" for part in (policy, setting, year))))
    return page.locator(f"#{place} input[type=text]")


def draft(changes: dict[Key, str] | None = None, *, county: str = "yueqing",
          base: str = "pilot", on: dict[str, bool] | None = None) -> Draft:  # fmt: skip
    """The form with the settings of some policies opened, and some fields typed over."""
    chosen = choice(county, base)
    texts = {("", name, ""): text for name, text in SMALL.items()}
    for policy, name, _ in changes or {}:
        if policy:
            setting = chosen.settings[policy][name]
            texts |= {(policy, name, year): text for year, text in shown(setting, chosen).items()}
    texts |= {("", f"title_{lang}", ""): chosen.scenario.title[lang] for lang in ("zh", "en")}
    return Draft(chosen, {**texts, **(changes or {})}, on or {})


def asked_for(supervisor: Supervisor, changes: dict[Key, str] | None = None) -> str:
    """Ask for the run of a draft; returns its fingerprint."""
    made = draft(changes)
    checked = check(made)
    assert not checked.errors, list(map(str, checked.errors))
    return begin(supervisor, made, checked)


def until(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until something is true."""
    import time

    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "never became true"
        time.sleep(0.05)


def cheap_surroundings(patch: pytest.MonkeyPatch, pair: Path, log: Path, seconds: str) -> None:
    """Let the processes of a desk use the lent pair."""
    patch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT), str(ROOT / "tests"))))
    patch.setenv(cheap_run.PAIR, str(pair))
    patch.setenv(cheap_run.LOG, str(log))
    patch.setenv(cheap_run.SECONDS, seconds)
    patch.delenv(cheap_run.SICK, raising=False)
