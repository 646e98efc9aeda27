"""Which record is a row about? Asked for a batch at once, by the groups of fields the object's spec names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection, transaction

from zhike.kit.sql import Sql, ident
from zhike.platform.access.policy import Policy
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.reach import visible_rows

_MOST_HITS: Final = 20
"""Records one value may find: more share it than anybody could tell apart."""

Key = tuple[int, str]
"""The number of the match group and a value of one of its fields."""


@dataclass(frozen=True, slots=True)
class _Hit:
    id: UUID
    title: str
    better: str | None
    """The value of the first group's first field, to tell two people who share a number from one."""


def keys_of(groups: Sequence[Sequence[str]], values: Mapping[str, Any]) -> list[Key]:
    """What a row can be recognised by, best first."""
    keys: list[Key] = []
    for number, group in enumerate(groups):
        for path in group:
            value = values.get(path)
            if isinstance(value, list):
                keys.extend((number, item) for item in value)
            elif value:
                keys.append((number, str(value)))
    return keys


class Matcher:
    """Finds records by match keys. A record the actor may not see is not found: its existence stays unknown to them.

    Nor is anything found by a field they see but in part: whether a guess is right would tell the rest.
    """

    def __init__(self, type_: ObjectType, policy: Policy, groups: Sequence[Sequence[str]]) -> None:
        self.type, self.policy = type_, policy
        seen = seen_by(policy, type_.key)
        self._titled = seen.has_whole(type_.spec.title)
        self.groups = [
            [path for path in group if seen.has_whole(path) and not seen.fields[path].custom]
            for group in groups
        ]
        self._paths = [path for group in self.groups for path in group]
        self._statements = [self._statement(group) for group in self.groups]
        self._used = [self._use(group) for group in self.groups]

    def keys(self, values: Mapping[str, Any]) -> list[Key]:
        """The match keys of a row."""
        return keys_of(self.groups, values)

    def has_key(self, values: Mapping[str, Any]) -> bool:
        """Whether a row can be recognised by anything it holds."""
        return any(map(values.get, self._paths))

    def same(self, key: Key, one: Mapping[str, Any], title: str, better: str | None) -> bool:
        """Whether a row found by `key` is about that record.

        A number may be shared, so by anything but the first group a different name together with a different value of
        the first group's field (another e-mail) is another person.
        """
        if key[0] == 0 or not self.groups[0] or not self._titled:
            return True
        mine = one.get(self.groups[0][0])
        other_name = str(one.get(self.type.spec.title) or title).casefold() != title.casefold()
        return not (other_name and mine and better and mine != better)

    def find(
        self, rows: Sequence[Mapping[str, Any]], keys: Sequence[list[Key]] | None = None
    ) -> list[UUID | None]:
        """The id of the record each row is about, or None; `keys` are those of the rows, if known. One statement for each group and field."""
        wanted: dict[int, set[str]] = {}
        keys = [self.keys(row) for row in rows] if keys is None else keys
        for number, value in (key for row_keys in keys for key in row_keys):
            wanted.setdefault(number, set()).add(value)
        hits: dict[Key, list[_Hit]] = {}
        with transaction.atomic(), connection.cursor() as cursor:
            # While the table is young, reading all of it looks cheaper than it is thousands of times over.
            cursor.execute("SET LOCAL enable_seqscan = off")
            for number, values in wanted.items():
                for value, hit in self._ask(cursor, number, values):
                    hits.setdefault((number, value), []).append(hit)
            cursor.execute("SET LOCAL enable_seqscan = on")
        return [self._first(row, row_keys, hits) for row, row_keys in zip(rows, keys, strict=True)]

    def _first(
        self, row: Mapping[str, Any], keys: Iterable[Key], hits: Mapping[Key, list[_Hit]]
    ) -> UUID | None:
        for key in keys:
            for hit in sorted(hits.get(key, ()), key=lambda hit: hit.id):
                if self.same(key, row, hit.title, hit.better):
                    return hit.id
        return None

    def _ask(self, cursor: Any, number: int, values: set[str]) -> list[tuple[str, _Hit]]:
        found: list[tuple[str, _Hit]] = []
        wanted = orjson.dumps(list(values)).decode()
        for statement, use in zip(self._statements[number], self._used[number], strict=True):
            if use:
                cursor.execute(use)
                if not cursor.fetchone()[0]:
                    continue
            cursor.execute(statement.text, [wanted, *statement.params])
            found.extend(
                (value, _Hit(record, title, better))
                for value, record, title, better in cursor.fetchall()
            )
        return found

    def _statement(self, group: Sequence[str]) -> list[Sql]:
        """For each field of the group: value, id, title, better key; the wanted values are the first parameter.

        Each value is looked up by itself: with thousands of values at once the planner, which knows nothing of a table
        that was empty a minute ago, has chosen to read a whole index for every batch.
        """
        spec = self.type.spec
        first = self.groups[0][0] if self.groups and self.groups[0] else None
        better = f"t.{ident(first).text}" if first else "NULL::text"
        columns = f"t.id, t.{ident(spec.title).text} AS title, {better} AS better"
        seen = Sql(" AND ") + visible_rows(self.type, self.policy, "t", "view")
        return [
            Sql(
                "SELECT w.value, h.id, h.title, h.better FROM jsonb_array_elements_text(%s::jsonb) AS w(value)"
                f" CROSS JOIN LATERAL (SELECT {columns} FROM {spec.rows} t WHERE {self._holds(path)}"
            )
            + seen
            + Sql(f" ORDER BY t.id LIMIT {_MOST_HITS}) h")
            for path in group
        ]

    def _holds(self, path: str) -> str:
        """The condition that `path` of `t` is, or holds, `w.value`."""
        column = f"t.{ident(self.type.fields[path].columns[0]).text}"
        if self.type.fields[path].kind.name != "tags":
            return f"{column} = w.value"
        # The first half lets the partial index of such lists be used, which leaves empty ones out.
        return f"{column} <> '{{}}' AND {column} @> ARRAY[w.value]::{self._column_type(path)}"

    def _column_type(self, path: str) -> str:
        """The database type of a list field, without which its index is not used."""
        column = self.type.spec.model._meta.get_field(self.type.fields[path].columns[0])
        return str(column.db_type(connection))

    def _use(self, group: Sequence[str]) -> list[str]:
        """For each list field a question whether any record uses it, which is cheaper than thousands of keys in vain."""
        return [
            f"SELECT EXISTS (SELECT 1 FROM {self.type.spec.rows} t WHERE t.{ident(found.columns[0]).text} <> '{{}}')"
            if found.kind.name == "tags"
            else ""
            for found in (self.type.fields[path] for path in group)
        ]
