"""A part of a formula whose type is known, and the pieces its SQL is made of.

No piece repeats an expression it was given: what is nested twenty deep would double twenty times. Where a value is needed
more than once, `let` names it in a subquery of its own; `OFFSET 0` keeps the planner from writing it out again.

No piece can fail on any value either. What would be an error of the database (a division by zero, 31 February, the year
20000) is blank.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhike.kit.language import Text
from zhike.kit.sql import Sql, param
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.formula.syntax import FormulaError
from zhike.platform.metadata.formula.values import DATE, NAMES, TEXT, Type

TEXT_LIMIT: Final = 2_000
LAST_DAY: Final = 3_652_058
"""Days from 0001-01-01 to 9999-12-31."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a formula is compiled over: fields by path with the expression of their comparable value, and the reader's zone."""

    field: Callable[[str], tuple[Field, Sql]]
    zone: str


Make = Callable[[Reading], Sql]


@dataclass(frozen=True, slots=True)
class Typed:
    """A part: its type, what makes its SQL, its place in the text, and its value where it is written out.

    `most`: what the size of a number stays below or at, whatever the record holds; None where nothing is known.
    """

    type: Type
    make: Make
    at: int
    until: int
    literal: object = None
    most: Decimal | None = None


def let(body: str, **values: Sql) -> Sql:
    """`body` with each value under its name, made once."""
    named = Sql.join(", ", [value + Sql(f" AS {name}") for name, value in values.items()])
    return Sql(f"(SELECT {body} FROM (SELECT ") + named + Sql(" OFFSET 0) q)")


def widest(parts: Sequence[Typed]) -> Decimal | None:
    """What every one of these stays within."""
    bounds = [part.most for part in parts]
    known = [bound for bound in bounds if bound is not None]
    return max(known) if known and len(known) == len(bounds) else None


def applied(before: str, parts: Sequence[Sql], after: str = ")", between: str = ", ") -> Sql:
    """The parts between words of SQL."""
    return Sql(before) + Sql.join(between, parts) + Sql(after)


def wrong_type(part: Typed, expected: Text) -> FormulaError:
    """The error for a part of another type than its place takes."""
    return FormulaError(
        "wrong-type",
        Text(
            "Here {expected} is expected, but this is {found}.",
            "此处应为{expected}，但这是{found}。",
        ),
        part.at,
        part.until,
        expected=expected,
        found=NAMES[part.type.name],
    )


def as_number(part: Typed) -> Make:
    """A number. Raises FormulaError."""
    if part.type.name != "number":
        raise wrong_type(part, NAMES["number"])
    return part.make


def as_truth(part: Typed) -> Make:
    """Yes or no, never NULL."""
    if part.type.name != "boolean":
        raise wrong_type(part, NAMES["boolean"])
    return part.make


def as_text(part: Typed) -> Make:
    """A text, or the key of an option."""
    if not part.type.written:
        raise wrong_type(part, NAMES["text"])
    return part.make


def as_words(part: Typed) -> Make:
    """Anything that can stand in a text: numbers without idle zeros, amounts with two places, days as 2026-11-20."""
    make = part.make
    match part.type.name:
        case "text" | "choice":
            return make
        case "number":
            return lambda on: applied("trim_scale(", [make(on)], ")::text")
        case "money":
            return lambda on: applied("round(", [make(on)], ", 2)::text")
        case "date":
            return lambda on: applied("to_char(", [make(on)], ", 'YYYY-MM-DD')")
        case _:
            raise wrong_type(part, Text("a text, a number or a date", "文本、数字或日期"))


def as_day(part: Typed) -> Make:
    """A day; of a moment the day it is for the reader."""
    make = part.make
    match part.type.name:
        case "date":
            return make
        case "datetime":
            return lambda on: (
                Sql("((")
                + make(on)
                + Sql(") AT TIME ZONE ")
                + param(on.zone)
                + Sql("::text)::date")
            )
        case _:
            raise wrong_type(part, NAMES["date"])


def as_whole(part: Typed, low: int, high: int) -> Make:
    """An integer, cut to what is between `low` and `high`; blank for blank."""
    make = as_number(part)
    if isinstance(part.literal, Decimal):
        cut = max(low, min(high, int(part.literal)))
        return lambda _: Sql(f"({cut:d})")
    body = f"CASE WHEN v IS NOT NULL THEN least(greatest(trunc(v), {low:d}), {high:d})::int END"
    return lambda on: let(body, v=make(on))


def text(at: tuple[int, int], make: Make) -> Typed:
    """A text, cut to its limit so that none grows without bound; one without characters is blank."""
    after = f", {TEXT_LIMIT:d}), '')"
    return Typed(TEXT, lambda on: applied("nullif(left(", [make(on)], after), *at)


def date(at: tuple[int, int], make: Make) -> Typed:
    """A day."""
    return Typed(DATE, make, *at)
