"""Which rows a reader reaches, as SQL: by owner, by sharing rule, by a share of their own, by a record that opens another.

Written on an alias of a table, so that lists, joins, subqueries, look-ups by id and the rights of entries say the same.
"""

from collections.abc import Callable, Sequence
from typing import Final

from zhike.kit.sql import FALSE, TRUE, Sql, ident
from zhike.platform.access.book import Rule
from zhike.platform.access.policy import Policy, RowScope
from zhike.platform.metadata.registry import ObjectType, registry

RuleCompiler = Callable[[Policy, Rule, str], Sql]
"""`(policy of the reader, rule, alias)` -> the rule's filter as a condition on the alias."""

_compiler: Final[list[RuleCompiler]] = []


def plug_rule_compiler(compiler: RuleCompiler) -> None:
    """Say who turns the filters of sharing rules into SQL: the compiler of filters, which itself asks for rows in reach."""
    _compiler[:] = [compiler]


def reached_rows(
    type_: ObjectType, policy: Policy, alias: str, action: str, *, follow: bool = True
) -> Sql:
    """The rows of the object `action` reaches, in the trash or not.

    What one record opens does not open a third: `follow` goes one step.
    """
    owned = policy.owned(type_.key, action, alias)
    scope = policy.rows(type_.key, action)
    if not scope.widened:
        return owned
    parts = [owned]
    if scope.shared:
        parts.append(_shared(policy, alias, action))
    parts += [_compiler[0](policy, rule, alias) for rule in scope.rules]
    if follow:
        parts += [opened_rows(type_, policy, alias, path) for path in scope.follows]
    return Sql.join(" OR ", parts).wrapped()


def _shared(policy: Policy, alias: str, action: str) -> Sql:
    teams = "{" + ",".join(map(str, policy.teams)) + "}"
    departments = "{" + ",".join(map(str, policy.departments)) + "}"
    enough = "" if action == "view" else " AND s.access = 'edit'"
    # A subquery of its own, hashed once for the statement: shares of one person are few.
    return Sql(
        f"{alias}.id IN (SELECT s.entry_id FROM records_share s"
        " WHERE (s.user_id = %s OR s.team_id = ANY(%s::uuid[])"
        f" OR s.department_id = ANY(%s::uuid[])){enough})",
        (policy.me, teams, departments),
    )


def opened_rows(type_: ObjectType, policy: Policy, alias: str, path: str) -> Sql:
    """The rows whose record at the lookup `path` the reader may view."""
    if path not in type_.spec.scope_follows:
        return FALSE
    field = registry.get(type_.key).fields[path]
    other = registry.get(str(field.settings["object"]))
    name = f"{alias}_{field.key}"
    return (
        Sql(f"EXISTS (SELECT 1 FROM {other.spec.rows} {ident(name).text} WHERE {name}.id = ")
        + field.expression(alias)
        + Sql(f" AND {name}.deleted_at IS NULL AND ")
        + reached_rows(other, policy, name, "view", follow=False)
        + Sql(")")
    )


def visible_rows(type_: ObjectType, policy: Policy, alias: str, action: str) -> Sql:
    """Not in the trash, reached by `action`, and about nothing that is hidden."""
    return _alive(type_, policy, alias, reached_rows(type_, policy, alias, action))


def _alive(type_: ObjectType, policy: Policy, alias: str, reached: Sql) -> Sql:
    parts = [Sql(f"{alias}.deleted_at IS NULL")]
    if reached != TRUE:
        parts.append(reached)
    return Sql.join(" AND ", parts + around_rows(type_, policy, alias))


def visible_slices(type_: ObjectType, policy: Policy, alias: str) -> tuple[Sql, ...]:
    """The rows the reader may view in pieces that the owner's index gives newest first; empty: not in pieces.

    What is about other records is not read in pieces: the rights on those would be planned again for each.
    """
    if type_.spec.within:
        return ()
    pieces = policy.slices(type_.key, "view", alias)
    return tuple(_alive(type_, policy, alias, piece) for piece in pieces)


