"""Everything that touched a record on one line. Rooms add sources; each reads its own tables with the reader's rights."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest
from typing import Any, Final
from uuid import UUID

from zhike.kit.errors import NotFound
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.query.linked import is_visible

LIMIT: Final = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One moment of a timeline. `object` and `record` name the record it is about or leads to."""

    id: str
    kind: str
    at: datetime
    title: str = ""
    text: str = ""
    actor: Mapping[str, object] | None = None
    object: str | None = None
    record: UUID | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


TimelineSource = Callable[[Actor, ObjectType, UUID, datetime | None, int], list[Item]]
"""`(actor, object, record id, before, limit)` -> at most `limit` items before the moment, newest first, none that the
actor may not see."""

_sources: Final[list[TimelineSource]] = []


def register_timeline(source: TimelineSource) -> None:
    """Add a source; called from the `ready` of its app."""
    _sources.append(source)


def timeline(
    actor: Actor,
    object_key: str,
    record_id: UUID,
    *,
    before: datetime | None = None,
    limit: int = 50,
) -> tuple[list[Item], datetime | None]:
    """The newest items, and where the next page begins. Raises NotFound where the actor may not view the record."""
    type_ = registry.get(object_key)
    require_visible(actor, type_, record_id)
    limit = max(1, min(limit, LIMIT))
    found = [
        item for source in _sources for item in source(actor, type_, record_id, before, limit + 1)
    ]
    newest = nlargest(limit + 1, found, key=lambda item: (item.at, item.id))
    return newest[:limit], newest[limit - 1].at if len(newest) > limit else None


def require_visible(actor: Actor, type_: ObjectType, record_id: UUID) -> None:
    """Raise NotFound unless the record is there and the actor may view it."""
    if not is_visible(policy_of(actor), type_, record_id):
        raise NotFound
