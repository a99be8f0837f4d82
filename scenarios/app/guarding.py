"""What keeps a desk in a browser from being anybody else's: hosts, origins, headers, sizes."""

import ipaddress
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

LARGEST_REQUEST_BYTES = 500_000
LOOPBACK_NAMES = ("localhost",)

REPORT_POLICY = (
    "sandbox allow-scripts allow-downloads allow-popups; default-src 'none'; "
    "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""For reports, on top of the policy inside them, which names each of their scripts by its hash. The
sandbox gives them an origin of their own: nothing in a run folder can speak for the desk."""

FILE_POLICY = "sandbox; default-src 'none'"


def page_policy(script_hashes: Sequence[str]) -> str:
    """The content security policy of the desk: its own files and nothing else.

    Styles may be inline because the widgets of Dash bring theirs along; scripts may not.
    """
    scripts = " ".join(["'self'", *script_hashes])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def is_known_host(header: str | None, bound: str) -> bool:
    """Whether a Host header names this machine: by number, as localhost, or as it was bound.

    A web page elsewhere can point a name of its own at this machine, but no number.
    """
    try:
        host = urlsplit(f"//{header}").hostname
    except ValueError:
        return False
    if not header or host is None or any(letter in header for letter in "@/?#\\ "):
        return False
    if host in (*LOOPBACK_NAMES, bound.lower()):
        return True
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that is bound to a host."""
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def guard(server: Any, bound: str, policy: str) -> None:
    """Refuse requests that other sites cause, and set the headers of every answer."""
    from flask import abort, request

    server.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST_BYTES

    @server.before_request
    def refuse_strangers() -> None:
        if not is_known_host(request.headers.get("Host"), bound):
            abort(403)
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("Host"):
            abort(403)

    @server.after_request
    def set_headers(answer: Any) -> Any:
        answer.headers.setdefault("Content-Security-Policy", policy)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["X-Frame-Options"] = "DENY"
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path.startswith(("/_dash-component-suites/", "/assets/")):
            answer.headers["Cache-Control"] = "no-store"
        return answer
