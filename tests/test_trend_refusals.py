"""What the trend fit refuses, and the least that it can be fitted to."""

from dataclasses import replace

import numpy as np
import pytest
from trend_panels import panel

from calibration.fit.forecast import fit_trend
from calibration.history.panel_data import Panel
from model.errors import InputError


def test_a_row_that_was_printed_too_late_is_refused():
    with pytest.raises(InputError, match="printed too late for the origin") as error:
        fit_trend(Panel.bundled(), 2021, rows=8, steps=1)
    assert "jiaxing 2021" in str(error.value)
    assert "documents of 2022" in str(error.value)


@pytest.mark.parametrize(
    "rows",
    [(), ("ruian,county,2019,50000,,,,,no,",), ("ruian,county,2019,,,,5,,no,",),
     ("china,nation,2019,42359,16021,,,,no,",)],
    ids=["no row", "urban level alone", "rural growth alone", "nation alone"],
)  # fmt: skip
def test_a_fit_without_any_gap_says_what_it_needs(rows):
    known = replace(panel("ruian,county,2019,1000,900,,,,no,"), rows=())
    known = panel(*rows) if rows else known
    with pytest.raises(InputError, match="nothing is known by the origin") as error:
        fit_trend(known, 2019, rows=8, steps=1)
    told = str(error.value)
    assert "mine.csv" in told
    assert "origin 2019" in told
    assert "both incomes" in told
    assert all(row.place in told for row in known.rows)


@pytest.mark.parametrize(
    "row", ["ruian,county,2019,,,,,1.9,no,", "ruian,county,2019,,,5,6,,no,",
            "ruian,county,2019,50000,30000,,,,no,"],
    ids=["a ratio alone", "growth alone", "one year"],
)  # fmt: skip
def test_one_row_that_tells_of_the_gap_is_enough(row):
    found = fit_trend(panel(row), 2019, rows=8, steps=1).forecast("ruian", 3, 40)
    for drawn in (found.log_ratio, found.growth_rural, found.growth_urban):
        assert np.isfinite(drawn).all()
