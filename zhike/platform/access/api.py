"""Managing people: roles, teams, making and shutting out users. For administrators."""

from typing import Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status

from zhike.kit.errors import NotFound
from zhike.kit.schemas import Input, Label
from zhike.platform.access.actions import change_person, create_person
from zhike.platform.access.book import current_book
from zhike.platform.access.models import RoleAssignment
from zhike.platform.access.policy import policy_of
from zhike.platform.identity import team_actions
from zhike.platform.identity.models import Membership, Team, User
from zhike.platform.identity.requests import ActorRequest, administering
from zhike.platform.identity.schemas import Email, Name, Password, RoleKeys, TeamOut

router = Router(tags=["access"], auth=administering)


class RoleOut(Schema):
    """A role one can be given."""

    key: str
    label: Label


class Roles(Schema):
    """All roles."""

    rows: list[RoleOut]


class NewUser(Input):
    """A person to make; without a password they sign in only after one is set, without a language they follow their browser."""

    email: Email
    name: Name
    password: Password | None = None
    language: Literal["en", "zh-CN"] | None = None
    roles: RoleKeys = []


class ManagedUser(Schema):
    """A person as administrators see them."""

    id: UUID
    email: str
    name: str
    active: bool
    roles: list[str]
    teams: list[UUID]


class ManagedUsers(Schema):
    """All people, by name."""

    rows: list[ManagedUser]


class UserChanges(Input):
    """Which roles a person has, and whether they may sign in."""

    roles: RoleKeys | None = None
    active: bool | None = None


class NewTeam(Input):
    """A team to make."""

    name: Name


class Teams(Schema):
    """All teams."""

    rows: list[TeamOut]


def _managed(**which: Any) -> list[ManagedUser]:
    users = list(User.objects.filter(**which).order_by("name", "id"))
    ids = [user.id for user in users]
    roles: dict[UUID, list[str]] = {id_: [] for id_ in ids}
    teams: dict[UUID, list[UUID]] = {id_: [] for id_ in ids}
    for given in RoleAssignment.objects.filter(user_id__in=ids).order_by("role"):
        roles[given.user_id].append(given.role)
    for member in Membership.objects.filter(user_id__in=ids).order_by("id"):
        teams[member.user_id].append(member.team_id)
    return [
        ManagedUser(
            id=user.id,
            email=user.email,
            name=user.name,
            active=user.is_active,
            roles=roles[user.id],
            teams=teams[user.id],
        )
        for user in users
    ]


def _one(user_id: UUID) -> ManagedUser:
    for found in _managed(id=user_id):
        return found
    raise NotFound


@router.get("/roles", response=Roles)
def roles(request: ActorRequest) -> Any:
    """The roles one can be given."""
    return Roles(
        rows=[
            RoleOut(key=role.key, label=Label(en=role.label.en, zh=role.label.zh))
            for role in current_book().roles.values()
        ]
    )


@router.get("/admin/users", response=ManagedUsers)
def users(request: ActorRequest) -> Any:
    """Everybody, disabled people too."""
    policy_of(request.actor).require("user", "admin")
    return ManagedUsers(rows=_managed())


@router.post("/admin/users", response={201: ManagedUser})
def create_user(request: ActorRequest, body: NewUser) -> Any:
    """Make a person with roles."""
    user = create_person(
        request.actor,
        email=body.email,
        name=body.name,
        password=body.password,
        language=body.language,
        roles=body.roles,
    )
    return Status(201, _one(user.id))


@router.patch("/admin/users/{uuid:user_id}", response=ManagedUser)
def change_user(request: ActorRequest, user_id: UUID, body: UserChanges) -> Any:
    """Change roles, shut a person out or let them in again."""
    change_person(request.actor, user_id, roles=body.roles, active=body.active)
    return _one(user_id)


@router.get("/teams", response=Teams)
def teams(request: ActorRequest) -> Any:
    """All teams by name."""
    rows = Team.objects.order_by("name")
    return Teams(rows=[TeamOut(id=team.id, name=team.name) for team in rows])


@router.post("/teams", response={201: TeamOut})
def create_team(request: ActorRequest, body: NewTeam) -> Any:
    """Make a team."""
    team = team_actions.create_team(request.actor, name=body.name)
    return Status(201, TeamOut(id=team.id, name=team.name))


@router.put("/teams/{uuid:team_id}/members/{uuid:user_id}", response={204: None})
def add_member(request: ActorRequest, team_id: UUID, user_id: UUID) -> Any:
    """Put a person in a team."""
    team_actions.add_member(request.actor, team_id=team_id, user_id=user_id)
    return Status(204, None)


@router.delete("/teams/{uuid:team_id}/members/{uuid:user_id}", response={204: None})
def remove_member(request: ActorRequest, team_id: UUID, user_id: UUID) -> Any:
    """Take a person out of a team."""
    team_actions.remove_member(request.actor, team_id=team_id, user_id=user_id)
    return Status(204, None)
