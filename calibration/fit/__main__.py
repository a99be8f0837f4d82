"""Fit the trend to 2021 again, store its draws and write `docs/trend_fit.md`.

With the word `check` the simulation check is run in full first, which takes about a quarter of an
hour on a core of its own; with `only-check` it is all that is done.
"""

import sys

from calibration.fit.check_store import write_check
from calibration.fit.report import write_report
from calibration.fit.store import fit_all, write

if __name__ == "__main__":
    if sys.argv[1:] in (["check"], ["only-check"]):
        write_check(say=lambda text: print(text, file=sys.stderr, flush=True))  # noqa: T201
    if sys.argv[1:] != ["only-check"]:
        fitted = fit_all()
        write(*fitted)
        write_report(*fitted)
