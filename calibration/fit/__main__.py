"""Fit the trend to 2021 again, store its draws and write `docs/trend_fit.md`."""

from calibration.fit.report import write_report
from calibration.fit.store import fit_all, write

if __name__ == "__main__":
    fitted = fit_all()
    write(*fitted)
    write_report(*fitted)
