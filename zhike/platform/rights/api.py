"""The grid of rights, sharing rules, attributes of people, and the rights on one record."""

from typing import Any
from uuid import UUID

from ninja import Router, Status

from zhike.kit.language import Text
from zhike.platform.access.models import SharingRule
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.identity.requests import ActorRequest, administering
from zhike.platform.metadata.describe import both
from zhike.platform.metadata.registry import registry
from zhike.platform.records.actions.reveal import reveal
from zhike.platform.records.actions.shares import receiver_of, share_record, unshare_record
from zhike.platform.records.api import required_version
from zhike.platform.records.models import Share
from zhike.platform.records.query.describe import describe_filter
from zhike.platform.records.query.filters import parse_filter
from zhike.platform.records.timeline import require_visible
from zhike.platform.rights import actions, schemas
from zhike.platform.rights import attribute_actions as attributes
from zhike.platform.rights.explain import may_do
from zhike.platform.rights.jobs import hand_over, owned_by
from zhike.platform.rights.matrix import matrix
from zhike.platform.rights.portable import differences, take_over, written_out
from zhike.platform.rights.seers import who_sees

router = Router(tags=["rights"], auth=administering)


@router.get("/rights/matrix", response=schemas.Matrix)
def get_matrix(request: ActorRequest) -> Any:
    """Every role, object, action and field."""
    return matrix(request.actor)


@router.post("/rights/roles", response={201: schemas.Matrix})
def create_role(request: ActorRequest, body: schemas.NewRole) -> Any:
    """Make a role."""
    label = Text(body.label.en, body.label.zh)
    actions.create_role(request.actor, key=body.key, label=label, base=body.base)
    return Status(201, matrix(request.actor))


@router.patch("/rights/roles/{role_key}", response=schemas.Matrix)
def change_role(request: ActorRequest, role_key: str, body: schemas.RoleChanges) -> Any:
    """Rename a role, or replace what is set for it; If-Match must hold the version of the role that was read."""
    given = body.dict(exclude_unset=True, exclude={"label"})
    parts = {part: value for part, value in given.items() if value is not None}
    label = None if body.label is None else Text(body.label.en, body.label.zh)
    actions.change_role(
        request.actor, role_key, label=label, parts=parts, version=required_version(request)
    )
    return matrix(request.actor)


@router.delete("/rights/roles/{role_key}", response={204: None})
def remove_role(request: ActorRequest, role_key: str) -> Any:
    """Remove a role nobody has."""
    actions.remove_role(request.actor, role_key)
    return Status(204, None)


@router.get("/rights/document", response=schemas.Document)
def get_document(request: ActorRequest) -> Any:
    """Roles and rules as a file that fits any installation."""
    return written_out(request.actor)


@router.post("/rights/document", response=schemas.Differences)
def post_document(request: ActorRequest, body: schemas.DocumentIn) -> Any:
    """What a file of rights would change, or, with `apply`, make it so."""
    work = take_over if body.apply else differences
    return {"applied": body.apply, "rows": work(request.actor, body.document.dict())}


def _rule(row: SharingRule) -> dict[str, Any]:
    sentence = describe_filter(SYSTEM, row.object, parse_filter(row.filter))
    return {
        **actions.rule_facts(row),
        "id": row.id,
        "version": row.version,
        "sentence": both(sentence),
    }


@router.get("/rights/rules", response=schemas.Rules)
def list_rules(request: ActorRequest) -> Any:
    """All sharing rules."""
    policy_of(request.actor).require("role", "admin")
    return {"rows": [_rule(row) for row in SharingRule.objects.all()]}


@router.post("/rights/rules", response={201: schemas.RuleOut})
def create_rule(request: ActorRequest, body: schemas.RuleIn) -> Any:
    """Open records by filter."""
    rule_id = actions.save_rule(request.actor, None, body.dict())
    return Status(201, _rule(SharingRule.objects.get(id=rule_id)))


@router.put("/rights/rules/{uuid:rule_id}", response=schemas.RuleOut)
def change_rule(request: ActorRequest, rule_id: UUID, body: schemas.RuleIn) -> Any:
    """Change a sharing rule; If-Match must hold the version that was read."""
    actions.save_rule(request.actor, rule_id, body.dict(), version=required_version(request))
    return _rule(SharingRule.objects.get(id=rule_id))


@router.delete("/rights/rules/{uuid:rule_id}", response={204: None})
def remove_rule(request: ActorRequest, rule_id: UUID) -> Any:
    """Remove a sharing rule."""
    actions.remove_rule(request.actor, rule_id)
    return Status(204, None)


@router.get("/rights/attributes", response=schemas.Attributes)
def list_attributes(request: ActorRequest) -> Any:
    """What may be noted of people."""
    return {"rows": attributes.list_attributes(request.actor)}


