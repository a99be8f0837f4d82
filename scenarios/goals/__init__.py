"""The official targets: how likely each one is met, and what more effort would do."""
