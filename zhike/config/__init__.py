"""Puts the rooms together: settings, urls, the API, the command line, the database that comes along.

Imports every room and is imported by none.
"""
