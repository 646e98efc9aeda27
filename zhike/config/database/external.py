"""A server of the customer's own, named by `DATABASE_URL`.

Its account owns the tables. When that account may make roles, the web runs as `<database>_app` without the right to
create anything; otherwise name such an account in `DATABASE_APP_URL`, or the web runs as the owner and `zhike doctor`
says so.
"""

import hashlib
import hmac
import os
from pathlib import Path

import psycopg

from zhike.config import connections
from zhike.config.connections import Account, Connections
from zhike.config.database import roles
from zhike.config.home import secret_key
from zhike.config.refusal import Refusal

OLDEST = 150000  # PostgreSQL 15


def prepare(home: Path, url: str) -> Connections:
    """Check the server, make the roles where allowed, and note the accounts in the home. Raises Refusal."""
    try:
        _, owner = connections.parse_url(url)
    except ValueError as error:
        raise Refusal(
            "DATABASE_URL cannot be read: {why}.", "无法读取 DATABASE_URL：{why}。", why=error
        ) from error
    found = connections.from_url(url, owner, owner)
    try:
        with psycopg.connect(**found.dsn(owner), autocommit=True, connect_timeout=10) as connection:
            return _prepare(home, found, connection)
    except psycopg.OperationalError as error:
        raise Refusal(
            "The database of DATABASE_URL does not answer: {why}",
            "DATABASE_URL 指定的数据库没有响应：{why}",
            why=str(error).strip().splitlines()[-1],
        ) from error


def _prepare(home: Path, found: Connections, connection: psycopg.Connection) -> Connections:
    version = connection.info.server_version
    if version < OLDEST:
        raise Refusal(
            "The server of DATABASE_URL is PostgreSQL {found}; Zhike needs 15 or newer.",
            "DATABASE_URL 指定的服务器是 PostgreSQL {found}，知客需要 15 或更高版本。",
            found=version // 10000,
        )
    app_url = os.environ.get("DATABASE_APP_URL")
    if app_url:
        app = report = connections.parse_url(app_url)[1]
    elif _may_make_roles(connection):
        app, report = (_account(home, f"{found.name}_{part}") for part in ("app", "report"))
        roles.make_login(connection, app)
        roles.make_login(connection, report)
        roles.limit_report(connection, report)
    else:
        app = report = found.owner
    if app != found.owner:
        roles.grant(connection, roles.Roles(_effective(found.owner, connection), app, report))
    ready = connections.Connections(
        found.host, found.port, found.name, found.owner, app, report, found.options
    )
    connections.save(home, ready)
    return ready


def _effective(owner: Account, connection: psycopg.Connection) -> Account:
    return Account(owner.user or connection.info.user, owner.password)


def _may_make_roles(connection: psycopg.Connection) -> bool:
    row = connection.execute(
        "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    return bool(row and row[0])


def _account(home: Path, user: str) -> Account:
    """A password every machine of this installation derives alike from the shared SECRET_KEY."""
    key = secret_key(home).encode()
    return Account(user, hmac.new(key, f"database {user}".encode(), hashlib.sha256).hexdigest())
