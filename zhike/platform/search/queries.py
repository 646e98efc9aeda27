"""Finding records by what is typed, with the reader's rights in the statement.

Candidates come from two indexes of the entry table: titles that begin with what was typed, in their order, and search
vectors that match, the newest first. Only candidates are ranked, so a word that a million records share costs no more
than one that few have.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from zhike.kit.language import say
from zhike.kit.sql import Sql
from zhike.kit.words import sort_key, tsquery
from zhike.platform.access.policy import Policy, policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.query.filters import Ids
from zhike.platform.records.query.page import ListQuery, list_json
from zhike.platform.records.query.reach import visible_entries

CANDIDATES: Final = 200
PER_GROUP: Final = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: its title, and a line that tells it from others of the same name."""

    id: UUID
    object: str
    title: str
    subtitle: str


def search(
    actor: Actor, text: str, *, object_key: str | None = None, limit: int = 6
) -> list[tuple[str, list[Hit]]]:
    """Objects with their best hits, at most `limit` each, best object first; nothing for nothing to search for.

    Raises UnknownObject.
    """
    wanted = tsquery(text)
    if not wanted:
        return []
    keys = (
        tuple(type_.key for type_ in registry)
        if object_key is None
        else (registry.get(object_key).key,)
    )
    policy = policy_of(actor)
    searched = tuple(key for key in keys if policy.may(key, "view"))
    if not searched:
        return []
    statement = _statement(
        wanted,
        text,
        policy,
        searched,
        max(1, min(limit, PER_GROUP)),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        rows = cursor.fetchall()
    groups: dict[str, list[tuple[UUID, str]]] = {}
    for record, found_in, title in rows:
        groups.setdefault(found_in, []).append((record, title))
    return [(key, _hits(actor, registry.get(key), found)) for key, found in groups.items()]


def _statement(
    wanted: str, text: str, policy: Policy, searched: tuple[str, ...], limit: int
) -> Sql:
    key = sort_key(text.strip())[:60].partition("\t")[0]
    columns = "e.id, e.object, e.title, e.sort_key, e.search"
    by_words = (
        Sql(f"SELECT {columns} FROM records_entry e WHERE e.search @@ %s::tsquery AND ", (wanted,))
        + visible_entries(policy, "e", searched)
        + Sql(" LIMIT %s", (CANDIDATES,))
    )
    # One branch per object, because the index of the order begins with the object. Each carries the rights of its own
    # object only: with those of all in every branch, planning took longer than all else.
    by_title = [
        Sql(
            f"(SELECT {columns} FROM records_entry e WHERE e.object = %s AND e.sort_key >= %s AND e.sort_key < %s AND ",
            (found, key, key + "\U0010ffff"),
        )
        + visible_entries(policy, "e", (found,))
        + Sql(" ORDER BY e.object, e.sort_key, e.id LIMIT %s)", (limit,))
        for found in searched
    ]
    return (
        Sql(
            "SELECT r.id, r.object, r.title FROM (SELECT s.*, row_number() OVER ("
            " PARTITION BY s.object ORDER BY s.score DESC, s.sort_key, s.id) AS place,"
            " max(s.score) OVER (PARTITION BY s.object) AS best FROM (SELECT c.id, c.object, c.title, c.sort_key,"
            " ts_rank(c.search, %s::tsquery) + (c.sort_key LIKE %s)::int + (lower(c.title) = %s)::int AS score FROM (",
            (
                wanted,
                key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%",
                text.strip().lower(),
            ),
        )
        + Sql.join(" UNION ", [Sql("(") + by_words + Sql(")"), *by_title])
        + Sql(
            ") c WHERE c.search @@ %s::tsquery) s) r WHERE r.place <= %s ORDER BY r.best DESC, r.object, r.place",
            (wanted, limit),
        )
    )


def _hits(actor: Actor, type_: ObjectType, found: list[tuple[UUID, str]]) -> list[Hit]:
    """The subtitle fields are read through the list, so they follow the reader's rights like everything else."""
    if not type_.spec.subtitle:
        return [Hit(record, type_.key, title, "") for record, title in found]
    query = ListQuery(
        Ids(tuple(record for record, _ in found)),
        fields=tuple(type_.spec.subtitle),
        limit=PER_GROUP,
    )
    rows = {row["id"]: row for row in orjson.loads(list_json(actor, type_.key, query))["rows"]}
    return [
        Hit(record, type_.key, title, _subtitle(actor, type_, rows.get(str(record), {})))
        for record, title in found
    ]


def _subtitle(actor: Actor, type_: ObjectType, row: dict[str, Any]) -> str:
    shown = []
    for path in type_.spec.subtitle:
        field, value = type_.fields[path], row.get(path)
        if isinstance(value, dict) and "title" in value:
            shown.append(str(value["title"]))
        elif field.kind.name == "choice":
            shown += [
                say(option.label, actor.language)
                for option in field.settings["options"]
                if option.key == value
            ]
        else:
            shown.append(field.kind.to_text(value, field.settings))
    return " · ".join(part for part in shown if part)
