"""A page of rows in one statement whose result is the response body, and the count that never blocks."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal
from uuid import UUID

import orjson
from django.db import connection

from zhike.kit.errors import NotFound
from zhike.kit.sql import Sql, param
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.kinds.base import BadValue, Reader
from zhike.platform.metadata.kinds.dates import parse_date, parse_moment
from zhike.platform.metadata.kinds.number import parse_decimal
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.errors import InvalidCursor, InvalidQuery
from zhike.platform.records.query.columns import row_columns
from zhike.platform.records.query.compile import compile_filter
from zhike.platform.records.query.filters import EVERYTHING, Node
from zhike.platform.records.query.reference import Source

LIMIT: Final = 200
COUNT_CAP: Final = 10_000
Count = Literal["none", "capped", "exact"]
_CASTS: Final = {
    "number": "::numeric",
    "money": "::numeric",
    "date": "::date",
    "datetime": "::timestamptz",
    "boolean": "::boolean",
}


@dataclass(frozen=True, slots=True)
class Order:
    """One sort term; empties come last either way."""

    path: str
    descending: bool = False


RECENT_FIRST: Final = (Order("updated_at", descending=True),)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list asks for. `fields` are paths; empty means the object's default columns."""

    filter: Node = EVERYTHING
    sort: tuple[Order, ...] = RECENT_FIRST
    fields: tuple[str, ...] = ()
    limit: int = 50
    cursor: str | None = None
    count: Count = "none"


@dataclass(frozen=True, slots=True)
class _Term:
    expression: Sql
    descending: bool
    nullable: bool
    cast: str

    @property
    def order(self) -> str:
        return ("DESC" if self.descending else "ASC") + (" NULLS LAST" if self.nullable else "")


def parse_sort(text: str) -> tuple[Order, ...]:
    """`-updated_at,name` as sort terms; raise InvalidQuery beyond four."""
    terms = tuple(
        Order(part.lstrip("-+"), part.startswith("-"))
        for part in text.split(",")
        if part.strip("-+ ")
    )
    if len(terms) > 4:
        raise InvalidQuery(parameter="sort", reason="at most 4 terms")
    return terms or RECENT_FIRST


def source_for(actor: Actor, type_: ObjectType) -> Source:
    """The FROM of a statement about an object for this reader. Raises Forbidden without the right to view."""
    policy = policy_of(actor)
    policy.require(type_.key, "view")
    return Source(type_, policy, Reader(actor.user_id, actor.time_zone))


def list_json(actor: Actor, object_key: str, query: ListQuery) -> bytes:
    """`{"rows": […], "next": cursor or null, "count": {…} or null}`, built by PostgreSQL.

    Raises UnknownObject, UnknownField, InvalidFilter, InvalidQuery, InvalidCursor, Forbidden.
    """
    type_ = registry.get(object_key)
    if not 1 <= query.limit <= LIMIT:
        raise InvalidQuery(parameter="limit", reason=f"1 … {LIMIT}")
    rows, more, last = _page(source_for(actor, type_), query)
    following = _encode(query.sort, last) if more else None
    counted = (
        b"null"
        if query.count == "none"
        else orjson.dumps(count_rows(actor, object_key, query.filter, query.count))
    )
    return (
        b'{"rows":'
        + rows.encode()
        + b',"next":'
        + orjson.dumps(following)
        + b',"count":'
        + counted
        + b"}"
    )


