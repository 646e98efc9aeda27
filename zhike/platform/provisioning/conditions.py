"""Filters as questions to the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, Q
from django.utils.dateparse import parse_datetime

from zhike.platform.provisioning.attributes import bare_path
from zhike.platform.provisioning.errors import ScimError
from zhike.platform.provisioning.filters import Compare, Every, Node, Not, Some, Within

Condition = Callable[[str, Any], Q]
"""What holds of the rows for an operator and a value; `pr` comes with the value None."""
_TEXT: Final = {
    "eq": "iexact",
    "co": "icontains",
    "sw": "istartswith",
    "ew": "iendswith",
    "gt": "gt",
    "ge": "gte",
    "lt": "lt",
    "le": "lte",
}
_ORDER: Final = {"eq": "exact", "gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}
NOBODY: Final = Q(pk__in=())


def text(column: str, *, exact: bool = False) -> Condition:
    """A column of text; empty means not given."""

    def condition(op: str, value: Any) -> Q:
        if op == "pr":
            return ~Q(**{column: ""}) & Q(**{f"{column}__isnull": False})
        if not isinstance(value, str) or "\x00" in value:
            raise ScimError(400, "Compare this with a text.", "invalidFilter")
        lookup = "exact" if exact and op == "eq" else _TEXT[op]
        return Q(**{f"{column}__{lookup}": value})

    return condition


def identifier(column: str) -> Condition:
    """A column of ids. What is no id is nobody's."""

    def condition(op: str, value: Any) -> Q:
        if op == "pr":
            return Q(**{f"{column}__isnull": False})
        if op != "eq":
            raise ScimError(400, "Ids are compared with eq or ne.", "invalidFilter")
        try:
            return Q(**{column: UUID(str(value))})
        except ValueError:
            return NOBODY

    return condition


def boolean(column: str) -> Condition:
    """A column that is true or false."""

    def condition(op: str, value: Any) -> Q:
        if op == "pr":
            return ~NOBODY
        if isinstance(value, str) and value.lower() in {"true", "false"}:
            value = value.lower() == "true"
        if op != "eq" or not isinstance(value, bool):
            raise ScimError(400, "Compare this with true or false.", "invalidFilter")
        return Q(**{column: value})

    return condition


def moment(column: str) -> Condition:
    """A column of moments."""

    def condition(op: str, value: Any) -> Q:
        if op == "pr":
            return Q(**{f"{column}__isnull": False})
        lookup = _ORDER.get(op)
        found = _moment_of(value)
        if lookup is None or found is None:
            raise ScimError(400, "Compare this with a moment in time.", "invalidFilter")
        return Q(**{f"{column}__{lookup}": found})

    return condition


def _moment_of(value: Any) -> datetime | None:
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def always(value: Any) -> Condition:
    """What is the same for every row, such as the type of the one address."""

    def condition(op: str, asked: Any) -> Q:
        alike = str(value).lower() == str(asked).lower()
        return ~NOBODY if op == "pr" or (op == "eq" and alike) else NOBODY

    return condition


Lists = Mapping[str, tuple[Callable[[Q], Exists], Mapping[str, Condition]]]
"""By name, how to ask whether there is a row of another table, and what can be asked about it."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What can be asked about the rows of a kind: `columns` by lower-case path, and `lists`."""

    schema: str
    columns: Mapping[str, Condition]
    lists: Lists = field(default_factory=dict)

    def compiled(self, node: Node) -> Q:
        """The tree as a condition. Raises ScimError for what cannot be asked."""
        match node:
            case Every(nodes):
                return reduce(and_, map(self.compiled, nodes), ~NOBODY)
            case Some(nodes):
                return reduce(or_, map(self.compiled, nodes), NOBODY)
            case Not(inner):
                return ~self.compiled(inner)
            case Within(path, inner):
                name = bare_path(self.schema, path).lower()
                if name in self.lists:
                    there, parts = self.lists[name]
                    return Q(there(Conditions(self.schema, parts).compiled(inner)))
                return self.compiled(_prefixed(name, inner))
            case Compare(path, op, value):
                return self._compared(bare_path(self.schema, path).lower(), op, value)

    def _compared(self, path: str, op: str, value: Any) -> Q:
        if value is None and op in {"eq", "ne"}:
            present = self._compared(path, "pr", None)
            return ~present if op == "eq" else present
        if op == "ne":
            return ~self._compared(path, "eq", value)
        name, _, part = path.partition(".")
        if name in self.lists:
            there, parts = self.lists[name]
            if op == "pr":
                return Q(there(Q()))
            asked = Compare(part or "value", op, value)
            return Q(there(Conditions(self.schema, parts).compiled(asked)))
        condition = self.columns.get(path)
        if condition is None:
            known = ", ".join(sorted({*self.columns, *self.lists}))
            raise ScimError(
                400, f"Nothing can be asked about {path[:60]}. Known: {known}.", "invalidFilter"
            )
        return condition(op, value)


def _prefixed(name: str, node: Node) -> Node:
    """The conditions of a list that has one item at most, as conditions of the resource."""
    match node:
        case Every(nodes):
            return Every(tuple(_prefixed(name, one) for one in nodes))
        case Some(nodes):
            return Some(tuple(_prefixed(name, one) for one in nodes))
        case Not(inner):
            return Not(_prefixed(name, inner))
        case Within():
            raise ScimError(400, "A list within a list cannot be asked about.", "invalidFilter")
        case Compare(path, op, value):
            return Compare(f"{name}.{path}", op, value)
