"""Invented customers: a deterministic maker of people, companies and orders, and the demo that is loaded from it."""
