"""What follows from every write of a segment: it is counted soon."""

from collections.abc import Sequence
from uuid import UUID

from zhike.foundation.segment.jobs import refresh_segment
from zhike.foundation.segment.models import Segment
from zhike.foundation.segment.rules import objects_in
from zhike.platform.identity.actor import Actor
from zhike.platform.jobs.queue import defer
from zhike.platform.metadata.registry import registry
from zhike.platform.records.query.filters import parse_filter


def count_soon(_actor: Actor, _verb: str, segment_ids: Sequence[UUID]) -> None:
    """The effect of every write: note what each filter reads, and have the members counted."""
    for segment in Segment.objects.filter(pk__in=segment_ids, deleted_at__isnull=True):
        node = parse_filter(segment.filter)
        reads = sorted(set(objects_in(node, registry.get(segment.target))))
        Segment.objects.filter(pk=segment.pk).update(reads=reads, stale=True)
        defer(refresh_segment, segment=segment.pk, once=f"segment-{segment.pk}")
