"""From a filter tree to one SQL condition. Checked against metadata on the way; what is unknown is an error that
lists what is valid.
"""

import logging
import operator
from collections.abc import Callable
from itertools import count
from math import ceil, floor
from typing import Final

import orjson

from zhike.kit.errors import ZhikeError
from zhike.kit.language import Text
from zhike.kit.sql import FALSE, TRUE, Sql, ident
from zhike.platform.access.book import Rule
from zhike.platform.access.policy import EVERYTHING, Policy
from zhike.platform.metadata.errors import UnknownField
from zhike.platform.metadata.kinds.base import BadValue, Operand, Reader
from zhike.platform.metadata.kinds.number import COUNTED
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.filters import (
    MINE,
    All,
    Among,
    AnyOf,
    Condition,
    Having,
    Ids,
    Named,
    Node,
    Not,
    Related,
    invalid,
    named_sources,
    parse_filter,
)
from zhike.platform.records.query.reference import Reference, Source

log = logging.getLogger(__name__)

NamedFilter = Callable[[Named, str, Policy], Node | None]
"""`(node, object key, policy)` -> the filter kept under its id for this object, or None when the reader sees none."""
NamedPhrase = Callable[[str | None, str], Text]
"""`(title or None, people)` -> what the node says; no title for who may not see the kept filter."""

