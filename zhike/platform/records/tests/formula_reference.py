"""What formulas mean, in plain Python: the other opinion the database's answers are held against. Used by tests alone."""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any, Final

from zhike.platform.metadata.formula.syntax import (
    Call,
    Name,
    Node,
    Number,
    Operation,
    Quoted,
    Truth,
)

WIDE: Final = Context(prec=400, rounding=ROUND_HALF_UP)
CUT: Final = 2_000
Row = Mapping[str, Any]


def evaluate(node: Node, row: Row) -> Any:
    """The value of a formula over a row: Decimal, text, yes or no, date, or None for blank."""
    with localcontext(WIDE):
        return _value(node, row)


def rounded(value: Decimal, places: int) -> Decimal:
    """Halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), context=WIDE)


def _text(value: str) -> str | None:
    return value[:CUT] or None


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        plain = format(value + 0, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return value.isoformat() if isinstance(value, date) else str(value)


def _value(node: Node, row: Row) -> Any:
    match node:
        case Number(value):
            return value
        case Quoted(value):
            return value or None
        case Truth(value):
            return value
        case Name(path):
            return row[path]
        case Operation(operator, (part,)):
            return _signed(operator, _value(part, row))
        case Operation(operator, (left, right)):
            return _joined(operator, _value(left, row), _value(right, row))
        case Call("IF" | "CASE"):
            return _chosen(node, row)
        case Call(function, arguments):
            return _called(function, [_value(one, row) for one in arguments])
    raise AssertionError(node)


def _signed(operator: str, value: Any) -> Any:
    if operator == "NOT":
        return not value
    return value if value is None or operator == "+" else -value


def _chosen(node: Call, row: Row) -> Any:
    """IF and CASE, which look only at what they give."""
    if node.function == "IF":
        pairs, rest = [(node.arguments[0], True)], node.arguments[1:]
        results, otherwise = rest[:1], rest[1:]
    else:
        chosen, rest = _value(node.arguments[0], row), node.arguments[1:]
        pairs = [(one, chosen) for one in rest[: len(rest) // 2 * 2 : 2]]
        results = rest[1::2]
        otherwise = rest[-1:] if len(rest) % 2 else ()
    for (condition, wanted), result in zip(pairs, results, strict=False):
        if _value(condition, row) == wanted:
            return _value(result, row)
    return _value(otherwise[0], row) if otherwise else None


def _joined(operator: str, left: Any, right: Any) -> Any:
    match operator:
        case "AND":
            return left and right
        case "OR":
            return left or right
        case "=":
            return left == right
        case "<>":
            return left != right
        case "&":
            return _text(_words(left) + _words(right))
    blank = left is None or right is None
    if operator in {"<", "<=", ">", ">="}:
        return not blank and bool(
            {
                "<": lambda: left < right,
                "<=": lambda: left <= right,
                ">": lambda: left > right,
                ">=": lambda: left >= right,
            }[operator]()
        )
    if blank:
        return None
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return None if right == 0 else rounded(rounded(rounded(left, 20) / right, 20), 10)


def _whole(value: Decimal, low: int, high: int) -> int:
    return max(low, min(high, int(value)))


def _called(function: str, given: list[Any]) -> Any:
    if function in {"COALESCE", "MIN", "MAX"}:
        there = [value for value in given if value is not None]
        pick = {"COALESCE": lambda: there[0], "MIN": lambda: min(there), "MAX": lambda: max(there)}
        return pick[function]() if there else None
    match function, given:
        case "AND", _:
            return all(given)
        case "OR", _:
            return any(given)
        case "ISBLANK", [value]:
            return value is None
        case "CONCAT", _:
            return _text("".join(map(_words, given)))
        case "LEN", [text]:
            return Decimal(len(text or ""))
        case "CONTAINS", [text, part]:
            return text is not None and part is not None and part in text
        case "REPLACE", [text, old, new]:
            return _text((text or "").replace(old, new or "") if old else text or "")
    if any(value is None for value in given):
        return None
    return _strict(function, given)


def _strict(function: str, given: list[Any]) -> Any:
    match function, given:
        case "LEFT", [text, length]:
            return _text(text[: _whole(length, 0, CUT)])
        case "RIGHT", [text, length]:
            count = _whole(length, 0, CUT)
            return _text(text[-count:] if count else "")
        case "MID", [text, start, length]:
            first = _whole(start, 1, 1_000_000) - 1
            return _text(text[first : first + _whole(length, 0, CUT)])
        case "UPPER", [text]:
            return _text(text.upper())
        case "LOWER", [text]:
            return _text(text.lower())
        case "TRIM", [text]:
            return _text(text.strip(" "))
        case "ROUND", [number, *places]:
            return rounded(number, int(places[0]) if places else 0)
        case "FLOOR", [number]:
            return number.to_integral_value(ROUND_FLOOR)
        case "CEILING", [number]:
            return number.to_integral_value(ROUND_CEILING)
        case "ABS", [number]:
            return abs(number)
        case "MOD", [number, divisor]:
            return None if divisor == 0 else number % divisor
    return _calendar(function, given)


def _calendar(function: str, given: list[Any]) -> Any:
    match function, given:
        case "YEAR", [day]:
            return Decimal(day.year)
        case "MONTH", [day]:
            return Decimal(day.month)
        case "DAY", [day]:
            return Decimal(day.day)
        case "WEEKDAY", [day]:
            return Decimal(day.isoweekday())
        case "DAYS_BETWEEN", [first, last]:
            return Decimal((last - first).days)
        case "DATE", parts:
            try:
                return date(*(_whole(part, 0, 99_999) for part in parts))
            except ValueError:
                return None
        case "ADD_DAYS", [day, days]:
            try:
                return day + timedelta(days=int(days))
            except OverflowError:
                return None
        case "ADD_MONTHS", [day, months]:
            year, month = divmod(day.year * 12 + day.month - 1 + int(months), 12)
            if not 1 <= year <= 9999:
                return None
            last = calendar.monthrange(year, month + 1)[1]
            return date(year, month + 1, min(day.day, last))
    raise AssertionError(function)
