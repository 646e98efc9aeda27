"""Dates and moments. Relative conditions ("in the last 60 days") are resolved on the reader's calendar."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from zhike.kit.clock import now
from zhike.kit.language import Text
from zhike.kit.sql import Sql, param
from zhike.platform.metadata.kinds.base import (
    EMPTY_OPERATORS,
    BadValue,
    Json,
    Operand,
    Settings,
    SingleColumn,
    wrong_operand,
)

DATE_OPERATORS = (
    "on",
    "before",
    "after",
    "between",
    "in_last",
    "not_in_last",
    "in_next",
    "this",
    *EMPTY_OPERATORS,
)
UNITS = ("day", "week", "month", "year")
PERIODS = ("day", "week", "month", "quarter", "year")
AMOUNT_LIMIT = 10_000
NOT_A_DATE = Text("Enter a date such as 2026-11-20.", "请输入日期，例如 2026-11-20。")
NOT_A_MOMENT = Text(
    "Enter a date and time such as 2026-11-20 09:30.", "请输入日期和时间，例如 2026-11-20 09:30。"
)
_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%m/%d/%Y", "%d.%m.%Y")


def parse_date(value: Json) -> date:
    """A date from ISO text (a date-time counts as its date); raise BadValue."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip()[:10])
        except ValueError:
            pass
    raise BadValue("not-a-date", NOT_A_DATE)


