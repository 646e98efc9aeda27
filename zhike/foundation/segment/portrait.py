"""What the members of a segment are like: counts by each choice and province, sums and averages of money."""

from typing import Any, Final

from django.db import connection

from zhike.foundation.segment.models import Segment
from zhike.foundation.segment.queries import history, sees_count
from zhike.kit.region_names import english_name
from zhike.kit.regions import name_of
from zhike.kit.sql import Sql
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.describe import both
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.kinds.number import money_text
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.compile import compile_filter
from zhike.platform.records.query.filters import Named
from zhike.platform.records.query.page import source_for
from zhike.platform.records.query.reference import Source

MOST_GROUPS: Final = 6
MOST_TOTALS: Final = 4


def portrait(actor: Actor, segment: Segment) -> dict[str, Any]:
    """`{"count", "groups", "totals", "history"}` of the members the actor may view; one pass over them."""
    type_ = seen_by(policy_of(actor), segment.target)
    grouped = [
        found
        for found in type_.fields.values()
        if found.kind.name in {"choice", "address"} and not found.masked
    ]
    grouped = grouped[:MOST_GROUPS]
    summed = [
        found for found in type_.fields.values() if found.kind.name == "money" and not found.masked
    ][:MOST_TOTALS]
    rows = _rows(actor, segment, type_, grouped, summed)
    whole = next(row for row in rows if row[0] == len(grouped))
    return {
        "count": whole[2],
        "groups": [
            {
                "field": found.path,
                "label": both(found.label),
                "rows": [
                    {"key": key, "label": _label(found, key), "count": count}
                    for index, key, count, *_ in rows
                    if index == place
                ],
            }
            for place, found in enumerate(grouped)
        ],
        "totals": [
            {
                "field": found.path,
                "label": both(found.label),
                "sum": money_text(whole[3 + 2 * place]),
                "average": money_text(round(whole[4 + 2 * place], 2)),
            }
            for place, found in enumerate(summed)
            if whole[3 + 2 * place] is not None
        ],
        "history": history(segment) if sees_count(actor, segment) else [],
    }


def _rows(
    actor: Actor, segment: Segment, type_: ObjectType, grouped: list[Field], summed: list[Field]
) -> list[tuple[Any, ...]]:
    """`(index of the group, key, count, sum, average, …)`; the row of everybody has the index after the last."""
    source = source_for(actor, type_.key)
    condition = compile_filter(Named("segment", segment.pk, ("segment",)), source)
    keys = [_key(found, source) + Sql(f" AS k{place}") for place, found in enumerate(grouped)]
    money = [
        source.expression(found, type_, source.alias) + Sql(f" AS m{place}")
        for place, found in enumerate(summed)
    ]
    columns = Sql.join(", ", [Sql("1 AS one"), *keys, *money])
    inner = (
        Sql("SELECT ")
        + columns
        + source.from_clause()
        + Sql(" WHERE ")
        + source.visible()
        + Sql(" AND ")
        + condition
    )
    sets = ", ".join([*(f"(k{place})" for place in range(len(grouped))), "()"])
    index = " ".join(f"WHEN GROUPING(k{place}) = 0 THEN {place}" for place in range(len(grouped)))
    index = f"CASE {index} ELSE {len(grouped)} END" if grouped else "0"
    key = (
        "coalesce(" + ", ".join(f"k{place}" for place in range(len(grouped))) + ")"
        if grouped
        else "NULL"
    )
    measures = "".join(f", sum(m{place}), avg(m{place})" for place in range(len(summed)))
    statement = (
        Sql(f"SELECT {index} AS i, {key}, count(*){measures} FROM (")
        + inner
        + Sql(f") p GROUP BY GROUPING SETS ({sets}) ORDER BY 1, 3 DESC, 2")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return list(cursor.fetchall())


def _key(found: Field, source: Source) -> Sql:
    """A choice's key, or the province of an address; blank counts as nothing."""
    expression = source.expression(found, source.type, source.alias)
    if found.kind.name == "address":
        return Sql("rpad(left(") + expression + Sql("->>'region', 2), 6, '0')")
    return Sql("nullif(") + expression + Sql(", '')")


def _label(found: Field, key: str | None) -> dict[str, str]:
    if key is None:
        return {"en": "Not given", "zh": "未填写"}
    if found.kind.name == "address":
        return {"en": english_name(key) or key, "zh": name_of(key) or key}
    for option in found.settings.get("options", ()):
        if option.key == key:
            return both(option.label)
    return {"en": key, "zh": key}
