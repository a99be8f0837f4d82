"""Fit the trend to 2021 again, store its draws and write `docs/trend_fit.md`.

With the word `check` the simulation check is run in full first, which takes about 20 minutes.
"""

import sys

from calibration.fit.check_store import write_check
from calibration.fit.report import write_report
from calibration.fit.store import fit_all, write

if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        write_check()
    fitted = fit_all()
    write(*fitted)
    write_report(*fitted)
