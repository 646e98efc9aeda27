"""Sessions of browsers and keys of programs: starting, finding and ending them.

Finding costs one statement, which also brings everything known of the person; the answer is kept for two seconds.
"""

import time
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from zhike.kit.clock import now
from zhike.kit.sql import Sql
from zhike.platform.identity.keys import key_hash, new_key
from zhike.platform.identity.models import Session, TokenKind, WorkspaceSecurity
from zhike.platform.identity.profile import (
    KEEP_SECONDS,
    Profile,
    on_forget,
    profile_columns,
    profile_from_row,
)
from zhike.platform.identity.scopes import limit_of

LONGEST: Final = timedelta(days=30)
"""No session lives longer, whatever the workspace says."""
_KEPT_AT_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Pass:
    """A valid session or token: its row's id, whose it is, and what the workspace demands (see `gate`).

    `two_factor`: the session was proved with two factors; of a token, whether its person has a second factor.
    `scopes`: what the token is limited to; None for no limit, as with every session. `through`: see `Actor`.
    """

    id: UUID
    profile: Profile
    two_factor: bool
    scopes: frozenset[str] | None
    through: str
    two_factor_roles: tuple[str, ...]
    networks: tuple[str, ...]

    @property
    def gated(self) -> bool:
        """Whether the workspace demands anything at all."""
        return bool(self.networks or self.two_factor_roles)


_kept: dict[str, tuple[float, Pass]] = {}
_keys_of: defaultdict[UUID, set[str]] = defaultdict(set)
"""Which of the kept keys are whose."""

# Both statements note, at most every few minutes, that the key was used: one statement whether they do or not.
_BY_SESSION: Final = Sql(
    "WITH seen AS (UPDATE identity_session SET last_seen_at = now(), expires_at = LEAST("
    "now() + COALESCE((SELECT s.idle_hours FROM identity_workspacesecurity s), 168)"
    " * interval '1 hour',"
    " created_at + COALESCE((SELECT s.longest_hours FROM identity_workspacesecurity s), 720)"
    " * interval '1 hour')"
    " WHERE key_hash = %s AND expires_at > now() AND last_seen_at < now() - interval '5 minutes')"
    " SELECT "
)
_BY_TOKEN: Final = Sql(
    "WITH seen AS (UPDATE identity_apitoken SET last_used_at = now(), last_used_ip = %s"
    f" WHERE key_hash = %s AND kind <> '{TokenKind.REFRESH}' AND (expires_at IS NULL OR expires_at > now())"
    " AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute'"
    " OR last_used_ip IS DISTINCT FROM %s::inet))"
    " SELECT "
)
_DEMANDS: Final = (
    "(SELECT s.two_factor_roles FROM identity_workspacesecurity s),"
    " (SELECT s.networks FROM identity_workspacesecurity s), "
)
HAS_FACTOR: Final = (
    "(EXISTS (SELECT FROM identity_passkey f WHERE f.user_id = u.id) OR EXISTS (SELECT FROM"
    " identity_totpfactor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL))"
)
_SESSION_COLUMNS: Final = Sql("k.id, k.two_factor, NULL::text[], '', " + _DEMANDS)
_TOKEN_COLUMNS: Final = Sql(
    f"k.id, {HAS_FACTOR}, k.scopes, CASE WHEN k.kind = '{TokenKind.ACCESS}' THEN 'app:' ELSE 'token:' END || k.name, "
    + _DEMANDS
)
_SESSION_ROWS: Final = Sql(
    " FROM identity_session k JOIN identity_user u ON u.id = k.user_id"
    " WHERE k.key_hash = %s AND k.expires_at > now() AND u.is_active"
)
_TOKEN_ROWS: Final = Sql(
    " FROM identity_apitoken k JOIN identity_user u ON u.id = k.user_id"
    f" WHERE k.key_hash = %s AND k.kind <> '{TokenKind.REFRESH}'"
    " AND (k.expires_at IS NULL OR k.expires_at > now()) AND u.is_active"
)


def pass_of_session(key: str) -> Pass | None:
    """The session of a cookie's key; None when there is none, it ended, or its person is disabled."""
    stored = key_hash(key)
    return _pass_of("s:" + stored, _BY_SESSION, (stored,), _SESSION_COLUMNS, _SESSION_ROWS)


def pass_of_token(token: str, address: str | None) -> Pass | None:
    """The token of a Bearer header; None when there is none, it ended, or its person is disabled.

    `address` is where it is used from, which is noted with the time.
    """
    stored = key_hash(token)
    noted = (address, stored, address)
    return _pass_of("t:" + stored, _BY_TOKEN, noted, _TOKEN_COLUMNS, _TOKEN_ROWS)


def passes_of_sessions(stored: Collection[str]) -> dict[str, Pass]:
    """Of these stored key hashes those that are still valid, in one statement and without noting any use.

    For connections that stay open: who listens for hours must stop when the session does.
    """
    columns = f"k.key_hash, {_SESSION_COLUMNS.text}{profile_columns().text}"
    query = f"SELECT {columns}" + _SESSION_ROWS.text.replace(
        "k.key_hash = %s", "k.key_hash = ANY(%s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, (*profile_columns().params, list(stored)))
        rows = cursor.fetchall()
    return {row[0]: _pass_from_row(row[1:]) for row in rows}


def _pass_from_row(row: tuple[Any, ...]) -> Pass:
    id_, two_factor, scopes, through, roles, networks, *profile = row
    return Pass(
        id=id_,
        profile=profile_from_row(tuple(profile)),
        two_factor=two_factor,
        scopes=None if scopes is None else limit_of(scopes),
        through=through,
        two_factor_roles=tuple(roles or ()),
        networks=tuple(networks or ()),
    )


def _pass_of(
    key: str, start: Sql, noted: tuple[str | None, ...], columns: Sql, rows: Sql
) -> Pass | None:
    kept = _kept.get(key)
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    stored = key[2:]
    with connection.cursor() as cursor:
        query = start.text + columns.text + profile_columns().text + rows.text
        cursor.execute(query, (*noted, *profile_columns().params, stored))
        row = cursor.fetchone()
    if row is None:
        _kept.pop(key, None)
        return None
    found = _pass_from_row(row)
    if len(_kept) >= _KEPT_AT_MOST:
        forget_keys(None)
    _keys_of[found.profile.user_id].add(key)
    _kept[key] = (time.monotonic() + KEEP_SECONDS, found)
    return found


def start_session(
    user_id: UUID,
    *,
    ip: str | None,
    agent: str,
    method: str = "password",
    two_factor: bool = False,
) -> tuple[Session, str]:
    """Make a session that was proved just now; returns it with the key for the cookie. Ended ones are swept out."""
    key = new_key()
    at = now()
    demands = WorkspaceSecurity.objects.first() or WorkspaceSecurity()
    Session.objects.filter(expires_at__lt=at).delete()
    session = Session.objects.create(
        user_id=user_id,
        key_hash=key_hash(key),
        created_at=at,
        last_seen_at=at,
        expires_at=at + timedelta(hours=min(demands.idle_hours, demands.longest_hours)),
        ip=ip,
        agent="".join(letter for letter in agent if letter.isprintable())[:300],
        method=method,
        two_factor=two_factor,
        proved_at=at,
    )
    return session, key


def forget_keys(user_id: UUID | None) -> None:
    """Drop what this process keeps of a person's keys; of everybody's with None."""
    if user_id is None:
        _keys_of.clear()
        _kept.clear()
        return
    for key in tuple(_keys_of.pop(user_id, ())):
        _kept.pop(key, None)


on_forget(forget_keys)
