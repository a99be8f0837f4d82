"""Rivals, scores and the backtest."""
