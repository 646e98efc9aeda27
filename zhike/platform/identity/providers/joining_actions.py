"""People a provider brings: made at their first sign-in, where an administrator wants that or has invited them."""

from uuid import UUID

from django.db import transaction

from zhike.kit.clock import now
from zhike.kit.errors import Forbidden
from zhike.platform.identity.actor import SYSTEM, Actor
from zhike.platform.identity.errors import LastAdministrator
from zhike.platform.identity.invitation_actions import inviter_of, place
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import DepartmentMember, IdentityProvider, Invitation, User
from zhike.platform.identity.ports import authority, record
from zhike.platform.identity.profile import forget, forget_everybody, profile_of
from zhike.platform.identity.providers.kinds.kind import Claims


def join(provider: IdentityProvider, email: str, name: str) -> User | None:
    """Make the person: as their invitation says, else as the provider's people are; None where neither is wanted."""
    name = " ".join(name.split())[:200] or email.partition("@")[0]
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update().filter(email=email, expires_at__gt=now()).first()
        )
        if invitation is not None and (user := _invited(invitation, name)) is not None:
            return user
        if not provider.makes_people:
            return None
        user = _made(User(email=email, name=name))
        after = {"email": email, "name": name, "provider": provider.name}
        record(Actor(user.id, "web", name=name), "user", user.id, "create", {}, after)
        authority().give_roles(SYSTEM, user.id, provider.roles)
        if provider.department_id is not None:
            _put(user, provider.department_id)
        Invitation.objects.filter(email=email).delete()
        forget_everybody()
    return user


def _invited(invitation: Invitation, name: str) -> User | None:
    """Whoever may no longer invite has invited nobody."""
    inviter = inviter_of(invitation)
    try:
        authority().require(inviter, "user", "admin")
    except Forbidden:
        return None
    user = _made(
        User(
            id=invitation.id,
            email=invitation.email,
            name=invitation.name or name,
            language=invitation.language,
        )
    )
    place(inviter, invitation, user)
    invitation.delete()
    return user


def follow_groups(provider: IdentityProvider, user: User, claims: Claims) -> None:
    """Give the roles of the groups somebody is in now and take those of groups they left; other roles stay."""
    if not provider.group_roles:
        return
    with transaction.atomic():
        locked_user(user.id)
        forget(user.id)
        profile = profile_of(user.id)
        if profile is None:
            return
        held = set(profile.facts.get("roles", ()))
        groups = {group.casefold() for group in claims.groups}
        wanted = {role for group, role in provider.group_roles.items() if group in groups}
        roles = (held - set(provider.group_roles.values())) | wanted
        if roles == held:
            return
        try:
            authority().give_roles(SYSTEM, user.id, sorted(roles))
        except LastAdministrator:
            pass  # a wrong group at the provider must not leave the house without anybody who can mend it


def _made(user: User) -> User:
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def _put(user: User, department_id: UUID) -> None:
    DepartmentMember.objects.create(user=user, department_id=department_id, is_primary=True)
