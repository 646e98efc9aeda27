"""The entry that stands for a record in search and links: its title, sort key and search vector."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from zhike.kit.words import sort_key, vector
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.spec import Weight

TITLE_LIMIT = 300
SORT_KEY_LIMIT = 200


def search_texts(type_: ObjectType, values: Mapping[str, Any]) -> list[tuple[str, Weight]]:
    """`(text, weight)` of the searchable fields in `values`, which maps field keys to canonical JSON."""
    texts = []
    for key, weight in type_.spec.search.items():
        value = values.get(key)
        if not value:
            continue
        field = type_.fields[key]
        text = field.kind.to_text(value, field.settings)
        if text:
            texts.append((text, weight))
    return texts


def entry_values(type_: ObjectType, values: Mapping[str, Any]) -> tuple[str, str, str]:
    """`(title, sort_key, tsvector literal)` for a record whose title and searchable fields are in `values`."""
    title = str(values.get(type_.spec.title) or "")[:TITLE_LIMIT]
    return title, sort_key(title)[:SORT_KEY_LIMIT], vector(search_texts(type_, values))


def entry_fields(type_: ObjectType) -> list[str]:
    """The fields an entry is made of."""
    return list(dict.fromkeys([type_.spec.title, *type_.spec.search]))


def rewrite_entries(entries: Sequence[tuple[UUID, str, str, str]]) -> None:
    """Bring `(id, title, sort_key, tsvector literal)` of known records up to date, in one statement or none."""
    if not entries:
        return
    columns = [list(column) for column in zip(*entries, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_entry e SET title = n.title, sort_key = n.sort_key, search = n.search::tsvector"
            " FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS n(id, title, sort_key, search)"
            " WHERE e.id = n.id",
            columns,
        )
