"""Finding records by what is typed, with the reader's rights in the statement.

Candidates come from two indexes of the entry table: titles that begin with what was typed, in their order, and search
vectors that match. Only candidates are ranked. The index of vectors gathers all records of a word before it gives the
first, so for a word that very many share the candidates are those among the records changed last that the reader may
see, and the index is asked only where these are too few.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson

from zhike.kit.language import say
from zhike.kit.sql import Sql
from zhike.kit.words import sort_key, tsquery
from zhike.platform.access.policy import Policy, policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.columns import value_of
from zhike.platform.records.query.filters import Ids
from zhike.platform.records.query.page import ListQuery, list_json
from zhike.platform.records.query.reach import latest_rows, visible_entries
from zhike.platform.records.query.statement import Row, all_rows, estimated_rows
from zhike.platform.search.sight import Sight, sight_of

CANDIDATES: Final = 200
COMMON: Final = 10_000
"""Records that share a word from which on it is looked for among the latest first: the index takes 5 ms for these."""
LATEST: Final = 1_000
"""Records looked at of each object then."""
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
    sight = sight_of(policy, tuple(key for key in keys if policy.may(key, "view")))
    if not sight.searched:
        return []
    limit = max(1, min(limit, PER_GROUP))
    in_index = tsquery(text, for_index=True)
    rows: list[Row] = []
    if estimated_rows(_MATCHING + Sql("%s::tsquery", (in_index,))) > COMMON:
        latest = _among_latest(wanted, policy, sight)
        rows = all_rows(_statement(wanted, text, policy, sight, limit, latest))
        in_index = wanted
    if len(rows) < limit:
        by_words = _by_words(in_index, wanted, policy, sight)
        rows = all_rows(_statement(wanted, text, policy, sight, limit, [by_words]))
    groups: dict[str, list[tuple[UUID, str]]] = {}
    for record, found_in, title in rows:
        groups.setdefault(found_in, []).append((record, title))
    return [(key, _hits(actor, seen_by(policy, key), found)) for key, found in groups.items()]


_MATCHING: Final = Sql("SELECT 1 FROM records_entry e WHERE e.search @@ ")


def _holds(wanted: str, sight: Sight) -> Sql:
    """That an entry at hand matches by what the reader sees of it; in a form that no index answers."""
    return Sql("coalesce(") + sight.vector + Sql(" @@ %s::tsquery, FALSE)", (wanted,))


def _by_words(in_index: str, wanted: str, policy: Policy, sight: Sight) -> Sql:
    """Entries that match, some of them where there are very many."""
    matching = Sql("e.search @@ %s::tsquery AND ", (in_index,))
    if in_index != wanted or not sight.whole:
        matching += _holds(wanted, sight) + Sql(" AND ")
    return (
        Sql("(SELECT ")
        + sight.columns
        + Sql(" FROM records_entry e WHERE ")
        + matching
        + visible_entries(policy, "e", sight.searched)
        + Sql(" LIMIT %s)", (CANDIDATES,))
    )


def _among_latest(wanted: str, policy: Policy, sight: Sight) -> list[Sql]:
    """Entries that match among the latest records of each object that the reader may view."""
    return [
        Sql("(SELECT ")
        + sight.columns
        + Sql(" FROM (")
        + latest_rows(registry.get(key), policy, LATEST)
        + Sql(") v JOIN records_entry e ON e.id = v.id WHERE e.deleted_at IS NULL AND ")
        + _holds(wanted, sight)
        + Sql(" LIMIT %s)", (CANDIDATES,))
        for key in sight.searched
    ]


def _statement(
    wanted: str,
    text: str,
    policy: Policy,
    sight: Sight,
    limit: int,
    candidates: list[Sql],
) -> Sql:
    """The best of the candidates and of the titles that begin with the text: id, object, title."""
    key = sort_key(text.strip())[:60].partition("\t")[0]
    # One branch per object, because the index of the order begins with the object. Each carries the rights of its own
    # object only: with those of all in every branch, planning took longer than all else.
    by_title = [
        _by_title(policy, sight, found, key, limit) for found in _branches(sight.titled) if found
    ]
    return (
        Sql(
            "SELECT r.id, r.object, r.title FROM (SELECT s.*, row_number() OVER ("
            " PARTITION BY s.object ORDER BY s.score DESC, s.sort_key, s.id) AS place,"
            " max(s.score) OVER (PARTITION BY s.object) AS best,"
            " array_position(%s, s.object::text) AS turn FROM (SELECT c.id, c.object, c.title, c.sort_key,"
            " ts_rank(c.search, %s::tsquery) + (c.sort_key LIKE %s)::int"
            " + 2 * (lower(c.title) = %s OR split_part(replace(c.sort_key, ' ', ''), chr(9), 1) = %s)::int AS score FROM (",
            (
                _turns(),
                wanted,
                key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%",
                text.strip().lower(),
                key.replace(" ", ""),
            ),
        )
        + Sql.join(" UNION ", [*candidates, *by_title])
        + Sql(
            ") c WHERE c.search @@ %s::tsquery) s) r WHERE r.place <= %s ORDER BY floor(r.best) DESC, r.turn, r.best DESC, r.place",
            (wanted, limit),
        )
    )


def _branches(objects: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Each object by itself, and those that share a table together: however many there are, they are planned once."""
    shared = tuple(key for key in objects if registry.get(key).spec.shared)
    return [*((key,) for key in objects if key not in shared), shared]


def _by_title(policy: Policy, sight: Sight, objects: tuple[str, ...], key: str, limit: int) -> Sql:
    """The first titles of each of the objects that begin with the key."""
    titles = (
        Sql("SELECT ")
        + sight.columns
        + Sql(" FROM records_entry e WHERE e.object = ")
        + (Sql("%s", objects) if len(objects) == 1 else Sql("o.key"))
        + Sql(" AND e.sort_key >= %s AND e.sort_key < %s AND ", (key, key + "\U0010ffff"))
        + visible_entries(policy, "e", objects)
        + Sql(" ORDER BY e.object, e.sort_key, e.id LIMIT %s", (limit,))
    )
    if len(objects) == 1:
        return titles.wrapped()
    each = Sql("SELECT t.* FROM unnest(%s::text[]) o(key) CROSS JOIN LATERAL (", (list(objects),))
    return (each + titles + Sql(") t")).wrapped()


def _turns() -> list[str]:
    """Objects in the order in which equally good ones are shown: people, then whom they work for, then the rest."""
    keys = [type_.key for type_ in registry]
    first = [key for key in ("contact", "company") if key in keys]
    return first + [key for key in keys if key not in first]


def _hits(actor: Actor, type_: ObjectType, found: list[tuple[UUID, str]]) -> list[Hit]:
    """The subtitle fields are read through the list, so they follow the reader's rights like everything else."""
    subtitle = type_.known(type_.spec.subtitle)
    if not subtitle:
        return [Hit(record, type_.key, title, "") for record, title in found]
    query = ListQuery(
        Ids(tuple(record for record, _ in found)),
        fields=tuple(subtitle),
        limit=PER_GROUP,
    )
    rows = {row["id"]: row for row in orjson.loads(list_json(actor, type_.key, query))["rows"]}
    return [
        Hit(record, type_.key, title, _subtitle(actor, type_, rows[str(record)]))
        if str(record) in rows
        else Hit(record, type_.key, title, "")
        for record, title in found
    ]


def _subtitle(actor: Actor, type_: ObjectType, row: dict[str, Any]) -> str:
    shown = []
    for path in type_.known(type_.spec.subtitle):
        field, value = type_.fields[path], value_of(row, path)
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
