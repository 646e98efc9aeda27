"""Pieces without models that every room may use: errors, text, SQL pieces, ids, the clock."""
