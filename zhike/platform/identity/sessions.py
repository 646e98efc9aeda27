"""Sessions of browsers and keys of programs: starting, finding and ending them.

Finding costs one statement, which also brings everything known of the person; the answer is kept for two seconds.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from zhike.kit.clock import now
from zhike.kit.sql import Sql
from zhike.platform.identity.keys import key_hash, new_key
from zhike.platform.identity.models import Session
from zhike.platform.identity.profile import (
    KEEP_SECONDS,
    Profile,
    on_forget,
    profile_columns,
    profile_from_row,
)

IDLE: Final = timedelta(days=7)
LONGEST: Final = timedelta(days=30)
_KEPT_AT_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Pass:
    """A valid session or token: its row's id and whose it is."""

    id: UUID
    profile: Profile


_kept: dict[str, tuple[float, Pass]] = {}

# Both statements note, at most every few minutes, that the key was used: one statement whether they do or not.
_BY_SESSION: Final = Sql(
    "WITH seen AS (UPDATE identity_session SET last_seen_at = now(),"
    " expires_at = LEAST(now() + interval '7 days', created_at + interval '30 days')"
    " WHERE key_hash = %s AND expires_at > now() AND last_seen_at < now() - interval '5 minutes')"
    " SELECT k.id, "
)
_BY_TOKEN: Final = Sql(
    "WITH seen AS (UPDATE identity_apitoken SET last_used_at = now()"
    " WHERE key_hash = %s AND (expires_at IS NULL OR expires_at > now())"
    " AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute'))"
    " SELECT k.id, "
)
_SESSION_ROWS: Final = Sql(
    " FROM identity_session k JOIN identity_user u ON u.id = k.user_id"
    " WHERE k.key_hash = %s AND k.expires_at > now() AND u.is_active"
)
_TOKEN_ROWS: Final = Sql(
    " FROM identity_apitoken k JOIN identity_user u ON u.id = k.user_id"
    " WHERE k.key_hash = %s AND (k.expires_at IS NULL OR k.expires_at > now()) AND u.is_active"
)


def pass_of_session(key: str) -> Pass | None:
    """The session of a cookie's key; None when there is none, it ended, or its person is disabled."""
    return _pass_of("s:" + key_hash(key), _BY_SESSION, _SESSION_ROWS)


def pass_of_token(token: str) -> Pass | None:
    """The token of a Bearer header; None when there is none, it ended, or its person is disabled."""
    return _pass_of("t:" + key_hash(token), _BY_TOKEN, _TOKEN_ROWS)


def passes_of_sessions(stored: Collection[str]) -> dict[str, Pass]:
    """Of these stored key hashes those that are still valid, in one statement and without noting any use.

    For connections that stay open: who listens for hours must stop when the session does.
    """
    query = f"SELECT k.key_hash, k.id, {profile_columns().text}" + _SESSION_ROWS.text.replace(
        "k.key_hash = %s", "k.key_hash = ANY(%s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, (*profile_columns().params, list(stored)))
        rows = cursor.fetchall()
    return {row[0]: Pass(row[1], profile_from_row(row[2:])) for row in rows}


def _pass_of(key: str, start: Sql, rows: Sql) -> Pass | None:
    kept = _kept.get(key)
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    stored = key[2:]
    with connection.cursor() as cursor:
        query = start.text + profile_columns().text + rows.text
        cursor.execute(query, (stored, *profile_columns().params, stored))
        row = cursor.fetchone()
    if row is None:
        _kept.pop(key, None)
        return None
    found = Pass(row[0], profile_from_row(row[1:]))
    if len(_kept) >= _KEPT_AT_MOST:
        _kept.clear()
    _kept[key] = (time.monotonic() + KEEP_SECONDS, found)
    return found


def start_session(user_id: UUID, *, ip: str | None, agent: str) -> tuple[Session, str]:
    """Make a session; returns it with the key for the cookie. Old sessions of everybody are swept out."""
    key = new_key()
    at = now()
    Session.objects.filter(expires_at__lt=at).delete()
    session = Session.objects.create(
        user_id=user_id,
        key_hash=key_hash(key),
        created_at=at,
        last_seen_at=at,
        expires_at=at + IDLE,
        ip=ip,
        agent="".join(letter for letter in agent if letter.isprintable())[:300],
    )
    return session, key


def forget_keys(user_id: UUID) -> None:
    """Drop what this process keeps of a person's keys."""
    for key in [key for key, (_, found) in list(_kept.items()) if found.profile.user_id == user_id]:
        _kept.pop(key, None)


on_forget(forget_keys)
