"""A segment, and how many belonged to it day by day."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from zhike.platform.metadata.columns import Json
from zhike.platform.records.models import Record


def everybody() -> dict[str, Any]:
    """The filter that lets everything through."""
    return {"all": []}


class Segment(Record):
    """`target` is the key of the object whose records belong to it.

    The columns below `refreshed_at` are upkeep, not fields: `reads` lists the objects the filter looks at, `stale` says
    that one of them changed, `took_ms` how long the last count took. Upkeep writes no change row and no version.
    """

    object_key = "segment"

    name = models.CharField(max_length=200)
    target = models.CharField(max_length=60, default="contact")
    filter = Json(default=everybody)
    description = models.TextField(blank=True)
    member_count = models.PositiveIntegerField(null=True, blank=True)
    refreshed_at = models.DateTimeField(null=True, blank=True)

    reads = ArrayField(models.CharField(max_length=60), default=list)
    stale = models.BooleanField(default=True)
    took_ms = models.PositiveIntegerField(default=0)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class SegmentCount(models.Model):
    """The last count of a day, for the curve on the segment's page. Not a record."""

    segment = models.ForeignKey(
        Segment, on_delete=models.CASCADE, related_name="counts", db_index=False
    )
    day = models.DateField()
    at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["segment", "day"], name="segment_count_once_a_day"),
        ]
