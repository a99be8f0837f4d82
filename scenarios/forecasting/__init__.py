"""From paired worlds to printed levels, effects and shares of uncertainty."""
