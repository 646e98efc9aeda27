"""From nothing to a database with today's tables, for every command that needs one."""

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from zhike.config import connections
from zhike.config.connections import Account, Connections
from zhike.config.database import external, roles
from zhike.config.embedded import cluster, places
from zhike.config.embedded.lock import HomeLock
from zhike.config.embedded.server import Server
from zhike.config.home import make_home, write_private
from zhike.config.refusal import Refusal

NAME = "zhike"
ATTACH_PATIENCE = 30.0


def open_home(home: Path) -> None:
    """Create the home or raise the `Refusal` that says why it cannot be used."""
    try:
        make_home(home)
        (home / ".writable").touch()
        (home / ".writable").unlink(missing_ok=True)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise cluster.disk_full(home) from error
        raise Refusal(
            "{home} cannot be written ({why}): give it to the user who starts Zhike, or choose another ZHIKE_HOME.",
            "无法写入 {home}（{why}）：请将其交给启动知客的用户，或设置另一个 ZHIKE_HOME。",
            home=home,
            why=error.strerror,
        ) from error
    if home.stat().st_uid != os.geteuid() and os.geteuid() != 0:
        raise Refusal(
            "{home} belongs to another user: start Zhike as that user, or choose another ZHIKE_HOME.",
            "{home} 属于其他用户：请以该用户启动知客，或设置另一个 ZHIKE_HOME。",
            home=home,
        )


def start_embedded(home: Path, *, throwaway: bool = False, anew: bool = False) -> Server:
    """Start the home's own server and make its roles and database. The caller holds the home's lock.

    `anew` throws away what the database holds.
    """
    server = Server(home, _superuser_password(home), throwaway=throwaway)
    kept = connections.load(home)
    # A home that used an external server before keeps other names in the file.
    accounts = (
        roles.Roles(kept.owner, kept.app, kept.report)
        if kept is not None and kept.owner.user == "zhike_owner"
        else roles.Roles(*(_new_account(part) for part in ("owner", "app", "report")))
    )
    ready = Connections(
        str(server.socket_folder),
        places.PORT,
        NAME,
        accounts.owner,
        accounts.app,
        accounts.report,
    )
    connections.save(home, ready)
    server.start()
    try:
        with server.connect("postgres") as connection:
            for account in (accounts.owner, accounts.app, accounts.report):
                roles.make_login(connection, account)
            roles.limit_report(connection, accounts.report)
            if anew:
                roles.drop_database(connection, NAME)
            roles.make_database(connection, NAME, accounts.owner.user)
        with server.connect(NAME) as connection:
            connection.execute("ALTER SCHEMA public OWNER TO zhike_owner")
            roles.grant(connection, accounts)
    except BaseException:
        server.stop()
        raise
    return server


def _new_account(part: str) -> Account:
    return Account(f"zhike_{part}", secrets.token_urlsafe(24))


def _superuser_password(home: Path) -> str:
    path = home / "superuser_password"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(24))
    return path.read_text().strip()


@contextlib.contextmanager
def available(home: Path) -> Iterator[None]:
    """A reachable database for the length of one command.

    Uses `DATABASE_URL`, or the server a running copy has started, or starts one and stops it at the end.
    """
    open_home(home)
    url = os.environ.get("DATABASE_URL")
    if url:
        external.prepare(home, url)
        yield
        return
    lock = HomeLock(places.Places(home).lock)
    if not lock.take(command=True):
        _wait_until_reachable(home, lock)
        yield
        return
    try:
        server = start_embedded(home)
        try:
            yield
        finally:
            server.stop()
    finally:
        lock.release()


def _wait_until_reachable(home: Path, lock: HomeLock) -> None:
    deadline = time.monotonic() + ATTACH_PATIENCE
    while time.monotonic() < deadline:
        found = connections.load(home)
        if found is not None:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(**found.dsn(found.app), connect_timeout=2).close()
                return
        time.sleep(0.2)
    lock.require()
    lock.release()
    raise Refusal(
        "The copy that ran on {home} has just ended: try again.",
        "刚才在 {home} 上运行的知客已停止，请重试。",
        home=home,
    )
