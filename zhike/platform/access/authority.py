"""Answers identity's questions about rights with the policy."""

from uuid import UUID

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

        Locks the administrators' rows: two who remove each other at once cannot both succeed.
        """
        administrators = list(
            RoleAssignment.objects.select_for_update(of=("self",))
            .filter(role=ADMINISTRATOR, user__is_active=True)
            .order_by("id")
            .values_list("user_id", flat=True)
        )
        if without in administrators and len(administrators) == 1:
            raise LastAdministrator
