"""Bring the tables up to date, as the owner, one process at a time. Django must be set up before this is imported."""

from django.core.management import call_command
from django.db import connections
from django.db.backends.utils import CursorWrapper

from zhike.config.connections import current
from zhike.config.database import roles
from zhike.config.home import home_path
from zhike.platform.changes.partitions import make_partitions

_LOCK = 7301  # any number; two machines that start together must not migrate together


def migrate() -> None:
    """Migrate the connected database, then take back rights on what is new."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
            before = _steps(cursor) if cursor.fetchone() == (True,) else 0
            call_command("migrate", database="owner", verbosity=0, interactive=False)
            print(f"tables are up to date ({_steps(cursor) - before} new steps)")
            make_partitions()
            found = current(home_path())
            if found.app != found.owner:
                roles.protect(owner.connection, roles.Roles(found.owner, found.app, found.report))
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _steps(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT count(*) FROM django_migrations")
    row = cursor.fetchone()
    return int(row[0])
