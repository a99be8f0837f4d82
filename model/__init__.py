"""The rules of the simulation: one county, every household, quarter by quarter.

This package reads no files and imports none of `calibration`, `scenarios`, `results`.
Start with `model/county.py`: its `step` is one quarter on one page.
"""
