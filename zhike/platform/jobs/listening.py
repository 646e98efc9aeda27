"""Connections of their own for LISTEN: a listening session must stay open and outside any pool."""

from typing import Any

from django.db import connections


def connection_parameters() -> dict[str, Any]:
    """Keyword arguments for `psycopg.connect` to the database and role Django uses."""
    parameters: dict[str, Any] = connections["default"].get_connection_params()
    for key in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(key, None)
    return parameters
