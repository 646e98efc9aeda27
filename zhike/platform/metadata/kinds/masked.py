"""Masks: how much of a value is shown to who may know it only in part. Each is written twice, for SQL and for Python.

Statements mask in the database, so the whole value never leaves it; the history masks values it has read already. A
property test holds the two against each other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.metadata.kinds.base import BadValue, FieldKind, Json, Operand, Settings
from zhike.platform.metadata.kinds.told import ToldKind

STARS: Final = "****"


@dataclass(frozen=True, slots=True)
class Mask:
    """One way to show part of a value: `sql` over an expression that is used several times, `value` over JSON."""

    sql: Callable[[Sql], Sql]
    value: Callable[[Any], Any]


def _ends(keep_from_end: int, hidden: int, least: int) -> Mask:
    """All but `hidden` characters before the last `keep_from_end`; stars alone for less than `least` characters."""

    def sql(text: Sql) -> Sql:
        return Sql.join(
            "",
            (
                Sql("CASE WHEN length("),
                text,
                Sql(f") >= {least:d} THEN left("),
                text,
                Sql(f", -{hidden + keep_from_end:d}) || '{STARS}' || right("),
                text,
                Sql(f", {keep_from_end:d}) WHEN "),
                text,
                Sql(f" <> '' THEN '{STARS}' END"),
            ),
        ).wrapped()

    def value(text: str | None) -> str | None:
        if not text:
            return None
        if len(text) < least:
            return STARS
        return text[: -(hidden + keep_from_end)] + STARS + text[-keep_from_end:]

    return Mask(sql, value)


def _email_sql(text: Sql) -> Sql:
    return (
        Sql("(left(")
        + text
        + Sql(f", 1) || '{STARS}' || substring(")
        + text
        + Sql(" from '@.*$'))")
    )


def _email(text: str | None) -> str | None:
    return f"{text[0]}{STARS}{text[text.index('@') :]}" if text and "@" in text else None


def _name_sql(text: Sql) -> Sql:
    return Sql("(nullif(left(") + text + Sql(", 1), '') || '**')")


def _name(text: str | None) -> str | None:
    return f"{text[0]}**" if text else None


def _district_sql(address: Sql) -> Sql:
    parts = {key: Sql("(") + address + Sql(f"->>'{key}')") for key in _DISTRICT}
    return Sql.join(
        "",
        (
            Sql("CASE WHEN "),
            address,
            Sql(" IS NOT NULL THEN jsonb_strip_nulls(jsonb_build_object('country', "),
            parts["country"],
            Sql(", 'region', "),
            parts["region"],
            Sql(", 'city', "),
            parts["city"],
            Sql(", 'text', CASE WHEN "),
            parts["country"],
            Sql(" = 'CN' THEN left("),
            parts["text"],
            Sql(", greatest(0, length("),
            parts["text"],
            Sql(") - length(coalesce("),
            parts["street"],
            Sql(", '')))) ELSE concat_ws(', ', "),
            parts["city"],
            Sql(", "),
            parts["country"],
            Sql(") END)) END"),
        ),
    ).wrapped()


def _district(address: Mapping[str, str] | None) -> dict[str, str] | None:
    if address is None:
        return None
    shown = {key: address[key] for key in ("country", "region", "city") if key in address}
    if address.get("country") == "CN":
        text = address.get("text", "")
        shown["text"] = text[: max(0, len(text) - len(address.get("street", "")))]
    else:
        shown["text"] = ", ".join(address[key] for key in ("city", "country") if key in address)
    return shown


_DISTRICT: Final = ("country", "region", "city", "street", "text")

MASKS: Final[Mapping[str, Mask]] = {
    "phone": _ends(4, 4, 11),
    "id": _ends(4, 11, 15),
    "card": _ends(4, 8, 12),
    "email": Mask(_email_sql, _email),
    "name": Mask(_name_sql, _name),
    "district": Mask(_district_sql, _district),
    "all": Mask(lambda _: Sql("NULL::text"), lambda _: None),
}
"""By name. `all` shows nothing, not even whether there is a value."""

OF_KIND: Final[Mapping[str, str]] = {"phone": "phone", "email": "email", "address": "district"}
"""The mask of a kind of field that names none."""

WHOLE_ONLY: Final = frozenset({"lookup", "person"})
"""Kinds that are seen whole or not at all: half a reference is none."""

MASKED = Text("You see this field only in part.", "该字段仅部分可见。")


class MaskedKind:
    """A kind whose expressions give the masked value, and that can be neither compared, sorted nor entered."""

    custom_allowed = False
    operators: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    sortable = False

    def __init__(self, kind: FieldKind, mask: str) -> None:
        self.name, self.label = kind.name, kind.label
        self._kind, self._mask = kind, MASKS[mask]

    def clean(self, value: Json, settings: Settings) -> Json:
        """Refuse."""
        raise BadValue("masked", MASKED)

    def clean_settings(self, settings: Settings) -> Settings:
        """Refuse."""
        raise BadValue("masked", MASKED)

    def columns(self, column: str) -> tuple[str, ...]:
        """As the kind's."""
        return self._kind.columns(column)

    def store(self, value: Json) -> tuple[object, ...]:
        """Refuse."""
        raise BadValue("masked", MASKED)

    def load(self, values: Any) -> Json:
        """The masked value."""
        return self.masked(self._kind.load(values))

    def masked(self, value: Json) -> Json:
        """The part of a canonical JSON value that may be shown."""
        return self._mask.value(value)

    def masked_sql(self, expression: Sql) -> Sql:
        """The same of an SQL expression of the whole value."""
        return self._mask.sql(expression)

    def expression(self, alias: Sql, column: str) -> Sql:
        """The masked value."""
        return self._mask.sql(self._kind.expression(alias, column))

    def custom_expression(self, custom: Sql, key: Sql) -> Sql:
        """The masked value."""
        return self._mask.sql(self._kind.custom_expression(custom, key))

    def json(self, alias: Sql, column: str) -> Sql:
        """The masked value."""
        return self.expression(alias, column)

    def condition(self, operand: Operand) -> Sql:
        """Refuse."""
        raise BadValue("masked", MASKED)

    def to_text(self, value: Json, settings: Settings) -> str:
        """As the kind's: what comes here is masked already."""
        return self._kind.to_text(value, settings)

    def from_text(self, text: str, settings: Settings) -> Json:
        """Refuse."""
        raise BadValue("masked", MASKED)


def shown_value(kind: FieldKind, value: Json) -> Json:
    """A value that was read already, as far as a kind may show it."""
    return kind.masked(value) if isinstance(kind, MaskedKind | ToldKind) else value
