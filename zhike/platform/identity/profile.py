"""What must be known of a person on every request, read by one SQL statement and kept for two seconds.

So a disabled person, an ended session or a changed role takes effect everywhere within `KEEP_SECONDS`, and at once in
the process that made the change. Rooms above add facts of their own (roles) with `register_fact`.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from zhike.kit.language import DEFAULT_LANGUAGE, Language, language_of
from zhike.kit.sql import Sql

KEEP_SECONDS: Final = 2.0
_KEPT_AT_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Profile:
    """A person who may sign in.

    `team_mates` are the ids of all who share a team with them; `department_mates` of all in their departments, in those
    they head, and in every department below. Whoever has any is among them. `language` is None until they chose one.
    """

    user_id: UUID
    email: str
    name: str
    language: Language | None
    theme: str
    density: str
    time_zone: str
    teams: tuple[tuple[UUID, str], ...]
    team_mates: tuple[UUID, ...]
    department_mates: tuple[UUID, ...]
    facts: Mapping[str, tuple[str, ...]]

    @property
    def spoken(self) -> Language:
        """The language of what is made for them while no browser of theirs is there to ask."""
        return self.language or DEFAULT_LANGUAGE


_facts: dict[str, Sql] = {}
_kept: dict[UUID, tuple[float, Profile]] = {}
_listeners: list[Callable[[UUID | None], None]] = []


def register_fact(name: str, expression: Sql) -> None:
    """Add a `text[]` expression over the alias `u` of the user table to every profile."""
    _facts[name] = expression


def fact(name: str) -> Sql:
    """The expression of a fact that was added, for another that builds on it."""
    return _facts[name]


def on_forget(listener: Callable[[UUID | None], None]) -> None:
    """Let another cache of this room drop what it holds of a person, or of everybody when it is given None."""
    _listeners.append(listener)


def profile_columns() -> Sql:
    """The columns `profile_from_row` reads, over the alias `u`."""
    facts = Sql.join("", (Sql(", ") + piece for piece in _facts.values()))
    return (
        Sql(
            "u.id, u.email, u.name, u.language, u.theme, u.density, u.time_zone,"
            " ARRAY(SELECT t.id FROM identity_membership m JOIN identity_team t ON t.id = m.team_id"
            " WHERE m.user_id = u.id ORDER BY t.name),"
            " ARRAY(SELECT t.name FROM identity_membership m JOIN identity_team t ON t.id = m.team_id"
            " WHERE m.user_id = u.id ORDER BY t.name),"
            " ARRAY(SELECT DISTINCT o.user_id FROM identity_membership m"
            " JOIN identity_membership o ON o.team_id = m.team_id WHERE m.user_id = u.id ORDER BY 1),"
            # UNION, not UNION ALL: a circle in the tree, should there ever be one, ends.
            " ARRAY(WITH RECURSIVE below (id) AS ("
            "SELECT p.department_id FROM identity_departmentmember p WHERE p.user_id = u.id"
            " UNION SELECT h.id FROM identity_department h WHERE h.head_id = u.id"
            " UNION SELECT d.id FROM identity_department d JOIN below b ON d.parent_id = b.id)"
            " SELECT p.user_id FROM below b JOIN identity_departmentmember p"
            " ON p.department_id = b.id"
            " UNION SELECT u.id WHERE EXISTS (SELECT FROM below) ORDER BY 1)"
        )
        + facts
    )


def profile_from_row(row: tuple[Any, ...]) -> Profile:
    """Make the profile of a row of `profile_columns`, and keep it."""
    user_id, email, name, language, theme, density, time_zone, *rest = row
    team_ids, names, mates, colleagues, *facts = rest
    profile = Profile(
        user_id=user_id,
        email=email,
        name=name,
        language=language_of(language) if language else None,
        theme=theme,
        density=density,
        time_zone=time_zone,
        teams=tuple(zip(team_ids, names, strict=True)),
        team_mates=tuple(mates),
        department_mates=tuple(colleagues),
        facts={key: tuple(told) for key, told in zip(_facts, facts, strict=True)},
    )
    if len(_kept) >= _KEPT_AT_MOST:
        _kept.clear()
    _kept[profile.user_id] = (time.monotonic() + KEEP_SECONDS, profile)
    return profile


def profile_of(user_id: UUID) -> Profile | None:
    """The profile of an active person; None for an unknown or disabled one. At most one SQL statement."""
    kept = _kept.get(user_id)
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    query = (
        Sql("SELECT ")
        + profile_columns()
        + Sql(" FROM identity_user u WHERE u.id = %s AND u.is_active", (user_id,))
    )
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        row = cursor.fetchone()
    if row is None:
        _kept.pop(user_id, None)
        return None
    return profile_from_row(row)


def active_profiles() -> list[Profile]:
    """Everybody who may sign in, by name, in one SQL statement; each is kept as if it had been asked for."""
    query = (
        Sql("SELECT ")
        + profile_columns()
        + Sql(" FROM identity_user u WHERE u.is_active ORDER BY u.name, u.id")
    )
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        return [profile_from_row(row) for row in cursor.fetchall()]


def forget(user_id: UUID) -> None:
    """Drop what this process keeps of a person, now and again when the running transaction commits."""
    _drop(user_id)
    if connection.in_atomic_block:
        transaction.on_commit(lambda: _drop(user_id))


def forget_everybody() -> None:
    """The same for all people, for a change that may touch any of them."""
    _drop(None)
    if connection.in_atomic_block:
        # Everybody once more, not only who was kept when this began: others are read until the commit.
        transaction.on_commit(lambda: _drop(None))


def _drop(user_id: UUID | None) -> None:
    if user_id is None:
        _kept.clear()
    else:
        _kept.pop(user_id, None)
    for listener in _listeners:
        listener(user_id)
