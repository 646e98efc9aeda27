"""The log itself and the cursors of those who read it.

`changes_change` is partitioned by month, so its table is made by the migration and the model only describes it.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

if TYPE_CHECKING:
    IntegerLike = models.Field[int, int]
else:
    IntegerLike = models.Field


class TransactionIdField(IntegerLike):
    """PostgreSQL's `xid8`: the 64-bit number of a transaction, which never wraps around."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 - there is one dialect
        """The column type."""
        return "xid8"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002
        """As text: there is no cast from a number."""
        return None if value is None else str(value)

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:  # noqa: ARG002
        """With the cast."""
        return "%s::text::xid8"

    def from_db_value(self, value: str | int | None, *_: object) -> int | None:
        """The driver gives the number as text."""
        return None if value is None else int(value)


class Change(models.Model):
    """One thing that happened to one record.

    `before` and `after` hold JSON values of the changed fields only; `xact` is the transaction that wrote the row.
    `through` is the token or app by which it was done, see `Actor`.
    """

    pk = models.CompositePrimaryKey("id", "at")
    id: "models.UUIDField[UUID, UUID]" = models.UUIDField()
    at = models.DateTimeField()
    actor_id: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True)
    via = models.CharField(max_length=10)
    through = models.TextField(null=True)
    object = models.CharField(max_length=64)
    record: "models.UUIDField[UUID, UUID]" = models.UUIDField()
    verb = models.CharField(max_length=64)
    before: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    after: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    request: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True)
    xact = TransactionIdField()

    class Meta:
        managed = False
        db_table = "changes_change"


class Seal(models.Model):
    """A sealed stretch of the log, from the seal before it up to and including (`xact`, `change`); see `seals`.

    `ids` and `digests` are those of its rows, 16 bytes each, one after another; `mark` binds them to all seals before.
    A seal with `dropped` seals no rows but says that a month was dropped, see `retention`.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    xact = TransactionIdField()
    change: "models.UUIDField[UUID, UUID]" = models.UUIDField()
    ids = models.BinaryField()
    digests = models.BinaryField()
    mark = models.BinaryField()
    dropped: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(
        null=True
    )


class Keeping(models.Model):
    """One row: for how many months the log is kept (None: for ever), and what the last daily verification found.

    `finding` is the kind of the first finding, or empty; `seal` and `row` say where it is.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    months = models.PositiveSmallIntegerField(null=True)
    verified_at = models.DateTimeField(null=True)
    rows = models.BigIntegerField(default=0)
    seals = models.BigIntegerField(default=0)
    finding = models.CharField(max_length=20, blank=True)
    seal = models.BigIntegerField(default=0)
    row: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True)


class Cursor(models.Model):
    """How far one consumer has read: everything up to and including (`xact`, `change`)."""

    name = models.CharField(max_length=64, primary_key=True)
    xact = TransactionIdField()
    change: "models.UUIDField[UUID, UUID]" = models.UUIDField()
    updated_at = models.DateTimeField(auto_now=True)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
