"""A product: one thing that is sold, at one list price."""