@router.put("/rights/attributes/{key}", response=schemas.Attributes)
def save_attribute(request: ActorRequest, key: str, body: schemas.AttributeIn) -> Any:
    """Make an attribute of people, or change one."""
    label = Text(body.label.en, body.label.zh)
    options = [option.dict() for option in body.options]
    attributes.save_attribute(request.actor, key, label=label, options=options)
    return {"rows": attributes.list_attributes(request.actor)}


@router.delete("/rights/attributes/{key}", response={204: None})
def remove_attribute(request: ActorRequest, key: str) -> Any:
    """Remove an attribute of people that no rule speaks of."""
    attributes.remove_attribute(request.actor, key)
    return Status(204, None)


@router.get("/admin/users/{uuid:user_id}/attributes", response=schemas.PersonValues)
def get_values(request: ActorRequest, user_id: UUID) -> Any:
    """What is noted of a person."""
    return {"values": attributes.values_of(request.actor, user_id)}


@router.put("/admin/users/{uuid:user_id}/attributes", response=schemas.PersonValues)
def note_values(request: ActorRequest, user_id: UUID, body: schemas.PersonValues) -> Any:
    """Note these values of a person, and no others."""
    attributes.note_values(request.actor, user_id, body.values)
    return {"values": attributes.values_of(request.actor, user_id)}


@router.get("/admin/users/{uuid:user_id}/owned", response=schemas.Owned)
def owned(request: ActorRequest, user_id: UUID) -> Any:
    """How much a person owns, by object."""
    return {"rows": owned_by(request.actor, user_id)}


@router.post("/admin/users/{uuid:user_id}/hand-over", response={202: schemas.HandOverOut})
def start_hand_over(request: ActorRequest, user_id: UUID, body: schemas.HandOverIn) -> Any:
    """Give everything a person owns to others; undone by the request it answers."""
    progress = hand_over(request.actor, user_id, to=body.to, by_object=body.by_object)
    return Status(202, {"progress": progress, "request": request.actor.request_id})


@router.get("/records/{object_key}/{uuid:record_id}/rights", response=schemas.RecordRights)
def record_rights(
    request: ActorRequest, object_key: str, record_id: UUID, people: bool = True
) -> Any:
    """Who sees a record and why, unless `people=false`; and what one may do with it oneself."""
    seers = who_sees(request.actor, object_key, record_id) if people else []
    mine = may_do(request.actor, object_key, record_id)
    return {
        "people": [
            {
                "id": one.user_id,
                "name": one.name,
                "actions": one.actions,
                "reasons": [{"kind": why.kind, "text": both(why.text)} for why in one.reasons],
            }
            for one in seers
        ],
        "mine": {action: None if why is None else both(why) for action, why in mine.items()},
    }


def _shares(request: ActorRequest, object_key: str, record_id: UUID) -> dict[str, Any]:
    require_visible(request.actor, registry.get(object_key), record_id)
    rows = Share.objects.filter(entry_id=record_id).select_related("user", "team", "department")
    return {"rows": [_share(row) for row in rows.order_by("created_at", "id")]}


def _share(row: Share) -> dict[str, Any]:
    receiver = receiver_of(row)
    return {
        "id": row.id,
        "kind": type(receiver).__name__.lower(),
        "receiver": receiver.pk,
        "title": receiver.name,
        "access": row.access,
        "part": row.part,
    }


@router.get("/records/{object_key}/{uuid:record_id}/shares", response=schemas.Shares)
def list_shares(request: ActorRequest, object_key: str, record_id: UUID) -> Any:
    """To whom a record is opened beyond what roles reach."""
    return _shares(request, object_key, record_id)


@router.post("/records/{object_key}/{uuid:record_id}/shares", response=schemas.Shares)
def add_share(
    request: ActorRequest, object_key: str, record_id: UUID, body: schemas.ShareIn
) -> Any:
    """Open a record to a person, a team, or a department and those below."""
    share_record(request.actor, object_key, record_id, **body.dict())
    return _shares(request, object_key, record_id)


@router.delete(
    "/records/{object_key}/{uuid:record_id}/shares/{uuid:share_id}", response={204: None}
)
def remove_share(request: ActorRequest, object_key: str, record_id: UUID, share_id: UUID) -> Any:
    """Take a share back."""
    unshare_record(request.actor, object_key, record_id, share_id)
    return Status(204, None)


@router.post("/records/{object_key}/{uuid:record_id}/reveal", response=schemas.Revealed)
def reveal_fields(
    request: ActorRequest, object_key: str, record_id: UUID, body: schemas.RevealIn
) -> Any:
    """Show masked fields whole, for a reason that is written down."""
    return {"values": reveal(request.actor, object_key, record_id, body.fields, body.reason)}
