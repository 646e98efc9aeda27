"""Asking people to join by letter, and joining."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from zhike.kit.clock import now
from zhike.kit.errors import Forbidden, NotFound
from zhike.kit.language import DEFAULT_LANGUAGE, Language
from zhike.platform.identity.actions import normal_email, required
from zhike.platform.identity.actor import SYSTEM, Actor
from zhike.platform.identity.errors import AlreadyInvited, EmailTaken, LinkDead
from zhike.platform.identity.factor_actions import add_passkey
from zhike.platform.identity.keys import key_hash
from zhike.platform.identity.letter_actions import (
    INVITATION,
    INVITED_FOR,
    link_of,
    new_invitation_key,
)
from zhike.platform.identity.models import (
    Department,
    DepartmentMember,
    Invitation,
    Membership,
    Team,
    User,
)
from zhike.platform.identity.passwords import require_good_password
from zhike.platform.identity.ports import authority, postman, record
from zhike.platform.identity.profile import forget_everybody
from zhike.platform.identity.scopes import require_unlimited
from zhike.platform.identity.sign_in_actions import (
    Browser,
    Proof,
    SecondStep,
    SignedIn,
    finish,
    require_network,
    require_own_way,
)


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What a browser answered to the question for a new passkey, and the question's token."""

    name: str
    credential: Mapping[str, Any]
    token: str


def invite(
    actor: Actor,
    *,
    email: str,
    name: str,
    language: Language = DEFAULT_LANGUAGE,
    roles: Sequence[str] = (),
    teams: Sequence[UUID] = (),
    department_id: UUID | None = None,
) -> Invitation:
    """Ask somebody to join.

    Raises AlreadyInvited, EmailTaken, NotFound, ScopeTooNarrow, UnknownRole, ValidationFailed.
    """
    authority().require(actor, "user", "admin")
    require_unlimited(actor)
    email, name = normal_email(email), required(name, "name")[:200]
    wanted = sorted(set(roles))
    authority().check_roles(wanted)
    if User.objects.filter(email=email).exists():
        raise EmailTaken(email=email)
    _require_places(teams, department_id)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email,
                name=name,
                language=language,
                roles=wanted,
                teams=sorted(set(teams)),
                department_id=department_id,
                invited_by_id=actor.user_id,
                expires_at=now() + INVITED_FOR,
            )
            after = {"email": email, "name": name, "roles": wanted}
            record(actor, "invitation", invitation.id, "create", {}, after)
            postman().ask(INVITATION, invitation.id)
    except IntegrityError as error:
        raise AlreadyInvited(email=email) from error
    return invitation


def _require_places(teams: Sequence[UUID], department_id: UUID | None) -> None:
    if Team.objects.filter(id__in=teams).count() != len(set(teams)):
        raise NotFound
    if department_id and not Department.objects.filter(id=department_id).exists():
        raise NotFound


def invite_again(actor: Actor, invitation_id: UUID) -> Invitation:
    """Send the letter once more with a new link; the old link dies. From now on it is this actor's invitation.

    Raises Forbidden, ScopeTooNarrow, NotFound.
    """
    authority().require(actor, "user", "admin")
    require_unlimited(actor)
    with transaction.atomic():
        invitation = _renewed(actor, invitation_id)
        record(actor, "invitation", invitation_id, "send-again")
        postman().ask(INVITATION, invitation_id)
    return invitation


def invitation_link(actor: Actor, invitation_id: UUID) -> str:
    """A new link to hand over by another way than mail; any link before dies. Raises Forbidden, ScopeTooNarrow, NotFound."""
    authority().require(actor, "user", "admin")
    require_unlimited(actor)
    with transaction.atomic():
        _renewed(actor, invitation_id)
        record(actor, "invitation", invitation_id, "make-link")
        key = new_invitation_key(invitation_id)
    if key is None:
        raise NotFound
    return link_of("accept", key)


