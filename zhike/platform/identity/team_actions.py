"""Teams and who is in them. Everybody's view may change with a team, so it is for administrators."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction

from zhike.kit.errors import NotFound
from zhike.platform.identity.actions import required
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import TeamNameTaken
from zhike.platform.identity.locks import locked_team, locked_user, locked_users
from zhike.platform.identity.models import Membership, Team
from zhike.platform.identity.ports import Happening, authority, record, record_all
from zhike.platform.identity.profile import forget


def create_team(actor: Actor, *, name: str) -> Team:
    """Make a team without members. Raises Forbidden, TeamNameTaken, ValidationFailed."""
    authority().require(actor, "team", "admin")
    name = required(name, "name")[:200]
    try:
        with transaction.atomic():
            team = Team.objects.create(name=name)
            record(actor, "team", team.id, "create", {}, {"name": name})
    except IntegrityError as error:
        raise TeamNameTaken(name=name) from error
    return team


def rename_team(actor: Actor, team_id: UUID, *, name: str) -> Team:
    """Give a team another name. Raises Forbidden, NotFound, TeamNameTaken, ValidationFailed."""
    authority().require(actor, "team", "admin")
    name = required(name, "name")[:200]
    try:
        with transaction.atomic():
            team = locked_team(team_id)
            before, team.name = team.name, name
            if before != name:
                team.save(update_fields=["name"])
                record(actor, "team", team_id, "update", {"name": before}, {"name": name})
                _forget_team(team_id)
    except IntegrityError as error:
        raise TeamNameTaken(name=name) from error
    return team


def delete_team(actor: Actor, team_id: UUID) -> None:
    """Remove a team; its people stay, without what they saw through it. Raises Forbidden, NotFound."""
    authority().require(actor, "team", "admin")
    with transaction.atomic():
        team = locked_team(team_id)
        _forget_team(team_id)
        members = Membership.objects.filter(team=team).values_list("user_id", flat=True)
        before = {"name": team.name, "members": [str(one) for one in members]}
        team.delete()
        record(actor, "team", team_id, "delete", before)


def add_member(actor: Actor, *, team_id: UUID, user_id: UUID) -> None:
    """Put a person in a team; once is enough. Raises Forbidden, NotFound."""
    authority().require(actor, "team", "admin")
    with transaction.atomic():
        locked_team(team_id)
        _, new = Membership.objects.get_or_create(team_id=team_id, user=locked_user(user_id))
        if new:
            record(actor, "team", team_id, "add-member", {}, {"user": str(user_id)})
        _forget_team(team_id)


def set_members(actor: Actor, team_id: UUID, user_ids: Iterable[UUID]) -> None:
    """Let a team have exactly these people, in a fixed number of statements. Raises Forbidden, NotFound."""
    authority().require(actor, "team", "admin")
    wanted = set(user_ids)
    with transaction.atomic():
        locked_team(team_id)
        places = Membership.objects.filter(team_id=team_id)
        held = set(places.values_list("user_id", flat=True))
        new, gone = sorted(wanted - held), sorted(held - wanted)
        if len(locked_users([*new, *gone])) != len(new) + len(gone):
            raise NotFound
        _forget_team(team_id)
        places.filter(user_id__in=gone).delete()
        Membership.objects.bulk_create(Membership(team_id=team_id, user_id=one) for one in new)
        added = [Happening("team", team_id, "add-member", {}, {"user": str(one)}) for one in new]
        lost = [Happening("team", team_id, "remove-member", {"user": str(one)}) for one in gone]
        record_all(actor, [*added, *lost])
        _forget_team(team_id)


def remove_member(actor: Actor, *, team_id: UUID, user_id: UUID) -> None:
    """Take a person out of a team. Raises Forbidden, and NotFound when they are not in it."""
    authority().require(actor, "team", "admin")
    with transaction.atomic():
        locked_team(team_id)
        locked_user(user_id)
        _forget_team(team_id)
        gone, _ = Membership.objects.filter(team_id=team_id, user_id=user_id).delete()
        if not gone:
            raise NotFound
        record(actor, "team", team_id, "remove-member", {"user": str(user_id)})


def _forget_team(team_id: UUID) -> None:
    """Every member's view changes when one comes or goes."""
    for user_id in Membership.objects.filter(team_id=team_id).values_list("user_id", flat=True):
        forget(user_id)
