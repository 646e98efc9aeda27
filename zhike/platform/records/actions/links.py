"""Two records that belong together: tied and untied, seen from either end."""

from uuid import UUID

from zhike.kit.errors import NotFound
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry
from zhike.platform.records.actions.change import locked_record, refusals_as_errors
from zhike.platform.records.models import Link
from zhike.platform.records.query.linked import visible_entry


def add_link(actor: Actor, object_key: str, record_id: UUID, target: UUID, kind: str = "") -> None:
    """Tie a record the actor may edit to one they may view; tying twice changes nothing.

    Raises NotFound for either end the actor may not view, Forbidden without the right to edit the first.
    """
    type_ = registry.get(object_key)
    with refusals_as_errors(type_):
        record = locked_record(actor, type_, record_id, "edit")
        entry = visible_entry(policy_of(actor), target)
        if entry is None or target == record_id:
            raise NotFound
        _, made = Link.objects.get_or_create(source_id=record.pk, target_id=target, kind=kind)
        if made:
            facts = {"link": {"id": str(target), "title": entry, "kind": kind}}
            write_changes(actor, [ChangeRow(object_key, record_id, "link", {}, facts)])


def remove_link(actor: Actor, object_key: str, record_id: UUID, target: UUID) -> None:
    """Untie two records, whichever way they were tied. Raises NotFound when they are not."""
    type_ = registry.get(object_key)
    with refusals_as_errors(type_):
        locked_record(actor, type_, record_id, "edit")
        out = Link.objects.filter(source_id=record_id, target_id=target)
        back = Link.objects.filter(source_id=target, target_id=record_id)
        removed = out.delete()[0] + back.delete()[0]
        if not removed:
            raise NotFound
        facts = {"link": {"id": str(target)}}
        write_changes(actor, [ChangeRow(object_key, record_id, "unlink", facts, {})])
