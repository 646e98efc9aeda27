"""Activities on the timeline of the record they are about."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from zhike.kit.sql import Sql
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.columns import shown, title_of
from zhike.platform.records.query.reach import visible_rows
from zhike.platform.records.timeline import Item

_FIELDS: Final = ("type", "body", "due_at", "done_at", "outcome", "priority")


def activity_items(
    actor: Actor, _: ObjectType, record_id: UUID, before: datetime | None, limit: int
) -> list[Item]:
    """The newest activities about a record. Planned ones stand at the time they are due."""
    policy = policy_of(actor)
    activity = seen_by(policy, "activity")
    if not policy.may("activity", "view") or not activity.has_whole("about"):
        return []
    times = [f"a.{path}" for path in ("done_at", "due_at") if activity.has_whole(path)]
    at = f"coalesce({', '.join([*times, 'a.created_at'])})"
    fields = [shown(activity, path, "a") for path in _FIELDS]
    statement = (
        Sql(f"SELECT a.id, a.version, {at}, ")
        + Sql.join(", ", [title_of(activity, "a"), *fields])
        + Sql(", u.id, u.name FROM activity_activity a LEFT JOIN identity_user u ON u.id = ")
        + shown(activity, "owner", "a")
        + Sql(" WHERE a.about_id = %s AND ", (record_id,))
        + visible_rows(activity, policy, "a", "view")
    )
    if before is not None:
        statement += Sql(f" AND {at} < %s", (before,))
    statement += Sql(f" ORDER BY {at} DESC, a.id DESC LIMIT %s", (limit,))
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return [_item(row) for row in cursor.fetchall()]


def _item(row: tuple[object, ...]) -> Item:
    record, version, at, subject, kind, body, due_at, done_at, outcome, priority, owner, name = row
    assert isinstance(at, datetime)
    assert isinstance(record, UUID)
    return Item(
        id=str(record),
        kind=str(kind or "note"),
        at=at,
        title=str(subject or ""),
        text="" if body == subject else str(body or ""),
        actor={"id": owner, "title": name} if owner else None,
        object="activity",
        record=record,
        data={
            "version": version,
            "due_at": due_at,
            "done_at": done_at,
            "outcome": outcome,
            "priority": priority,
        },
    )
