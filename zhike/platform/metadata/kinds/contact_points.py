"""E-mail addresses and phone numbers, kept in one spelling so that equal ones are equal."""

from zhike.kit.countries import country_name
from zhike.kit.emails import normalise_email
from zhike.kit.language import Text
from zhike.kit.phone import normalise_phone
from zhike.kit.sql import Sql, param
from zhike.platform.metadata.kinds.base import BadValue, Json, Operand, Settings
from zhike.platform.metadata.kinds.text import (
    TEXT_OPERATORS,
    TextKind,
    escape_like,
    text_condition,
)


class EmailKind(TextKind):
    """An e-mail address in lower case."""

    name = "email"
    label = Text("E-mail", "邮箱")
    operators: tuple[str, ...] = TEXT_OPERATORS

    def clean(self, value: Json, settings: Settings) -> Json:
        """A normalised address; whether it exists is not asked."""
        if value == "":
            return None
        try:
            return normalise_email(value)
        except (ValueError, AttributeError, TypeError):
            raise BadValue(
                "not-an-email",
                Text(
                    "Enter an e-mail address such as name@example.com.",
                    "请输入邮箱地址，例如 name@example.com。",
                ),
            ) from None

    def clean_settings(self, settings: Settings) -> Settings:
        """No settings."""
        return {}


class PhoneKind(TextKind):
    """A phone number in E.164; numbers without a country code are read as Chinese.

    Who reads a number beside an address gives `settings["country"]`: there it is dialled, and nowhere else.
    """

    name = "phone"
    label = Text("Phone", "电话")
    operators: tuple[str, ...] = TEXT_OPERATORS

    def clean(self, value: Json, settings: Settings) -> Json:
        """`+8613800138000` from any usual spelling."""
        if value == "":
            return None
        country = settings.get("country", "CN")
        try:
            return normalise_phone(value, country)
        except (ValueError, AttributeError, TypeError):
            if country != "CN":
                raise BadValue(
                    "not-a-phone",
                    Text(
                        "This is no phone number of {country}. Write it with its country code, such as +49 30 901820.",
                        "这不是{country}的电话号码，请写上国家代码，例如 +49 30 901820。",
                    ),
                    country=country_name(country),
                ) from None
            raise BadValue(
                "not-a-phone",
                Text(
                    "Enter a phone number such as 138 0013 8000 or +49 30 901820.",
                    "请输入电话号码，例如 138 0013 8000 或 +49 30 901820。",
                ),
            ) from None

    def clean_settings(self, settings: Settings) -> Settings:
        """No settings."""
        return {}

    def condition(self, operand: Operand) -> Sql:
        """Text conditions on the digits, so that `138-0013` finds `+8613800138000`."""
        if empty := self.empty_condition(operand):
            return empty
        value = operand.value
        if operand.operator in {"contains", "starts_with"} and isinstance(value, str):
            digits = "".join(char for char in value if char.isdigit() or char == "+")
            pattern = f"%{escape_like(digits)}%"
            if operand.operator == "starts_with":
                return (
                    operand.expression
                    + Sql(" LIKE ")
                    + param(f"{digits}%")
                    + Sql(" OR ")
                    + operand.expression
                    + Sql(" LIKE ")
                    + param(f"+86{digits}%")
                ).wrapped()
            return operand.expression + Sql(" LIKE ") + param(pattern)
        if operand.operator in {"eq", "ne"} and isinstance(value, str):
            try:
                value = normalise_phone(value)
            except ValueError:
                value = operand.value
        return text_condition(
            Operand(operand.expression, operand.operator, value, operand.settings, operand.reader)
        )


EMAIL = EmailKind()
PHONE = PhoneKind()
