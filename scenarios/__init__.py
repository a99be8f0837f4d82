"""What if: scenarios, paired worlds, ensembles, forecasts and the command line."""
