"""Objects that were deleted long enough ago go for good: their records, fields and views, and the rights set for them."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q

from zhike.platform.access.actions import turn_page
from zhike.platform.access.models import SharingRule, StoredRole
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.metadata.actions import field_facts, raise_version
from zhike.platform.metadata.models import CustomField, CustomObject, NumberSeries, SavedView
from zhike.platform.metadata.object_actions import KEPT, object_facts
from zhike.platform.metadata.registry import registry
from zhike.platform.records.models import CustomRecord, Entry

BATCH: Final = 500


def purge_objects(moment: datetime) -> int:
    """Remove what was deleted more than `KEPT` before `moment`; returns how many objects. May be ended and begun again."""
    due = list(CustomObject.objects.filter(deleted_at__lt=moment - KEPT))
    for row in due:
        while _purge_records(row.key):
            pass
        with transaction.atomic():
            raise_version()
            _purge_fields(row.key)
            _purge_rights(row.key)
            SavedView.objects.filter(object=row.key).delete()
            NumberSeries.objects.filter(object=row.key).delete()
            write_changes(SYSTEM, [ChangeRow("object", row.id, "purge", object_facts(row), {})])
            row.delete()
    if due:
        registry.forget()
    return len(due)


def _purge_records(key: str) -> int:
    """One batch of records with their entries, whether in the trash or not."""
    with transaction.atomic():
        ids = list(
            CustomRecord.objects.select_for_update(of=("self",))
            .filter(object_key=key)
            .order_by("pk")
            .values_list("pk", flat=True)[:BATCH]
        )
        CustomRecord.objects.filter(pk__in=ids).delete()
        Entry.objects.filter(id__in=ids, object=key).delete()
        write_changes(SYSTEM, [ChangeRow(key, one, "purge") for one in ids])
    return len(ids)


def _purge_fields(key: str) -> None:
    """Its own fields, and those of others that point at it."""
    fields = CustomField.objects.filter(Q(object=key) | Q(kind="lookup", settings__object=key))
    rows = list(fields)
    write_changes(
        SYSTEM, [ChangeRow("field", row.id, "delete", field_facts(row), {}) for row in rows]
    )
    fields.delete()


def _purge_rights(key: str) -> None:
    """What was set for it: another object of this key must not come with the rights of the first."""
    for role in StoredRole.objects.select_for_update().order_by("pk"):
        parts = [role.objects_set, role.fields_set, role.follows_set]
        if sum(_taken(part, key) for part in parts):
            role.version = F("version") + 1
            role.save()
    SharingRule.objects.filter(object=key).delete()
    turn_page()


def _taken(part: dict[str, Any], key: str) -> bool:
    return part.pop(key, None) is not None
