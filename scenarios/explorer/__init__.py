"""A grid of paired ensembles that one page lets its reader walk through, point by point."""
