"""From data to a starting county: packs, synthetic population, trend, draws."""
