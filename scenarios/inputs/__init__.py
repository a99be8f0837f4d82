"""What a run is asked for: scenario files, their settings and the plan made of them."""
