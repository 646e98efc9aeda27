"""An export: what was asked for, how far it has come, and until when its file is kept."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from zhike.kit.ids import new_id
from zhike.kit.language import Text

STATES: Final = {
    "queued": Text("waiting", "等待中"),
    "running": Text("running", "进行中"),
    "done": Text("done", "已完成"),
    "failed": Text("interrupted", "已中断"),
    "expired": Text("removed", "已删除"),
}


class Export(models.Model):
    """One list as one file.

    `scopes` limit it as they did the token it was asked for with; null for no limit. `attempt` counts the workers that took it up: only the last one may say that it is done, so that a worker that was
    given up for dead and lives cannot.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    object = models.CharField(max_length=60)
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=10)
    through = models.TextField(blank=True, default="")
    request: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True)
    scopes = ArrayField(models.CharField(max_length=100), null=True)
    filter: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(
        null=True
    )
    ids: "models.JSONField[list[str] | None, list[str] | None]" = models.JSONField(null=True)
    sort = models.CharField(max_length=500, blank=True)
    fields: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    format = models.CharField(max_length=4)
    encoding = models.CharField(max_length=10)
    language = models.CharField(max_length=5)
    time_zone = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    state = models.CharField(max_length=10, default="queued")
    attempt = models.PositiveIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    file_size = models.BigIntegerField(default=0)
    progress: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at"], name="exports_export_mine")
        ]
