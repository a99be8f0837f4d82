"""How worlds are run: pairs, worker processes, the crash-safe store, shards and clusters."""
