"""What the directory may do here, as administrators set it."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from zhike.platform.access.actions import require_known
from zhike.platform.access.policy import policy_of
from zhike.platform.access.roles import ADMINISTRATOR
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.security_actions import WORKSPACE
from zhike.platform.provisioning.errors import AdministratorsAreOurs
from zhike.platform.provisioning.models import ProvisioningRules

OBJECT: Final = "provisioning"
FIRST_ROLES: Final = ("member",)


def rules() -> ProvisioningRules:
    """The one row; as it is at the start while nobody changed anything."""
    return ProvisioningRules.objects.first() or ProvisioningRules(default_roles=list(FIRST_ROLES))


def change_rules(actor: Actor, values: Mapping[str, Any]) -> ProvisioningRules:
    """Change `default_roles` or `administrators`. Raises Forbidden, UnknownRole, AdministratorsAreOurs."""
    policy_of(actor).require(OBJECT, "admin")
    values = dict(values)
    if "default_roles" in values:
        values["default_roles"] = sorted(set(values["default_roles"]))
        require_known(values["default_roles"])
        # Everybody the directory makes would be one.
        if ADMINISTRATOR in values["default_roles"]:
            raise AdministratorsAreOurs
    with transaction.atomic():
        row, _ = ProvisioningRules.objects.select_for_update().get_or_create(
            id=1, defaults={"default_roles": list(FIRST_ROLES)}
        )
        changed = {key: value for key, value in values.items() if getattr(row, key) != value}
        if not changed:
            return row
        before = {key: getattr(row, key) for key in changed}
        for key, value in changed.items():
            setattr(row, key, value)
        row.save(update_fields=list(changed))
        write_changes(actor, [ChangeRow(OBJECT, WORKSPACE, "update", before, changed)])
    return row
