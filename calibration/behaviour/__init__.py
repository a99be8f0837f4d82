"""Behavioural parameters: what moments to 2021 know of them."""
