"""Figures printed after the year that follows an origin are unknown there, to model and rivals."""

from made_panel import HEAD, fake_fit, path_rows

from calibration.history.panel_data import parse_panel
from calibration.proof.backtest import MODEL, backtest

WORLD = [
    *path_rows("zhejiang", range(2015, 2023), 2.1, -0.011, "province"),
    *path_rows("anji", range(2015, 2023), 1.8, -0.012, parent="zhejiang"),
    *path_rows("deqing", range(2015, 2023), 1.7, -0.008, parent="zhejiang"),
]


def test_a_figure_printed_too_late_reaches_no_forecaster_but_its_change_is_scored():
    """A level of 2018 out of a document of 2021: two values of it, no other forecast."""
    head = f"{HEAD},published"
    world = [f"{row}," for row in WORLD]

    def late(ratio):
        rows = [
            f"deqing,county,2018,{30000 * ratio:.0f},30000,,,yes,zhejiang,2021"
            if row.startswith("deqing,county,2018") else row
            for row in world
        ]  # fmt: skip
        return parse_panel("\n".join((head, *rows)).encode(), "late.csv")

    def told(found):
        return {
            (one.target.place, one.target.origin, one.target.horizon, one.forecaster): (
                one.quantiles if one.target.place != "deqing" else one.missing
            )
            for one in found.scored
            if one.target.origin < 2020
        }

    shown = {}

    def spy(known, origin):
        shown[origin] = {(row.place, row.year) for row in known.rows}
        return fake_fit(known, origin)

    one = backtest(late(1.7), spy)
    assert ("deqing", 2018) not in shown[2019]
    assert ("deqing", 2018) in shown[2020]
    assert told(one) == told(backtest(late(1.4), fake_fit))
    assert [s for s in one.of(MODEL) if (s.target.place, s.target.origin) == ("deqing", 2018)]
