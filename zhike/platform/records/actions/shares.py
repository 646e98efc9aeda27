"""A record opened to one person, team or department, for viewing or for editing too; and taken back."""

from typing import Any
from uuid import UUID

from zhike.kit.errors import NotFound
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.models import Department, Membership, Team, User
from zhike.platform.identity.profile import forget, forget_everybody
from zhike.platform.metadata.registry import registry
from zhike.platform.records.actions.change import locked_record, refusals_as_errors
from zhike.platform.records.models import Share

Receiver = User | Team | Department


def share_record(
    actor: Actor,
    object_key: str,
    record_id: UUID,
    *,
    user: UUID | None = None,
    team: UUID | None = None,
    department: UUID | None = None,
    access: str = "view",
    part: str = "",
) -> UUID:
    """Open a record the actor may edit to one person, one team, or one department and those below.

    A second time changes what they may do.

    Raises NotFound, Forbidden.
    """
    type_, part = registry.get(object_key), part.strip()[:60]
    with refusals_as_errors(type_):
        record = locked_record(actor, type_, record_id, "edit")
        receiver = _whom(user, team, department)
        which: dict[str, Any] = {
            "user_id": receiver.pk if isinstance(receiver, User) else None,
            "team_id": receiver.pk if isinstance(receiver, Team) else None,
            "department_id": receiver.pk if isinstance(receiver, Department) else None,
        }
        before = Share.objects.filter(entry_id=record.pk, **which).first()
        facts = {"id": str(receiver.pk), "title": receiver.name, "access": access, "part": part}
        old = {} if before is None else {**facts, "access": before.access, "part": before.part}
        row, _ = Share.objects.update_or_create(
            entry_id=record.pk,
            **which,
            defaults={"access": access, "part": part},
        )
        if facts != old:
            after = {"share": facts}
            before_facts = {"share": old} if old else {}
            write_changes(actor, [ChangeRow(object_key, record_id, "share", before_facts, after)])
        _forget_receivers(row)
    return row.id


def unshare_record(actor: Actor, object_key: str, record_id: UUID, share_id: UUID) -> None:
    """Take a share back: of a record the actor may edit, or one's own. Raises NotFound, Forbidden."""
    type_ = registry.get(object_key)
    with refusals_as_errors(type_):
        row = Share.objects.filter(id=share_id, entry_id=record_id).first()
        own = row is not None and row.user_id is not None and row.user_id == actor.user_id
        locked_record(actor, type_, record_id, "view" if own else "edit")
        if row is None:
            raise NotFound
        receiver = receiver_of(row)
        facts = {"id": str(receiver.pk), "title": receiver.name, "access": row.access}
        row.delete()
        write_changes(actor, [ChangeRow(object_key, record_id, "unshare", {"share": facts}, {})])
        _forget_receivers(row)


def receiver_of(row: Share) -> Receiver:
    """Whom a record is opened to."""
    found: Receiver | None = row.user or row.team or row.department
    assert found is not None  # the table's check says so
    return found


def _whom(user: UUID | None, team: UUID | None, department: UUID | None) -> Receiver:
    found: Receiver | None = None
    if user is not None:
        found = User.objects.filter(id=user, is_active=True).first()
    elif team is not None:
        found = Team.objects.filter(id=team).first()
    elif department is not None:
        found = Department.objects.filter(id=department).first()
    if found is None:
        raise NotFound
    return found


def _forget_receivers(row: Share) -> None:
    if row.user_id is not None:
        forget(row.user_id)
    elif row.team_id is not None:
        members = Membership.objects.filter(team_id=row.team_id)
        for user_id in members.values_list("user_id", flat=True):
            forget(user_id)
    else:
        # Departments reach down the tree: whoever is below them, too.
        forget_everybody()
