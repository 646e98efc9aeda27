"""Which PostgreSQL the installation talks to, as whom: the file `database.json` in the home and `DATABASE_URL`.

The file is written when the database is prepared (see `zhike.config.database`) and read by settings in every
process, so no process but the first needs the owner's rights to find out.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from zhike.config.home import write_private

FILE = "database.json"


@dataclass(frozen=True, slots=True)
class Account:
    """A database role and its password; an empty password leaves the choice to libpq (peer, .pgpass)."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Connections:
    """Where the server is (`host` is a folder for a unix socket) and the three accounts on it."""

    host: str
    port: str
    name: str
    owner: Account
    app: Account
    report: Account
    options: dict[str, str] = field(default_factory=dict)

    def dsn(self, account: Account, *, name: str | None = None) -> dict[str, Any]:
        """Keyword arguments for `psycopg.connect`."""
        found = {
            "host": self.host,
            "port": self.port,
            "dbname": name or self.name,
            "user": account.user,
            "password": account.password,
            **self.options,
        }
        return {key: value for key, value in found.items() if value}


def parse_url(url: str) -> tuple[dict[str, str], Account]:
    """Split `postgresql://user:password@host:port/name?sslmode=…` into place and account.

    Raises `ValueError` for another scheme or a missing database name.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        message = "DATABASE_URL must start with postgresql://"
        raise ValueError(message)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        message = "DATABASE_URL must end with the name of the database"
        raise ValueError(message)
    place = {
        "host": unquote(parts.hostname or ""),
        "port": str(parts.port or ""),
        "name": name,
        **dict(parse_qsl(parts.query)),
    }
    return place, Account(unquote(parts.username or ""), unquote(parts.password or ""))


def from_url(url: str, app: Account, report: Account) -> Connections:
    """Connections to an external server: its URL names the owner, the others are given."""
    place, owner = parse_url(url)
    host, port, name = place.pop("host"), place.pop("port"), place.pop("name")
    return Connections(place.pop("host", host) or host, port, name, owner, app, report, place)


def save(home: Path, connections: Connections) -> None:
    """Keep the connections in the home, readable by its owner alone."""
    write_private(home / FILE, json.dumps(asdict(connections), indent=1))


def load(home: Path) -> Connections | None:
    """The connections kept in the home, or None before the database was prepared for the first time."""
    try:
        found = json.loads((home / FILE).read_text())
    except FileNotFoundError:
        return None
    owner, app, report = (Account(**found.pop(role)) for role in ("owner", "app", "report"))
    return Connections(**found, owner=owner, app=app, report=report)


def current(home: Path) -> Connections:
    """What settings use: the kept file, over which `DATABASE_URL` and `DATABASE_APP_URL` win."""
    kept = load(home)
    url, app_url = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_APP_URL")
    nobody = Account("", "")
    if url:
        place, owner = parse_url(url)
        same = kept is not None and kept.name == place["name"] and kept.owner == owner
        app = kept.app if kept is not None and same else owner
        report = kept.report if kept is not None and same else owner
        if app_url:
            app = parse_url(app_url)[1]
        return from_url(url, app, report)
    return kept or Connections("", "", "zhike", nobody, nobody, nobody)


def django_database(
    connections: Connections, account: Account, *, keep: int = 0, **options: Any
) -> dict[str, Any]:
    """One entry of `DATABASES`; a connection is kept for `keep` seconds and more than one request."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": connections.host,
        "PORT": connections.port,
        "NAME": connections.name,
        "USER": account.user,
        "PASSWORD": account.password,
        "CONN_MAX_AGE": keep,
        "OPTIONS": {**connections.options, **options},
    }
