"""The functions of formulas. What each takes is said once: it checks arguments, tells people, and makes SQL."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhike.kit.language import Text
from zhike.kit.sql import Sql, param
from zhike.platform.metadata.formula import typed
from zhike.platform.metadata.formula.joining import alike, case, equal
from zhike.platform.metadata.formula.syntax import FormulaError
from zhike.platform.metadata.formula.typed import (
    LAST_DAY,
    TEXT_LIMIT,
    Make,
    Typed,
    applied,
    as_day,
    as_number,
    as_text,
    as_truth,
    as_whole,
    as_words,
    let,
    widest,
    wrong_type,
)
from zhike.platform.metadata.formula.values import BOOLEAN, DATETIME, NUMBER

Place = tuple[int, int]
Check = Callable[[Place, Sequence[Typed]], Typed]
MOST: Final = 40
"""Arguments of a function that takes any number of them."""


@dataclass(frozen=True, slots=True)
class Function:
    """One function: how it is written, what it does, how many arguments it takes, and what makes a part of them."""

    form: str
    help: Text
    least: int
    most: int
    check: Check


def _len(at: Place, parts: Sequence[Typed]) -> Typed:
    said = _empty(as_text(parts[0]))
    most = Decimal(LAST_DAY)
    return Typed(NUMBER, lambda on: applied("length(", [said(on)], ")::numeric"), *at, most=most)


def _same(before: str) -> Check:
    """A function of one number or amount that gives the same."""

    def check(at: Place, parts: Sequence[Typed]) -> Typed:
        part = _counted(parts[0])
        return Typed(part.type, lambda on: applied(before, [part.make(on)]), *at)

    return check


def _counted(part: Typed) -> Typed:
    if not part.type.counted:
        raise wrong_type(part, Text("a number or an amount", "数字或金额"))
    return part


def _round(at: Place, parts: Sequence[Typed]) -> Typed:
    part = _counted(parts[0])
    places = parts[1].literal if len(parts) > 1 else Decimal(0)
    if not isinstance(places, Decimal) or places not in range(7):
        raise FormulaError(
            "bad-places",
            Text(
                "Write the decimal places as a number from 0 to 6.", "小数位数请写 0 至 6 的数字。"
            ),
            parts[1].at,
            parts[1].until,
        )
    return Typed(
        part.type, lambda on: applied("round(", [part.make(on)], f", {int(places):d})"), *at
    )


def _mod(at: Place, parts: Sequence[Typed]) -> Typed:
    left, right = _counted(parts[0]), as_number(parts[1])
    return Typed(
        left.type,
        lambda on: applied("mod(", [left.make(on), applied("nullif(", [right(on)], ", 0)")]),
        *at,
    )


def _extreme(before: str) -> Check:
    def check(at: Place, parts: Sequence[Typed]) -> Typed:
        if not (parts[0].type.counted or parts[0].type.dated):
            raise wrong_type(parts[0], Text("a number, an amount or a date", "数字、金额或日期"))
        result = alike(parts)
        return Typed(
            result,
            lambda on: applied(before, [part.make(on) for part in parts]),
            *at,
            most=widest(parts),
        )

    return check


def _concat(at: Place, parts: Sequence[Typed]) -> Typed:
    makes = [as_words(part) for part in parts]
    return typed.text(at, lambda on: applied("concat(", [make(on) for make in makes]))


def _cut(before: str, after: str, low: int) -> Check:
    """LEFT and RIGHT."""

    def check(at: Place, parts: Sequence[Typed]) -> Typed:
        said, length = as_text(parts[0]), as_whole(parts[1], low, TEXT_LIMIT)
        return typed.text(at, lambda on: applied(before, [said(on), length(on)], after))

    return check


def _mid(at: Place, parts: Sequence[Typed]) -> Typed:
    said = as_text(parts[0])
    start, length = as_whole(parts[1], 1, 1_000_000), as_whole(parts[2], 0, TEXT_LIMIT)
    return typed.text(at, lambda on: applied("substr(", [said(on), start(on), length(on)]))


def _each_text(before: str, after: str = ")") -> Check:
    def check(at: Place, parts: Sequence[Typed]) -> Typed:
        said = as_text(parts[0])
        return typed.text(at, lambda on: applied(before, [said(on)], after))

    return check


def _empty(make: Make) -> Make:
    """A text that is no longer blank: without characters instead."""
    return lambda on: applied("coalesce(", [make(on)], ", '')")


def _short(make: Make) -> Make:
    return lambda on: applied("left(", [make(on)], f", {TEXT_LIMIT:d})")


def _replace(at: Place, parts: Sequence[Typed]) -> Typed:
    makes = [_short(_empty(as_text(part))) for part in parts]
    return typed.text(at, lambda on: applied("replace(", [make(on) for make in makes]))


def _contains(at: Place, parts: Sequence[Typed]) -> Typed:
    said, sought = as_text(parts[0]), as_text(parts[1])
    return Typed(
        BOOLEAN,
        lambda on: applied("coalesce(strpos(", [said(on), sought(on)], ") > 0, FALSE)"),
        *at,
    )


def _if(at: Place, parts: Sequence[Typed]) -> Typed:
    return case(at, [(as_truth(parts[0]), parts[1])], parts[2] if len(parts) > 2 else None)


def _case(at: Place, parts: Sequence[Typed]) -> Typed:
    chosen, rest = parts[0], parts[1:]
    otherwise = rest[-1] if len(rest) % 2 else None
    pairs = [(equal(chosen, rest[one]), rest[one + 1]) for one in range(0, len(rest) - 1, 2)]
    return case(at, pairs, otherwise)


def _coalesce(at: Place, parts: Sequence[Typed]) -> Typed:
    result = alike(parts)
    return Typed(
        result,
        lambda on: applied("coalesce(", [part.make(on) for part in parts]),
        *at,
        most=widest(parts),
    )


def _blank(at: Place, parts: Sequence[Typed]) -> Typed:
    part = parts[0]
    return Typed(BOOLEAN, lambda on: applied("((", [part.make(on)], ") IS NULL)"), *at)


def _joined(word: str) -> Check:
    def check(at: Place, parts: Sequence[Typed]) -> Typed:
        makes = [as_truth(part) for part in parts]
        return Typed(
            BOOLEAN, lambda on: applied("(", [make(on) for make in makes], between=word), *at
        )

    return check


def _part_of_day(name: str) -> Check:
    def check(at: Place, parts: Sequence[Typed]) -> Typed:
        day = as_day(parts[0])
        return Typed(
            NUMBER,
            lambda on: applied(f"extract({name} FROM ", [day(on)]),
            *at,
            most=Decimal(LAST_DAY),
        )

    return check


def _today(at: Place, _: Sequence[Typed]) -> Typed:
    # In a subquery of its own it is worked out once, and not for every row.
    day = "(SELECT (now() AT TIME ZONE "
    return typed.date(at, lambda on: applied(day, [param(on.zone)], "::text)::date)"))


def _now(at: Place, _: Sequence[Typed]) -> Typed:
    return Typed(DATETIME, lambda _: Sql("now()"), *at)


_MADE_DAY: Final = (
    "CASE WHEN y BETWEEN 1 AND 9999 AND m BETWEEN 1 AND 12 AND d BETWEEN 1 AND 31 THEN"
    " CASE WHEN d <= extract(day FROM make_date(y, m, 1) + interval '1 month - 1 day') THEN make_date(y, m, d) END END"
)
_ADDED_DAYS: Final = (
    f"CASE WHEN n BETWEEN -{LAST_DAY} AND {LAST_DAY} THEN CASE WHEN d - date '0001-01-01' + trunc(n)"
    f" BETWEEN 0 AND {LAST_DAY} THEN d + trunc(n)::int END END"
)
_ADDED_MONTHS: Final = (
    "CASE WHEN n BETWEEN -120000 AND 120000 THEN CASE WHEN extract(year FROM d) * 12 + extract(month FROM d) + trunc(n)"
    " BETWEEN 13 AND 120000 THEN (d + make_interval(months => trunc(n)::int))::date END END"
)


def _date(at: Place, parts: Sequence[Typed]) -> Typed:
    if len(parts) == 1:
        return typed.date(at, as_day(parts[0]))
    if len(parts) == 2:
        raise FormulaError(
            "wrong-count",
            Text("Write {form}.", "请写作 {form}。"),
            *at,
            form="DATE(year, month, day) / DATE(moment)",
        )
    year, month, day = (as_whole(part, 0, 99_999) for part in parts)
    return typed.date(at, lambda on: let(_MADE_DAY, y=year(on), m=month(on), d=day(on)))


def _added(body: str) -> Check:
    def check(at: Place, parts: Sequence[Typed]) -> Typed:
        day, number = as_day(parts[0]), as_number(parts[1])
        return typed.date(at, lambda on: let(body, d=day(on), n=number(on)))

    return check


def _between(at: Place, parts: Sequence[Typed]) -> Typed:
    first, last = as_day(parts[0]), as_day(parts[1])
    return Typed(
        NUMBER,
        lambda on: applied("(", [last(on), first(on)], ")::numeric", " - "),
        *at,
        most=Decimal(LAST_DAY),
    )


FUNCTIONS: Final[dict[str, Function]] = {
    function.form.partition("(")[0]: function
    for function in (
        Function("IF(condition, then, else)", Text("One value or another; without the third, blank.", "按条件取值；省略第三项时为空。"), 2, 3, _if),
        Function("CASE(value, match, result, …, else)", Text("The result beside the first match.", "取第一个相等项对应的结果。"), 3, MOST, _case),
        Function("COALESCE(value, …)", Text("The first value that is not blank.", "第一个非空的值。"), 1, MOST, _coalesce),
        Function("ISBLANK(value)", Text("Whether there is no value.", "是否为空。"), 1, 1, _blank),
        Function("AND(condition, …)", Text("Whether all hold.", "是否全部成立。"), 1, MOST, _joined(" AND ")),
        Function("OR(condition, …)", Text("Whether one holds.", "是否有一个成立。"), 1, MOST, _joined(" OR ")),
        Function("CONCAT(value, …)", Text("Texts, numbers and dates in a row.", "依次连接文本、数字和日期。"), 1, MOST, _concat),
        Function("LEFT(text, length)", Text("The first characters.", "开头的字符。"), 2, 2, _cut("left(", ")", 0)),
        Function("RIGHT(text, length)", Text("The last characters.", "末尾的字符。"), 2, 2, _cut("right(", ")", 0)),
        Function("MID(text, start, length)", Text("Characters from a place on, counted from 1.", "从某处（自 1 起）开始的字符。"), 3, 3, _mid),
        Function("LEN(text)", Text("How many characters; 0 for blank.", "字符数，空为 0。"), 1, 1, _len),
        Function("UPPER(text)", Text("In capitals.", "转为大写。"), 1, 1, _each_text("upper(")),
        Function("LOWER(text)", Text("In small letters.", "转为小写。"), 1, 1, _each_text("lower(")),
        Function("TRIM(text)", Text("Without spaces around it.", "去掉首尾空格。"), 1, 1, _each_text("btrim(")),
        Function("CONTAINS(text, part)", Text("Whether the part occurs, letter by letter.", "是否包含，区分大小写。"), 2, 2, _contains),
        Function("REPLACE(text, old, new)", Text("With every old part replaced.", "替换所有旧内容。"), 3, 3, _replace),
        Function("ROUND(number, places)", Text("Rounded, halves away from zero.", "四舍五入。"), 1, 2, _round),
        Function("FLOOR(number)", Text("The whole number below.", "向下取整。"), 1, 1, _same("floor(")),
        Function("CEILING(number)", Text("The whole number above.", "向上取整。"), 1, 1, _same("ceil(")),
        Function("ABS(number)", Text("Without its sign.", "绝对值。"), 1, 1, _same("abs(")),
        Function("MIN(value, …)", Text("The smallest, blanks aside.", "最小值，忽略空值。"), 1, MOST, _extreme("least(")),
        Function("MAX(value, …)", Text("The largest, blanks aside.", "最大值，忽略空值。"), 1, MOST, _extreme("greatest(")),
        Function("MOD(number, divisor)", Text("What a division leaves, with the sign of the number.", "余数，符号与被除数相同。"), 2, 2, _mod),
        Function("TODAY()", Text("The reader's day.", "查看者的今天。"), 0, 0, _today),
        Function("NOW()", Text("This moment.", "此刻。"), 0, 0, _now),
        Function("YEAR(date)", Text("The year.", "年。"), 1, 1, _part_of_day("year")),
        Function("MONTH(date)", Text("The month, 1 to 12.", "月，1 至 12。"), 1, 1, _part_of_day("month")),
        Function("DAY(date)", Text("The day of the month.", "日。"), 1, 1, _part_of_day("day")),
        Function("WEEKDAY(date)", Text("1 is Monday, 7 Sunday.", "1 为周一，7 为周日。"), 1, 1, _part_of_day("isodow")),
        Function("DATE(year, month, day)", Text("A day; DATE(moment) is the day of a moment.", "某日；DATE(时间) 取其日期。"), 1, 3, _date),
        Function("ADD_DAYS(date, days)", Text("So many days later.", "若干天后。"), 2, 2, _added(_ADDED_DAYS)),
        Function("ADD_MONTHS(date, months)", Text("So many months later, at the latest their last day.", "若干个月后，不超过月末。"), 2, 2, _added(_ADDED_MONTHS)),
        Function("DAYS_BETWEEN(first, last)", Text("Days from one to the other.", "两个日期相差的天数。"), 2, 2, _between),
    )
}  # fmt: skip
"""By name."""
