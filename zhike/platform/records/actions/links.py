"""Two records that belong together: tied and untied, seen from either end."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from zhike.kit.errors import NotFound
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry
from zhike.platform.records.actions.change import locked_record, refusals_as_errors
from zhike.platform.records.models import Entry, Link
from zhike.platform.records.query.linked import visible_references


def add_link(actor: Actor, object_key: str, record_id: UUID, target: UUID, kind: str = "") -> None:
    """Tie a record the actor may edit to one they may view; tying twice changes nothing. Both histories tell it.

    Raises NotFound for either end the actor may not view, Forbidden without the right to edit the first.
    """
    type_ = registry.get(object_key)
    with refusals_as_errors(type_):
        record = locked_record(actor, type_, record_id, "edit")
        other = visible_references(policy_of(actor), [target])
        if not other or target == record_id:
            raise NotFound
        _, made = Link.objects.get_or_create(source_id=record.pk, target_id=target, kind=kind)
        if made:
            ends = [(object_key, record_id, target), (other[0]["object"], target, record_id)]
            write_changes(
                actor,
                [ChangeRow(key, one, "link", {}, _facts(end, kind)) for key, one, end in ends],
            )


def remove_link(
    actor: Actor, object_key: str, record_id: UUID, target: UUID, kind: str | None = None
) -> None:
    """Untie two records, whichever way they were tied; with `kind`, only that tie. Raises NotFound when there is none."""
    type_ = registry.get(object_key)
    with refusals_as_errors(type_):
        locked_record(actor, type_, record_id, "edit")
        ties = Link.objects.filter(
            Q(source_id=record_id, target_id=target) | Q(source_id=target, target_id=record_id)
        )
        if kind is not None:
            ties = ties.filter(kind=kind)
        kinds = list(ties.order_by("id").values_list("kind", flat=True))
        if not kinds:
            raise NotFound
        ties.delete()
        other = Entry.objects.values_list("object", flat=True).get(pk=target)
        ends = [(object_key, record_id, target), (other, target, record_id)]
        write_changes(
            actor,
            [
                ChangeRow(key, one, "unlink", _facts(end, word), {})
                for word in kinds
                for key, one, end in ends
            ],
        )


def _facts(end: UUID, kind: str) -> dict[str, Any]:
    return {"link": {"id": str(end), "kind": kind}}
