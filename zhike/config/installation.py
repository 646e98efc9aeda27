"""The surroundings of one command: the database reachable, Django set up, both put away afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from zhike.config.database.prepare import available
from zhike.config.home import home_path


@contextmanager
def installation() -> Iterator[None]:
    """A reachable database and Django set up, for the length of one command. Raises `Refusal`."""
    with available(home_path()):
        import django

        django.setup()
        from django.db import connections

        try:
            yield
        finally:
            connections.close_all()
