"""The ledger, the present state that is read from it, and the addresses nobody may write to."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from zhike.kit.ids import new_id


class Consent(models.Model):
    """One line of the ledger: somebody granted or withdrew one purpose over one channel.

    Lines are only added. A trigger refuses UPDATE, DELETE and TRUNCATE, and the application has no right to them.
    `evidence` holds what proves it (form, address, file); `notice_version` names the text that was agreed to.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    contact = models.ForeignKey("customer.Contact", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    source = models.CharField(max_length=200, blank=True)
    notice_version = models.CharField(max_length=60, blank=True)
    evidence: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        "identity.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact", "-at"], name="consent_ledger_contact"),
        ]


class ConsentState(models.Model):
    """How one consent stands: the line of the ledger with the latest `at`, kept in the transaction that adds lines."""

    contact = models.ForeignKey(
        "customer.Contact", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    purpose = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    at = models.DateTimeField()
    line = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contact", "channel", "purpose"],
                include=["status"],
                name="consent_state_once",
            ),
        ]


class Suppression(models.Model):
    """An address that gets no mail of one purpose, or of `all`, whatever was agreed. Kept in lower case."""

    pk = models.CompositePrimaryKey("email", "purpose")
    email = models.CharField(max_length=254)
    purpose = models.CharField(max_length=20)
    reason = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        "identity.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="consent_suppression_lower",
                condition=models.Q(email=models.functions.Lower("email")),
            ),
        ]
