"""Teams as `Group` resources."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from zhike.platform.identity.actor import Actor
from zhike.platform.identity.locks import locked_team
from zhike.platform.identity.models import Membership, Team
from zhike.platform.provisioning import team_actions
from zhike.platform.provisioning.attributes import GROUP
from zhike.platform.provisioning.conditions import Conditions, always, identifier, moment, text
from zhike.platform.provisioning.filters import Node
from zhike.platform.provisioning.kinds import Page, last_changes, location, read_one, with_meta
from zhike.platform.provisioning.models import ProvisionedTeam

_COLUMNS: Final = {
    "id": identifier("id"),
    "externalid": text("provisioned__external_id", exact=True),
    "displayname": text("name"),
    "meta.created": moment("created_at"),
    "meta.resourcetype": always("Group"),
}


def _with_member(condition: Q) -> Exists:
    return Exists(Membership.objects.filter(condition, team=OuterRef("pk")))


_LISTS: Final = {
    "members": (_with_member, {"value": identifier("user_id"), "display": text("user__name")}),
}
_ASKED: Final = Conditions(GROUP, _COLUMNS, _LISTS)


class Teams:
    """See `kinds.Kind`."""

    name = "Group"
    schema = GROUP

    def page(self, node: Node | None, start: int, count: int) -> Page:
        """The teams that fit, by age."""
        rows = Team.objects.order_by("created_at", "id")
        if node is not None:
            rows = rows.filter(_ASKED.compiled(node))
        ids = rows.values_list("id", flat=True)
        return Page(tuple(ids[start : start + count]), rows.count())

    def shown(self, ids: Sequence[UUID]) -> list[dict[str, Any]]:
        """The teams of these ids."""
        teams = Team.objects.in_bulk(list(ids))
        known = ProvisionedTeam.objects.filter(team_id__in=ids).in_bulk()
        changed = last_changes("team", ids)
        members: dict[UUID, list[dict[str, Any]]] = {id_: [] for id_ in ids}
        for place in (
            Membership.objects.filter(team_id__in=ids)
            .select_related("user")
            .order_by("user__name", "user_id")
        ):
            members[place.team_id].append(
                {
                    "value": str(place.user_id),
                    "$ref": location("User", place.user_id),
                    "display": place.user.name,
                    "type": "User",
                }
            )
        return [
            with_meta(
                "Group",
                id_,
                _resource(teams[id_], known.get(id_), members[id_]),
                teams[id_].created_at,
                changed.get(id_, teams[id_].created_at),
            )
            for id_ in ids
            if id_ in teams
        ]

    def create(self, actor: Actor, values: Mapping[str, Any]) -> UUID:
        """Make a team."""
        return team_actions.provision(actor, values)

    def locked(self, id: UUID) -> dict[str, Any]:
        """The team, locked. Raises NotFound."""
        locked_team(id)
        return read_one(self, id)

    def replace(
        self,
        actor: Actor,
        id: UUID,
        held: Mapping[str, Any],  # noqa: ARG002 - a team is made what the values say, whatever it was
        values: Mapping[str, Any],
    ) -> None:
        """Change a team."""
        team_actions.change(actor, id, values)

    def remove(self, actor: Actor, id: UUID) -> None:
        """Remove a team; its people stay."""
        team_actions.release(actor, id)


def _resource(
    team: Team, known: ProvisionedTeam | None, members: list[dict[str, Any]]
) -> dict[str, Any]:
    resource = {
        "schemas": [GROUP],
        "id": str(team.id),
        "externalId": known.external_id if known else "",
        "displayName": team.name,
        "members": members,
    }
    return {key: value for key, value in resource.items() if value not in ("", [])}
