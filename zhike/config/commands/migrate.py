"""`zhike migrate`: bring the tables up to date, as the owner, one process at a time."""

import argparse

SUMMARY = "bring the tables up to date"
_LOCK = 7301  # any number; two machines that start together must not migrate together


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_args: argparse.Namespace) -> int:
    """Migrate, then give and take rights on what is new."""
    from zhike.config.commands import installation

    with installation():
        migrate()
    return 0


def migrate() -> None:
    """Migrate the connected database. Django must be set up."""
    from django.core.management import call_command
    from django.db import connections

    from zhike.config.connections import current
    from zhike.config.database import roles
    from zhike.config.home import home_path

    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            call_command("migrate", database="owner", verbosity=1, interactive=False)
            found = current(home_path())
            if found.app != found.owner:
                roles.protect(owner.connection, roles.Roles(found.owner, found.app, found.report))
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
