"""Opens a desk and serves it until it is stopped."""

import logging
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any
from urllib.request import urlopen

from model.errors import InputError
from scenarios.app.folders import Desk
from scenarios.app.guarding import is_loopback
from scenarios.app.server import build, serve
from scenarios.app.supervisor import Supervisor
from scenarios.app.words import say


def open_desk(  # noqa: PLR0913 - where, how and in which words
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
            _ask(server, address)
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


def _ask(server: Any, address: str) -> None:
    """Let the server answer one request; InputError where it does not."""
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        with urlopen(address, timeout=30.0) as answer:
            answer.read()
    except OSError as error:
        raise InputError(f"the desk does not answer: {error}", value=address) from None
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        thread.join(5.0)


def _end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - how Python calls it
    raise KeyboardInterrupt
