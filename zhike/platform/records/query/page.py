"""A page of rows in one statement whose result is the response body, and the count that never blocks."""

from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

import orjson

from zhike.kit.errors import NotFound
from zhike.kit.sql import Sql
from zhike.platform.access.policy import Policy, policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.kinds.base import Reader
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.errors import InvalidQuery
from zhike.platform.records.query.columns import row_columns
from zhike.platform.records.query.compile import compile_filter
from zhike.platform.records.query.filters import EVERYTHING, Node, size
from zhike.platform.records.query.frame import frame_of
from zhike.platform.records.query.order import RECENT_FIRST, Order, after, read_cursor, write_cursor
from zhike.platform.records.query.reach import reached_rows
from zhike.platform.records.query.reads import note_records, note_rows
from zhike.platform.records.query.reference import Source
from zhike.platform.records.query.statement import (
    all_rows,
    estimated_cost,
    estimated_rows,
    first_row,
)

LIMIT: Final = 200
COUNT_CAP: Final = 2_500
FILTERED_COUNT_CAP: Final = 1_000
"""Lower, because rows that a filter leaves over lie scattered and each costs a look."""
SLICED_SIZE: Final = 8
"""Conditions of a filter that is read slice by slice: it is planned once for each."""
MEASURE_COST: Final = 0.75
"""What measuring the related records of one row takes, in the planner's units: about 3 us."""
Count = Literal["none", "capped", "exact"]


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list asks for. `fields` are paths; empty means the object's default columns."""

    filter: Node = EVERYTHING
    sort: tuple[Order, ...] = RECENT_FIRST
    fields: tuple[str, ...] = ()
    limit: int = 50
    cursor: str | None = None
    count: Count = "none"


def source_for(actor: Actor, object_key: str) -> Source:
    """The FROM of a statement about an object for this reader. Raises Forbidden without the right to view."""
    policy = policy_of(actor)
    policy.require(object_key, "view")
    return Source(seen_by(policy, object_key), policy, reader_for(actor, policy))


def reader_for(actor: Actor, policy: Policy) -> Reader:
    """Who asks, as conditions see them; of the house nothing is noted."""
    mine = {} if policy.me is None else policy.mine
    return Reader(actor.user_id, actor.time_zone, mine)


def list_json(actor: Actor, object_key: str, query: ListQuery) -> bytes:
    """`{"rows": […], "next": cursor or null, "count": {…} or null}`, built by PostgreSQL.

    Raises UnknownObject, UnknownField, InvalidFilter, InvalidQuery, InvalidCursor, Forbidden.
    """
    policy = policy_of(actor)
    type_ = seen_by(policy, object_key)
    if not 1 <= query.limit <= LIMIT:
        raise InvalidQuery(parameter="limit", reason=f"1 … {LIMIT}")
    policy.require(object_key, "view")
    frame = frame_of(policy, type_, query.sort, query.fields, query.limit, actor.time_zone)
    source = frame.source(reader_for(actor, policy))
    conditions = []
    if query.filter != EVERYTHING:
        conditions.append(compile_filter(query.filter, source))
    if query.cursor:
        conditions.append(after(frame.terms, read_cursor(query.cursor, query.sort, frame.terms)))
    statement = frame.statement(source, conditions, sliced=0 < size(query.filter) <= SLICED_SIZE)
    row = first_row(statement, binary=True)
    assert row is not None  # an aggregate without groups always has one row
    rows, more, last = row
    note_rows(actor, rows)
    following = write_cursor(query.sort, orjson.loads(last)) if more else None
    counted = (
        b"null"
        if query.count == "none"
        else orjson.dumps(count_rows(actor, object_key, query.filter, query.count))
    )
    return b"".join(
        (
            b'{"rows":',
            rows,
            b',"next":',
            orjson.dumps(following),
            b',"count":',
            counted,
            b"}",
        )
    )


def count_rows(
    actor: Actor,
    object_key: str,
    node: Node,
    count: Count = "capped",
    *,
    action: str = "view",
    cap: int | None = None,
) -> dict[str, object]:
    """`{"value", "capped"}`: how many rows the reader may view and reaches with `action`; a capped count stops at its cap."""
    cap = cap or (COUNT_CAP if node == EVERYTHING else FILTERED_COUNT_CAP)
    start, end = (
        (Sql("SELECT count(*)"), Sql(""))
        if count == "exact"
        else (Sql("SELECT count(*) FROM (SELECT 1"), Sql(" LIMIT %s) c", (cap + 1,)))
    )
    row = first_row(_cheapest(source_for(actor, object_key), node, start, end, action))
    value = int(row[0]) if row else 0
    capped = count != "exact" and value > cap
    return {"value": cap if capped else value, "capped": capped}


def _cheapest(source: Source, node: Node, start: Sql, end: Sql, action: str = "view") -> Sql:
    """`start FROM … WHERE <reached and filter> end`, with related records measured in the way that costs less.

    The planner counts a measure for every row it reads, those included that other conditions put aside; so what it
    expects is held against the rows it expects these to leave.
    """

    def made(measure: Literal["grouped", "skip"], start: Sql, end: Sql) -> Sql:
        other = Source(source.type, source.policy, source.reader, measure=measure)
        return _whole(other, node, start, end, action)

    each = _whole(source, node, start, end, action)
    if not source.measured:
        return each
    grouped = made("grouped", start, end)
    left = estimated_rows(made("skip", Sql("SELECT 1"), Sql("")))
    expected = min(estimated_cost(each), left * source.measured * MEASURE_COST)
    return grouped if estimated_cost(grouped) < expected else each


def _whole(source: Source, node: Node, start: Sql, end: Sql, action: str) -> Sql:
    parts = [source.visible(), compile_filter(node, source)]
    if action != "view":
        parts.insert(1, reached_rows(source.type, source.policy, source.alias, action))
    condition = Sql.join(" AND ", parts)
    return start + source.from_clause() + Sql(" WHERE ") + condition + end


def record_json(actor: Actor, object_key: str, record_id: UUID) -> tuple[str, int]:
    """One record with all its fields, as JSON text, and its version. Raises NotFound."""
    source = source_for(actor, object_key)
    columns = row_columns(source, source.type.fields)
    statement = (
        Sql("SELECT row_to_json(f)::text, f.version FROM (SELECT ")
        + columns
        + source.from_clause()
        + Sql(f" WHERE {source.alias}.id = %s AND ", (record_id,))
        + source.visible()
        + Sql(") f")
    )
    row = first_row(statement)
    if row is None:
        raise NotFound
    if actor.user_id is not None:
        note_records(actor, 1)
    return row[0], int(row[1])


def matching_ids(
    actor: Actor, object_key: str, node: Node, *, action: str = "view", limit: int | None = None
) -> list[UUID]:
    """Ids of the rows that match and that the actor reaches with `action`, in id order."""
    source = source_for(actor, object_key)
    end = Sql(f" ORDER BY {source.alias}.id")
    if limit is not None:
        end += Sql(" LIMIT %s", (limit,))
    statement = _cheapest(source, node, Sql(f"SELECT {source.alias}.id"), end, action)
    return [row[0] for row in all_rows(statement)]
