"""From chosen fields to the SELECT list that PostgreSQL turns into a JSON row."""

from collections.abc import Iterable, Mapping
from typing import Any

from zhike.kit.sql import Sql, ident, literal
from zhike.platform.access.policy import Policy
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.kinds.masked import MaskedKind
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.seen import all_seen, seen_by
from zhike.platform.records.query.reference import Source


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
        pairs = [literal(item.key) + Sql(", ") + _custom_json(source, item) for item in customs]
        # json_build_object takes 100 arguments at most, hence pieces of 40 pairs merged as jsonb.
        chunks = [
            Sql("jsonb_build_object(") + Sql.join(", ", pairs[start : start + 40]) + Sql(")")
            for start in range(0, len(pairs), 40)
        ]
        parts.append(Sql.join(" || ", chunks).wrapped() + Sql(" AS custom"))
    return Sql.join(", ", parts)


def value_of(row: Mapping[str, Any], path: str) -> Any:
    """The JSON value of a field in a row as lists show it."""
    if path.startswith("custom."):
        return row["custom"].get(path.removeprefix("custom."))
    return row[path]


def shown(type_: ObjectType, path: str, alias: str) -> Sql:
    """The value of a standard field in a statement written by hand: whole, in part, or NULL where it is hidden.

    `type_` is the object as the reader sees it. What decides (a condition, an order, a sum) must ask `has_whole` first.
    """
    found = type_.fields.get(path)
    if found is None or found.column is None:
        return Sql("NULL")
    return found.kind.expression(Sql(alias), found.column)


def _title(source: Source) -> Sql:
    return title_of(source.type, source.alias)


def title_of(type_: ObjectType, alias: str) -> Sql:
    """The title of a record as the reader sees the object: masked, or blank, where the title field is; never NULL."""
    if type_.title is None:
        return Sql("''")
    title = type_.title.kind.expression(Sql(alias), str(type_.title.column))
    return _never_null(title) if type_.title.masked else title


def _never_null(title: Sql) -> Sql:
    return Sql("coalesce(") + title + Sql(", '')")


def entry_title(policy: Policy, alias: str) -> Sql:
    """The title of an entry of any object, seen as its title field is."""
    cases = []
    for type_ in all_seen(policy) if policy.limits_fields else ():
        kind = None if type_.title is None else type_.title.kind
        if kind is None or isinstance(kind, MaskedKind):
            shown = (
                Sql("''") if kind is None else _never_null(kind.masked_sql(Sql(f"{alias}.title")))
            )
            cases.append(Sql("WHEN %s THEN ", (type_.key,)) + shown)
    if not cases:
        return Sql(f"{alias}.title")
    return Sql(f"CASE {alias}.object ") + Sql.join(" ", cases) + Sql(f" ELSE {alias}.title END")


def _custom_json(source: Source, found: Field) -> Sql:
    if found.masked:
        return Sql("to_jsonb(") + found.expression(source.alias) + Sql(")")
    if found.computed is not None:
        return found.computed.json(source.expression(found, source.type, source.alias))
    if found.kind.name in {"person", "lookup"}:
        return value_json(source, found)
    return Sql(f"{source.alias}.custom->") + literal(found.key)


def value_json(source: Source, found: Field) -> Sql:
    """The JSON value of a standard field of the source, or of an own one that points at a person or a record."""
    if found.kind.name == "person":
        name = source.join_person(source.alias, found)
        return Sql(
            f"CASE WHEN {name}.id IS NOT NULL THEN json_build_object('id', {name}.id, 'title', {name}.name) END"
        )
    if found.kind.name != "lookup":
        return found.kind.json(Sql(source.alias), str(found.column))
    target = found.settings.get("object")
    if target is None:
        # Of the house's own fields alone: what administrators make points at records of one object.
        name = source.join_entry(source.alias, f"{found.column}_id", guarded=True)
        title, key = entry_title(source.policy, name), Sql(f"{name}.object")
    else:
        name = source.join(source.alias, found)
        title = title_of(seen_by(source.policy, str(target)), name)
        key = Sql("%s::text", (target,))
    return (
        Sql(f"CASE WHEN {name}.id IS NOT NULL THEN json_build_object('id', {name}.id, 'title', ")
        + title
        + Sql(", 'object', ")
        + key
        + Sql(") END")
    )
