"""The desk in the browser: choose, change levers, run, compare, download; Dash behind waitress."""
