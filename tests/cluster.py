"""The PostgreSQL that test runs share: the one that comes along, or the server `DATABASE_URL_TEST` names.

Several runs and their workers may use it at once. The first starts it, the last one out stops it, its data stay for the
next run. `DATABASE_URL_TEST` must name a superuser's account, because databases are made and dropped.
"""

import fcntl
import os
import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg

from tests.settings import TEST_HOME
from zhike.config import connections
from zhike.config.connections import Account, Connections
from zhike.config.database import roles
from zhike.config.database.prepare import open_home, start_embedded
from zhike.config.embedded import cluster

EXTERNAL = os.environ.get("DATABASE_URL_TEST")


@contextmanager
def locked(name: str, kind: int = fcntl.LOCK_EX) -> Iterator[int]:
    """Hold the lock file `name` of the test home."""
    handle = os.open(TEST_HOME / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, kind)
        yield handle
    finally:
        os.close(handle)


class TestCluster:
    """A running server and the accounts on it."""

    __test__ = False

    def __init__(self) -> None:
        self.connections: Connections
        self.superuser: Account
        self._using: int | None = None

    def join(self) -> None:
        """Start the server unless another run has."""
        open_home(TEST_HOME)
        with locked("start.lock"):
            if EXTERNAL:
                self._join_external(EXTERNAL)
                return
            self._using = os.open(TEST_HOME / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._using, fcntl.LOCK_SH)
            if not self._reachable():
                start_embedded(TEST_HOME, throwaway=True)
            self._read_accounts()

    def _reachable(self) -> bool:
        try:
            self._read_accounts()
            self.connect("postgres").close()
        except (psycopg.OperationalError, AttributeError, OSError):
            return False
        return True

    def _read_accounts(self) -> None:
        found = connections.load(TEST_HOME)
        if found is not None:
            self.connections = found
        password = (TEST_HOME / "superuser_password").read_text().strip()
        self.superuser = Account(cluster.SUPERUSER, password)

    def _join_external(self, url: str) -> None:
        place, self.superuser = connections.parse_url(url)
        found = connections.load(TEST_HOME)
        if found is None or found.name != place["name"]:
            accounts = [
                Account(f"zhike_{part}", secrets.token_urlsafe(16))
                for part in ("owner", "app", "report")
            ]
            found = replace(connections.from_url(url, accounts[1], accounts[2]), owner=accounts[0])
            connections.save(TEST_HOME, found)
        self.connections = found
        with self.connect(place["name"]) as connection:
            for account in (found.owner, found.app, found.report):
                roles.make_login(connection, account)
            roles.limit_report(connection, found.report)

    def connect(self, name: str) -> psycopg.Connection:
        """A superuser's connection in autocommit."""
        return psycopg.connect(
            **self.connections.dsn(self.superuser, name=name), autocommit=True, connect_timeout=5
        )

    def leave(self) -> None:
        """Stop the server when nobody else uses it."""
        if self._using is None:
            return
        with locked("start.lock"):
            os.close(self._using)
            with locked_or_not(TEST_HOME / "users.lock") as alone:
                if alone:
                    pid_file = TEST_HOME / "postgres" / "postmaster.pid"
                    if pid_file.exists():
                        os.kill(int(pid_file.read_text().split()[0]), signal.SIGINT)


@contextmanager
def locked_or_not(path: Path) -> Iterator[bool]:
    """Try a lock without waiting; yields whether it was had."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(handle)
