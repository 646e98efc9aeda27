"""Fields that point at a person of the organisation or at another record.

The expression of a reference is the id alone. Its title is joined by the query, with the reader's rights on the
other object, so a kind never decides what may be shown.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from zhike.kit.language import Text
from zhike.kit.sql import FALSE, Sql, param
from zhike.platform.metadata.kinds.base import (
    EMPTY_OPERATORS,
    BadValue,
    Json,
    Operand,
    Settings,
    SingleColumn,
    wrong_operand,
)
from zhike.platform.metadata.kinds.choice import list_operand

REFERENCE_OPERATORS = ("in", "not_in", "eq", "ne", *EMPTY_OPERATORS)


def parse_id(value: Json) -> UUID:
    """An id from its text; raise BadValue."""
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise BadValue(
            "not-an-id", Text("Choose an entry from the list.", "请从列表中选择。")
        ) from None


_SHOWN: Final = frozenset(("id", "title", "object"))


class ReferenceKind(SingleColumn):
    """Shared by persons and lookups: the id of another row."""

    operators: tuple[str, ...] = REFERENCE_OPERATORS
    sortable = False

    def clean(self, value: Json, settings: Settings) -> Json:
        """The id as text; `{"id": …}`, as responses show it, is taken too, and no other mapping for nothing."""
        if isinstance(value, dict) and "id" in value and _SHOWN.issuperset(value):
            value = value["id"]
        return None if value is None or value == "" else str(parse_id(value))

    def columns(self, column: str) -> tuple[str, ...]:
        """`<name>_id`."""
        return (f"{column}_id",)

    def store(self, value: Json) -> tuple[object, ...]:
        """A UUID."""
        return (None if value is None else UUID(value),)

    def load(self, values: Sequence[Any]) -> Json:
        """The id as text."""
        return None if values[0] is None else str(values[0])

    def expression(self, alias: Sql, column: str) -> Sql:
        """The id column."""
        return alias + Sql(f'."{column}_id"')

    def custom_expression(self, custom: Sql, key: Sql) -> Sql:
        """The id as it is kept, which is a text."""
        return Sql("((") + custom + Sql("->>") + key + Sql(")::uuid)")

    def condition(self, operand: Operand) -> Sql:
        """Membership by id; `me` is the reader."""
        if empty := self.empty_condition(operand):
            return empty
        wanted = [operand.value] if operand.operator in {"eq", "ne"} else list_operand(operand)
        try:
            ids = [self._id(value, operand) for value in wanted]
        except BadValue:
            raise wrong_operand(operand, "an id", "一个编号") from None
        known = [value for value in ids if value is not None]
        if operand.operator in {"eq", "in"} and len(known) == 1:
            # An index that goes on with the order of the list gives it for one value, and not for a list of one.
            return operand.expression + Sql(" = ") + param(known[0]) + Sql("::uuid")
        if operand.operator in {"eq", "in"}:
            return (
                operand.expression + Sql(" = ANY(") + param(known) + Sql("::uuid[])")
                if known
                else FALSE
            )
        return (
            Sql("NOT coalesce(")
            + operand.expression
            + Sql(" = ANY(")
            + param(known)
            + Sql("::uuid[]), FALSE)")
        )

    def _id(self, value: Json, operand: Operand) -> UUID | None:
        return operand.reader.user_id if value == "me" else parse_id(value)

    def from_text(self, text: str, settings: Settings) -> Json:
        """An id; names are resolved by the import, which knows the records."""
        return self.clean(text, settings)


class PersonKind(ReferenceKind):
    """A user of this installation."""

    name = "person"
    label = Text("Person", "人员")


class LookupKind(ReferenceKind):
    """Another record: of the object `settings["object"]`, or of any object where that is None."""

    name = "lookup"
    label = Text("Link to a record", "关联记录")

    def clean_settings(self, settings: Settings) -> Settings:
        """`object`: the key of the object whose records it points at; whether there is one the caller knows."""
        found = settings.get("object")
        if not isinstance(found, str) or not found:
            raise BadValue("bad-object", Text("Choose what it points at.", "请选择要关联的对象。"))
        return {"object": found}