def _page(source: Source, query: ListQuery) -> tuple[str, bool, list[object]]:
    condition = [source.visible(), compile_filter(query.filter, source)]
    terms = [_term(source, order) for order in query.sort]
    terms.append(
        _Term(Sql(f"{source.alias}.id"), terms[-1].descending, nullable=False, cast="::uuid")
    )
    if query.cursor:
        values = _decode(query)
        _check_cursor_values(terms, values)
        condition.append(_after(terms, values))
    keys = Sql.join(
        ", ", (term.expression + Sql(f" AS s{index}") for index, term in enumerate(terms))
    )
    ordering = Sql.join(", ", (term.expression + Sql(f" {term.order}") for term in terms))
    inner = (
        Sql(f"SELECT {source.alias}.*, ")
        + keys
        + source.from_clause()
        + Sql(" WHERE ")
        + Sql.join(" AND ", condition)
        + Sql(" ORDER BY ")
        + ordering
        + Sql(" LIMIT %s", (query.limit + 1,))
    )
    outer = replace(source, joins={}, _names={})
    paths = query.fields or tuple(source.type.spec.columns)
    columns = row_columns(outer, paths)
    joins = Sql.join("", outer.joins.values())
    window = ", ".join(f"{source.alias}.s{index} {term.order}" for index, term in enumerate(terms))
    sort_keys = ", ".join(f"{source.alias}.s{index}" for index in range(len(terms)))
    statement = (
        Sql(
            "SELECT coalesce(json_agg(p.j ORDER BY p.n) FILTER (WHERE p.n <= %s), '[]')::text, count(*) > %s, (json_agg(p.k) FILTER (WHERE p.n = %s))->0 FROM (SELECT row_number() OVER (ORDER BY ",
            (query.limit,) * 3,
        )
        + Sql(
            f"{window}) AS n, json_build_array({sort_keys}) AS k, (SELECT row_to_json(f) FROM (SELECT "
        )
        + columns
        + Sql(") f) AS j FROM (")
        + inner
        + Sql(f") {source.alias}")
        + joins
        + Sql(") p")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        rows, more, last = cursor.fetchone()
    return rows, more, last if isinstance(last, list) else orjson.loads(last or "[]")


def _term(source: Source, order: Order) -> _Term:
    reference = source.reference(order.path)
    found = reference.field
    if not found.kind.sortable:
        raise InvalidQuery(parameter="sort", reason=found.path)
    if (
        found.column is not None
        and found.key == reference.owner.spec.title
        and reference.alias == source.alias
    ):
        entry = source.join_entry(source.alias, "id", guarded=False)
        return _Term(
            Sql(f"{entry}.sort_key"), order.descending, nullable=False, cast='::text COLLATE "C"'
        )
    nullable = (
        found.column is None
        or reference.alias != source.alias
        or source.type.spec.model._meta.get_field(found.column).null
    )
    return _Term(
        reference.expression, order.descending, nullable, _CASTS.get(found.kind.name, "::text")
    )


def _after(terms: Sequence[_Term], values: Sequence[object]) -> Sql:
    """The rows after the cursor. Terms that agree in direction and hold no NULL become one row comparison, which an
    index answers; otherwise the comparison is spelled out term by term.
    """
    if not any(term.nullable for term in terms) and len({term.descending for term in terms}) == 1:
        left = Sql.join(", ", (term.expression for term in terms))
        right = Sql.join(
            ", ", (param(value) + Sql(term.cast) for term, value in zip(terms, values, strict=True))
        )
        return Sql("(") + left + Sql(") < (" if terms[0].descending else ") > (") + right + Sql(")")
    alternatives = []
    equal: list[Sql] = []
    for term, value in zip(terms, values, strict=True):
        bound = param(value) + Sql(term.cast)
        if value is not None:
            beyond = term.expression + Sql(" < " if term.descending else " > ") + bound
            if term.nullable:
                beyond = (beyond + Sql(" OR ") + term.expression + Sql(" IS NULL")).wrapped()
            alternatives.append(Sql.join(" AND ", [*equal, beyond]))
            equal.append(term.expression + Sql(" = ") + bound)
        else:
            equal.append(term.expression + Sql(" IS NULL"))
    return Sql.join(" OR ", (part.wrapped() for part in alternatives)).wrapped()


def _encode(sort: tuple[Order, ...], values: list[object]) -> str:
    spelled = ",".join(("-" if order.descending else "") + order.path for order in sort)
    return urlsafe_b64encode(orjson.dumps([spelled, *values])).decode().rstrip("=")


def _decode(query: ListQuery) -> list[object]:
    spelled = ",".join(("-" if order.descending else "") + order.path for order in query.sort)
    text = query.cursor or ""
    try:
        sort, *values = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        UUID(str(values[-1]))
    except (ValueError, TypeError, IndexError):
        raise InvalidCursor from None
    if sort != spelled or len(values) != len(query.sort) + 1:
        raise InvalidCursor
    return list(values)


def _check_cursor_values(terms: Sequence[_Term], values: Sequence[object]) -> None:
    """Refuse values that the database could not cast, so that a forged cursor is an answer and not a failure."""
    for term, value in zip(terms, values, strict=True):
        if value is None and term.nullable:
            continue
        try:
            match term.cast:
                case "::numeric":
                    parse_decimal(value)
                case "::date":
                    parse_date(value)
                case "::timestamptz":
                    parse_moment(value, "UTC")
                case "::boolean" if not isinstance(value, bool):
                    raise InvalidCursor
                case _ if not isinstance(value, str | bool) or "\x00" in str(value):
                    raise InvalidCursor
        except BadValue:
            raise InvalidCursor from None


def count_rows(
    actor: Actor, object_key: str, node: Node, count: Count = "capped"
) -> dict[str, object]:
    """`{"value", "capped"}`: how many rows the reader may view; a capped count stops at `COUNT_CAP`."""
    source = source_for(actor, registry.get(object_key))
    condition = Sql.join(" AND ", [source.visible(), compile_filter(node, source)])
    rows = source.from_clause() + Sql(" WHERE ") + condition
    if count == "exact":
        statement = Sql("SELECT count(*)") + rows
    else:
        statement = (
            Sql("SELECT count(*) FROM (SELECT 1") + rows + Sql(" LIMIT %s) c", (COUNT_CAP + 1,))
        )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        value = int(cursor.fetchone()[0])
    capped = count != "exact" and value > COUNT_CAP
    return {"value": COUNT_CAP if capped else value, "capped": capped}


def record_json(actor: Actor, object_key: str, record_id: UUID) -> tuple[str, int]:
    """One record with all its fields, as JSON text, and its version. Raises NotFound."""
    type_ = registry.get(object_key)
    source = source_for(actor, type_)
    columns = row_columns(source, type_.fields)
    statement = (
        Sql("SELECT row_to_json(f)::text, f.version FROM (SELECT ")
        + columns
        + source.from_clause()
        + Sql(f" WHERE {source.alias}.id = %s AND ", (record_id,))
        + source.visible()
        + Sql(") f")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return row[0], int(row[1])


def matching_ids(
    actor: Actor, object_key: str, node: Node, *, action: str = "view", limit: int | None = None
) -> list[UUID]:
    """Ids of the rows that match and that the actor reaches with `action`, in id order."""
    source = source_for(actor, registry.get(object_key))
    condition = [source.visible(action), compile_filter(node, source)]
    statement = (
        Sql(f"SELECT {source.alias}.id")
        + source.from_clause()
        + Sql(" WHERE ")
        + Sql.join(" AND ", condition)
        + Sql(f" ORDER BY {source.alias}.id")
    )
    if limit is not None:
        statement += Sql(" LIMIT %s", (limit,))
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return [row[0] for row in cursor.fetchall()]
