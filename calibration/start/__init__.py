"""The synthetic county and how it stands on 31 December 2021 under a draw."""
