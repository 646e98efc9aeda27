"""How consents of a person stand, and how they came about."""

from typing import Any
from uuid import UUID

from django.db import connection

from zhike.foundation.consent.models import Consent
from zhike.foundation.consent.purposes import Reach
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry
from zhike.platform.records.timeline import require_visible

LEDGER_LIMIT = 200


def consents_of(actor: Actor, contact_id: UUID) -> dict[str, Any]:
    """`{"states", "ledger", "suppressed"}` of a contact, newest first. Raises NotFound where the actor may not view it."""
    require_visible(actor, registry.get("contact"), contact_id)
    ledger = [
        {
            "id": line.id,
            "purpose": line.purpose,
            "channel": line.channel,
            "status": line.status,
            "source": line.source,
            "notice_version": line.notice_version,
            "evidence": line.evidence,
            "at": line.at,
            "actor": {"id": line.actor_id, "title": line.actor.name}
            if line.actor is not None
            else None,
        }
        for line in Consent.objects.filter(contact_id=contact_id)
        .select_related("actor")
        .order_by("-at", "-id")[:LEDGER_LIMIT]
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT purpose, channel, status, at FROM consent_consentstate WHERE contact_id = %s ORDER BY channel, purpose",
            [contact_id],
        )
        states = [
            dict(zip(("purpose", "channel", "status", "at"), row, strict=True))
            for row in cursor.fetchall()
        ]
    return {"states": states, "ledger": ledger, "suppressed": suppressions_of(contact_id)}


def is_suppressed(email: str, purpose: Reach = "all") -> bool:
    """Whether the address gets no mail of the purpose; with `all`, whether it gets none at all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM consent_suppression WHERE email = lower(%s) AND purpose IN ('all', %s))",
            [email, purpose],
        )
        return bool(cursor.fetchone()[0])


def suppressions_of(contact_id: UUID) -> list[dict[str, Any]]:
    """`{"purpose", "reason", "at"}` of a contact's address, all mail first. The caller has asked for rights."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT x.purpose, x.reason, x.at FROM consent_suppression x"
            " JOIN customer_contact c ON x.email = lower(c.email) WHERE c.id = %s"
            " ORDER BY x.purpose <> 'all', x.purpose",
            [contact_id],
        )
        return [
            dict(zip(("purpose", "reason", "at"), row, strict=True)) for row in cursor.fetchall()
        ]
