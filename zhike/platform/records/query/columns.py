"""From chosen fields to the SELECT list that PostgreSQL turns into a JSON row."""

from collections.abc import Iterable

from zhike.kit.sql import Sql, ident
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.registry import registry
from zhike.platform.records.query.reference import Source, literal


def row_columns(source: Source, paths: Iterable[str]) -> Sql:
    """`id, version, title` and the fields at `paths`, each under its key; custom ones together under `custom`.

    A person reads `{"id", "title"}`, a lookup `{"id", "title", "object"}`, or null where the reader may not see it.
    """
    alias = source.alias
    parts = [Sql(f"{alias}.id"), Sql(f"{alias}.version"), _title(source) + Sql(" AS title")]
    customs: list[Field] = []
    for path in dict.fromkeys(paths):
        found = source.type.field(path)
        if found.column is None:
            customs.append(found)
        elif found.key != "title":
            parts.append(value_json(source, found) + Sql(" AS ") + ident(found.key))
    if customs:
        pairs = [
            literal(item.key) + Sql(f", {alias}.custom->") + literal(item.key) for item in customs
        ]
        # json_build_object takes 100 arguments at most, hence pieces of 40 pairs merged as jsonb.
        chunks = [
            Sql("jsonb_build_object(") + Sql.join(", ", pairs[start : start + 40]) + Sql(")")
            for start in range(0, len(pairs), 40)
        ]
        parts.append(Sql.join(" || ", chunks).wrapped() + Sql(" AS custom"))
    return Sql.join(", ", parts)


def _title(source: Source) -> Sql:
    found = source.type.field(source.type.spec.title)
    return found.kind.expression(Sql(source.alias), str(found.column))


def value_json(source: Source, found: Field) -> Sql:
    """The JSON value of a standard field of the source."""
    if found.kind.name == "person":
        name = source.join_person(source.alias, found)
        return Sql(
            f"CASE WHEN {name}.id IS NOT NULL THEN json_build_object('id', {name}.id, 'title', {name}.name) END"
        )
    if found.kind.name != "lookup":
        return found.kind.json(Sql(source.alias), str(found.column))
    target = found.settings.get("object")
    if target is None:
        name = source.join_entry(source.alias, f"{found.column}_id", guarded=True)
        title, key = Sql(f"{name}.title"), Sql(f"{name}.object")
    else:
        name = source.join(source.alias, found)
        other = registry.get(str(target))
        title_field = other.field(other.spec.title)
        title = title_field.kind.expression(Sql(name), str(title_field.column))
        key = Sql("%s::text", (target,))
    return (
        Sql(f"CASE WHEN {name}.id IS NOT NULL THEN json_build_object('id', {name}.id, 'title', ")
        + title
        + Sql(", 'object', ")
        + key
        + Sql(") END")
    )
