"""The type of every part of a formula, and with it its SQL. What does not fit is an error at its place that says what would."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

from zhike.kit.language import Text
from zhike.kit.sql import FALSE, TRUE, Sql, param
from zhike.platform.metadata.formula import typed
from zhike.platform.metadata.formula.functions import FUNCTIONS
from zhike.platform.metadata.formula.joining import different, equal, ordered
from zhike.platform.metadata.formula.syntax import (
    Call,
    FormulaError,
    Name,
    Node,
    Number,
    Operation,
    Quoted,
    Truth,
)
from zhike.platform.metadata.formula.typed import (
    Reading,
    Typed,
    applied,
    as_number,
    as_truth,
    as_words,
    wrong_type,
)
from zhike.platform.metadata.formula.values import BOOLEAN, MONEY, NUMBER, TEXT, Type, value_of

FIELD_LIMIT: Final = Decimal(10) ** 15
"""What numbers of records, and results of formulas, stay below."""
PLACES: Final = 10
"""Decimal places of a quotient."""
_KNOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean: `type_at` gives the type of the field at a path, and raises FormulaError where there is none."""

    type_at: Callable[[Name], Type]


def check(node: Node, scope: Scope) -> Typed:
    """The part with its type. Raises FormulaError."""
    at = (node.at, node.until)
    match node:
        case Number(value):
            return Typed(
                NUMBER, lambda _: param(value) + Sql("::numeric"), *at, literal=value, most=value
            )
        case Quoted(value):
            said = value or None
            return Typed(TEXT, lambda _: param(said) + Sql("::text"), *at, literal=value)
        case Truth(value):
            return Typed(BOOLEAN, lambda _: TRUE if value else FALSE, *at)
        case Name(path):
            type_ = scope.type_at(node)
            most = FIELD_LIMIT if type_.counted else None
            return Typed(type_, lambda on: value_of(*on.field(path)), *at, most=most)
        case Call():
            return _call(node, scope)
        case Operation(operator, (part,)):
            return _alone(operator, check(part, scope), at)
        case Operation(operator, (left, right)):
            return _operation(operator, check(left, scope), check(right, scope), at)
    raise AssertionError(node)


def _call(node: Call, scope: Scope) -> Typed:
    function = FUNCTIONS.get(node.function)
    if function is None:
        near = get_close_matches(node.function, FUNCTIONS, n=3) or list(FUNCTIONS)
        raise FormulaError(
            "unknown-function",
            Text(
                "There is no function {function}. Functions: {known}.",
                "没有函数 {function}，可用：{known}。",
            ),
            node.at,
            node.until,
            function=node.function[:40],
            known=", ".join(near[:_KNOWN]),
        )
    parts = [check(part, scope) for part in node.arguments]
    if not function.least <= len(parts) <= function.most:
        raise FormulaError(
            "wrong-count",
            Text("Write {form}.", "请写作 {form}。"),
            node.at,
            node.until,
            form=function.form,
        )
    return function.check((node.at, node.until), parts)


def _alone(operator: str, part: Typed, at: tuple[int, int]) -> Typed:
    if operator == "NOT":
        truth = as_truth(part)
        return Typed(BOOLEAN, lambda on: applied("(NOT ", [truth(on)]), *at)
    if not part.type.counted:
        raise wrong_type(part, Text("a number or an amount", "数字或金额"))
    if operator == "+":
        return part
    return Typed(part.type, lambda on: applied("(- ", [part.make(on)]), *at, most=part.most)


def _operation(operator: str, left: Typed, right: Typed, at: tuple[int, int]) -> Typed:
    match operator:
        case "AND" | "OR":
            sides = (as_truth(left), as_truth(right))
            return Typed(
                BOOLEAN,
                lambda on: applied("(", [side(on) for side in sides], ")", f" {operator} "),
                *at,
            )
        case "=":
            return Typed(BOOLEAN, equal(left, right), *at)
        case "<>":
            return Typed(BOOLEAN, different(left, right), *at)
        case "<" | "<=" | ">" | ">=":
            return Typed(BOOLEAN, ordered(operator, left, right), *at)
        case "&":
            words = (as_words(left), as_words(right))
            return typed.text(at, lambda on: applied("concat(", [word(on) for word in words]))
        case _:
            return _sum(operator, left, right, at)


def _sum(operator: str, left: Typed, right: Typed, at: tuple[int, int]) -> Typed:
    for part in (left, right):
        if part.type.dated:
            raise FormulaError(
                "days-are-added",
                Text(
                    "Days are added with ADD_DAYS(date, days) and counted with DAYS_BETWEEN(first, last).",
                    "日期加减请用 ADD_DAYS(日期, 天数)，相差天数请用 DAYS_BETWEEN(起, 止)。",
                ),
                part.at,
                part.until,
            )
        if not part.type.counted:
            raise wrong_type(part, Text("a number or an amount", "数字或金额"))
    sides = (left.make, right.make)
    amounts = [part.type == MONEY for part in (left, right)]
    result = MONEY if any(amounts) else NUMBER
    if operator == "*" and all(amounts):
        raise FormulaError(
            "amounts-multiplied",
            Text("An amount is multiplied by a number.", "金额只能与数字相乘。"),
            right.at,
            right.until,
        )
    if operator != "/":
        return Typed(
            result,
            lambda on: applied("(", [side(on) for side in sides], ")", f" {operator} "),
            *at,
            most=_most(operator, left.most, right.most),
        )
    if amounts == [False, True]:
        as_number(right)
    result = NUMBER if all(amounts) else result

    def quotient(on: Reading) -> Sql:
        above = applied("round(", [left.make(on)], f", {2 * PLACES:d})")
        return applied("round(", [above, right.make(on)], f", 0), {PLACES:d})", " / nullif(")

    return Typed(result, quotient, *at)


def _most(operator: str, left: Decimal | None, right: Decimal | None) -> Decimal | None:
    if left is None or right is None:
        return None
    return left * right if operator == "*" else left + right
