"""Live updates: one small ASGI process that tells browsers what others changed and how their jobs go."""
