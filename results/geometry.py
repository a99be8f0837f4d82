"""Shapes of towns or villages, of a user's own GeoJSON."""


class Geometry:
    """later"""
