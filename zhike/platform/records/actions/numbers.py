"""Automatic numbers: taken from their series in the transaction that makes the records, so that none is lost or given twice.

Whoever takes a number holds its series until the transaction ends; what rolls back gives its numbers back. That is the price
of having no gaps: records of one object with such a field are created one transaction after another.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from zhike.kit.clock import now
from zhike.kit.sql import ident
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import SYSTEM, Actor
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.kinds.auto_number import number_text, period_of
from zhike.platform.metadata.registry import ObjectType, registry

BATCH: Final = 1_000


def numbers_for(type_: ObjectType, count: int) -> list[dict[str, Any]]:
    """The automatic numbers of `count` new records, by field path; in the transaction that creates them."""
    found: list[dict[str, Any]] = [{} for _ in range(count)]
    fields = sorted(path for path, one in type_.fields.items() if one.kind.name == "auto_number")
    if not fields or not count:
        return found
    day = now().astimezone(ZoneInfo(SYSTEM.time_zone)).date()
    for path in fields:
        for values, text in zip(
            found, _taken(type_.key, type_.fields[path], count, day), strict=True
        ):
            values[path] = text
    return found


def _taken(object_key: str, found: Field, count: int, day: date) -> list[str]:
    """The next `count` numbers of a field's series."""
    start = int(found.settings["start"])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO metadata_numberseries AS s (object, key, period, following) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (object, key, period) DO UPDATE SET following = s.following + %s RETURNING following",
            [object_key, found.key, period_of(found.settings, day), start + count, count],
        )
        following = int(cursor.fetchone()[0])
    return [number_text(found.settings, day, following - count + place) for place in range(count)]


def number_existing(actor: Actor, object_key: str, key: str) -> int:
    """Give the records that were there before the field their numbers, oldest first; returns how many got one.

    In batches of their own transactions; a run that dies leaves whole batches, and the next one goes on.
    """
    done = 0
    while True:
        type_ = registry.get(object_key)
        found = type_.custom.get(key)
        if found is None or found.kind.name != "auto_number":
            return done
        with transaction.atomic():
            ids = _without(type_, key)
            _write(actor, type_, found, ids)
        done += len(ids)
        if len(ids) < BATCH:
            return done


def _without(type_: ObjectType, key: str) -> list[UUID]:
    bare = type_.spec.records.exclude(custom__has_key=key).order_by("created_at", "pk")
    return list(bare.select_for_update(of=("self",)).values_list("pk", flat=True)[:BATCH])


def _write(actor: Actor, type_: ObjectType, found: Field, ids: Sequence[UUID]) -> None:
    if not ids:
        return
    day = now().astimezone(ZoneInfo(SYSTEM.time_zone)).date()
    texts = _taken(type_.key, found, len(ids), day)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {ident(type_.spec.table).text} t SET version = t.version + 1,"
            " custom = t.custom || jsonb_build_object(%s::text, n.text)"
            " FROM unnest(%s::uuid[], %s::text[]) AS n(id, text)"
            f" WHERE t.id = n.id AND {type_.spec.holds('t')}",
            [found.key, list(ids), texts],
        )
    rows = zip(ids, texts, strict=True)
    write_changes(
        actor,
        [
            ChangeRow(type_.key, id_, "update", {found.path: None}, {found.path: text})
            for id_, text in rows
        ],
    )
