"""The same runs from Python: a few calls, tables and figures, for notebooks and scripts."""
