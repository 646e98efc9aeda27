"""Objects of the workspace's own over HTTP, for administrators."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from ninja import Router, Status

from zhike.kit.errors import NotFound
from zhike.kit.language import Text
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.requests import ActorRequest, administering
from zhike.platform.metadata import object_actions as actions
from zhike.platform.metadata import schemas
from zhike.platform.metadata.models import CustomField, CustomObject
from zhike.platform.metadata.registry import registry

router = Router(tags=["metadata"], auth=administering)


@router.get("/objects", response=list[schemas.MadeObject])
def list_objects(request: ActorRequest) -> Any:
    """Objects administrators made, also those that are switched off or deleted and can be restored."""
    policy_of(request.actor).require("object", "admin")
    return _told(list(CustomObject.objects.all()))


@router.post("/objects", response={201: schemas.MadeObject})
def add_object(request: ActorRequest, body: schemas.NewObject) -> Any:
    """Make an object. It is there for everybody at once: lists, pages, search, import, rights and this API."""
    shape = actions.Shape(
        Text(body.label.en, body.label.zh),
        body.plural,
        Text(body.title.en, body.title.zh),
        body.icon,
        body.color,
        body.columns,
        series=body.series,
    )
    actions.add_object(request.actor, body.key, shape, body.access)
    return Status(201, _one(body.key))


@router.patch("/objects/{object_key}", response=schemas.MadeObject)
def change_object(request: ActorRequest, object_key: str, body: schemas.ObjectChanges) -> Any:
    """Rename it, change how it looks, switch it off or on."""
    changes = body.model_dump(exclude_unset=True, exclude_none=True)
    enabled = changes.pop("is_enabled", None)
    for name in ("label", "title"):
        if name in changes:
            changes[name] = Text(**changes[name])
    actions.change_object(request.actor, object_key, changes, enabled=enabled)
    return _one(object_key)


@router.delete("/objects/{object_key}", response={204: None})
def delete_object(request: ActorRequest, object_key: str, confirm: str = "") -> Any:
    """Delete it; `confirm` is its name, where it has records. It can be restored for thirty days."""
    actions.delete_object(request.actor, object_key, confirmed=confirm)
    return Status(204, None)


@router.post("/objects/{object_key}/restore", response=schemas.MadeObject)
def restore_object(request: ActorRequest, object_key: str) -> Any:
    """Bring a deleted object back, with its fields and records."""
    actions.restore_object(request.actor, object_key)
    return _one(object_key)


def _one(key: str) -> dict[str, Any]:
    for found in _told(list(CustomObject.objects.filter(key=key))):
        return found
    raise NotFound


def _told(rows: Sequence[CustomObject]) -> list[dict[str, Any]]:
    keys = [row.key for row in rows]
    theirs = CustomField.objects.filter(object__in=keys).values_list("object")
    fields = dict(theirs.annotate(Count("id")).order_by("object"))
    records = registry.count_made(keys)
    return [
        {
            **actions.object_facts(row),
            "deleted_at": row.deleted_at,
            "gone_at": row.deleted_at and row.deleted_at + actions.KEPT,
            "fields": fields.get(row.key, 0),
            "records": records.get(row.key, 0),
        }
        for row in rows
    ]
