"""The commands that fit behaviour and absorb published figures."""
