"""How long each line of the quarter takes, read off the page that `CountyModel.step` is."""

import linecache
import sys
import time
from types import FrameType
from typing import Any


def phase_times(world: Any) -> dict[str, float]:
    """Run a world to its end; seconds by line of `step`, in the order of the page.

    The profiler is called for every Python function, so times are a little too long.
    """
    code = type(world).step.__code__
    seconds: dict[int, float] = {}
    begun: dict[FrameType, float] = {}

    def watch(frame: FrameType, event: str, _: object) -> None:
        caller = frame.f_back
        if caller is None or caller.f_code is not code:
            return
        if event == "call":
            begun[frame] = time.perf_counter()
        elif event == "return" and frame in begun:
            line = caller.f_lineno
            spent = time.perf_counter() - begun.pop(frame)
            seconds[line] = seconds.get(line, 0.0) + spent

    sys.setprofile(watch)
    try:
        world.run()
    finally:
        sys.setprofile(None)
    return {
        linecache.getline(code.co_filename, line).strip(): seconds[line] for line in sorted(seconds)
    }