def _renewed(actor: Actor, invitation_id: UUID) -> Invitation:
    invitation = Invitation.objects.select_for_update().filter(id=invitation_id).first()
    if invitation is None:
        raise NotFound
    invitation.invited_by_id = actor.user_id
    invitation.expires_at = now() + INVITED_FOR
    invitation.key_hash = None
    invitation.save(update_fields=["invited_by", "expires_at", "key_hash"])
    return invitation


def withdraw_invitation(actor: Actor, invitation_id: UUID) -> None:
    """Take an invitation back; its link dies. Raises Forbidden, NotFound."""
    authority().require(actor, "user", "admin")
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().filter(id=invitation_id).first()
        if invitation is None:
            raise NotFound
        invitation.delete()
        record(actor, "invitation", invitation_id, "withdraw", {"email": invitation.email})


def invitation_of(key: str) -> Invitation:
    """The invitation a link belongs to. Raises LinkDead."""
    invitation = Invitation.objects.filter(key_hash=key_hash(key), expires_at__gt=now()).first()
    if invitation is None:
        raise LinkDead
    return invitation


def accept_invitation(
    key: str,
    *,
    name: str,
    password: str | None,
    passkey: NewPasskey | None,
    browser: Browser,
) -> tuple[SignedIn | SecondStep, list[str]]:
    """Become a person of the house and sign in; also returns recovery codes where a passkey was made.

    It happens with the rights its inviter has now: who may no longer invite has invited nobody. Raises LinkDead,
    EmailTaken, ValidationFailed, PasskeyRefused, StartAgain, OwnWayShut.
    """
    demands = require_network(browser.ip)
    email = ""
    try:
        with transaction.atomic():
            invitation = (
                Invitation.objects.select_for_update().filter(key_hash=key_hash(key)).first()
            )
            if invitation is None or invitation.expires_at <= now():
                raise LinkDead
            email = invitation.email
            inviter = inviter_of(invitation)
            try:
                authority().require(inviter, "user", "admin")
            except Forbidden as refusal:
                raise LinkDead from refusal
            user = _made(invitation, name, password, needs_password=passkey is None)
            place(inviter, invitation, user)
            require_own_way(user.id, demands)
            invitation.delete()
            codes = [] if passkey is None else _with_passkey(user, passkey)
    except IntegrityError as error:
        raise EmailTaken(email=email) from error
    proof = Proof(user, "invitation", two_factor=passkey is not None)
    return finish(proof, browser), codes


def inviter_of(invitation: Invitation) -> Actor:
    """With whose rights the invitation is accepted."""
    if invitation.invited_by_id is None:
        return SYSTEM
    return Actor(invitation.invited_by_id, "web")


def _made(invitation: Invitation, name: str, password: str | None, *, needs_password: bool) -> User:
    user = User(
        id=invitation.id,
        email=invitation.email,
        name=required(name, "name")[:200],
        language=invitation.language,
    )
    if password or needs_password:
        require_good_password(password or "", user)
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save(force_insert=True)
    return user


def place(inviter: Actor, invitation: Invitation, user: User) -> None:
    """What was promised is given: roles, and those teams and the department that still exist."""
    after = {"email": user.email, "name": user.name, "invited_by": str(inviter.user_id)}
    record(Actor(user.id, "web", name=user.name), "user", user.id, "accept-invitation", {}, after)
    authority().give_roles(inviter, user.id, invitation.roles)
    Membership.objects.bulk_create(
        Membership(team=team, user=user) for team in Team.objects.filter(id__in=invitation.teams)
    )
    if invitation.department_id is not None:
        DepartmentMember.objects.create(
            user=user, department_id=invitation.department_id, is_primary=True
        )
    forget_everybody()


def _with_passkey(user: User, passkey: NewPasskey) -> list[str]:
    return add_passkey(
        Actor(user.id, "web", name=user.name),
        user.id,
        passkey.credential,
        passkey.token,
        name=passkey.name,
        session_id=None,
        purpose=f"join:{user.id}",
    )
