"""The engine: it knows records and objects, and no contact, deal or ticket."""
