"""Fitting the trend of incomes to published figures up to an origin."""
