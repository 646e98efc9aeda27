"""Departments, invitations, what the workspace demands, and people's ways in. For administrators, but for the tree."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef
from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field

from zhike.kit.clock import now
from zhike.kit.schemas import Input
from zhike.platform.identity import department_actions as departments
from zhike.platform.identity import invitation_actions as invitations
from zhike.platform.identity import security_actions as security
from zhike.platform.identity.factor_actions import reset_factors
from zhike.platform.identity.models import (
    Department,
    DepartmentMember,
    Invitation,
    TotpFactor,
    User,
)
from zhike.platform.identity.network import client_address
from zhike.platform.identity.ports import authority, postman
from zhike.platform.identity.requests import ActorRequest, administering, just_proved
from zhike.platform.identity.schemas import Email, Name, RoleKeys, no_nul
from zhike.platform.identity.sessions import LONGEST
from zhike.platform.identity.workspace_actions import name_organisation, organisation_name

router = Router(tags=["identity"], auth=administering)

_MOST_HOURS = int(LONGEST.total_seconds() // 3600)
Places = Annotated[list[UUID], Field(max_length=50)]


class DepartmentOut(Schema):
    """A department. `members` are the people whose place it is, in no other order than their ids."""

    id: UUID
    name: str
    parent: UUID | None
    head: UUID | None
    position: int
    members: list[UUID]


class DepartmentList(Schema):
    """All departments: those at the top first, then by position and name."""

    rows: list[DepartmentOut]


class NewDepartment(Input):
    """A department to make."""

    name: Name
    parent: UUID | None = None
    head: UUID | None = None
    position: Annotated[int, Field(ge=0, le=100_000)] = 0


class DepartmentChanges(Input):
    """What may be changed; a parent of null moves it to the top."""

    name: Name | None = None
    parent: UUID | None = None
    head: UUID | None = None
    position: Annotated[int, Field(ge=0, le=100_000)] | None = None


class PersonPlaces(Input):
    """In which departments a person works; the first is the primary one unless another is named."""

    departments: Places
    primary: UUID | None = None


class InvitationOut(Schema):
    """Somebody asked to join; `sent_at` is when the last letter was handed over."""

    id: UUID
    email: str
    name: str
    roles: list[str]
    teams: list[UUID]
    department: UUID | None
    created_at: datetime
    sent_at: datetime | None
    expires_at: datetime
    expired: bool

    @classmethod
    def of(cls, row: Invitation) -> "InvitationOut":
        """From a row."""
        return cls(
            id=row.id,
            email=row.email,
            name=row.name,
            roles=row.roles,
            teams=row.teams,
            department=row.department_id,
            created_at=row.created_at,
            sent_at=row.sent_at,
            expires_at=row.expires_at,
            expired=row.expires_at <= now(),
        )


class InvitationList(Schema):
    """Newest first. `by_mail`: letters can be sent here at all; without, hand the link over yourself."""

    rows: list[InvitationOut]
    by_mail: bool


class NewInvitation(Input):
    """Whom to invite, as what."""

    email: Email
    name: Name
    language: Literal["en", "zh-CN"] = "zh-CN"
    roles: RoleKeys = []
    teams: Places = []
    department: UUID | None = None


class LinkOut(Schema):
    """A link to hand over, good for one use."""

    link: str


class SecurityOut(Schema):
    """What the workspace demands. `address` is where the request came from.

    `provider_only`: passwords and passkeys are for administrators, everybody else comes through a provider.
    """

    two_factor_roles: list[str]
    networks: list[str]
    idle_hours: int
    longest_hours: int
    provider_only: bool
    address: str | None


class SecurityChanges(Input):
    """What to change."""

    two_factor_roles: RoleKeys | None = None
    networks: (
        Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=200)] | None
    ) = None
    idle_hours: Annotated[int, Field(ge=1, le=_MOST_HOURS)] | None = None
    longest_hours: Annotated[int, Field(ge=1, le=_MOST_HOURS)] | None = None
    provider_only: bool | None = None


class WorkspaceOut(Schema):
    """What the organisation is called; empty while nobody named it."""

    name: str


class WorkspaceChanges(Input):
    """What to call the organisation."""

    name: Annotated[str, Field(max_length=200), AfterValidator(no_nul)]


class WaysIn(Schema):
    """How one person signs in, and when they were last seen."""

    id: UUID
    totp: bool
    passkeys: int
    last_seen_at: datetime | None


class WaysInList(Schema):
    """Of everybody."""

    rows: list[WaysIn]


class NewEmail(Input):
    """Another address to sign in with."""

    email: Email


def _departments(**which: Any) -> list[DepartmentOut]:
    members: dict[UUID, list[UUID]] = {}
    for place in DepartmentMember.objects.order_by("user_id"):
        members.setdefault(place.department_id, []).append(place.user_id)
    return [
        DepartmentOut(
            id=row.id,
            name=row.name,
            parent=row.parent_id,
            head=row.head_id,
            position=row.position,
            members=members.get(row.id, []),
        )
        for row in Department.objects.filter(**which).order_by(
            F("parent").asc(nulls_first=True), "position", "name"
        )
    ]


@router.get("/departments", response=DepartmentList)
def list_departments(request: ActorRequest) -> Any:
    """The tree, flat, with who works where."""
    authority().require(request.actor, "department", "view")
    return DepartmentList(rows=_departments())


@router.post("/departments", response={201: DepartmentOut})
def create_department(request: ActorRequest, body: NewDepartment) -> Any:
    """Make a department."""
    made = departments.create_department(
        request.actor,
        name=body.name,
        parent_id=body.parent,
        head_id=body.head,
        position=body.position,
    )
    return Status(201, _departments(id=made.id)[0])


@router.patch("/departments/{uuid:department_id}", response=DepartmentOut)
def change_department(request: ActorRequest, department_id: UUID, body: DepartmentChanges) -> Any:
    """Rename, move, or give another head. Never under itself."""
    given = body.model_dump(exclude_unset=True)
    columns = {"parent": "parent_id", "head": "head_id"}
    values = {
        columns.get(key, key): value
        for key, value in given.items()
        if value is not None or key in columns
    }
    departments.change_department(request.actor, department_id, values)
    return _departments(id=department_id)[0]


@router.delete("/departments/{uuid:department_id}", response={204: None})
def delete_department(request: ActorRequest, department_id: UUID) -> Any:
    """Remove an empty department."""
    departments.delete_department(request.actor, department_id)
    return Status(204, None)


@router.put("/admin/users/{uuid:user_id}/departments", response={204: None})
def set_departments(request: ActorRequest, user_id: UUID, body: PersonPlaces) -> Any:
    """Put a person in exactly these departments."""
    departments.set_departments(request.actor, user_id, body.departments, primary=body.primary)
    return Status(204, None)


@router.get("/admin/invitations", response=InvitationList)
def list_invitations(request: ActorRequest) -> Any:
    """Invitations nobody has accepted yet."""
    authority().require(request.actor, "user", "admin")
    rows = Invitation.objects.order_by("-created_at")
    return InvitationList(rows=[InvitationOut.of(row) for row in rows], by_mail=postman().ready)


@router.post("/admin/invitations", response={201: InvitationOut})
def invite(request: ActorRequest, body: NewInvitation) -> Any:
    """Ask somebody to join by letter."""
    row = invitations.invite(
        request.actor,
        email=body.email,
        name=body.name,
        language=body.language,
        roles=body.roles,
        teams=body.teams,
        department_id=body.department,
    )
    return Status(201, InvitationOut.of(row))


@router.post("/admin/invitations/{uuid:invitation_id}/send", response=InvitationOut)
def invite_again(request: ActorRequest, invitation_id: UUID) -> Any:
    """Send the letter once more, with a new link."""
    return InvitationOut.of(invitations.invite_again(request.actor, invitation_id))


@router.post("/admin/invitations/{uuid:invitation_id}/link", response=LinkOut)
def invitation_link(request: ActorRequest, invitation_id: UUID) -> Any:
    """A new link to hand over by another way than mail."""
    return LinkOut(link=invitations.invitation_link(request.actor, invitation_id))


@router.delete("/admin/invitations/{uuid:invitation_id}", response={204: None})
def withdraw_invitation(request: ActorRequest, invitation_id: UUID) -> Any:
    """Take an invitation back."""
    invitations.withdraw_invitation(request.actor, invitation_id)
    return Status(204, None)


@router.get("/admin/workspace", response=WorkspaceOut)
def read_workspace(request: ActorRequest) -> Any:
    """What the organisation is called."""
    authority().require(request.actor, "user", "admin")
    return WorkspaceOut(name=organisation_name())


@router.patch("/admin/workspace", response=WorkspaceOut)
def change_workspace(request: ActorRequest, body: WorkspaceChanges) -> Any:
    """Say what the organisation is called; mail without a sender's name is sent under it."""
    name_organisation(request.actor, body.name)
    return WorkspaceOut(name=organisation_name())


