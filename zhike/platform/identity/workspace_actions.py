"""What the organisation that works here is called."""

from django.db import transaction

from zhike.platform.identity.actor import Actor
from zhike.platform.identity.models import Workspace
from zhike.platform.identity.ports import authority, record
from zhike.platform.identity.security_actions import WORKSPACE


def organisation_name() -> str:
    """The name given to the workspace; empty while nobody gave one."""
    return Workspace.objects.values_list("name", flat=True).first() or ""


def name_organisation(actor: Actor, name: str) -> None:
    """Say what the organisation is called. Raises Forbidden."""
    authority().require(actor, "user", "admin")
    name = name.strip()
    with transaction.atomic():
        row, _ = Workspace.objects.select_for_update().get_or_create(id=1)
        if row.name == name:
            return
        before, row.name = row.name, name
        row.save(update_fields=["name"])
        record(actor, "workspace", WORKSPACE, "update", {"name": before}, {"name": name})
