"""What a run costs on a machine."""
