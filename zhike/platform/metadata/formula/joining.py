"""How parts of a formula meet: values that are compared, and values that stand for one another."""

from collections.abc import Sequence

from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.metadata.formula.syntax import FormulaError
from zhike.platform.metadata.formula.typed import Make, Reading, Typed, applied, widest, wrong_type
from zhike.platform.metadata.formula.values import BOOLEAN, MONEY, NAMES, TEXT, Type


def alike(parts: Sequence[Typed]) -> Type:
    """The type of values of which one is taken. Raises FormulaError at the first that does not fit those before it."""
    result = parts[0].type
    for part in parts[1:]:
        if part.type == result:
            continue
        if part.type.counted and result.counted:
            result = MONEY
        elif part.type.written and result.written:
            result = TEXT
        else:
            raise wrong_type(part, NAMES[result.name])
    return result


def case(
    at: tuple[int, int], pairs: Sequence[tuple[Make, Typed]], otherwise: Typed | None
) -> Typed:
    """The value beside the first condition that holds, else the last one, else blank; of a yes or no, else no."""
    values = [value for _, value in pairs] + ([otherwise] if otherwise else [])
    result = alike(values)

    def make(on: Reading) -> Sql:
        whens = [
            Sql("WHEN ") + condition(on) + Sql(" THEN ") + value.make(on)
            for condition, value in pairs
        ]
        if otherwise is not None:
            whens.append(Sql("ELSE ") + otherwise.make(on))
        elif result == BOOLEAN:
            whens.append(Sql("ELSE FALSE"))
        return applied("(CASE ", whens, " END)", " ")

    return Typed(result, make, *at, most=widest(values))


def equal(left: Typed, right: Typed) -> Make:
    """That two values are the same; blank is the same as blank. Raises FormulaError."""
    _comparable(left, right)
    return lambda on: applied("(", [left.make(on), right.make(on)], ")", " IS NOT DISTINCT FROM ")


def different(left: Typed, right: Typed) -> Make:
    """That they are not."""
    _comparable(left, right)
    return lambda on: applied("(", [left.make(on), right.make(on)], ")", " IS DISTINCT FROM ")


def ordered(operator: str, left: Typed, right: Typed) -> Make:
    """That one is less or more than the other; with a blank it is not. Raises FormulaError."""
    if not (left.type.counted or left.type.dated):
        raise wrong_type(left, Text("a number, an amount or a date", "数字、金额或日期"))
    _comparable(left, right)
    return lambda on: applied(
        "coalesce(", [left.make(on), right.make(on)], ", FALSE)", f" {operator} "
    )


def _comparable(left: Typed, right: Typed) -> None:
    for one, other in ((left, right), (right, left)):
        if one.type.name == "choice" and isinstance(other.literal, str):
            _option(one.type, other)
            return
    if left.type.dated and right.type.dated and left.type != right.type:
        raise FormulaError(
            "day-and-moment",
            Text(
                "A day and a moment cannot be compared. Take the day of the moment with DATE(…).",
                "日期与日期时间不能直接比较，请用 DATE(…) 取日期。",
            ),
            right.at,
            right.until,
        )
    alike([left, right])


def _option(type_: Type, part: Typed) -> None:
    keys = [option.key for option in type_.options]
    if part.literal and part.literal not in keys:
        raise FormulaError(
            "unknown-option",
            Text(
                "There is no option “{option}”. Options: {known}.",
                "没有选项“{option}”，可用：{known}。",
            ),
            part.at,
            part.until,
            option=str(part.literal)[:60],
            known=", ".join(keys[:40]),
        )