def parse_moment(value: Json, zone: str) -> datetime:
    """An aware UTC moment from ISO text; without an offset it is local to `zone`. Raise BadValue."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip())
            aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
            return aware.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise BadValue("not-a-moment", NOT_A_MOMENT)


def back(day: date, amount: int, unit: str) -> date:
    """The day `amount` units before `day` (after it for a negative amount); 31 March less a month is 28 February."""
    if unit in {"day", "week"}:
        return day - timedelta(days=amount * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - amount * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def period(day: date, name: str) -> tuple[date, date]:
    """First day of the period around `day`, and of the next one. Weeks start on Monday."""
    if name == "day":
        return day, day + timedelta(days=1)
    if name == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=7)
    if name == "year":
        return date(day.year, 1, 1), date(day.year + 1, 1, 1)
    length = 3 if name == "quarter" else 1
    month = (day.month - 1) // length * length + 1
    first = date(day.year, month, 1)
    return first, back(first, -length, "month")


def amount_and_unit(value: Json) -> tuple[int, str]:
    """The parts of `{"amount": 60, "unit": "day"}`; raise ValueError, KeyError or TypeError for anything else."""
    amount, unit = value["amount"], value["unit"]
    whole = isinstance(amount, int) and not isinstance(amount, bool)
    if not whole or not 0 < amount <= AMOUNT_LIMIT or unit not in UNITS:
        raise ValueError(value)
    return amount, unit


def period_named(value: Json, day: date) -> tuple[date, date]:
    """The period of that name around `day`; raise ValueError for an unknown name."""
    if value not in PERIODS:
        raise ValueError(value)
    return period(day, value)


_EXPECTED = {
    "this": Text(f"one of {', '.join(PERIODS)}", f"以下之一：{', '.join(PERIODS)}"),
    **dict.fromkeys(
        ("in_last", "not_in_last", "in_next"),
        Text(
            'an amount and a unit, e.g. {{"amount": 60, "unit": "day"}}',
            '数量和单位，例如 {{"amount": 60, "unit": "day"}}',
        ),
    ),
}
_EXPECTED_DATE = Text(
    "a date such as 2026-11-20 (two for between)", "日期，例如 2026-11-20（介于需要两个）"
)


def span(operand: Operand) -> tuple[date | None, date | None]:
    """The half-open range of days `[from, until)` a condition names; None is unbounded. Raise BadOperand."""
    today = now().astimezone(ZoneInfo(operand.reader.time_zone)).date()
    try:
        return _span(operand.operator, operand.value, today)
    except (BadValue, TypeError, KeyError, ValueError, OverflowError):
        raise wrong_operand(operand, *_EXPECTED.get(operand.operator, _EXPECTED_DATE)) from None


def _span(operator: str, value: Json, today: date) -> tuple[date | None, date | None]:
    tomorrow = today + timedelta(days=1)
    match operator:
        case "in_last" | "not_in_last":
            return back(today, *amount_and_unit(value)), tomorrow
        case "in_next":
            amount, unit = amount_and_unit(value)
            return today, back(tomorrow, -amount, unit)
        case "this":
            return period_named(value, today)
        case "between":
            low, high = value
            return parse_date(low), parse_date(high) + timedelta(days=1)
        case "before":
            return None, parse_date(value)
        case "after":
            return parse_date(value) + timedelta(days=1), None
        case _:
            day = parse_date(value)
            return day, day + timedelta(days=1)


def range_condition(operand: Operand, low: object, high: object, cast: str) -> Sql:
    """`low <= expression < high`, each where bounded; negated, with empties, for `not_in_last`."""
    parts = []
    if low is not None:
        parts.append(operand.expression + Sql(" >= ") + param(low) + Sql(cast))
    if high is not None:
        parts.append(operand.expression + Sql(" < ") + param(high) + Sql(cast))
    inside = Sql.join(" AND ", parts).wrapped()
    if operand.operator == "not_in_last":
        return Sql("NOT coalesce(") + inside + Sql(", FALSE)")
    return inside


class DateKind(SingleColumn):
    """A calendar day."""

    name = "date"
    label = Text("Date", "日期")
    operators: tuple[str, ...] = DATE_OPERATORS
    measures: tuple[str, ...] = ("min", "max")

    def clean(self, value: Json, settings: Settings) -> Json:
        """ISO text."""
        return None if value == "" else parse_date(value).isoformat()

    def store(self, value: Json) -> tuple[object, ...]:
        """A date."""
        return (None if value is None else date.fromisoformat(value),)

    def load(self, values: Sequence[Any]) -> Json:
        """ISO text."""
        value = values[0]
        return value.isoformat() if isinstance(value, date) else value

    def custom_expression(self, custom: Sql, key: Sql) -> Sql:
        """The ISO text as a date."""
        return Sql("((") + custom + Sql("->>") + key + Sql(")::date)")

    def condition(self, operand: Operand) -> Sql:
        """Ranges of days."""
        return self.empty_condition(operand) or range_condition(operand, *span(operand), "::date")

    def from_text(self, text: str, settings: Settings) -> Json:
        """The usual spellings: ISO, slashes, 年月日, US, German."""
        text = text.strip()
        if (
            text[4:8:3] == "--"
        ):  # ISO, which most files hold and `strptime` takes ten times as long over
            try:
                return date.fromisoformat(text[:10]).isoformat()
            except ValueError:
                pass
        for pattern in _FORMATS:
            try:
                written = text[:10] if pattern == "%Y-%m-%d" else text
                return datetime.strptime(written, pattern).replace(tzinfo=UTC).date().isoformat()
            except ValueError:
                continue
        raise BadValue("not-a-date", NOT_A_DATE)


class DatetimeKind(SingleColumn):
    """A moment; in JSON in UTC with an offset."""

    name = "datetime"
    label = Text("Date and time", "日期时间")
    operators: tuple[str, ...] = DATE_OPERATORS
    measures: tuple[str, ...] = ("min", "max")

    def clean(self, value: Json, settings: Settings) -> Json:
        """ISO text in UTC, to the second, or finer where entered."""
        if value == "":
            return None
        return moment_text(parse_moment(value, str(settings.get("time_zone", "Asia/Shanghai"))))

    def store(self, value: Json) -> tuple[object, ...]:
        """An aware datetime."""
        return (None if value is None else datetime.fromisoformat(value),)

    def load(self, values: Sequence[Any]) -> Json:
        """ISO text in UTC."""
        value = values[0]
        return moment_text(value) if isinstance(value, datetime) else value

    def custom_expression(self, custom: Sql, key: Sql) -> Sql:
        """The ISO text as a moment."""
        return Sql("((") + custom + Sql("->>") + key + Sql(")::timestamptz)")

    def condition(self, operand: Operand) -> Sql:
        """Ranges of the reader's days."""
        if empty := self.empty_condition(operand):
            return empty
        low, high = (self._midnight(day, operand.reader.time_zone) for day in span(operand))
        return range_condition(operand, low, high, "::timestamptz")

    def _midnight(self, day: date | None, zone: str) -> datetime | None:
        return (
            None if day is None else datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
        )

    def from_text(self, text: str, settings: Settings) -> Json:
        """ISO text, or a day in any spelling of a date with an optional `HH:MM[:SS]`."""
        text = text.strip()
        try:
            return self.clean(text, settings)
        except BadValue:
            day, _, clock = text.partition(" ")
            try:
                iso = DATE.from_text(day, settings)
                return self.clean(
                    f"{iso}T{clock.strip().zfill(5) or '00:00'}" if clock else iso, settings
                )
            except BadValue:
                raise BadValue("not-a-moment", NOT_A_MOMENT) from None


def moment_text(moment: datetime) -> str:
    """ISO text in UTC with a `Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


DATE = DateKind()
DATETIME = DatetimeKind()
