"""Numbers, money and yes or no."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.metadata.kinds.base import (
    EMPTY_OPERATORS,
    BadValue,
    Json,
    Operand,
    Settings,
    SingleColumn,
    between,
    compare,
    wrong_operand,
)

NUMBER_OPERATORS = ("eq", "ne", "gt", "gte", "lt", "lte", "between", *EMPTY_OPERATORS)
NUMBER_MEASURES = ("sum", "avg", "min", "max")
COUNTED = frozenset(("number", "money", "percent", "rating", "duration"))
"""The kinds whose comparable value is a number."""
NUMBER_LIMIT = Decimal(10) ** 15
NOT_A_NUMBER = Text("Enter a number.", "请输入数字。")
# Full-width digits and signs that Chinese input methods produce.
_PLAIN = str.maketrans("０１２３４５６７８９．，－％￥", "0123456789.,-%¥")


def parse_decimal(value: Json) -> Decimal:
    """A finite decimal below 10^15 from a JSON number or from text with thousands separators; raise BadValue."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise BadValue("not-a-number", NOT_A_NUMBER)
    text = str(value).translate(_PLAIN).strip().replace(",", "").replace(" ", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise BadValue("not-a-number", NOT_A_NUMBER) from None
    if not number.is_finite() or number.copy_abs() >= NUMBER_LIMIT:
        raise BadValue("out-of-range", Text("This number is too large.", "数字过大。"))
    return number


def number_condition(operand: Operand) -> Sql:
    """Comparison with a number, or with two for `between`."""
    try:
        if operand.operator == "between":
            if not isinstance(operand.value, list) or len(operand.value) != 2:
                raise wrong_operand(operand, "two numbers", "两个数字")
            low, high = (parse_decimal(item) for item in operand.value)
            return between(operand.expression, low, high, "::numeric")
        return compare(
            operand.expression, operand.operator, parse_decimal(operand.value), "::numeric"
        )
    except BadValue:
        raise wrong_operand(operand, "a number", "一个数字") from None


class NumberKind(SingleColumn):
    """A decimal number with up to six places."""

    name = "number"
    label = Text("Number", "数字")
    operators: tuple[str, ...] = NUMBER_OPERATORS
    measures: tuple[str, ...] = NUMBER_MEASURES

    def clean(self, value: Json, settings: Settings) -> Json:
        """An int where it is whole, else a float of at most `places` decimal places."""
        number = parse_decimal(value)
        places = int(settings.get("places", 6))
        rounded = round(number, places)
        if rounded != number:
            raise BadValue(
                "too-precise",
                Text("At most {places} decimal places.", "最多 {places} 位小数。"),
                places=places,
            )
        return int(number) if number == number.to_integral_value() else float(number)

    def clean_settings(self, settings: Settings) -> Settings:
        """`places`: decimal places, 0 to 6."""
        places = settings.get("places", 2)
        if not isinstance(places, int) or isinstance(places, bool) or not 0 <= places <= 6:
            raise BadValue("bad-places", Text("Decimal places are 0 to 6.", "小数位数为 0 至 6。"))
        return {"places": places}

    def load(self, values: Sequence[Any]) -> Json:
        """A JSON number."""
        value = values[0]
        return self.clean(value, {}) if isinstance(value, Decimal) else value

    def custom_expression(self, custom: Sql, key: Sql) -> Sql:
        """The JSON number as numeric."""
        return Sql("((") + custom + Sql("->>") + key + Sql(")::numeric)")

    def condition(self, operand: Operand) -> Sql:
        """Number conditions."""
        return self.empty_condition(operand) or number_condition(operand)

    def from_text(self, text: str, settings: Settings) -> Json:
        """A number, thousands separators allowed."""
        return self.clean(text, settings)


class MoneyKind(SingleColumn):
    """An amount with its ISO 4217 currency; in JSON `{"amount": "186000.00", "currency": "CNY"}`.

    Amounts are kept in the currencies the installation has enabled (`settings["currencies"]`), so sums are of one unit.
    """

    name = "money"
    label = Text("Money", "金额")
    operators: tuple[str, ...] = NUMBER_OPERATORS
    measures: tuple[str, ...] = NUMBER_MEASURES

    def clean(self, value: Json, settings: Settings) -> Json:
        """Canonical money from `{"amount", "currency"}`, `"186000.00 CNY"`, text or a number."""
        currencies = settings.get("currencies") or ("CNY",)
        currency = currencies[0]
        if isinstance(value, dict):
            if set(value) - {"amount", "currency"} or value.get("amount") is None:
                raise BadValue("not-money", Text("Enter an amount.", "请输入金额。"))
            amount, currency = value["amount"], value.get("currency") or currency
        else:
            amount = value
            if isinstance(value, str):
                text = value.strip().translate(_PLAIN)
                if len(text) > 4 and text[-3:].isalpha() and text[-3:].isascii():
                    text, currency = text[:-3], text[-3:].upper()
                amount = text.lstrip("¥$€£ ")
        if currency not in currencies:
            raise BadValue(
                "other-currency",
                Text("Amounts are kept in {currencies}.", "金额币种为 {currencies}。"),
                currencies=", ".join(currencies),
            )
        return {"amount": money_text(parse_decimal(amount)), "currency": currency}

    def columns(self, column: str) -> tuple[str, ...]:
        """The amount and, beside it, its currency."""
        return (column, f"{column}_currency")

    def store(self, value: Json) -> tuple[object, ...]:
        """Amount and currency; both NULL for None."""
        return (None, None) if value is None else (Decimal(value["amount"]), value["currency"])

    def load(self, values: Sequence[Any]) -> Json:
        """Canonical money."""
        amount, currency = values
        return None if amount is None else {"amount": money_text(amount), "currency": currency}

    def custom_expression(self, custom: Sql, key: Sql) -> Sql:
        """The amount as numeric."""
        return Sql("((") + custom + Sql("->") + key + Sql("->>'amount')::numeric)")

    def json(self, alias: Sql, column: str) -> Sql:
        """Amounts show two decimal places, or up to four where they are needed."""
        amount = self.expression(alias, column)
        return (
            Sql("CASE WHEN ")
            + amount
            + Sql(" IS NOT NULL THEN json_build_object('amount', (CASE WHEN scale(trim_scale(")
            + amount
            + Sql(")) > 2 THEN trim_scale(")
            + amount
            + Sql(") ELSE round(")
            + amount
            + Sql(", 2) END)::text, 'currency', ")
            + self.expression(alias, f"{column}_currency")
            + Sql(") END")
        )

    def condition(self, operand: Operand) -> Sql:
        """Conditions on the amount; a money object counts as its amount."""
        value = operand.value
        if isinstance(value, dict):
            operand = Operand(
                operand.expression,
                operand.operator,
                value.get("amount"),
                operand.settings,
                operand.reader,
            )
        return self.empty_condition(operand) or number_condition(operand)

    def to_text(self, value: Json, settings: Settings) -> str:
        """`186000.00 CNY`."""
        return "" if value is None else f"{value['amount']} {value['currency']}"

    def from_text(self, text: str, settings: Settings) -> Json:
        """An amount with an optional currency."""
        return self.clean(text, settings)


def money_text(amount: Decimal) -> str:
    """Two decimal places, or up to four where they are needed; raise BadValue beyond four."""
    rounded = round(amount, 4)
    if rounded != amount:
        raise BadValue(
            "too-precise",
            Text("At most {places} decimal places.", "最多 {places} 位小数。"),
            places=4,
        )
    two = round(rounded, 2)
    return str(two) if two == rounded else format(rounded.normalize(), "f")


class BooleanKind(SingleColumn):
    """Yes or no."""

    name = "boolean"
    label = Text("Yes or no", "是否")
    operators: tuple[str, ...] = ("is_true", "is_false")
    _YES = frozenset((
        "true", "t", "yes", "y", "1", "1.0", "on", "是", "是的", "有", "对", "√", "✓", "✔", "同意", "已同意", "愿意",
        "接受", "已接受", "订阅", "已订阅", "opt in", "opted in", "agree", "agreed", "accepted", "consented",
        "subscribe", "subscribed",
    ))  # fmt: skip
    _NO = frozenset((
        "false", "f", "no", "n", "0", "0.0", "off", "否", "不是", "无", "没有", "错", "×", "✗", "✘", "不同意", "未同意",
        "不愿意", "不接受", "未接受", "拒绝", "不订阅", "未订阅", "取消订阅", "已取消订阅", "退订", "已退订", "opt out",
        "opted out", "disagree", "declined", "refused", "not subscribed", "unsubscribe", "unsubscribed",
    ))  # fmt: skip

    def clean(self, value: Json, settings: Settings) -> Json:
        """A JSON boolean only."""
        if not isinstance(value, bool):
            raise BadValue("not-boolean", Text("Choose yes or no.", "请选择是或否。"))
        return value

    def custom_expression(self, custom: Sql, key: Sql) -> Sql:
        """The JSON boolean."""
        return Sql("((") + custom + Sql("->>") + key + Sql(")::boolean)")

    def condition(self, operand: Operand) -> Sql:
        """Nothing entered counts as no."""
        answer = Sql("coalesce(") + operand.expression + Sql(", FALSE)")
        return answer if operand.operator == "is_true" else Sql("NOT ") + answer

    def to_text(self, value: Json, settings: Settings) -> str:
        """`true` or `false`."""
        return "" if value is None else str(value).lower()

    def from_text(self, text: str, settings: Settings) -> Json:
        """The usual words for yes and no in both languages."""
        word = unicodedata.normalize("NFKC", text).strip().lower().replace("-", " ")
        if word in self._YES:
            return True
        if word in self._NO:
            return False
        raise BadValue("not-boolean", Text("Write yes or no.", "请填写是或否。"))
