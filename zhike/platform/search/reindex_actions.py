"""Making entries again from their records, after the way of splitting words has changed."""

from typing import Final

from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.actions.entries import entry_fields, entry_values, rewrite_entries
from zhike.platform.records.actions.values import read_values
from zhike.platform.records.models import Record

BATCH: Final = 1_000


def reindex(object_key: str) -> int:
    """Write title, sort key and search vector of every record of an object again; returns how many."""
    type_ = registry.get(object_key)
    records = type_.spec.records.order_by("pk")
    done, last = 0, None
    while True:
        batch = list((records if last is None else records.filter(pk__gt=last))[:BATCH])
        if not batch:
            return done
        _write(type_, [record for record in batch if isinstance(record, Record)])
        done, last = done + len(batch), batch[-1].pk


def _write(type_: ObjectType, batch: list[Record]) -> None:
    names = entry_fields(type_)
    entries = [
        (record.pk, *entry_values(type_, read_values(type_, record, names))) for record in batch
    ]
    rewrite_entries(entries)
