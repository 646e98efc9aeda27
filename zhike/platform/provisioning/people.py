"""People as `User` resources: reading them, finding them, and handing changes on."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from zhike.platform.access.models import RoleAssignment
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import Membership, User
from zhike.platform.provisioning import user_actions
from zhike.platform.provisioning.attributes import USER
from zhike.platform.provisioning.conditions import (
    Conditions,
    always,
    boolean,
    identifier,
    moment,
    text,
)
from zhike.platform.provisioning.filters import Node
from zhike.platform.provisioning.kinds import Page, last_changes, location, read_one, with_meta
from zhike.platform.provisioning.models import ProvisionedUser

_COLUMNS: Final = {
    "id": identifier("id"),
    "username": text("scim_name"),
    "externalid": text("provisioned__external_id", exact=True),
    "displayname": text("name"),
    "name.formatted": text("name"),
    "name.givenname": text("provisioned__given_name"),
    "name.familyname": text("provisioned__family_name"),
    "emails": text("email"),
    "emails.value": text("email"),
    "emails.type": always("work"),
    "emails.primary": always(value=True),
    "active": boolean("is_active"),
    "preferredlanguage": text("language"),
    "timezone": text("time_zone"),
    "meta.created": moment("created_at"),
    "meta.resourcetype": always("User"),
}


def _in_team(condition: Q) -> Exists:
    return Exists(Membership.objects.filter(condition, user=OuterRef("pk")))


def _with_role(condition: Q) -> Exists:
    return Exists(RoleAssignment.objects.filter(condition, user=OuterRef("pk")))


_LISTS: Final = {
    "groups": (_in_team, {"value": identifier("team_id"), "display": text("team__name")}),
    "roles": (_with_role, {"value": text("role", exact=True)}),
}
_ASKED: Final = Conditions(USER, _COLUMNS, _LISTS)


def known_people() -> QuerySet[User]:
    """Everybody the directory knows or may come to know: all but those it let go of."""
    name = Coalesce(NullIf("provisioned__user_name", Value("")), "email", output_field=CharField())
    return User.objects.filter(provisioned__removed_at=None).annotate(scim_name=name)


class People:
    """See `kinds.Kind`."""

    name = "User"
    schema = USER

    def page(self, node: Node | None, start: int, count: int) -> Page:
        """The people that fit, by age."""
        rows = known_people().order_by("created_at", "id")
        if node is not None:
            rows = rows.filter(_ASKED.compiled(node))
        ids = rows.values_list("id", flat=True)
        return Page(tuple(ids[start : start + count]), rows.count())

    def shown(self, ids: Sequence[UUID]) -> list[dict[str, Any]]:
        """The people of these ids."""
        people = known_people().filter(id__in=ids).in_bulk()
        known = ProvisionedUser.objects.filter(user_id__in=ids).in_bulk()
        changed = last_changes("user", ids)
        teams: dict[UUID, list[dict[str, Any]]] = {id_: [] for id_ in ids}
        for place in (
            Membership.objects.filter(user_id__in=ids).select_related("team").order_by("team__name")
        ):
            teams[place.user_id].append(
                {
                    "value": str(place.team_id),
                    "$ref": location("Group", place.team_id),
                    "display": place.team.name,
                    "type": "direct",
                }
            )
        roles: dict[UUID, list[dict[str, Any]]] = {id_: [] for id_ in ids}
        for given in RoleAssignment.objects.filter(user_id__in=ids).order_by("role"):
            roles[given.user_id].append({"value": given.role})
        return [
            with_meta(
                "User",
                id_,
                _resource(people[id_], known.get(id_), teams[id_], roles[id_]),
                people[id_].created_at,
                changed.get(id_, people[id_].created_at),
            )
            for id_ in ids
            if id_ in people
        ]

    def create(self, actor: Actor, values: Mapping[str, Any]) -> UUID:
        """Make a person."""
        return user_actions.provision(actor, values)

    def locked(self, id: UUID) -> dict[str, Any]:
        """The person, locked. Raises NotFound."""
        locked_user(id)
        return read_one(self, id)

    def replace(
        self, actor: Actor, id: UUID, held: Mapping[str, Any], values: Mapping[str, Any]
    ) -> None:
        """Change a person."""
        user_actions.change(actor, id, held, values)

    def remove(self, actor: Actor, id: UUID) -> None:
        """Shut a person out for good."""
        user_actions.release(actor, id)


def _resource(
    person: User,
    known: ProvisionedUser | None,
    teams: list[dict[str, Any]],
    roles: list[dict[str, Any]],
) -> dict[str, Any]:
    parts = {
        "formatted": person.name,
        "familyName": known.family_name if known else "",
        "givenName": known.given_name if known else "",
    }
    resource = {
        "schemas": [USER],
        "id": str(person.id),
        "externalId": known.external_id if known else "",
        "userName": (known.user_name if known else "") or person.email,
        "name": {key: part for key, part in parts.items() if part},
        "displayName": person.name,
        "preferredLanguage": person.language,
        "timezone": person.time_zone,
        "active": person.is_active,
        "emails": [{"value": person.email, "type": "work", "primary": True}],
        "roles": roles,
        "groups": teams,
    }
    return {key: value for key, value in resource.items() if value not in ("", [], {})}
