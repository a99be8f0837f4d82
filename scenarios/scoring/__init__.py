"""The commands that score forecasts and keep their ledger."""
