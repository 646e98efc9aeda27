"""The base of every record, and the entry each shares its id with."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from zhike.kit.ids import new_id
from zhike.platform.metadata.columns import Person

ALIVE = Q(deleted_at__isnull=True)


class Entry(models.Model):
    """What all records have in common: links, activities, files and changes point here with real foreign keys.

    `purged_at` is when what was in the trash went for good. `sort_key` is the title in pinyin; the column collates by byte, so its index serves keyset pages.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    object = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    sort_key = models.CharField(max_length=200, db_collation="C")
    search = SearchVectorField(null=True)
    deleted_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["-deleted_at", "-id"],
                name="records_entry_trash",
                condition=Q(deleted_at__isnull=False, purged_at__isnull=True),
            ),
            GinIndex(fields=["search"], name="records_entry_search"),
            models.Index(
                fields=["object", "sort_key", "id"], name="records_entry_order", condition=ALIVE
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Record(models.Model):
    """Abstract base of every object's model.

    `deleted_at` stands here and on the entry: lists use it in partial indexes of their own table, search in the
    entry's. Only the trash action writes it, both at once.
    """

    object_key: ClassVar[str] = ""

    entry = models.OneToOneField(
        Entry, primary_key=True, db_column="id", on_delete=models.CASCADE, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    # An index of its own would repeat the composite ones below on every write.
    owner = Person(db_index=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # The house fills these in from the session, and people are never deleted: a check per row would find nothing.
    created_by = Person(db_index=False, db_constraint=False)
    updated_by = Person(db_index=False, db_constraint=False)
    custom = models.JSONField(default=dict)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        indexes: ClassVar = [
            models.Index(
                fields=["-updated_at", "-entry"],
                name="%(app_label)s_%(class)s_recent",
                condition=ALIVE,
            ),
            models.Index(
                fields=["owner", "-updated_at", "-entry"],
                name="%(app_label)s_%(class)s_owner",
                condition=ALIVE,
            ),
            # The index above gives the rows of nobody, too, but PostgreSQL takes no order from `owner IS NULL`.
            models.Index(
                fields=["-updated_at", "-entry"],
                name="%(app_label)s_%(class)s_nobody",
                condition=ALIVE & Q(owner__isnull=True),
            ),
        ]


class CustomRecord(Record):
    """A record of an object an administrator made. All of these share the table: `object_key` says whose a row is, and
    leads every index, so that an object reads its own rows as if it had a table of its own.
    """

    object_key = models.CharField(max_length=40)
    title = models.CharField(max_length=200)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["object_key", "-updated_at", "-entry"],
                name="records_customrecord_recent",
                condition=ALIVE,
            ),
            models.Index(
                fields=["object_key", "owner", "-updated_at", "-entry"],
                name="records_customrecord_owner",
                condition=ALIVE,
            ),
            models.Index(
                fields=["object_key", "-updated_at", "-entry"],
                name="records_customrecord_nobody",
                condition=ALIVE & Q(owner__isnull=True),
            ),
            models.Index(
                fields=["object_key", "title"], name="records_customrecord_title", condition=ALIVE
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Link(models.Model):
    """Two records that belong together, with an optional word for how."""

    source = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="records_link_once"),
        ]


class Share(models.Model):
    """A record opened to one person, one team, or one department and those below, beyond what their roles reach. With a
    `part` it is a place in the record's team: what they do for it, in their own words.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="shares")
    user = models.ForeignKey("identity.User", null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("identity.Team", null=True, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(
        "identity.Department", null=True, on_delete=models.CASCADE, related_name="+"
    )
    access = models.CharField(max_length=10, default="view")
    part = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "user"], name="records_share_user_once"),
            models.UniqueConstraint(fields=["entry", "team"], name="records_share_team_once"),
            models.UniqueConstraint(
                fields=["entry", "department"], name="records_share_department_once"
            ),
            models.CheckConstraint(
                name="records_share_one_receiver",
                condition=Q(user__isnull=False, team__isnull=True, department__isnull=True)
                | Q(user__isnull=True, team__isnull=False, department__isnull=True)
                | Q(user__isnull=True, team__isnull=True, department__isnull=False),
            ),
            models.CheckConstraint(
                name="records_share_access", condition=Q(access__in=["view", "edit"])
            ),
        ]


class IdempotentAnswer(models.Model):
    """The answer given to a request that carried an Idempotency-Key, repeated when the request is."""

    key = models.CharField(max_length=64, primary_key=True)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(default=b"")
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
