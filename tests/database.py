"""One database per test process, cloned from a template that is migrated once per state of the migrations.

Tests run as `zhike_app`, in a transaction that is rolled back. A test marked `transactional_db` may commit; afterwards
its process gets a fresh clone. On an external server (`DATABASE_URL_TEST`) all is the same.
"""

import hashlib
import importlib.metadata
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from tests.cluster import TestCluster, locked
from zhike.config.database import roles

PROJECT = Path(__file__).resolve().parents[1]
ALIASES = ("default", "owner")
KEPT = "ZHIKE_TEST_DATABASE"
"""The variable that names a database which many processes use in turn and none drops: what tests do is rolled back."""


def migrations_fingerprint() -> str:
    """Changes whenever any migration or the list of rooms does."""
    digest = hashlib.sha256(" ".join(settings.INSTALLED_APPS).encode())
    digest.update(importlib.metadata.version("procrastinate").encode())
    for path in sorted((PROJECT / "zhike").glob("**/migrations/*.py")):
        digest.update(str(path.relative_to(PROJECT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Databases:
    """Makes, renews and drops this process's database."""

    def __init__(self, cluster: TestCluster) -> None:
        self.cluster = cluster
        self.template = f"zt_template_{migrations_fingerprint()}"
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.kept = os.environ.get(KEPT, "")
        self.name = self.kept or f"zt_{worker}_{os.getpid()}"

    def point_django_at(self, name: str) -> None:
        """Make both aliases connect to the database `name`."""
        found = self.cluster.connections
        for alias, account in zip(ALIASES, (found.app, found.owner), strict=True):
            connections[alias].close()
            connections[alias].settings_dict.update(
                HOST=found.host,
                PORT=found.port,
                NAME=name,
                USER=account.user,
                PASSWORD=account.password,
            )
            # Django would find out by making a table, which the app's role may not.
            connections[alias].features.supports_transactions = True

    def make_template(self) -> None:
        """Migrate the template if no earlier run has; older templates go."""
        with locked("template.lock"), self.cluster.connect("postgres") as admin:
            known = admin.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'zt\\_template\\_%'"
            ).fetchall()
            if (self.template,) in known:
                return
            draft = self.template.replace("template", "draft")
            self._drop(admin, draft)
            roles.make_database(admin, draft, self.cluster.connections.owner.user)
            self._migrate(draft)
            admin.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(draft), sql.Identifier(self.template)
                )
            )
            for (old,) in known:
                self._drop(admin, old)

    def _migrate(self, name: str) -> None:
        found = self.cluster.connections
        accounts = roles.Roles(found.owner, found.app, found.report)
        with self.cluster.connect(name) as connection:
            connection.execute(
                sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(found.owner.user))
            )
            roles.grant(connection, accounts)
        self.point_django_at(name)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        with self.cluster.connect(name) as connection:
            roles.protect(connection, accounts)
        for alias in ALIASES:
            connections[alias].close()

    def prepare(self) -> None:
        """A fresh clone, or the kept one as it is."""
        with self.cluster.connect("postgres") as admin:
            known = admin.execute("SELECT FROM pg_database WHERE datname = %s", (self.kept,))
            if known.fetchone() is not None:
                return
        self.renew()

    def renew(self) -> None:
        """A fresh clone of the template under this process's name."""
        for alias in ALIASES:
            connections[alias].close()
        with self.cluster.connect("postgres") as admin:
            self._drop(admin, self.name)
            admin.execute(
                # Copying the files costs a third of writing each page to the log, which nobody here recovers from.
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy").format(
                    sql.Identifier(self.name),
                    sql.Identifier(self.template),
                    sql.Identifier(self.cluster.connections.owner.user),
                )
            )

    def drop(self) -> None:
        """Remove this process's database."""
        with self.cluster.connect("postgres") as admin:
            self._drop(admin, self.name)

    @staticmethod
    def _drop(admin: psycopg.Connection, name: str) -> None:
        admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's own way of making a test database."""
    cluster = TestCluster()
    cluster.join()
    databases = Databases(cluster)
    try:
        with django_db_blocker.unblock():
            databases.make_template()
            databases.prepare()
            databases.point_django_at(databases.name)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: databases.renew())
            yield
        with django_db_blocker.unblock():
            for alias in ALIASES:
                connections[alias].close()
            if not databases.kept:
                databases.drop()
    finally:
        cluster.leave()


@pytest.fixture(autouse=True)
def fresh_metadata() -> Iterator[None]:
    """A rolled-back custom field must not live on in the registry's cache."""
    yield
    from zhike.platform.metadata.registry import registry  # needs settings

    registry.forget()
