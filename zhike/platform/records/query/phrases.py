"""One condition in words, by field kind: `address in Shanghai`, `地址在 上海市`. English begins in lower case."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from zhike.kit import regions
from zhike.kit.language import Text
from zhike.kit.region_names import english_name
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.kinds.dates import parse_date
from zhike.platform.metadata.kinds.number import COUNTED, parse_decimal

LISTED: Final = 5
LONGEST: Final = 60
EMPTY: Final = Text("nothing", "空")
HIDDEN: Final = Text("something you may not see", "您无权查看的内容")
ME: Final = Text("me", "我")
UNITS: Final[Mapping[str, Text]] = {
    "day": Text("day", "天"),
    "week": Text("week", "周"),
    "month": Text("month", "个月"),
    "year": Text("year", "年"),
}
THIS: Final[Mapping[str, Text]] = {
    "day": Text("today", "今天"),
    "week": Text("this week", "本周"),
    "month": Text("this month", "本月"),
    "quarter": Text("this quarter", "本季度"),
    "year": Text("this year", "今年"),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A condition to put into words: what its field is called, and the titles of the records it may name."""

    label: Text
    field: Field
    operator: str
    value: Any
    titles: Mapping[str, str]


def condition_phrase(phrase: Phrase) -> Text:
    """The condition in words; it must have been compiled before, so that its value is known to fit."""
    if phrase.operator == "is_empty":
        return _around(phrase.label, Text("{} is empty", "{}为空"))
    if phrase.operator == "is_not_empty":
        return _around(phrase.label, Text("{} is filled in", "{}已填写"))
    return _BY_KIND.get(phrase.field.kind.name, _text)(phrase)


def mine_phrase(label: Text, attribute: Text) -> Text:
    """That a field is among what is noted of the reader: `region is my Region`, `地区是我的“区域”`."""
    return Text(f"{label.en} is my {lowered(attribute.en)}", f"{label.zh}是我的“{attribute.zh}”")


