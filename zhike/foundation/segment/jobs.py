"""Counting segments in the background."""

from uuid import UUID

from zhike.foundation.segment.actions import refresh_members
from zhike.foundation.segment.queries import segments_to_count
from zhike.platform.jobs.queue import job, periodic

AT_MOST = 100


@job(name="segment.refresh")
def refresh_segment(segment: str) -> None:
    """Count one segment."""
    refresh_members(UUID(segment))


@periodic("* * * * *")
def refresh_stale_segments() -> None:
    """Count what changed, each minute."""
    for segment_id in segments_to_count(AT_MOST):
        refresh_members(segment_id)