@router.get("/admin/security", response=SecurityOut)
def read_security(request: ActorRequest) -> Any:
    """What the workspace demands."""
    authority().require(request.actor, "security", "admin")
    return _security(request)


@router.patch("/admin/security", response=SecurityOut)
def change_security(request: ActorRequest, body: SecurityChanges) -> Any:
    """Change what the workspace demands. The networks must contain the address this is sent from."""
    just_proved(request)
    values = body.model_dump(exclude_unset=True, exclude_none=True)
    security.change_security(request.actor, values, address=client_address(request))
    return _security(request)


def _security(request: ActorRequest) -> SecurityOut:
    row = security.security_of_workspace()
    return SecurityOut(
        two_factor_roles=row.two_factor_roles,
        networks=row.networks,
        idle_hours=row.idle_hours,
        longest_hours=row.longest_hours,
        provider_only=row.provider_only,
        address=client_address(request),
    )


@router.get("/admin/ways-in", response=WaysInList)
def ways_in(request: ActorRequest) -> Any:
    """Who has which factors, and when each person was last seen."""
    authority().require(request.actor, "user", "admin")
    totp = TotpFactor.objects.filter(user=OuterRef("pk"), confirmed_at__isnull=False)
    rows = User.objects.annotate(
        totp=Exists(totp),
        passkey_count=Count("passkeys", distinct=True),
        seen=Max("sessions__last_seen_at"),
    ).order_by("name", "id")
    return WaysInList(
        rows=[
            WaysIn(id=row.id, totp=row.totp, passkeys=row.passkey_count, last_seen_at=row.seen)
            for row in rows
        ]
    )


@router.delete("/admin/users/{uuid:user_id}/factors", response={204: None})
def take_factors(request: ActorRequest, user_id: UUID) -> Any:
    """Take all factors from somebody who lost them; their sessions end."""
    just_proved(request)
    reset_factors(request.actor, user_id)
    return Status(204, None)


@router.put("/admin/users/{uuid:user_id}/email", response={204: None})
def change_email(request: ActorRequest, user_id: UUID, body: NewEmail) -> Any:
    """Give a person another address to sign in with."""
    just_proved(request)
    security.change_email(request.actor, user_id, body.email)
    return Status(204, None)
