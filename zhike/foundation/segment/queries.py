"""Who belongs to a segment, how many they are, and what they are like."""

from time import perf_counter
from typing import Any
from uuid import UUID

from django.db import connection

from zhike.foundation.segment.models import Segment, SegmentCount
from zhike.kit.errors import NotFound
from zhike.kit.language import Text
from zhike.platform.access.policy import Policy, policy_of
from zhike.platform.identity.actor import SYSTEM, Actor
from zhike.platform.identity.profile import profile_of
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import sees_everything
from zhike.platform.records.query.filters import All, Named, Node, parse_filter
from zhike.platform.records.query.linked import within_reach
from zhike.platform.records.query.page import ListQuery, count_rows, list_json
from zhike.platform.records.timeline import require_visible

HISTORY_DAYS = 400


def find_segment_filter(node: Named, object_key: str, policy: Policy) -> Node | None:
    """The filter of a segment the reader may view, for `{"segment": id}` nodes over `object_key`."""
    row = (
        Segment.objects.filter(pk=node.id, target=object_key, deleted_at__isnull=True)
        .values_list("filter", "owner_id")
        .first()
    )
    type_ = registry.get("segment")
    if row is None or not within_reach(policy, type_, node.id, row[1], "view"):
        return None
    return parse_filter(row[0], ("segment", str(node.id)))


def segment_phrase(title: str | None, _people: str) -> Text:
    """A segment inside a filter, in words."""
    if title is None:
        return Text("in a segment you may not see", "属于您无权查看的分群")
    return Text(f"in segment “{title}”", f"属于分群“{title}”")


def visible_segment(actor: Actor, segment_id: UUID) -> Segment:
    """The segment. Raises NotFound where the actor may not view it."""
    require_visible(actor, registry.get("segment"), segment_id)
    return Segment.objects.get(pk=segment_id)


def owner_of(segment: Segment) -> Actor:
    """Whom members are counted for: the owner with the rights they have now, or the house for a segment of nobody.

    Raises NotFound for an owner who may no longer sign in.
    """
    if segment.owner_id is None:
        return SYSTEM
    profile = profile_of(segment.owner_id)
    if profile is None:
        raise NotFound
    return Actor(profile.user_id, "job", None, profile.spoken, profile.time_zone, profile.name)


def count_matching(actor: Actor, object_key: str, node: Node) -> tuple[int, int]:
    """How many records match and the actor may view, and how many milliseconds that took."""
    started = perf_counter()
    value = count_rows(actor, object_key, node, "exact")["value"]
    assert isinstance(value, int)
    return value, round((perf_counter() - started) * 1000)


def members_json(actor: Actor, segment_id: UUID, query: ListQuery) -> bytes:
    """A page of members in the shape of a list, narrowed by the query's own filter."""
    segment = visible_segment(actor, segment_id)
    inside = Named("segment", segment_id, ("segment",))
    node = All((inside, query.filter))
    query = ListQuery(node, query.sort, query.fields, query.limit, query.cursor, query.count)
    return list_json(actor, segment.target, query)


def sees_count(actor: Actor, segment: Segment) -> bool:
    """Whether the count kept with a segment tells the actor nothing: it was made with the owner's rights."""
    mine = segment.owner_id is not None and segment.owner_id == actor.user_id
    return mine or sees_everything(policy_of(actor))


def history(segment: Segment) -> list[dict[str, Any]]:
    """`{"at", "count"}` of each day counted, oldest first."""
    rows = SegmentCount.objects.filter(segment=segment).order_by("-day")[:HISTORY_DAYS]
    return [{"at": row.at, "count": row.count} for row in reversed(rows)]


def segments_to_count(limit: int) -> list[UUID]:
    """Stale segments, longest waiting first, none counted for more than a twentieth of the time.

    Relative dates move by themselves, so each is counted again after six hours even if nothing changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM segment_segment WHERE deleted_at IS NULL"
            " AND (refreshed_at IS NULL OR (stale AND refreshed_at < clock_timestamp() - make_interval(secs => took_ms * 0.02))"
            " OR refreshed_at < clock_timestamp() - interval '6 hours')"
            " ORDER BY refreshed_at NULLS FIRST LIMIT %s",
            [limit],
        )
        return [row[0] for row in cursor.fetchall()]
