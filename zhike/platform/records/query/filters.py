"""The filter tree: parsed from JSON, limited in size, independent of any object.

{"all": [...]}  {"any": [...]}  {"not": node}
{"field": "city", "op": "in", "value": ["上海"]}
{"field": "city", "op": "mine", "value": "region"}: among what is noted of the reader as their region
{"related": "orders", "where": node, "having": {"count": {"gte": 3}, "sum": {"field": "total", "gte": 1000}}}
{"segment": "<id>"}  {"campaign": "<id>", "people": "not_opened"}
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any, Final
from uuid import UUID

from zhike.kit.errors import Problem
from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.records.errors import InvalidFilter

DEPTH_LIMIT: Final = 10
NODE_LIMIT: Final = 200
MINE: Final = "mine"
COMPARATORS: Final = ("eq", "ne", "gt", "gte", "lt", "lte")
MEASURES: Final = ("count", "sum", "avg", "min", "max")

Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One field compared with a value."""

    field: str
    op: str
    value: Any
    loc: Loc


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; none is true."""

    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; none is false."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Having:
    """A measure of related records compared with a number: `sum` of `field` `gte` 1000."""

    measure: str
    field: str | None
    comparator: str
    value: Any
    loc: Loc


@dataclass(frozen=True, slots=True)
class Related:
    """Related records that match `where` exist, or measure up to every `having`."""

    relation: str
    where: "Node | None"
    having: tuple[Having, ...]
    loc: Loc


@dataclass(frozen=True, slots=True)
class Named:
    """A filter kept elsewhere, e.g. a segment's; `people` says which part of it, where the source has parts."""

    source: str
    id: UUID
    loc: Loc
    people: str = ""


@dataclass(frozen=True, slots=True)
class Ids:
    """The records of these ids; made by our own code, never parsed from a request's tree."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Among:
    """The records whose ids a statement gives; made by our own code, never parsed from a request's tree."""

    ids: Sql


Node = Condition | All | AnyOf | Not | Related | Named | Ids | Among
EVERYTHING: Final = All()
named_sources: Final[dict[str, tuple[str, ...]]] = {}
"""What filters may name, and the parts of each; rooms register theirs with `register_named_filter`."""


def size(node: Node) -> float:
    """How many conditions a tree has; infinite where it asks about more than fields."""
    match node:
        case All(parts) | AnyOf(parts):
            return sum(map(size, parts))
        case Not(part):
            return size(part)
        case Condition():
            return 1
        case _:
            return inf


def mine_of(node: Node, *, denied: bool = False) -> set[str]:
    """The attributes of the reader a tree speaks of; `denied`: those inside a `not` only."""
    match node:
        case All(parts) | AnyOf(parts):
            return set().union(*(mine_of(part, denied=denied) for part in parts))
        case Not(part):
            return mine_of(part)
        case Related(where=where) if where is not None:
            # Of related records it can be counted how few there are.
            return mine_of(where, denied=denied and not node.having)
        case Condition(op=op, value=value) if op == MINE and not denied:
            return {str(value)}
        case _:
            return set()


def invalid(loc: Loc, code: str, en: str, zh: str, **data: object) -> InvalidFilter:
    """An error at one place of the filter."""
    return InvalidFilter(problems=[Problem(loc, code, Text(en, zh), data)])


@dataclass(slots=True)
class _Parser:
    left: int = field(default=NODE_LIMIT)

    def node(self, raw: object, loc: Loc, depth: int) -> Node:
        self.left -= 1
        if self.left < 0 or depth > DEPTH_LIMIT:
            raise invalid(
                loc,
                "filter-too-large",
                "A filter has at most {nodes} conditions, nested at most {depth} deep.",
                "筛选最多 {nodes} 个条件、{depth} 层嵌套。",
                nodes=NODE_LIMIT,
                depth=DEPTH_LIMIT,
            )
        if not isinstance(raw, Mapping):
            raise self._shape(loc)
        keys = set(raw)
        if keys in ({"all"}, {"any"}):
            name = next(iter(keys))
            parts = raw[name]
            if not isinstance(parts, list):
                raise self._shape((*loc, name))
            nodes = tuple(
                self.node(part, (*loc, name, index), depth + 1) for index, part in enumerate(parts)
            )
            return All(nodes) if name == "all" else AnyOf(nodes)
        if keys == {"not"}:
            return Not(self.node(raw["not"], (*loc, "not"), depth + 1))
        if (
            {"field", "op"} <= keys <= {"field", "op", "value"}
            and isinstance(raw["field"], str)
            and isinstance(raw["op"], str)
        ):
            return Condition(raw["field"], raw["op"], raw.get("value"), loc)
        if (
            "related" in keys
            and keys <= {"related", "where", "having"}
            and isinstance(raw["related"], str)
        ):
            where = raw.get("where")
            inner = None if where is None else self.node(where, (*loc, "where"), depth + 1)
            return Related(
                raw["related"], inner, self._having(raw.get("having"), (*loc, "having")), loc
            )
        name = next((one for one in named_sources if one in keys), None)
        if name is not None and keys <= {name, "people"}:
            people = raw.get("people", "")
            if people not in (named_sources[name] or ("",)):
                raise invalid(
                    (*loc, "people"),
                    "unknown-option",
                    "Choose one of: {known}.",
                    "请选择：{known}。",
                    known=", ".join(named_sources[name]),
                )
            try:
                return Named(name, UUID(raw[name]), loc, people)
            except (ValueError, TypeError, AttributeError):
                raise invalid(
                    (*loc, name), "not-an-id", "Choose an entry from the list.", "请从列表中选择。"
                ) from None
        raise self._shape(loc)

    def _having(self, raw: object, loc: Loc) -> tuple[Having, ...]:
        if raw is None:
            return ()
        found = []
        if not isinstance(raw, Mapping):
            raise self._shape(loc)
        for measure, test in raw.items():
            place = (*loc, str(measure))
            if measure not in MEASURES:
                raise invalid(
                    place,
                    "unknown-measure",
                    "“{measure}” is no measure. Measures: {known}.",
                    "没有“{measure}”这种度量，可用：{known}。",
                    measure=str(measure)[:40],
                    known=", ".join(MEASURES),
                )
            if not isinstance(test, Mapping):
                raise self._shape(place)
            name = test.get("field")
            if (measure == "count") != (name is None) or not isinstance(name, str | None):
                raise invalid(
                    place,
                    "measure-field",
                    "count takes no field; other measures need one.",
                    "计数不需要字段，其他度量需要字段。",
                )
            for comparator, value in test.items():
                if comparator == "field":
                    continue
                if comparator not in COMPARATORS:
                    raise invalid(
                        (*place, str(comparator)),
                        "unknown-operator",
                        "“{operator}” is no operator here. Operators: {known}.",
                        "此处没有运算符“{operator}”，可用：{known}。",
                        operator=str(comparator)[:40],
                        known=", ".join(COMPARATORS),
                    )
                found.append(Having(measure, name, comparator, value, (*place, comparator)))
        return tuple(found)

    def _shape(self, loc: Loc) -> InvalidFilter:
        return invalid(
            loc,
            "filter-shape",
            "A condition is one of: all, any, not, field with op and value, related, segment.",
            "条件必须是以下之一：all、any、not、field 加 op 和 value、related、segment。",
        )


def parse_filter(raw: object, loc: Loc = ("filter",)) -> Node:
    """The tree of a JSON value; None is the filter that lets everything through. Raises InvalidFilter."""
    return All() if raw is None else _Parser().node(raw, loc, 0)
