"""Segments: filters with a name that are kept fresh, counted and written to."""
