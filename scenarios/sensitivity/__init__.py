"""Which lever or unknown decides an outcome, how sure that is, and what knowing one is worth."""
