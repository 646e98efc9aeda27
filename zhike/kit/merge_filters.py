"""The filters a merge field may have, and how values are shown in letters.

Each filter is total: it takes any value and gives a short one, so no template can fail or grow while it is filled in.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from zhike.kit.language import Language

Argument = str | int

_LONGEST_ARGUMENT: Final = 200
_SYMBOLS: Final = {
    "CNY": "¥",
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "HKD": "HK$",
    "TWD": "NT$",
}
_DATE_PATTERN = re.compile(r"(?:%[YmdHMBby]|[^%])*\Z")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def shown(value: object, language: Language) -> str:
    """A value as the recipient reads it: lists joined, money with its sign, dates in the order of the language, without the time:
    `date: "%H:%M"` shows that.
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return ("是" if value else "否") if language == "zh-CN" else ("yes" if value else "no")
        case datetime():
            return shown(value.date(), language)
        case date():
            return _date(value, "%Y年%m月%d日" if language == "zh-CN" else "%d %B %Y")
        case Decimal():
            return f"{value.normalize():f}" if value else "0"
        case Mapping() if "amount" in value:
            return _money(value, None)
        case list() | tuple() | set() | frozenset():
            return ("、" if language == "zh-CN" else ", ").join(
                shown(item, language) for item in value
            )
        case int() | float():
            return str(value)
        case _:
            return ""


def _date(value: date, pattern: str) -> str:
    """`strftime` by hand: the platform's own would follow the server's locale and accept directives without limit."""
    parts = {
        "%Y": f"{value.year:04}", "%y": f"{value.year % 100:02}", "%m": f"{value.month:02}", "%d": f"{value.day:02}",
        "%B": _MONTHS[value.month - 1], "%b": _MONTHS[value.month - 1][:3],
        "%H": f"{value.hour:02}" if isinstance(value, datetime) else "00",
        "%M": f"{value.minute:02}" if isinstance(value, datetime) else "00",
    }  # fmt: skip
    return re.sub(r"%[A-Za-z]", lambda found: parts.get(found[0], ""), pattern)


def _number(value: object) -> Decimal | None:
    if isinstance(value, Mapping):
        value = value.get("amount")
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 30 else None


def _money(value: object, currency: str | None) -> str:
    number = _number(value)
    if number is None:
        return ""
    own = value.get("currency") if isinstance(value, Mapping) else None
    code = currency or (own if isinstance(own, str) else "CNY")
    return f"{_SYMBOLS.get(code, code + ' ')}{number:,.2f}"


def _as_date(value: object) -> date | None:
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return None
    return None


def _default(value: object, language: Language, fallback: Argument) -> object:
    empty = value is None or (
        isinstance(value, str | list | tuple) and not shown(value, language).strip()
    )
    return str(fallback) if empty else value


def _date_filter(value: object, language: Language, pattern: Argument = "") -> object:
    known = _as_date(value)
    if known is None:
        return None
    return _date(known, str(pattern)) if pattern else shown(known, language)


def _money_filter(value: object, _: Language, currency: Argument = "") -> object:
    return _money(value, str(currency) or None) or None


def _number_filter(value: object, _: Language, places: Argument = 0) -> object:
    number = _number(value)
    return None if number is None else f"{number:,.{min(max(int(places), 0), 6)}f}"


def _truncate(value: object, language: Language, size: Argument) -> object:
    text = shown(value, language)
    return text if len(text) <= int(size) else text[: max(int(size) - 1, 0)] + "…"


def _upcase(value: object, language: Language) -> object:
    return shown(value, language).upper()


def _downcase(value: object, language: Language) -> object:
    return shown(value, language).lower()


def _capitalize(value: object, language: Language) -> object:
    text = shown(value, language)
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class FilterCall:
    """A filter with its arguments, as written in one merge field."""

    function: Callable[..., object]
    arguments: tuple[Argument, ...]

    def apply(self, value: object, language: Language) -> object:
        """The value after this filter."""
        return self.function(value, language, *self.arguments)


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter and how it is written; `kinds` are the types of its arguments, the last `optional` of them may be left out."""

    usage: str
    function: Callable[..., object]
    kinds: tuple[type, ...] = ()
    optional: int = 0
    pattern: re.Pattern[str] | None = None

    def call(self, arguments: Sequence[Argument]) -> FilterCall | None:
        """This filter with arguments, or None when they do not fit."""
        if not len(self.kinds) - self.optional <= len(arguments) <= len(self.kinds):
            return None
        for argument, kind in zip(arguments, self.kinds, strict=False):
            if not isinstance(argument, kind):
                return None
            if isinstance(argument, str) and (
                len(argument) > _LONGEST_ARGUMENT
                or (self.pattern and not self.pattern.match(argument))
            ):
                return None
        return FilterCall(self.function, tuple(arguments))


FILTERS: Final[dict[str, Filter]] = {
    "default": Filter('default: "text"', _default, (str,)),
    "date": Filter('date or date: "%Y-%m-%d"', _date_filter, (str,), 1, _DATE_PATTERN),
    "money": Filter('money or money: "CNY"', _money_filter, (str,), 1, re.compile(r"[A-Z]{3}\Z")),
    "number": Filter("number or number: 2", _number_filter, (int,), 1),
    "truncate": Filter("truncate: 20", _truncate, (int,)),
    "upcase": Filter("upcase", _upcase),
    "downcase": Filter("downcase", _downcase),
    "capitalize": Filter("capitalize", _capitalize),
}
