"""Who agreed to what, over which channel, and which addresses must never be written to again."""
