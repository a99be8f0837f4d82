"""County packs: read strictly, checked, and filled from the parent region."""
