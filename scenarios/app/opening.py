"""Opens a desk and serves it until it is stopped."""

import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from types import FrameType
from typing import Any

from model.errors import InputError
from scenarios.app.folders import Desk
from scenarios.app.guarding import is_loopback
from scenarios.app.server import build, serve
from scenarios.app.supervisor import Supervisor
from scenarios.app.words import say


def open_desk(
    desk: Desk,
    host: str,
    port: int,
    lang: str,
    show: Callable[[str], None],
    *,
    only_check: bool = False,
) -> None:
    """Serve a desk until Ctrl-C or a request to end; runs that go on are stopped and kept.

    Args: only_check, open it, ask it for its first page, and close it again.
    """
    logging.getLogger("waitress").setLevel(logging.ERROR)
    with Supervisor(desk) as supervisor:
        app = build(supervisor, host)
        try:
            server = serve(app, host, port)
        except (OSError, ValueError) as error:
            raise InputError(
                f"cannot listen there: {error}", key="--host, --port", value=f"{host}:{port}"
            ) from None
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{server.effective_port}/"
        if only_check:
            server.close()
            _ask(app, address)
            show(say("checked", lang, address=address))
            return
        show(say("open_at", lang, address=address))
        show(say("runs_in", lang, folder=desk.runs))
        if not is_loopback(host):
            show(say("not_loopback", lang))
        signal.signal(signal.SIGTERM, _end)
        with suppress(KeyboardInterrupt):
            server.run()
        server.close()
    show(say("closed", lang))


def _ask(app: Any, address: str) -> None:
    """Let the app answer one request; InputError where it does not."""
    answer = app.server.test_client().get("/", base_url=address)
    if answer.status_code != HTTPStatus.OK:
        raise InputError(f"the desk does not answer: {answer.status}", value=address)


def _end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - how Python calls it
    raise KeyboardInterrupt
