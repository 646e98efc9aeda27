"""All rows of a list, however many, in constant memory: for exports.

The ids are fixed in the order of the list when the walk begins, by a cursor that PostgreSQL holds; the rows of each page are
read when it is their turn, with the rights of that moment. So no row comes twice or is missed because somebody changed it on
the way, and from the moment a right is lost nothing more is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from zhike.kit.sql import Sql
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.records.query.columns import row_columns
from zhike.platform.records.query.compile import compile_filter
from zhike.platform.records.query.filters import Node
from zhike.platform.records.query.order import Order, sort_terms
from zhike.platform.records.query.page import source_for
from zhike.platform.records.query.reach import reached_rows
from zhike.platform.records.query.reference import Source
from zhike.platform.records.query.statement import all_rows, first_row

PAGE: Final = 1_000
Row = dict[str, Any]
"""A row as lists show it: `id`, `title`, the fields under their keys, own ones under `custom`."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What is walked: the rows of `filter` that the actor may view and that `action` reaches."""

    actor: Actor
    object: str
    filter: Node
    sort: tuple[Order, ...]
    fields: tuple[str, ...]
    action: str

    def check(self) -> None:
        """Raise what `pages` would raise, without reading anything."""
        source = self._source()
        sort_terms(source, self.sort)
        self._condition(source)
        row_columns(source, self.fields)

    def count(self) -> int:
        """How many rows there are now. Raises what `pages` raises."""
        source = self._source()
        condition = self._condition(source)
        row = first_row(Sql("SELECT count(*)") + source.from_clause() + condition)
        return int(row[0]) if row else 0

    def pages(self) -> Iterator[list[Row]]:
        """The rows in lists of at most `PAGE`.

        Raises Forbidden and UnknownField at the page before which the right or a field was lost; InvalidFilter.
        """
        source = self._source()
        terms = sort_terms(source, self.sort)
        condition = self._condition(source)
        order = Sql.join(", ", (term.expression + Sql(f" {term.order}") for term in terms))
        ids = (
            Sql(f"SELECT {source.alias}.id")
            + source.from_clause()
            + condition
            + Sql(" ORDER BY ")
            + order
        )
        with connection.chunked_cursor() as cursor:
            cursor.execute(ids.text, ids.params)
            while found := cursor.fetchmany(PAGE):
                yield self._rows([row[0] for row in found])

    def _rows(self, ids: list[UUID]) -> list[Row]:
        source = self._source()
        columns = row_columns(source, self.fields)
        condition = self._reached(source)
        statement = (
            Sql("SELECT f.id, row_to_json(f)::text FROM (SELECT ")
            + columns
            + source.from_clause()
            + Sql(f" WHERE {source.alias}.id = ANY(%s) AND ", (ids,))
            + condition
            + Sql(") f")
        )
        found: dict[UUID, str] = dict(all_rows(statement))
        return [orjson.loads(found[one]) for one in ids if one in found]

    def _source(self) -> Source:
        policy_of(self.actor).require(self.object, self.action)
        return source_for(self.actor, self.object)

    def _condition(self, source: Source) -> Sql:
        return (
            Sql(" WHERE ")
            + self._reached(source)
            + Sql(" AND ")
            + compile_filter(self.filter, source)
        )

    def _reached(self, source: Source) -> Sql:
        reached = reached_rows(source.type, source.policy, source.alias, self.action)
        return source.visible() + Sql(" AND ") + reached
