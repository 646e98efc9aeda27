"""The catalog: what is sold."""
