"""Progress of long work, for the people who wait for it."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from zhike.kit.ids import new_id
from zhike.platform.identity.models import User


class Progress(models.Model):
    """One long piece of work of one person, as the job tray shows it.

    `title` is `{"en": ..., "zh": ...}`, `error` too, or None; `total` is 0 while unknown; `result` is what the work
    came to.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=64)
    title: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=10, default="queued")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    result: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    error: "models.JSONField[dict[str, str] | None, dict[str, str] | None]" = models.JSONField(
        null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at"], name="jobs_progress_mine")
        ]
