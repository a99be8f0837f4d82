"""Mesa agents with decisions of their own: villages, enterprises, treasury, bank, charity fund."""
