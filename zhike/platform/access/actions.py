"""Giving and taking roles, and people together with their roles."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from zhike.kit.ids import new_id
from zhike.kit.language import Language
from zhike.platform.access.book import current_book
from zhike.platform.access.errors import UnknownRole
from zhike.platform.access.models import RightsStamp, RoleAssignment
from zhike.platform.access.policy import policy_of
from zhike.platform.access.roles import ADMINISTRATOR
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity import actions as identity
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import User
from zhike.platform.identity.ports import authority
from zhike.platform.identity.profile import forget, forget_everybody
from zhike.platform.identity.scopes import require_unlimited


def require_known(roles: Iterable[str]) -> None:
    """Raise UnknownRole for the first role there is none of."""
    known = current_book().roles
    for role in roles:
        if role not in known:
            raise UnknownRole(role=role, known=", ".join(known))


def set_roles(actor: Actor, user_id: UUID, roles: Iterable[str]) -> None:
    """Give a person exactly these roles.

    Raises Forbidden, ScopeTooNarrow, UnknownRole, NotFound, LastAdministrator.
    """
    policy_of(actor).require("user", "admin")
    require_unlimited(actor)
    replace_roles(actor, user_id, roles)


def replace_roles(actor: Actor, user_id: UUID, roles: Iterable[str]) -> None:
    """The same for whoever was entrusted with these very roles, a reviewer or a directory: the caller has asked for the right.

    Raises UnknownRole, NotFound, LastAdministrator.
    """
    wanted = sorted(set(roles))
    require_known(wanted)
    with transaction.atomic():
        locked_user(user_id)
        if ADMINISTRATOR not in wanted:
            authority().keep_an_administrator(user_id)
        held = RoleAssignment.objects.filter(user_id=user_id)
        before = sorted(held.values_list("role", flat=True))
        if before == wanted:
            return
        held.exclude(role__in=wanted).delete()
        RoleAssignment.objects.bulk_create(
            RoleAssignment(user_id=user_id, role=role) for role in wanted if role not in before
        )
        row = ChangeRow("user", user_id, "set-roles", {"roles": before}, {"roles": wanted})
        write_changes(actor, [row])
        forget(user_id)


def create_person(
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str | None,
    language: Language | None,
    roles: Iterable[str],
) -> User:
    """Make a person with roles: both, or neither. Raises what `create_user` and `set_roles` raise."""
    with transaction.atomic():
        user = identity.create_user(
            actor, email=email, name=name, password=password, language=language
        )
        set_roles(actor, user.id, roles)
    return user


def change_person(
    actor: Actor, user_id: UUID, *, roles: Iterable[str] | None, active: bool | None
) -> None:
    """Change a person's roles, shut them out or let them in again: all that is asked, or nothing.

    Raises Forbidden, ScopeTooNarrow, UnknownRole, NotFound, LastAdministrator.
    """
    policy_of(actor).require("user", "admin")
    with transaction.atomic():
        if active is True:
            identity.enable_user(actor, user_id)
        if roles is not None:
            set_roles(actor, user_id, roles)
        if active is False:
            identity.disable_user(actor, user_id)


def turn_page() -> None:
    """Give the book of roles and rules a new stamp: call after changing what is in it, in the same transaction."""
    RightsStamp.objects.filter(id=1).update(stamp=new_id())
    forget_everybody()
