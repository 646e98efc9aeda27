"""The record API: one set of routes for every object."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpResponse
from ninja import Router

from zhike.kit.errors import VersionRequired
from zhike.kit.language import Text
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.requests import ActorRequest, in_scope
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records import actions, schemas
from zhike.platform.records.actions import links
from zhike.platform.records.actions.bulk import bulk_delete, bulk_preview
from zhike.platform.records.actions.bulk_lists import bulk_amend
from zhike.platform.records.actions.undo import Part, undo
from zhike.platform.records.errors import InvalidQuery
from zhike.platform.records.history import change_items
from zhike.platform.records.idempotency import idempotent
from zhike.platform.records.query.aggregate import Group, Measure, aggregate_json
from zhike.platform.records.query.alike import alike_json
from zhike.platform.records.query.describe import describe_filter
from zhike.platform.records.query.filters import All, Condition, Ids, Node, parse_filter
from zhike.platform.records.query.linked import linked_records, visible_references
from zhike.platform.records.query.order import parse_sort
from zhike.platform.records.query.page import Count, ListQuery, list_json, record_json
from zhike.platform.records.timeline import require_visible, timeline

router = Router(tags=["records"], auth=in_scope)


def json_response(body: bytes, *, status: int = 200, version: int | None = None) -> HttpResponse:
    """The bytes PostgreSQL made, with the version as a strong ETag."""
    response = HttpResponse(body, status=status, content_type="application/json")
    if version is not None:
        response["ETag"] = f'"{version}"'
    return response


def body_values(request: ActorRequest) -> dict[str, Any]:
    """The JSON object of a request body. Raises InvalidQuery for anything else."""
    try:
        values = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        values = None
    if not isinstance(values, dict):
        raise InvalidQuery(parameter="body", reason="a JSON object")
    return values


def required_version(request: ActorRequest) -> int:
    """The version in If-Match. Raises VersionRequired when there is none."""
    text = request.headers.get("If-Match", "").removeprefix("W/").strip('"')
    if not text.isdecimal() or len(text) > 18:
        raise VersionRequired
    return int(text)


def filter_of(text: str | None) -> Node:
    """The filter tree of a query parameter. Raises InvalidQuery, InvalidFilter."""
    if not text:
        return All()
    try:
        return parse_filter(orjson.loads(text))
    except orjson.JSONDecodeError:
        raise InvalidQuery(parameter="filter", reason="JSON") from None


def require_known(request: ActorRequest, *known: str) -> None:
    """Refuse parameters nobody reads: a filter that is misspelt would silently show everything. Raises InvalidQuery."""
    for name in request.GET:
        if name not in known:
            raise InvalidQuery(parameter=name[:60], reason=", ".join(known))


def list_query(
    filter: str | None, sort: str, fields: str, limit: int, cursor: str | None, count: Count
) -> ListQuery:
    """The parameters of a list, parsed. Raises InvalidFilter, InvalidQuery."""
    return ListQuery(
        filter_of(filter),
        parse_sort(sort),
        tuple(part for part in fields.split(",") if part),
        limit,
        cursor,
        count,
    )


@router.get("/records/{object_key}", response=schemas.PageOut)
def list_records(
    request: ActorRequest,
    object_key: str,
    filter: str | None = None,
    sort: str = "",
    fields: str = "",
    limit: int = 50,
    cursor: str | None = None,
    count: Count = "none",
) -> Any:
    """A page of records."""
    require_known(request, "filter", "sort", "fields", "limit", "cursor", "count")
    return json_response(
        list_json(request.actor, object_key, list_query(filter, sort, fields, limit, cursor, count))
    )


@router.post(
    "/records/{object_key}", response={201: schemas.RowOut}, openapi_extra=schemas.VALUES_BODY
)
@idempotent()
def create_record(request: ActorRequest, object_key: str) -> HttpResponse:
    """Create a record."""
    record_id = actions.create_record(request.actor, object_key, body_values(request))
    return _written(request, object_key, record_id, status=201)


def _record(
    request: ActorRequest, object_key: str, record_id: UUID, status: int = 200
) -> HttpResponse:
    body, version = record_json(request.actor, object_key, record_id)
    return json_response(body.encode(), status=status, version=version)


def _written(
    request: ActorRequest, object_key: str, record_id: UUID, status: int = 200
) -> HttpResponse:
    """The record as it is now, and the request to undo it by."""
    response = _record(request, object_key, record_id, status)
    response["X-Request-Id"] = str(request.actor.request_id)
    return response


@router.get("/records/{object_key}/{uuid:record_id}", response=schemas.RowOut)
def get_record(request: ActorRequest, object_key: str, record_id: UUID) -> Any:
    """One record with all its fields; its version is the ETag."""
    return _record(request, object_key, record_id)


@router.patch(
    "/records/{object_key}/{uuid:record_id}",
    response=schemas.RowOut,
    openapi_extra=schemas.VALUES_BODY,
)
def update_record(request: ActorRequest, object_key: str, record_id: UUID) -> Any:
    """Change fields; If-Match must hold the version that was read. `POST /undo` takes back the X-Request-Id it answers."""
    actions.update_record(
        request.actor,
        object_key,
        record_id,
        body_values(request),
        version=required_version(request),
    )
    return _written(request, object_key, record_id)


@router.delete("/records/{object_key}/{uuid:record_id}", response={204: None})
def delete_record(request: ActorRequest, object_key: str, record_id: UUID) -> Any:
    """Put a record into the trash; If-Match must hold the version that was read."""
    actions.delete_record(request.actor, object_key, record_id, version=required_version(request))
    return HttpResponse(status=204, headers={"X-Request-Id": str(request.actor.request_id)})


@router.post("/records/{object_key}/{uuid:record_id}/restore", response=schemas.RowOut)
def restore_record(request: ActorRequest, object_key: str, record_id: UUID) -> Any:
    """Take a record out of the trash."""
    actions.restore_record(request.actor, object_key, record_id)
    return _written(request, object_key, record_id)


@router.post("/records/{object_key}/alike", response=schemas.PageOut)
def alike(request: ActorRequest, object_key: str, body: schemas.AlikeIn) -> Any:
    """Records the reader may view that have the e-mail address, number or name about to be entered."""
    return json_response(alike_json(request.actor, object_key, body.values))


@router.post("/records/{object_key}/restore", response=schemas.BulkOut)
def restore_records(request: ActorRequest, object_key: str, body: schemas.RestoreIn) -> Any:
    """Take several records out of the trash, all or none."""
    actions.restore_records(request.actor, object_key, body.ids)
    return {"changed": len(set(body.ids)), "request": request.actor.request_id}


@router.post("/records/{object_key}/bulk", response=schemas.BulkOut)
@idempotent()
def bulk(request: ActorRequest, object_key: str, body: schemas.BulkIn) -> HttpResponse:
    """Change many records, or put them into the trash."""
    amends = body.add is not None or body.remove is not None
    if (body.ids is None) == (body.filter is None) or (
        (body.set is not None) + amends + body.delete != 1
    ):
        raise InvalidQuery(parameter="body", reason="ids | filter; set | add, remove | delete")
    node = parse_filter(body.filter) if body.ids is None else Ids(tuple(body.ids))
    if body.delete:
        changed = bulk_delete(request.actor, object_key, node)
    elif amends:
        changed = bulk_amend(request.actor, object_key, node, body.add or {}, body.remove or {})
    else:
        changed = actions.bulk_update(request.actor, object_key, node, body.set or {})
    return json_response(orjson.dumps({"changed": changed, "request": request.actor.request_id}))


@router.post("/records/{object_key}/bulk/preview", response=schemas.BulkPreviewOut)
def preview_bulk(request: ActorRequest, object_key: str, body: schemas.BulkPreviewIn) -> Any:
    """Of how many records a change in bulk would be refused."""
    if (body.ids is None) == (body.filter is None):
        raise InvalidQuery(parameter="body", reason="ids | filter")
    node = parse_filter(body.filter) if body.ids is None else Ids(tuple(body.ids))
    return bulk_preview(request.actor, object_key, node)


@router.post("/undo", response=schemas.UndoOut)
def undo_request(request: ActorRequest, body: schemas.UndoIn) -> Any:
    """Take back what an earlier request did, or a part of it, as far as nothing newer stands in the way."""
    part = None
    if body.object is not None and body.record is not None:
        part = Part(body.object, body.record, tuple(body.fields))
    found = undo(request.actor, body.request, part)
    policy = policy_of(request.actor)
    titles = {
        one["id"]: one["title"]
        for one in visible_references(policy, [kept.record for kept in found.kept])
    }
    kept = [{**asdict(one), "title": titles.get(one.record)} for one in found.kept]
    return {"undone": found.undone, "kept_count": found.kept_count, "kept": kept}


@router.post("/records/{object_key}/aggregate", response=schemas.AggregateOut)
def aggregate(request: ActorRequest, object_key: str, body: schemas.AggregateIn) -> Any:
    """Count, sum and average by groups."""
    return json_response(
        aggregate_json(
            request.actor,
            object_key,
            filter=parse_filter(body.filter),
            groups=[Group(group.field, group.by) for group in body.group],
            measures=[Measure(measure.fn, measure.field) for measure in body.measures],
        )
    )


@router.get("/records/{object_key}/{uuid:record_id}/timeline", response=schemas.TimelineOut)
def record_timeline(
    request: ActorRequest,
    object_key: str,
    record_id: UUID,
    before: datetime | None = None,
    limit: int = 50,
) -> Any:
    """Everything that touched a record."""
    items, following = timeline(request.actor, object_key, record_id, before=before, limit=limit)
    return {"items": items, "next": following}


@router.get("/records/{object_key}/{uuid:record_id}/history", response=schemas.TimelineOut)
def record_history(
    request: ActorRequest,
    object_key: str,
    record_id: UUID,
    before: datetime | None = None,
    limit: int = 50,
) -> Any:
    """The changes of a record alone."""
    type_ = registry.get(object_key)
    require_visible(request.actor, type_, record_id)
    limit = max(1, min(limit, 100))
    items = change_items(request.actor, type_, record_id, before, limit)
    return {"items": items, "next": items[-1].at if len(items) == limit else None}


@router.get("/records/{object_key}/{uuid:record_id}/related/{relation}", response=schemas.PageOut)
def related_records(
    request: ActorRequest,
    object_key: str,
    record_id: UUID,
    relation: str,
    sort: str = "",
    fields: str = "",
    limit: int = 20,
    cursor: str | None = None,
    count: Count = "none",
) -> Any:
    """The records of another object that point at this one."""
    require_known(request, "sort", "fields", "limit", "cursor", "count")
    type_ = seen_by(policy_of(request.actor), object_key)
    require_visible(request.actor, type_, record_id)
    found = type_.relations.get(relation)
    if found is None:
        raise InvalidQuery(parameter="relation", reason=", ".join(type_.relations))
    query = list_query(None, sort, fields, limit, cursor, count)
    here = Condition(found.field, "eq", str(record_id), ("relation",))
    return json_response(
        list_json(
            request.actor,
            found.object,
            ListQuery(here, query.sort, query.fields, limit, cursor, count),
        )
    )


@router.get("/records/{object_key}/{uuid:record_id}/links", response=list[schemas.RecordLinkOut])
def list_links(request: ActorRequest, object_key: str, record_id: UUID) -> Any:
    """The records tied to this one."""
    require_visible(request.actor, registry.get(object_key), record_id)
    return linked_records(policy_of(request.actor), record_id)


@router.post("/records/{object_key}/{uuid:record_id}/links", response=list[schemas.RecordLinkOut])
def add_link(
    request: ActorRequest, object_key: str, record_id: UUID, body: schemas.RecordLinkIn
) -> Any:
    """Tie another record to this one."""
    links.add_link(request.actor, object_key, record_id, body.target, body.kind)
    return linked_records(policy_of(request.actor), record_id)


@router.delete("/records/{object_key}/{uuid:record_id}/links/{uuid:target}", response={204: None})
def remove_link(
    request: ActorRequest, object_key: str, record_id: UUID, target: UUID, kind: str | None = None
) -> Any:
    """Untie two records; with `kind`, only the tie of that kind."""
    links.remove_link(request.actor, object_key, record_id, target, kind)
    return HttpResponse(status=204)


@router.post("/filters/describe", response=schemas.DescribeOut)
def describe(request: ActorRequest, body: schemas.DescribeIn) -> Any:
    """A filter in words."""
    text: Text = describe_filter(request.actor, body.object, parse_filter(body.filter))
    return text._asdict()