_named: Final[dict[str, tuple[NamedFilter, NamedPhrase]]] = {}
NAMED_DEPTH: Final = 5
NAMED_LIMIT: Final = 20
"""Kept filters in one tree, theirs included: filters that name each other would grow without bound."""
TEXT_LIMIT: Final = 2_000
"""Characters of one text in a condition. Looking for a pattern takes its length times all the text there is."""
_OPPOSITES: Final = {
    "eq": "ne",
    "ne": "eq",
    "gt": "lte",
    "gte": "lt",
    "lt": "gte",
    "lte": "gt",
}
_COMPARED: Final = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
_COMPARATORS: Final = {"eq": "=", "ne": "<>", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def register_named_filter(
    source: str, find: NamedFilter, tell: NamedPhrase, *, parts: tuple[str, ...] = ()
) -> None:
    """Let a room resolve `{"<source>": id}` nodes, with one of its `parts` as `people` where it has any."""
    _named[source] = (find, tell)
    named_sources[source] = parts


def named_phrase(node: Named, title: str | None) -> Text:
    """A node of a registered source in words."""
    return _named[node.source][1](title, node.people)


def rule_condition(policy: Policy, rule: Rule, alias: str) -> Sql:
    """The filter of a sharing rule as a condition on an alias. A rule that no longer fits the fields opens nothing.

    It runs with the rights of the house: what a rule looks at is not what it shows. Aliases count from far above those of
    the statement around it, which it must not hide.
    """
    type_ = registry.get(rule.object)
    reader = Reader(policy.me, mine=policy.mine)
    source = Source(type_, EVERYTHING, reader, f"{alias}_s", aliases=count(10_000))
    try:
        condition = compile_filter(parse_filter(orjson.loads(rule.filter)), source)
    except ZhikeError:
        log.warning("sharing rule %s no longer fits %s and opens nothing", rule.id, rule.object)
        return FALSE
    return (
        Sql("EXISTS (SELECT 1")
        + source.from_clause()
        + Sql(f" WHERE {alias}_s.id = {alias}.id AND ")
        + condition
        + Sql(")")
    )


def compile_filter(node: Node, source: Source, depth: int = 0) -> Sql:
    """The condition of a tree over a source. Raises InvalidFilter."""
    match node:
        case Condition():
            return _condition(node, source)
        case All(parts):
            compiled = [compile_filter(part, source, depth) for part in parts]
            return Sql.join(" AND ", compiled).wrapped() if compiled else TRUE
        case AnyOf(parts):
            compiled = [compile_filter(part, source, depth) for part in parts]
            return Sql.join(" OR ", compiled).wrapped() if compiled else FALSE
        case Not(part):
            before = source.measured
            compiled_part = compile_filter(part, source, depth)
            if source.measure == "skip" and source.measured > before:
                return TRUE
            return Sql("NOT coalesce(") + compiled_part + Sql(", FALSE)")
        case Ids(ids):
            return Sql(f"{source.alias}.id = ANY(%s)", (list(ids),))
        case Among(ids):
            return Sql(f"{source.alias}.id IN (") + ids + Sql(")")
        case Related():
            return _related(node, source, depth)
        case Named():
            found = (
                _named[node.source][0](node, source.type.key, source.policy)
                if node.source in _named
                and depth < NAMED_DEPTH
                and next(source.named) < NAMED_LIMIT
                else None
            )
            if found is None:
                raise invalid(
                    node.loc,
                    "unknown-filter",
                    "This {source} does not exist for this object.",
                    "此对象没有该{source}。",
                    source=node.source,
                )
            return compile_filter(found, source, depth + 1)


def _condition(node: Condition, source: Source) -> Sql:
    reference = _reference(node.field, source, (*node.loc, "field"))
    kind = reference.field.kind
    if node.op not in kind.operators:
        raise invalid(
            (*node.loc, "op"),
            "unknown-operator",
            "“{operator}” is no operator of {field}. Operators: {known}.",
            "{field}没有运算符“{operator}”，可用：{known}。",
            operator=node.op[:40],
            field=reference.field.path,
            known=", ".join(kind.operators),
        )
    if node.op == MINE:
        return _mine(node, reference, source)
    values = node.value if isinstance(node.value, list) else [node.value]
    if any(isinstance(one, str) and (len(one) > TEXT_LIMIT or "\x00" in one) for one in values):
        raise invalid(
            (*node.loc, "value"),
            "bad-operand",
            "Give a text of at most {limit} characters without NUL.",
            "文本不超过 {limit} 个字符，且不含空字符。",
            limit=TEXT_LIMIT,
        )
    try:
        return kind.condition(
            Operand(
                reference.expression, node.op, node.value, reference.field.settings, source.reader
            )
        )
    except BadValue as error:
        raise invalid(
            (*node.loc, "value"), error.code, error.text.en, error.text.zh, **error.data
        ) from None


def _mine(node: Condition, reference: Reference, source: Source) -> Sql:
    """That a value is among what is noted of the reader; of whom nothing is noted, for them it is not."""
    known = source.reader.mine or source.policy.mine
    if not isinstance(node.value, str) or node.value not in known:
        raise invalid(
            (*node.loc, "value"),
            "unknown-attribute",
            "There is no attribute “{key}” of people. Attributes: {known}.",
            "没有人员属性“{key}”，可用：{known}。",
            key=str(node.value)[:40],
            known=", ".join(known),
        )
    words = known[node.value]
    if not words:
        return FALSE
    kind, settings = reference.field.kind, reference.field.settings
    return kind.condition(Operand(reference.expression, MINE, list(words), settings, source.reader))


def _reference(path: str, source: Source, loc: tuple[str | int, ...]) -> Reference:
    try:
        return source.reference(path)
    except UnknownField as error:
        raise invalid(loc, error.code, error.text.en, error.text.zh, **error.data) from None


def _related(node: Related, source: Source, depth: int) -> Sql:
    relation = source.type.relations.get(node.relation)
    if relation is None:
        raise invalid(
            (*node.loc, "related"),
            "unknown-relation",
            "{object} has no relation “{relation}”. Relations: {known}.",
            "{object}没有关联“{relation}”，可用：{known}。",
            object=source.type.key,
            relation=node.relation[:40],
            known=", ".join(source.type.relations),
        )
    inner = source.related(seen_by(source.policy, relation.object))
    key = inner.type.field(relation.field).expression(inner.alias)
    parts = [inner.visible()]
    if node.where is not None:
        parts.append(compile_filter(node.where, inner, depth))
    tests = [(_measure(test, inner), test) for test in node.having]
    all_rows = inner.from_clause() + Sql(" WHERE ") + Sql.join(" AND ", parts)
    rows = all_rows + Sql(" AND ") + key + Sql(f" = {source.alias}.id")
    if not tests:
        return Sql("EXISTS (SELECT 1") + rows + Sql(")")
    groups = Sql("SELECT ") + key + Sql(" AS k") + all_rows
    compiled = [_measured(source, rows, groups, measure, test) for measure, test in tests]
    return Sql.join(" AND ", compiled).wrapped()


def _measured(source: Source, rows: Sql, groups: Sql, measure: Sql, test: Having) -> Sql:
    """`rows` are the related ones of a row, `groups` all of them with their key `k`, without GROUP BY."""
    number = _number(test)
    least = _least(test.comparator, number) if test.measure == "count" else None
    if least is not None and least <= 1:
        # Without OFFSET the planner may turn the condition into a join, and chooses itself.
        return _reaches(rows, least, test.comparator)
    source.measured += 1
    if source.measure == "skip":
        return TRUE
    if source.measure == "grouped":
        return _in_groups(source, groups, measure, test, number)
    if least is not None:
        return _reaches(rows + Sql(" OFFSET %s", (least - 1,)), least, test.comparator)
    # A correlated aggregate: one index range per row that passed the other conditions, and right for records that
    # have no related rows at all (a count of 0, an empty sum).
    sign = _COMPARATORS[test.comparator]
    return Sql("(SELECT ") + measure + rows + Sql(f") {sign} %s", (number,))


def _in_groups(source: Source, groups: Sql, measure: Sql, test: Having, number: float) -> Sql:
    """The rows whose group of related records measures up, all groups made at once.

    Rows without related records are in no group. Where these match, because a count or a sum of nothing is 0, the
    answer is who is not in a group that fails.
    """
    nothing_matches = test.measure in {"count", "sum"} and _COMPARED[test.comparator](0, number)
    sign = _COMPARATORS[_OPPOSITES[test.comparator] if nothing_matches else test.comparator]
    found = groups + Sql(" GROUP BY 1 HAVING ") + measure + Sql(f" {sign} %s", (number,))
    if nothing_matches:
        return (
            Sql("NOT EXISTS (SELECT 1 FROM (") + found + Sql(f") g WHERE g.k = {source.alias}.id)")
        )
    return Sql(f"{source.alias}.id IN (") + found + Sql(")")


def _least(comparator: str, number: float) -> int | None:
    """How many to count to for a comparison with a number; None where all must be counted."""
    if comparator in {"gt", "lte"}:
        return floor(number) + 1
    if comparator in {"gte", "lt"}:
        return ceil(number)
    return 1 if comparator == "eq" and number == 0 else None


def _reaches(rows: Sql, least: int, comparator: str) -> Sql:
    """That there are at least so many rows, or that there are not."""
    negative = comparator in {"lt", "lte", "eq"}
    if least < 1:
        return FALSE if negative else TRUE
    found = Sql("EXISTS (SELECT 1") + rows + Sql(")")
    return Sql("NOT ") + found if negative else found


def _number(test: Having) -> float | int:
    if (
        isinstance(test.value, bool)
        or not isinstance(test.value, int | float)
        or abs(test.value) > 1e15
    ):
        raise invalid(test.loc, "bad-operand", "Compare with a number.", "请与数字比较。")
    return test.value


def _measure(test: Having, inner: Source) -> Sql:
    if test.field is None:
        return Sql("count(*)")
    reference = _reference(test.field, inner, test.loc)
    kind = reference.field.kind
    if test.measure not in kind.measures or kind.name not in COUNTED:
        raise invalid(
            test.loc,
            "measure-field",
            "{field} cannot be measured with {measure}.",
            "{field}不能用于{measure}。",
            field=test.field[:60],
            measure=test.measure,
        )
    total = Sql(f"{ident(test.measure).text[1:-1]}(") + reference.expression + Sql(")")
    return Sql("coalesce(") + total + Sql(", 0)") if test.measure == "sum" else total