def lowered(label: str) -> str:
    """An English label inside a sentence: `Stage` as `stage`, but `SKU` and `ID card` as they are."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == "-" else label


def listing(items: Sequence[Text], en: str, zh: str) -> Text:
    """Items joined by the words `en` and `zh`, at most five of them."""
    if not items:
        return EMPTY
    shown, rest = items[:LISTED], len(items) - LISTED
    zh_items = zh.join(item.zh for item in shown)
    if rest > 0:
        return Text(
            ", ".join(item.en for item in shown) + f" {en} {rest} more",
            f"{zh_items} 等 {len(items)} 项",
        )
    if len(shown) == 1:
        return shown[0]
    return Text(f"{', '.join(item.en for item in shown[:-1])} {en} {shown[-1].en}", zh_items)


def comparison(operator: str, number: Text) -> Text:
    """`3 or more` and `≥ 3`."""
    patterns = {
        "eq": Text("{}", "= {}"),
        "ne": Text("anything but {}", "≠ {}"),
        "gt": Text("more than {}", "> {}"),
        "gte": Text("{} or more", "≥ {}"),
        "lt": Text("less than {}", "< {}"),
        "lte": Text("{} or less", "≤ {}"),
    }
    return _around(number, patterns[operator])


def amount(number: Decimal, found: Field | None) -> Text:
    """A number with thousands separators, and the currency of money."""
    plain = f"{number:,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    kind = "number" if found is None else found.kind.name
    if kind == "percent":
        return Text(f"{plain}%", f"{plain}%")
    if kind == "duration":
        length = f"{number // 3600}:{number % 3600 // 60:02}" + (
            f":{number % 60:02}" if number % 60 else ""
        )
        return Text(length, length)
    if found is None or kind != "money":
        return Text(plain, plain)
    currency = (found.settings.get("currencies") or ("CNY",))[0]
    return Text(f"{currency} {plain}", f"¥{plain}" if currency == "CNY" else f"{currency} {plain}")


def moment_phrase(operator: str, value: Any) -> Text | None:
    """When, without saying of what: `in the last 12 months`, `近 12 个月`; None where that takes a field."""
    if operator == "this":
        return THIS[value]
    if operator in {"in_last", "in_next"}:
        number, unit = value["amount"], UNITS[value["unit"]]
        last = operator == "in_last"
        many = f"{number} {unit.en}s" if number != 1 else unit.en
        return Text(
            f"in the {'last' if last else 'next'} {many}",
            f"{'近' if last else '未来'} {number} {unit.zh}",
        )
    if operator == "between":
        low, high = (_day(day) for day in value)
        return Text(f"between {low.en} and {high.en}", f"{low.zh}至 {high.zh}")
    if operator in {"on", "before", "after"}:
        day = _day(value)
        return Text(
            f"{operator} {day.en}", day.zh + {"on": "", "before": "之前", "after": "之后"}[operator]
        )
    return None


def _around(inner: Text, pattern: Text) -> Text:
    """The pattern with its `{}` filled. Not `format`: labels may hold braces."""
    return Text(pattern.en.replace("{}", inner.en, 1), pattern.zh.replace("{}", inner.zh, 1))


def _join(label: Text, pattern: Text, value: Text) -> Text:
    """`label`, the words between, and the value."""
    return Text(f"{label.en} {pattern.en} {value.en}", f"{label.zh}{pattern.zh}{value.zh}")


def _day(value: Any) -> Text:
    day = parse_date(value)
    return Text(f"{day.day} {day:%B} {day.year}", f"{day.year} 年 {day.month} 月 {day.day} 日")


def _line(value: Any) -> str:
    """Text in one line of bounded length."""
    line = " ".join(str(value).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _quoted(value: Any) -> Text:
    quoted = f"“{_line(value)}”"
    return Text(quoted, quoted)


def _text(phrase: Phrase) -> Text:
    if phrase.operator == "in":
        found = listing([_quoted(item) for item in phrase.value], "or", "、")
        return _join(phrase.label, Text("is", "为"), found)
    if phrase.operator == "starts_with":
        value = _quoted(phrase.value)
        return Text(
            f"{phrase.label.en} starts with {value.en}", f"{phrase.label.zh}以{value.zh}开头"
        )
    words = {
        "eq": Text("is", "为"),
        "ne": Text("is not", "不为"),
        "contains": Text("contains", "包含"),
    }
    return _join(phrase.label, words[phrase.operator], _quoted(phrase.value))


def _wanted(phrase: Phrase) -> list[Any]:
    return [phrase.value] if phrase.operator in {"eq", "ne"} else list(phrase.value)


def _one_of(phrase: Phrase, items: Sequence[Text]) -> Text:
    if phrase.operator in {"ne", "not_in"}:
        return _join(phrase.label, Text("is not", "不是 "), listing(items, "or", "、"))
    return _join(phrase.label, Text("is", "为 "), listing(items, "or", "或"))


def _option(found: Field, key: Any) -> Text:
    for option in found.settings.get("options", ()):
        if option.key == key:
            return Text(*option.label)
    return Text(_line(key), _line(key)) if _line(key) else _quoted(key)


def _choice(phrase: Phrase) -> Text:
    return _one_of(phrase, [_option(phrase.field, key) for key in _wanted(phrase)])


def _reference(phrase: Phrase) -> Text:
    items = []
    for value in _wanted(phrase):
        title = None if value == "me" else phrase.titles.get(str(UUID(value)))
        items.append(ME if value == "me" else Text(title, title) if title is not None else HIDDEN)
    return _one_of(phrase, items)


def _many(phrase: Phrase) -> Text:
    items = [_option(phrase.field, item) for item in phrase.value]
    if phrase.operator == "has_any":
        return _join(phrase.label, Text("include", "含有 "), listing(items, "or", "或"))
    if phrase.operator == "has_all":
        return _join(phrase.label, Text("include", "同时含有 "), listing(items, "and", "、"))
    return _join(phrase.label, Text("do not include", "不含 "), listing(items, "or", "、"))


def _number(phrase: Phrase) -> Text:
    value = phrase.value
    if phrase.operator == "between":
        low, high = (amount(parse_decimal(item), phrase.field) for item in value)
        return Text(
            f"{phrase.label.en} is between {low.en} and {high.en}",
            f"{phrase.label.zh}在 {low.zh} 至 {high.zh} 之间",
        )
    if isinstance(value, dict):
        value = value.get("amount")
    words = comparison(phrase.operator, amount(parse_decimal(value), phrase.field))
    return _join(phrase.label, Text("is", " "), words)


def _boolean(phrase: Phrase) -> Text:
    yes = phrase.operator == "is_true"
    return _around(
        phrase.label, Text("{} is yes", "{}为“是”") if yes else Text("{} is no", "{}为“否”")
    )


def _date(phrase: Phrase) -> Text:
    negative = phrase.operator == "not_in_last"
    when = moment_phrase("in_last" if negative else phrase.operator, phrase.value)
    assert when is not None
    zh = f" {when.zh}" if when.zh[0].isdigit() else when.zh
    if phrase.operator in {"in_last", "in_next", "not_in_last"}:
        zh += "内"
    return Text(
        f"{phrase.label.en} {'not' if negative else 'is'} {when.en}",
        f"{phrase.label.zh}{'不在' if negative else '在'}{zh}",
    )


def _address(phrase: Phrase) -> Text:
    if phrase.operator == "contains":
        return _text(phrase)
    names = [
        Text(english_name(code) or code, regions.name_of(code) or code) for code in phrase.value
    ]
    return _join(phrase.label, Text("in", "在 "), listing(names, "or", "或"))


_BY_KIND: Final[dict[str, Callable[[Phrase], Text]]] = {
    "choice": _choice,
    "person": _reference,
    "lookup": _reference,
    "tags": _many,
    "multi_choice": _many,
    **dict.fromkeys(COUNTED, _number),
    "boolean": _boolean,
    "date": _date,
    "datetime": _date,
    "address": _address,
}