def merged(pieces: Sequence[Sql], order: str, limit: int) -> Sql:
    """The first rows of all pieces, in an order by columns they return; each is read only as far as it is needed.

    Each piece is ordered and limited itself: PostgreSQL merges no others.
    """
    tail = Sql(f" ORDER BY {order} LIMIT {limit:d}")
    parts = Sql.join(" UNION ALL ", ((piece + tail).wrapped() for piece in pieces))
    return Sql("SELECT * FROM (") + parts + Sql(") m") + tail


def latest_rows(type_: ObjectType, policy: Policy, limit: int) -> Sql:
    """`id` and `updated_at` of the rows changed last that the reader may view."""
    rows = Sql(f"SELECT v.id, v.updated_at FROM {type_.spec.rows} v WHERE ")
    seen = visible_slices(type_, policy, "v") or (visible_rows(type_, policy, "v", "view"),)
    return merged([rows + one for one in seen], "updated_at DESC, id DESC", limit)


def around_rows(type_: ObjectType, policy: Policy, alias: str) -> list[Sql]:
    """One condition for each lookup the object is within: empty, or a record the reader may view."""
    parts = []
    for key in type_.spec.within:
        # What is within something hidden is hidden, whether or not the reader may see the lookup itself.
        column = f"{alias}.{ident(registry.get(type_.key).fields[key].columns[0]).text}"
        seen = Sql(f"EXISTS (SELECT 1 FROM records_entry w WHERE w.id = {column} AND ")
        seen += visible_entries(policy, "w", outermost()) + Sql(")")
        parts.append((Sql(f"{column} IS NULL OR ") + seen).wrapped())
    return parts


def outermost() -> tuple[str, ...]:
    """The objects something may be within: those within nothing themselves. A chain of notes about notes would never end."""
    return tuple(type_.key for type_ in registry if not type_.spec.within)


def visible_entries(policy: Policy, alias: str, objects: tuple[str, ...] | None = None) -> Sql:
    """Entries of any object (or of `objects`) whose record the reader may view."""
    whole: list[str] = []
    parts: list[Sql] = []
    alike: dict[RowScope, list[ObjectType]] = {}
    for type_ in registry:
        if objects is not None and type_.key not in objects:
            continue
        condition = policy.owned(type_.key, "view", "v")
        if condition == TRUE and not type_.spec.within:
            whole.append(type_.key)
        elif condition == FALSE:
            continue
        elif type_.spec.shared and not (scope := policy.rows(type_.key, "view")).widened:
            alike.setdefault(scope, []).append(type_)
        else:
            record = f"EXISTS (SELECT 1 FROM {type_.spec.rows} v WHERE v.id = {alias}.id AND "
            parts.append(
                Sql(f"({alias}.object = %s AND {record}", (type_.key,))
                + visible_rows(type_, policy, "v", "view")
                # OFFSET keeps this a look-up by key for each entry met: where many entries match, the planner would
                # first gather everything the reader may see, to look at a few hundred.
                + Sql(" OFFSET 0))")
            )
    parts += [_alike_entries(policy, alias, types) for types in alike.values()]
    if whole:
        parts.insert(0, Sql(f"{alias}.object = ANY(%s)", (whole,)))
    reached = Sql.join(" OR ", parts).wrapped() if parts else FALSE
    return Sql(f"{alias}.deleted_at IS NULL AND ") + reached


def _alike_entries(policy: Policy, alias: str, types: Sequence[ObjectType]) -> Sql:
    """Entries of objects that share a table and are reached in the same way: one question, however many objects."""
    first = types[0]
    return (
        Sql(f"({alias}.object = ANY(%s)", ([type_.key for type_ in types],))
        + Sql(f" AND EXISTS (SELECT 1 FROM {first.spec.all_rows} v WHERE v.id = {alias}.id")
        + Sql(f" AND v.object_key = {alias}.object AND v.deleted_at IS NULL AND ")
        + policy.owned(first.key, "view", "v")
        + Sql(" OFFSET 0))")
    )
