"""One file per chart; charts draw only from what a run folder stores."""
