"""The trend that goes on without programmes, and what the household survey prints of it."""
