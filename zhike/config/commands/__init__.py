"""One file per subcommand of `zhike`.

They import Django and the rooms only inside `run`, so that `zhike --help` is quick and the database can be started
before settings read where it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def installation() -> Iterator[None]:
    """A reachable database and Django set up, for the length of one command."""
    from zhike.config.database.prepare import available
    from zhike.config.home import home_path

    with available(home_path()):
        import django

        django.setup()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()
