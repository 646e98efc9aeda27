"""What administrators and readers add to the declared objects: custom fields and saved views."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from zhike.kit.ids import new_id


class CustomObject(models.Model):
    """An object an administrator made. `key` never changes, so renaming touches no record.

    Switched off or deleted, it is no object of the house any more; its fields and records stay where they are, until what
    was deleted goes for good. `series` are the settings of the automatic number its records are called by; empty: people
    write their titles. `stages` is the path of the choice its records move along.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    key = models.CharField(max_length=40, unique=True)
    label_en = models.CharField(max_length=100)
    label_zh = models.CharField(max_length=100)
    plural_en = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100)
    title_zh = models.CharField(max_length=100)
    series = models.JSONField(default=dict)
    stages = models.CharField(max_length=60, blank=True)
    icon = models.CharField(max_length=40)
    color = models.CharField(max_length=20)
    columns = models.JSONField(default=list)
    access = models.CharField(max_length=10)
    is_enabled = models.BooleanField(default=True)
    deleted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["created_at", "key"]

    def __str__(self) -> str:
        return self.label_en


class CustomField(models.Model):
    """A field an administrator made. `key` never changes, so renaming touches no record."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    object = models.CharField(max_length=60)
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=30)
    label_en = models.CharField(max_length=100)
    label_zh = models.CharField(max_length=100)
    settings = models.JSONField(default=dict)
    required = models.BooleanField(default=False)
    field_class = models.CharField(max_length=10, default="internal")
    mask = models.CharField(max_length=10, blank=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["position", "created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["object", "key"], name="metadata_customfield_key_once"),
        ]


class MetadataVersion(models.Model):
    """One row whose number rises with every change of metadata; every cache is keyed by it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="metadata_version_single_row", condition=Q(id=1)),
        ]


class NumberSeries(models.Model):
    """The number an automatic number field gives next, in a period its pattern names. It outlives the field, so that one
    made again under the key repeats no number.
    """

    object = models.CharField(max_length=60)
    key = models.CharField(max_length=40)
    period = models.CharField(max_length=10, blank=True)
    following = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["object", "key", "period"], name="metadata_numberseries_once"
            ),
        ]


class SavedView(models.Model):
    """A named filter, order and choice of columns of a list, for its maker or for everybody."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    object = models.CharField(max_length=60, db_index=True)
    name = models.CharField(max_length=100)
    filter = models.JSONField(null=True, blank=True)
    sort = models.CharField(max_length=300, blank=True)
    columns = models.JSONField(null=True, blank=True)
    shared = models.BooleanField(default=False)
    owner = models.ForeignKey(
        "identity.User", null=True, on_delete=models.CASCADE, related_name="+"
    )
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["position", "created_at"]
