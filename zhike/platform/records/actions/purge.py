"""What lay in the trash long enough goes for good."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import ProtectedError

from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.models import Entry, Link, Share

KEPT: Final = timedelta(days=90)
"""How long the trash keeps a record."""
BATCH: Final = 200
_SYSTEM_COLUMNS: Final = frozenset(
    {*("entry", "version", "owner", "created_at", "updated_at", "created_by", "updated_by")}
    | {"custom", "deleted_at"}
)


def purge_trash(moment: datetime, *, batch: int = BATCH) -> int:
    """Remove what was put into the trash more than `KEPT` before `moment`, with one change row each; returns how many.

    A record that a proof or a result stands on (`ObjectSpec.leaves_shell`) stays as an empty row without name or values.
    One that others need (`PROTECT`) waits until they are gone, and one of an object that is switched off until it is on.
    """
    purged, waiting = 0, set[UUID]()
    there = list(registry.specs)
    while True:
        with transaction.atomic():
            due = list(
                Entry.objects.select_for_update(skip_locked=True)
                .filter(deleted_at__lt=moment - KEPT, purged_at__isnull=True, object__in=there)
                .exclude(id__in=waiting)
                .order_by("deleted_at", "id")[:batch]
            )
            for entry in due:
                if _purge(entry, moment):
                    write_changes(SYSTEM, [ChangeRow(entry.object, entry.id, "purge")])
                    purged += 1
                else:
                    waiting.add(entry.id)
        if not due:
            return purged


def _purge(entry: Entry, moment: datetime) -> bool:
    type_ = registry.get(entry.object)
    if type_.spec.leaves_shell:
        _empty(type_, entry, moment)
        return True
    try:
        with transaction.atomic():
            type_.spec.records.filter(pk=entry.id).delete()
            entry_id = entry.id
            entry.delete()
            entry.id = entry_id
    except ProtectedError:
        return False
    return True


def _empty(type_: ObjectType, entry: Entry, moment: datetime) -> None:
    values: dict[str, Any] = {"custom": {}, "owner": None, "updated_at": moment}
    for column in type_.spec.model._meta.concrete_fields:
        if column.name not in _SYSTEM_COLUMNS:
            values[column.name] = _nothing(column)
    type_.spec.records.filter(pk=entry.id).update(**values)
    for tie in (
        Link.objects.filter(source=entry),
        Link.objects.filter(target=entry),
        Share.objects.filter(entry=entry),
    ):
        tie.delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_entry SET title = '', sort_key = '', search = NULL, purged_at = %s WHERE id = %s",
            [moment, entry.id],
        )


def _nothing(column: "models.Field[Any, Any]") -> Any:
    return None if column.null else column.get_default()
