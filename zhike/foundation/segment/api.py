"""Counting, listing and picturing the members of segments. Segments themselves are records like any other."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from zhike.foundation.segment.actions import refresh_members
from zhike.foundation.segment.portrait import portrait
from zhike.foundation.segment.queries import (
    count_matching,
    members_json,
    sees_count,
    visible_segment,
)
from zhike.kit.schemas import Input, Label
from zhike.platform.identity.requests import ActorRequest, in_scope, signed_in
from zhike.platform.records.api import filter_of, json_response
from zhike.platform.records.query.filters import Named, parse_filter
from zhike.platform.records.query.order import parse_sort
from zhike.platform.records.query.page import Count, ListQuery
from zhike.platform.records.schemas import PageOut

router = Router(tags=["segments"], auth=in_scope)


class CountIn(Input):
    """A filter over an object."""

    object: str = "contact"
    filter: dict[str, Any] | None = None


class SegmentCountOut(Schema):
    """How many records match, and how many milliseconds it took to count them."""

    value: int
    ms: int


class RefreshOut(Schema):
    """The count as it stands now; null where the segment cannot be counted."""

    value: int | None
    ms: int | None


class KeyOut(Schema):
    """One value of a field, null for none, and how many members have it."""

    key: str | None
    label: Label
    count: int


class PortraitGroupOut(Schema):
    """Members by one field, most frequent first."""

    field: str
    label: Label
    rows: list[KeyOut]


class PortraitTotalOut(Schema):
    """What a money field adds up to, and its average, in the currency of the installation."""

    field: str
    label: Label
    sum: str
    average: str


class PointOut(Schema):
    """How many members there were at a moment."""

    at: datetime
    count: int


class PortraitOut(Schema):
    """What the members are like, and how many there were day by day."""

    count: int
    groups: list[PortraitGroupOut]
    totals: list[PortraitTotalOut]
    history: list[PointOut]


@router.post("/segments/count", response=SegmentCountOut)
def count(request: ActorRequest, body: CountIn) -> Any:
    """How many records match a filter, exactly, of those the reader may view."""
    value, ms = count_matching(request.actor, body.object, parse_filter(body.filter))
    return {"value": value, "ms": ms}


@router.get("/segments/{uuid:segment_id}/members", response=PageOut)
def members(
    request: ActorRequest,
    segment_id: UUID,
    filter: str | None = None,
    sort: str = "",
    fields: str = "",
    limit: int = 50,
    cursor: str | None = None,
    count: Count = "none",
) -> Any:
    """A page of members, of those the reader may view."""
    paths = tuple(part for part in fields.split(",") if part)
    query = ListQuery(filter_of(filter), parse_sort(sort), paths, limit, cursor, count)
    return json_response(members_json(request.actor, segment_id, query))


@router.post("/segments/{uuid:segment_id}/refresh", auth=signed_in, response=RefreshOut)
def refresh(request: ActorRequest, segment_id: UUID) -> Any:
    """Count the members now. Who may see less than the owner is told how many of them they may view."""
    segment = visible_segment(request.actor, segment_id)
    value, ms = refresh_members(segment_id) or (None, None)
    if value is not None and not sees_count(request.actor, segment):
        node = Named("segment", segment_id, ("segment",))
        value, ms = count_matching(request.actor, segment.target, node)
    return {"value": value, "ms": ms}


@router.get("/segments/{uuid:segment_id}/portrait", response=PortraitOut)
def get_portrait(request: ActorRequest, segment_id: UUID) -> Any:
    """What the members are like, of those the reader may view."""
    return portrait(request.actor, visible_segment(request.actor, segment_id))
