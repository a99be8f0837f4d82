"""Panels with steady paths for tests of the trend fit."""

import numpy as np

from calibration.history.panel_data import parse_panel

HEAD = (
    "place,level,year,urban_income,rural_income,urban_growth_pct,rural_growth_pct,"
    "ratio_published,derived,parent"
)


def panel(*rows):
    return parse_panel("\n".join((HEAD, *rows)).encode(), "mine.csv")


def steady(place, level, years, drift, ratio=2.0, growth=0.08, parent=""):
    """Rows of a place whose ln ratio changes by `drift` and rural income by `growth` a year."""
    for n, year in enumerate(years):
        rural = 20_011 * np.exp(growth * n)
        urban = rural * ratio * np.exp(drift * n)
        yield f"{place},{level},{year},{urban:.2f},{rural:.2f},,,,no,{parent}"
