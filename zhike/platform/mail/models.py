"""What the demo's mailbox keeps."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from zhike.kit.ids import new_id


class SinkMessage(models.Model):
    """A mail that the demo's own SMTP server took instead of delivering it."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    received_at = models.DateTimeField(auto_now_add=True)
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=500)
    message_id = models.CharField(max_length=300)
    raw = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-received_at", "-id"], name="mail_sinkmessage_newest"),
            models.Index(fields=["message_id"], name="mail_sinkmessage_message"),
        ]
