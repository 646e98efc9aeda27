"""Metadata over HTTP: objects and fields, regions, custom fields, saved views."""

from typing import Any
from uuid import UUID

from ninja import Router, Status

from zhike.kit import regions
from zhike.kit.language import Text
from zhike.kit.region_names import english_names
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.network import live_origin
from zhike.platform.identity.requests import ActorRequest, administering, in_scope, signed_in
from zhike.platform.metadata import actions, schemas
from zhike.platform.metadata.describe import field_meta, meta_for
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.metadata.views import usable_views

router = Router(tags=["metadata"], auth=signed_in)


@router.get("/meta", auth=in_scope, response=schemas.Meta)
def meta(request: ActorRequest) -> Any:
    """Objects, fields and what the reader may do."""
    return meta_for(request.actor, live_url=f"{live_origin(request)}/live")


@router.get("/regions", auth=in_scope, response=list[schemas.RegionNode])
def region_tree(request: ActorRequest) -> Any:
    """Provinces, cities and districts of China with their GB/T 2260 codes."""
    return [_region(node) for node in regions.tree()]


def _region(node: regions.Node) -> dict[str, Any]:
    english, pinyin = english_names(node.name)
    return {
        "code": node.code,
        "name": {"en": english, "zh": node.name},
        "pinyin": pinyin,
        "children": [_region(child) for child in node.children],
    }


@router.get("/objects/{object_key}/fields", auth=in_scope, response=list[schemas.FieldMeta])
def list_fields(request: ActorRequest, object_key: str) -> Any:
    """The fields of an object, as the reader sees them."""
    policy = policy_of(request.actor)
    seen = seen_by(policy, object_key).fields
    policy.require(object_key, "view")
    whole = registry.get(object_key).fields
    return [field_meta(field, whole[path]) for path, field in seen.items()]


@router.post("/objects/{object_key}/fields", auth=administering, response={201: schemas.FieldMeta})
def add_field(request: ActorRequest, object_key: str, body: schemas.FieldIn) -> Any:
    """Make a custom field."""
    new = actions.NewField(
        body.key,
        body.kind,
        Text(body.label.en, body.label.zh),
        body.settings,
        body.required,
        body.field_class,
    )
    actions.add_field(request.actor, object_key, new)
    return Status(201, field_meta(registry.get(object_key).field(f"custom.{body.key}")))


@router.patch("/objects/{object_key}/fields/{key}", auth=administering, response=schemas.FieldMeta)
def change_field(
    request: ActorRequest, object_key: str, key: str, body: schemas.FieldChanges
) -> Any:
    """Change a custom field."""
    label = Text(body.label.en, body.label.zh) if body.label else None
    actions.change_field(
        request.actor,
        object_key,
        key,
        label=label,
        settings=body.settings,
        required=body.required,
        field_class=body.field_class,
    )
    return field_meta(registry.get(object_key).field(f"custom.{key}"))


@router.delete("/objects/{object_key}/fields/{key}", auth=administering, response={204: None})
def remove_field(request: ActorRequest, object_key: str, key: str) -> Any:
    """Take a custom field away."""
    actions.remove_field(request.actor, object_key, key)
    return Status(204, None)


@router.get("/views", response=list[schemas.ViewOut])
def list_views(request: ActorRequest, object: str | None = None) -> Any:
    """The reader's views and the shared ones, of one object or of all, without what the reader may not see."""
    views = actions.visible_views(request.actor)
    return usable_views(policy_of(request.actor), views.filter(object=object) if object else views)


@router.post("/views", response={201: schemas.ViewOut})
def save_view(request: ActorRequest, body: schemas.ViewIn) -> Any:
    """Keep a view."""
    return Status(
        201, actions.save_view(request.actor, body.object, body.model_dump(exclude={"object"}))
    )


@router.patch("/views/{uuid:view_id}", response=schemas.ViewOut)
def change_view(request: ActorRequest, view_id: UUID, body: schemas.ViewChanges) -> Any:
    """Change a view."""
    return actions.change_view(request.actor, view_id, body.model_dump(exclude_unset=True))


@router.delete("/views/{uuid:view_id}", response={204: None})
def remove_view(request: ActorRequest, view_id: UUID) -> Any:
    """Delete a view."""
    actions.remove_view(request.actor, view_id)
    return Status(204, None)
