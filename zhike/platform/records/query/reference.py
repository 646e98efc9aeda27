"""The one door to a value: the SQL expression of a field path, and the joins it needs.

Joins to other records carry the reader's rights on them, so a path never shows, sorts or filters by a record the
reader may not see.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from zhike.kit.sql import FALSE, TRUE, Sql, ident
from zhike.platform.access.policy import Policy
from zhike.platform.metadata.errors import UnknownField
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.kinds.base import Reader
from zhike.platform.metadata.registry import ObjectType, registry

PATH_LIMIT = 3


def literal(key: str) -> Sql:
    """A string literal of a custom field's key, written into the text so that expression indexes match."""
    return Sql("'" + ident(key).text[1:-1] + "'")


@dataclass(frozen=True, slots=True)
class Reference:
    """A field reached by a path, on which alias it lives, and the expression of its comparable value."""

    field: Field
    owner: ObjectType
    alias: str
    expression: Sql


@dataclass
class Source:
    """The FROM of one statement or subquery: an object under an alias, and the joins its paths asked for."""

    type: ObjectType
    policy: Policy
    reader: Reader
    alias: str = "r"
    joins: dict[str, Sql] = field(default_factory=dict)
    aliases: Iterator[int] = field(default_factory=count)
    named: Iterator[int] = field(default_factory=count)
    """Counts the kept filters (segments) put into the statement."""
    measure: Literal["each", "grouped", "skip"] = "each"
    """How related records are measured: those of each row, all at once by groups, or not, as if all rows passed."""
    measured: int = 0
    """How often the statement measures related records."""

    def next_alias(self) -> str:
        """An alias nobody has in this statement."""
        return f"j{next(self.aliases)}"

    def related(self, type_: ObjectType) -> "Source":
        """A source for a subquery of this statement; shares the supply of aliases."""
        return Source(
            type_,
            self.policy,
            self.reader,
            self.next_alias(),
            aliases=self.aliases,
            named=self.named,
        )

    def from_clause(self) -> Sql:
        """`FROM table alias JOIN …`, to be asked for after every path was referenced."""
        base = Sql(f" FROM {ident(self.type.spec.table).text} {self.alias}")
        return Sql.join("", [base, *self.joins.values()])

    def visible(self, action: str = "view") -> Sql:
        """Rows that are not in the trash and that the reader reaches with `action`."""
        return visible_rows(self.type, self.policy, self.alias, action)

    def reference(self, path: str) -> Reference:
        """The field at `name`, `custom.level` or `company.industry`. Raises UnknownField."""
        return self._walk(self.type, self.alias, path.split("."), path)

    def _walk(self, type_: ObjectType, alias: str, parts: list[str], path: str) -> Reference:
        plain = ".".join(parts)
        if plain in type_.fields:
            found = type_.fields[plain]
            return Reference(found, type_, alias, field_expression(found, alias))
        lookup = type_.fields.get(parts[0])
        target = (
            lookup.settings.get("object")
            if lookup is not None and lookup.kind.name == "lookup"
            else None
        )
        if lookup is None or target is None or len(parts) < 2 or path.count(".") > PATH_LIMIT:
            raise UnknownField(object=type_.key, field=plain[:80], known=", ".join(type_.fields))
        return self._walk(registry.get(str(target)), self.join(alias, lookup), parts[1:], path)

    def join(self, alias: str, lookup: Field) -> str:
        """The alias of the record that a lookup field of `alias` points at, if the reader may see it."""
        key = f"{alias}.{lookup.key}"
        if key not in self.joins:
            other = registry.get(str(lookup.settings["object"]))
            name = self.next_alias()
            self.joins[key] = (
                Sql(f" LEFT JOIN {ident(other.spec.table).text} {name} ON {name}.id = ")
                + lookup.kind.expression(Sql(alias), str(lookup.column))
                + Sql(" AND ")
                + visible_rows(other, self.policy, name, "view")
            )
            self.names[key] = name
        return self.names[key]

    def join_person(self, alias: str, person: Field) -> str:
        """The alias of the user a person field points at."""
        key = f"{alias}.{person.key}"
        if key not in self.joins:
            name = self.next_alias()
            self.joins[key] = Sql(
                f" LEFT JOIN identity_user {name} ON {name}.id = "
            ) + person.kind.expression(Sql(alias), str(person.column))
            self.names[key] = name
        return self.names[key]

    def join_own_entry(self) -> str:
        """The alias of the record's own entry. Object and trash are named so that the entry's index gives the order."""
        key = f"{self.alias}!own"
        if key not in self.joins:
            name = self.next_alias()
            self.joins[key] = (
                Sql(
                    f" JOIN records_entry {name} ON {name}.id = {self.alias}.id AND {name}.object = "
                )
                + literal(self.type.key)
                + Sql(f" AND {name}.deleted_at IS NULL")
            )
            self.names[key] = name
        return self.names[key]

    def join_entry(self, alias: str, column: str, *, guarded: bool) -> str:
        """The alias of the entry whose id is `alias.column`; `guarded` hides entries the reader may not see."""
        key = f"{alias}.{column}!entry"
        if key not in self.joins:
            name = self.next_alias()
            self.joins[key] = Sql(
                f" LEFT JOIN records_entry {name} ON {name}.id = {alias}.{ident(column).text}"
            )
            if guarded:
                self.joins[key] += Sql(" AND ") + visible_entries(self.policy, name)
            self.names[key] = name
        return self.names[key]

    names: dict[str, str] = field(default_factory=dict)


