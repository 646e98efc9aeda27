"""Answers identity's questions about rights with the policy."""

from collections.abc import Sequence
from uuid import UUID

from zhike.platform.access.actions import require_known, set_roles
from zhike.platform.access.models import RoleAssignment
from zhike.platform.access.policy import policy_of
from zhike.platform.access.roles import ADMINISTRATOR
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import LastAdministrator


class PolicyAuthority:
    """The `Authority` of `identity.ports`."""

    def require(self, actor: Actor, object_key: str, action: str) -> None:
        """Raise Forbidden unless the policy allows it."""
        policy_of(actor).require(object_key, action)

    def keep_an_administrator(self, without: UUID) -> None:
        """Raise LastAdministrator when this person is the only active administrator.

        Locks the administrators' rows: two who remove each other at once cannot both succeed. Who is active is read only
        then, because a statement that waited for a lock still sees other tables as they were before.
        """
        held = RoleAssignment.objects.filter(role=ADMINISTRATOR).order_by("id")
        list(held.select_for_update())
        administrators = list(held.filter(user__is_active=True).values_list("user_id", flat=True))
        if without in administrators and len(administrators) == 1:
            raise LastAdministrator

    def check_roles(self, roles: Sequence[str]) -> None:
        """Raise UnknownRole for a role there is none of."""
        require_known(roles)

    def give_roles(self, actor: Actor, user_id: UUID, roles: Sequence[str]) -> None:
        """Give a person exactly these roles."""
        set_roles(actor, user_id, roles)
