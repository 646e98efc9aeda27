"""Group-by with measures, in one statement: the numbers behind boards, footers and charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from zhike.kit.sql import Sql, param
from zhike.platform.identity.actor import Actor
from zhike.platform.records.errors import InvalidQuery
from zhike.platform.records.query.compile import compile_filter
from zhike.platform.records.query.filters import EVERYTHING, Node
from zhike.platform.records.query.page import source_for
from zhike.platform.records.query.reference import Reference, Source

BUCKETS: Final = ("day", "week", "month", "quarter", "year")
GROUP_LIMIT: Final = 1_000
MEASURE_LIMIT: Final = 8


@dataclass(frozen=True, slots=True)
class Group:
    """A field to group by; `by` is the calendar bucket of a date."""

    field: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """`count`, or `sum`, `avg`, `min`, `max` of a field."""

    function: str
    field: str | None = None


COUNT: Final = (Measure("count"),)


def aggregate_json(
    actor: Actor,
    object_key: str,
    *,
    filter: Node = EVERYTHING,
    groups: Sequence[Group] = (),
    measures: Sequence[Measure] = COUNT,
) -> bytes:
    """`{"rows": [{"group": [...], "measures": [...]}]}`, at most 1,000 groups in group order, built by PostgreSQL.

    Money measures are amounts in the currency of the installation. Raises as `list_json` does.
    """
    if len(groups) > 3 or not 1 <= len(measures) <= MEASURE_LIMIT:
        raise InvalidQuery(parameter="group", reason=f"0-3 groups, 1-{MEASURE_LIMIT} measures")
    source = source_for(actor, object_key)
    condition = Sql.join(" AND ", [source.visible(), compile_filter(filter, source)])
    grouped = [_group(source, group) for group in groups]
    measured = [_measure(source, measure) for measure in measures]
    columns = [
        *(expression + Sql(f" AS g{index}") for index, expression in enumerate(grouped)),
        *(expression + Sql(f" AS m{index}") for index, expression in enumerate(measured)),
    ]
    ordinals = ", ".join(str(index + 1) for index in range(len(grouped)))
    inner = (
        Sql("SELECT ") + Sql.join(", ", columns) + source.from_clause() + Sql(" WHERE ") + condition
    )
    if grouped:
        inner += Sql(f" GROUP BY {ordinals} ORDER BY {ordinals} LIMIT {GROUP_LIMIT}")
    row = Sql(
        f"json_build_object('group', json_build_array({', '.join(f'a.g{index}' for index in range(len(grouped)))}),"
        f" 'measures', json_build_array({', '.join(f'a.m{index}' for index in range(len(measured)))}))"
    )
    statement = (
        Sql("SELECT coalesce(json_agg(") + row + Sql("), '[]')::text FROM (") + inner + Sql(") a")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return b'{"rows":' + str(cursor.fetchone()[0]).encode() + b"}"


def _group(source: Source, group: Group) -> Sql:
    reference = source.reference(group.field)
    name = reference.field.kind.name
    if name in {"date", "datetime"}:
        if group.by not in BUCKETS:
            raise InvalidQuery(parameter="by", reason=", ".join(BUCKETS))
        moment = reference.expression
        if name == "datetime":
            moment = (
                Sql("(")
                + moment
                + Sql(" AT TIME ZONE ")
                + param(source.reader.time_zone)
                + Sql("::text)")
            )
        return Sql(f"to_char(date_trunc('{group.by}', ") + moment + Sql("), 'YYYY-MM-DD')")
    if group.by is not None or name in {"json", "long_text", "address"}:
        raise InvalidQuery(parameter="group", reason=group.field)
    return _labelled(source, reference)


def _labelled(source: Source, reference: Reference) -> Sql:
    """People group with their name, records by id where the reader may view them, arrays by each item."""
    found, name = reference.field, reference.field.kind.name
    if name == "person" and reference.alias == source.alias:
        joined = source.join_person(source.alias, found)
        return Sql(f"jsonb_build_object('id', {joined}.id, 'title', {joined}.name)")
    if name == "lookup" and found.settings.get("object") is not None:
        return Sql(f"{source.join(reference.alias, found)}.id")
    if name in {"tags", "multi_choice"}:
        return Sql("unnest(") + reference.expression + Sql(")")
    return reference.expression


def _measure(source: Source, measure: Measure) -> Sql:
    if measure.function == "count" and measure.field is None:
        return Sql("count(*)")
    reference = source.reference(measure.field or "")
    if measure.function not in reference.field.kind.measures:
        raise InvalidQuery(parameter="measures", reason=f"{measure.function}({measure.field})")
    value = Sql(f"{measure.function}(") + reference.expression + Sql(")")
    if reference.field.kind.name == "money":
        return Sql("round(") + value + Sql(", 2)")
    return value