def field_expression(found: Field, alias: str) -> Sql:
    """The comparable value of a field on an alias."""
    if found.column is None:
        return found.kind.custom_expression(Sql(f"{alias}.custom"), literal(found.key))
    return found.kind.expression(Sql(alias), found.column)


def visible_rows(type_: ObjectType, policy: Policy, alias: str, action: str) -> Sql:
    """Not in the trash, reached by `action`, and about nothing that is hidden."""
    return _visible(type_, policy, alias, policy.condition(type_.key, action, alias))


def visible_slices(type_: ObjectType, policy: Policy, alias: str) -> tuple[Sql, ...]:
    """The rows the reader may view in pieces that the owner's index gives newest first; empty: not in pieces.

    What is about other records is not read in pieces: the rights on those would be planned again for each.
    """
    if type_.spec.within:
        return ()
    pieces = policy.slices(type_.key, "view", alias)
    return tuple(_visible(type_, policy, alias, piece) for piece in pieces)


def merged(pieces: Sequence[Sql], order: str, limit: int) -> Sql:
    """The first rows of all pieces, in an order by columns they return; each is read only as far as it is needed.

    Each piece is ordered and limited itself: PostgreSQL merges no others.
    """
    tail = Sql(f" ORDER BY {order} LIMIT {limit:d}")
    parts = Sql.join(" UNION ALL ", ((piece + tail).wrapped() for piece in pieces))
    return Sql("SELECT * FROM (") + parts + Sql(") m") + tail


def latest_rows(type_: ObjectType, policy: Policy, limit: int) -> Sql:
    """`id` and `updated_at` of the rows changed last that the reader may view."""
    rows = Sql(f"SELECT v.id, v.updated_at FROM {ident(type_.spec.table).text} v WHERE ")
    seen = visible_slices(type_, policy, "v") or (visible_rows(type_, policy, "v", "view"),)
    return merged([rows + one for one in seen], "updated_at DESC, id DESC", limit)


def _visible(type_: ObjectType, policy: Policy, alias: str, condition: Sql) -> Sql:
    parts = [Sql(f"{alias}.deleted_at IS NULL")]
    if condition != TRUE:
        parts.append(condition)
    for key in type_.spec.within:
        column = f"{alias}.{ident(type_.fields[key].columns[0]).text}"
        seen = Sql(f"EXISTS (SELECT 1 FROM records_entry w WHERE w.id = {column} AND ")
        # What is itself within something is left out here: otherwise a chain of notes about notes would never end.
        outermost = tuple(other.key for other in registry if not other.spec.within)
        seen += visible_entries(policy, "w", outermost) + Sql(")")
        parts.append((Sql(f"{column} IS NULL OR ") + seen).wrapped())
    return Sql.join(" AND ", parts)


def visible_entries(policy: Policy, alias: str, objects: tuple[str, ...] | None = None) -> Sql:
    """Entries of any object (or of `objects`) whose record the reader may view."""
    whole: list[str] = []
    parts: list[Sql] = []
    for type_ in registry:
        if objects is not None and type_.key not in objects:
            continue
        condition = policy.condition(type_.key, "view", "v")
        if condition == TRUE and not type_.spec.within:
            whole.append(type_.key)
        elif condition != FALSE:
            table = ident(type_.spec.table).text
            record = f"EXISTS (SELECT 1 FROM {table} v WHERE v.id = {alias}.id AND "
            parts.append(
                Sql(f"({alias}.object = %s AND {record}", (type_.key,))
                + visible_rows(type_, policy, "v", "view")
                # OFFSET keeps this a look-up by key for each entry met: where many entries match, the planner would
                # first gather everything the reader may see, to look at a few hundred.
                + Sql(" OFFSET 0))")
            )
    if whole:
        parts.insert(0, Sql(f"{alias}.object = ANY(%s)", (whole,)))
    reached = Sql.join(" OR ", parts).wrapped() if parts else FALSE
    return Sql(f"{alias}.deleted_at IS NULL AND ") + reached
