"""Which mix of policies to choose under a budget, and how sure that is."""
