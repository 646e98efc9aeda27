"""Activities on the timeline of the record they are about."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from zhike.kit.sql import Sql
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.query.reach import visible_rows
from zhike.platform.records.timeline import Item


def activity_items(
    actor: Actor, _: ObjectType, record_id: UUID, before: datetime | None, limit: int
) -> list[Item]:
    """The newest activities about a record. Planned ones stand at the time they are due."""
    policy = policy_of(actor)
    if not policy.may("activity", "view"):
        return []
    at = "coalesce(a.done_at, a.due_at, a.created_at)"
    statement = Sql(
        f"SELECT a.id, a.version, a.type, {at}, a.subject, a.body, a.due_at, a.done_at, a.outcome, a.priority,"
        " u.id, u.name FROM activity_activity a LEFT JOIN identity_user u ON u.id = a.owner_id"
        " WHERE a.about_id = %s AND ",
        (record_id,),
    ) + visible_rows(registry.get("activity"), policy, "a", "view")
    if before is not None:
        statement += Sql(f" AND {at} < %s", (before,))
    statement += Sql(f" ORDER BY {at} DESC, a.id DESC LIMIT %s", (limit,))
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return [_item(row) for row in cursor.fetchall()]


def _item(row: tuple[object, ...]) -> Item:
    record, version, kind, at, subject, body, due_at, done_at, outcome, priority, owner, name = row
    assert isinstance(at, datetime)
    assert isinstance(record, UUID)
    return Item(
        id=str(record),
        kind=str(kind),
        at=at,
        title=str(subject),
        text="" if body == subject else str(body),
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
