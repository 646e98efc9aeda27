"""Purchases: orders with their lines, and what they say about a contact."""
