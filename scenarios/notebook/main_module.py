"""Worker processes without the caller's script.

A worker that is spawned runs the file of `__main__` again before anything else. From a script that
calls `forecast` at its top level, that would start the forecast again in every worker; from text
typed into an interpreter there is no such file at all. Workers need nothing of either.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_out() -> Iterator[None]:
    """Start no worker with the caller's `__main__` while this lasts."""
    main = sys.modules["__main__"]
    names = ("__file__", "__spec__")
    kept = {name: main.__dict__[name] for name in names if name in main.__dict__}
    main.__dict__.pop("__file__", None)
    main.__dict__["__spec__"] = None
    try:
        yield
    finally:
        main.__dict__.pop("__spec__", None)
        main.__dict__.update(kept)
