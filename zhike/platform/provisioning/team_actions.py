"""What a directory does with teams."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from zhike.platform.access.models import SharingRule
from zhike.platform.access.policy import policy_of
from zhike.platform.identity import team_actions as teams
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.locks import locked_team
from zhike.platform.identity.models import Membership
from zhike.platform.identity.ports import record
from zhike.platform.provisioning.errors import ScimError
from zhike.platform.provisioning.models import ProvisionedTeam
from zhike.platform.provisioning.people import known_people


def provision(actor: Actor, values: Mapping[str, Any]) -> UUID:
    """Make a team with its people. Raises Forbidden, TeamNameTaken, ScimError."""
    policy_of(actor).require("team", "admin")
    with transaction.atomic():
        team = teams.create_team(actor, name=_name(values))
        _store(actor, team.id, values)
        _fill(actor, team.id, values)
    return team.id


def change(actor: Actor, team_id: UUID, values: Mapping[str, Any]) -> None:
    """Make a team what the values say. Raises Forbidden, TeamNameTaken, ScimError."""
    policy_of(actor).require("team", "admin")
    with transaction.atomic():
        teams.rename_team(actor, team_id, name=_name(values))
        _store(actor, team_id, values)
        _fill(actor, team_id, values)


def release(actor: Actor, team_id: UUID) -> None:
    """Remove a team; its people stay. Raises Forbidden, NotFound, and ScimError where rules open records to it.

    Rules were made by a person here, who should see them go.
    """
    policy_of(actor).require("team", "admin")
    with transaction.atomic():
        locked_team(team_id)
        if SharingRule.objects.filter(team_id=team_id).exists():
            raise ScimError(409, "Sharing rules open records to this team. Remove those first.")
        teams.delete_team(actor, team_id)


def _name(values: Mapping[str, Any]) -> str:
    name = values.get("displayName")
    if not isinstance(name, str) or not name.strip() or "\x00" in name:
        raise ScimError(400, "displayName is required.", "invalidValue")
    if len(name) > 200:
        raise ScimError(400, "displayName has at most 200 characters.", "invalidValue")
    return name


def _store(actor: Actor, team_id: UUID, values: Mapping[str, Any]) -> None:
    external_id = values.get("externalId") or ""
    if not isinstance(external_id, str) or "\x00" in external_id:
        raise ScimError(400, "externalId is a text.", "invalidValue")
    if len(external_id) > 200:
        raise ScimError(400, "externalId has at most 200 characters.", "invalidValue")
    known, _ = ProvisionedTeam.objects.get_or_create(team_id=team_id)
    before, known.external_id = known.external_id, external_id
    if before != external_id:
        known.save(update_fields=["external_id"])
        facts = ({"external_id": before}, {"external_id": external_id})
        record(actor, "team", team_id, "provision", *facts)


def _fill(actor: Actor, team_id: UUID, values: Mapping[str, Any]) -> None:
    """Put in and take out people until the team has exactly those named."""
    wanted = dict.fromkeys(_member(one) for one in values.get("members") or [])
    held = set(Membership.objects.filter(team_id=team_id).values_list("user_id", flat=True))
    new = [one for one in wanted if one not in held]
    known = set(known_people().filter(id__in=new).values_list("id", flat=True))
    missing = [one for one in new if one not in known]
    if missing:
        raise ScimError(400, f"There is no user {missing[0]}.", "invalidValue")
    teams.set_members(actor, team_id, wanted)


def _member(item: Any) -> UUID:
    value = item.get("value") if isinstance(item, dict) else item
    try:
        return UUID(str(value))
    except ValueError:
        raise ScimError(400, f"There is no user {str(value)[:60]}.", "invalidValue") from None
