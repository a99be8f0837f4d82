"""Which policy family did it."""
