"""Page of the trend fit."""

from calibration.fit.forecast import TrendPosterior
from calibration.fit.sources import SourcePosterior


def write_report(trend: TrendPosterior, sources: SourcePosterior) -> None:
    """Write docs/trend_fit.md."""
