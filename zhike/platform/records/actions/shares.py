"""A record opened to one person or one team, for viewing or for editing too; and taken back."""

from uuid import UUID

from django.db.models import Q

from zhike.kit.errors import NotFound
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.models import Membership, Team, User
from zhike.platform.identity.profile import forget
from zhike.platform.metadata.registry import registry
from zhike.platform.records.actions.change import locked_record, refusals_as_errors
from zhike.platform.records.models import Share


def share_record(
    actor: Actor,
    object_key: str,
    record_id: UUID,
    *,
    user: UUID | None = None,
    team: UUID | None = None,
    access: str = "view",
    part: str = "",
) -> UUID:
    """Open a record the actor may edit to one person or one team; a second time changes what they may do.

    Raises NotFound, Forbidden.
    """
    type_ = registry.get(object_key)
    with refusals_as_errors(type_):
        record = locked_record(actor, type_, record_id, "edit")
        receiver = _whom(user, team)
        which = Q(user_id=user) if user is not None else Q(team_id=team)
        before = Share.objects.filter(which, entry_id=record.pk).first()
        facts = {"id": str(receiver.pk), "title": receiver.name, "access": access, "part": part}
        old = {} if before is None else {**facts, "access": before.access, "part": before.part}
        row, _ = Share.objects.update_or_create(
            entry_id=record.pk,
            user=receiver if isinstance(receiver, User) else None,
            team=receiver if isinstance(receiver, Team) else None,
            defaults={"access": access, "part": part.strip()[:60]},
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
        receiver = row.user if row.user is not None else row.team
        assert receiver is not None  # the table's check says so
        facts = {"id": str(receiver.pk), "title": receiver.name, "access": row.access}
        row.delete()
        write_changes(actor, [ChangeRow(object_key, record_id, "unshare", {"share": facts}, {})])
        _forget_receivers(row)


def _whom(user: UUID | None, team: UUID | None) -> User | Team:
    found: User | Team | None = None
    if user is not None:
        found = User.objects.filter(id=user, is_active=True).first()
    elif team is not None:
        found = Team.objects.filter(id=team).first()
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
