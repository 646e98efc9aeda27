"""What lies in the trash and the reader may take out again, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from zhike.kit.sql import FALSE, Sql
from zhike.kit.words import tsquery
from zhike.platform.access.policy import Policy, policy_of
from zhike.platform.changes.models import Change
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.models import User
from zhike.platform.metadata.registry import registry
from zhike.platform.records.actions.purge import KEPT
from zhike.platform.records.errors import InvalidQuery
from zhike.platform.records.query.reach import around_rows, reached_rows
from zhike.platform.records.query.statement import all_rows
from zhike.platform.search.sight import sight_of

LIMIT = 200


@dataclass(frozen=True, slots=True)
class Trashed:
    """One record in the trash; `gone_at` is when it is removed for good."""

    id: UUID
    object: str
    title: str
    deleted_at: datetime
    gone_at: datetime
    deleted_by: dict[str, Any] | None


def trash(
    actor: Actor, *, object_key: str | None = None, text: str = "", limit: int = 50, after: str = ""
) -> tuple[list[Trashed], str | None]:
    """A page, and the cursor of the next one. Raises UnknownObject, InvalidQuery."""
    if not 1 <= limit <= LIMIT:
        raise InvalidQuery(parameter="limit", reason=f"1 … {LIMIT}")
    policy = policy_of(actor)
    keys = [one.key for one in registry] if object_key is None else [registry.get(object_key).key]
    keys = [key for key in keys if policy.may(key, "view") and policy.may(key, "delete")]
    sight = sight_of(policy, tuple(keys))
    conditions = [
        Sql("e.deleted_at IS NOT NULL AND e.purged_at IS NULL"),
        _restorable(policy, keys),
    ]
    if text.strip():
        wanted = tsquery(text)
        found = Sql("coalesce(") + sight.vector + Sql(" @@ %s::tsquery, FALSE)", (wanted,))
        conditions.append(found if wanted else FALSE)
    if after:
        conditions.append(Sql("(e.deleted_at, e.id) < (%s, %s)", _place(after)))
    rows = all_rows(
        Sql("SELECT c.id, c.object, c.title, c.deleted_at FROM (SELECT ")
        + sight.columns
        + Sql(", e.deleted_at FROM records_entry e WHERE ")
        + Sql.join(" AND ", conditions)
        + Sql(" ORDER BY e.deleted_at DESC, e.id DESC LIMIT %s) c", (limit + 1,))
        + Sql(" ORDER BY c.deleted_at DESC, c.id DESC")
    )
    page = rows[:limit]
    people = _deleted_by([row[0] for row in page])
    items = [
        Trashed(one, key, title, at, at + KEPT, people.get(one)) for one, key, title, at in page
    ]
    more = len(rows) > limit and f"{items[-1].deleted_at.isoformat()}/{items[-1].id}"
    return items, more or None


def _restorable(policy: Policy, keys: Sequence[str]) -> Sql:
    """Entries whose record the reader may view and delete, and that is about nothing hidden from them."""
    parts = []
    for key in keys:
        type_ = registry.get(key)
        reached = [reached_rows(type_, policy, "v", action) for action in ("view", "delete")]
        parts.append(
            Sql(
                f"(e.object = %s AND EXISTS (SELECT 1 FROM {type_.spec.rows} v WHERE v.id = e.id AND ",
                (key,),
            )
            + Sql.join(" AND ", [*reached, *around_rows(type_, policy, "v")])
            + Sql("))")
        )
    return Sql.join(" OR ", parts).wrapped() if parts else FALSE


def _place(after: str) -> tuple[datetime, UUID]:
    moment, _, last = after.partition("/")
    try:
        return datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        raise InvalidQuery(parameter="cursor", reason="as given in next") from None


def _deleted_by(ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Who put each into the trash last; nothing for what the house did."""
    told = Change.objects.filter(record__in=ids, verb="delete").order_by("at")
    by = {row.record: row.actor_id for row in told.only("record", "actor_id", "at")}
    people = {person for person in by.values() if person is not None}
    names = dict(User.objects.filter(id__in=people).values_list("id", "name"))
    return {
        record: {"id": person, "title": names[person]}
        for record, person in by.items()
        if person is not None and person in names
    }
