"""What a field kind must be able to do, in three narrow protocols, and the pieces all kinds are built from.

A kind knows values, SQL expressions and text. It knows no model, no request and no reader.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from zhike.kit.language import Text
from zhike.kit.sql import Sql, param

Settings = Mapping[str, Any]
Json = Any
"""A value as it travels in JSON: str, int, float, bool, None, list or dict."""


class BadValue(Exception):
    """A value a field cannot take. `text` may hold placeholders that `data` fills."""

    def __init__(self, code: str, text: Text, **data: object) -> None:
        super().__init__(code)
        self.code, self.text, self.data = code, text, data


class BadOperand(BadValue):
    """The value of a filter condition does not fit its operator."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What a condition may depend on besides its field: who asks, and what day it is for them."""

    user_id: UUID | None = None
    time_zone: str = "Asia/Shanghai"
    mine: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What is noted of them, by attribute: the words a value may be written in."""


@dataclass(frozen=True, slots=True)
class Operand:
    """One condition to compile: an SQL expression of the kind's type, an operator of the kind, and its JSON value."""

    expression: Sql
    operator: str
    value: Json
    settings: Settings = field(default_factory=dict)
    reader: Reader = field(default_factory=Reader)


class Kind(Protocol):
    """Values: what is accepted, how it is stored in columns, how it reads in JSON."""

    name: str
    label: Text
    custom_allowed: bool
    """Whether an administrator may make a custom field of this kind."""

    def clean(self, value: Json, settings: Settings) -> Json:
        """Return the canonical JSON of a value somebody entered; raise BadValue. Never called with None."""

    def columns(self, column: str) -> tuple[str, ...]:
        """The database columns of a standard field, which are also the model's attribute names."""

    def store(self, value: Json) -> tuple[object, ...]:
        """Column values for canonical JSON, aligned with `columns`."""

    def load(self, values: Sequence[Any]) -> Json:
        """Canonical JSON for column values; the reverse of `store`."""

    def clean_settings(self, settings: Settings) -> Settings:
        """Validated settings of a custom field of this kind; raise BadValue."""


class Queryable(Protocol):
    """SQL: expressions over a column or over the JSON of custom fields, and conditions on them."""

    operators: tuple[str, ...]
    sortable: bool
    measures: tuple[str, ...]

    def expression(self, alias: Sql, column: str) -> Sql:
        """The comparable value of a standard field."""

    def custom_expression(self, custom: Sql, key: Sql) -> Sql:
        """The comparable value of a custom field; `custom` is the JSONB column, `key` a string literal."""

    def json(self, alias: Sql, column: str) -> Sql:
        """The JSON value of a standard field, for a response."""

    def condition(self, operand: Operand) -> Sql:
        """A boolean expression, never NULL-sensitive to its caller; raise BadOperand."""


class Portable(Protocol):
    """Text: what a cell of a file or a line of the history shows."""

    def to_text(self, value: Json, settings: Settings) -> str:
        """One line of text for a canonical value; empty for None."""

    def from_text(self, text: str, settings: Settings) -> Json:
        """Canonical JSON for the text of a cell; raise BadValue. Never called with blank text."""


class FieldKind(Kind, Queryable, Portable, Protocol):
    """All three together; what the registry of kinds holds."""


EMPTY_OPERATORS = ("is_empty", "is_not_empty")

OPERATOR_VALUE = Text(
    "The operator {operator} takes {expected}.", "运算符 {operator} 需要{expected}。"
)


def wrong_operand(operand: Operand, en: str, zh: str) -> BadOperand:
    """The error for an operator that got a value of another shape."""
    text = Text(
        OPERATOR_VALUE.en.replace("{expected}", en), OPERATOR_VALUE.zh.replace("{expected}", zh)
    )
    return BadOperand("bad-operand", text, operator=operand.operator)


class SingleColumn:
    """Shared behaviour of kinds that keep one value in one column, named as the field is."""

    name = ""
    label = Text("", "")
    custom_allowed = True
    operators: tuple[str, ...] = ()
    sortable: bool = True
    measures: tuple[str, ...] = ()

    def columns(self, column: str) -> tuple[str, ...]:
        """One column."""
        return (column,)

    def store(self, value: Json) -> tuple[object, ...]:
        """The JSON value itself."""
        return (value,)

    def load(self, values: Sequence[Any]) -> Json:
        """The column's value itself."""
        return values[0]

    def clean_settings(self, settings: Settings) -> Settings:
        """No settings are kept."""
        return {}

    def expression(self, alias: Sql, column: str) -> Sql:
        """The column."""
        return alias + Sql(f'."{column}"')

    def custom_expression(self, custom: Sql, key: Sql) -> Sql:
        """The text under the key."""
        return Sql("(") + custom + Sql("->>") + key + Sql(")")

    def json(self, alias: Sql, column: str) -> Sql:
        """The column; PostgreSQL turns it into JSON."""
        return self.expression(alias, column)

    def to_text(self, value: Json, settings: Settings) -> str:
        """The value as text."""
        return "" if value is None else str(value)

    def empty_condition(self, operand: Operand) -> Sql | None:
        """The condition of `is_empty` and `is_not_empty`, or None for another operator."""
        if operand.operator == "is_empty":
            return operand.expression + Sql(" IS NULL")
        if operand.operator == "is_not_empty":
            return operand.expression + Sql(" IS NOT NULL")
        return None


COMPARISONS = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def compare(expression: Sql, operator: str, value: object, cast: str = "") -> Sql:
    """`expression <operator> value`; `ne` also matches what is empty, as a reader of "is not" expects."""
    bound = param(value) + Sql(cast)
    if operator == "ne":
        return expression + Sql(" IS DISTINCT FROM ") + bound
    return expression + Sql(f" {COMPARISONS[operator]} ") + bound


def between(expression: Sql, low: object, high: object, cast: str = "") -> Sql:
    """`expression` from `low` to `high`, both included."""
    return (
        expression
        + Sql(" BETWEEN ")
        + param(low)
        + Sql(cast)
        + Sql(" AND ")
        + param(high)
        + Sql(cast)
    )
