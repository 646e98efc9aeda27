"""The one way in: every write of a record is permitted, validated, transactional and logged here."""

from zhike.platform.records.actions.bulk import bulk_update
from zhike.platform.records.actions.change import Draft, action
from zhike.platform.records.actions.single import (
    create_record,
    delete_record,
    restore_record,
    restore_records,
    update_record,
)

__all__ = [
    "Draft",
    "action",
    "bulk_update",
    "create_record",
    "delete_record",
    "restore_record",
    "restore_records",
    "update_record",
]
