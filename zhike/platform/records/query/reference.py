"""The one door to a value: the SQL expression of a field path, and the joins it needs.

Joins to other records carry the reader's rights on them, so a path never shows, sorts or filters by a record the
reader may not see.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from zhike.kit.sql import Sql, ident, literal
from zhike.platform.access.policy import Policy
from zhike.platform.metadata.errors import MaskedField, UnknownField
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.kinds.base import Reader
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.reach import visible_entries, visible_rows

PATH_LIMIT = 3


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
        base = Sql(f" FROM {self.type.spec.rows} {self.alias}")
        return Sql.join("", [base, *self.joins.values()])

    def visible(self, action: str = "view") -> Sql:
        """Rows that are not in the trash and that the reader reaches with `action`."""
        return visible_rows(self.type, self.policy, self.alias, action)

    def reference(self, path: str) -> Reference:
        """The field at `name`, `custom.level` or `company.industry`, to compare, sort or group by.

        Raises UnknownField, and MaskedField for one the reader sees only in part.
        """
        found = self._walk(self.type, self.alias, path, path)
        if found.field.masked:
            raise MaskedField(field=path[:80])
        return found

    def _walk(self, type_: ObjectType, alias: str, part: str, path: str) -> Reference:
        found = type_.fields.get(part)
        if found is not None:
            return Reference(found, type_, alias, self.expression(found, type_, alias))
        lookup, rest = type_.through(part)
        if lookup is None or path.count(".") > PATH_LIMIT:
            raise UnknownField(object=type_.key, field=part[:80], known=", ".join(type_.fields))
        target = seen_by(self.policy, str(lookup.settings["object"]))
        return self._walk(target, self.join(alias, lookup), rest, path)

    def expression(self, found: Field, type_: ObjectType, alias: str) -> Sql:
        """The comparable value of a field of an object under an alias, stored or computed.

        What is computed is compiled here and now, so it shows what this reader sees, and is never out of date.
        """
        if found.computed is None:
            return found.expression(alias)

        def read(path: str) -> tuple[Field, Sql]:
            reference = self._walk(type_, alias, path, path)
            return reference.field, reference.expression

        return found.computed.expression(read, self.reader.time_zone)

    def join(self, alias: str, lookup: Field) -> str:
        """The alias of the record that a lookup field of `alias` points at, if the reader may see it."""
        key = f"{alias}.{lookup.path}"
        if key not in self.joins:
            other = seen_by(self.policy, str(lookup.settings["object"]))
            name = self.next_alias()
            self.joins[key] = (
                Sql(f" LEFT JOIN {other.spec.rows} {name} ON {name}.id = ")
                + lookup.expression(alias)
                + Sql(" AND ")
                + visible_rows(other, self.policy, name, "view")
            )
            self.names[key] = name
        return self.names[key]

    def join_person(self, alias: str, person: Field) -> str:
        """The alias of the user a person field points at."""
        key = f"{alias}.{person.path}"
        if key not in self.joins:
            name = self.next_alias()
            self.joins[key] = Sql(
                f" LEFT JOIN identity_user {name} ON {name}.id = "
            ) + person.expression(alias)
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
