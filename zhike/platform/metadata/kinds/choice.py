"""Choices from a list of options, one or many, and tags."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
from zhike.platform.metadata.kinds.contact_points import EMAIL, PHONE
from zhike.platform.metadata.kinds.text import IN_LIMIT, clean_line

OPTION_COLORS = ("neutral", "accent", "good", "warn", "danger", "violet")
TAG_LIMIT = 50
TAG_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a choice: a stable key, what people read, and one of `OPTION_COLORS`."""

    key: str
    label: Text
    color: str = "neutral"


def options(*entries: tuple[str, str, str] | tuple[str, str, str, str]) -> tuple[Option, ...]:
    """Options from `(key, english, chinese[, color])` tuples."""
    return tuple(Option(key, Text(en, zh), *rest) for key, en, zh, *rest in entries)


def keys_of(settings: Settings) -> tuple[str, ...]:
    """The keys of a field's options."""
    return tuple(option.key for option in settings.get("options", ()))


def find_option(text: str, settings: Settings) -> str | None:
    """The key of the option whose key or label in either language is `text`, ignoring case."""
    wanted = text.strip().casefold()
    for option in settings.get("options", ()):
        if wanted in {
            option.key.casefold(),
            option.label.en.casefold(),
            option.label.zh.casefold(),
        }:
            return str(option.key)
    return None


def options_of(operand: Operand) -> list[str]:
    """The options that are called as one of the operand's words."""
    found = (find_option(str(word), operand.settings) for word in operand.value)
    return list(dict.fromkeys(key for key in found if key is not None))


def unknown_option(value: object, settings: Settings) -> BadValue:
    """The error for a value that is no option; lists the options."""
    listed = ", ".join(keys_of(settings)[:30])
    return BadValue(
        "unknown-option",
        Text(
            "“{value}” is not an option. Options: {options}.",
            "“{value}”不在选项中，可选：{options}。",
        ),
        value=str(value)[:60],
        options=listed,
    )


def list_operand(operand: Operand, limit: int = IN_LIMIT) -> list[str]:
    """The operand as a list of texts; raise BadOperand."""
    value = operand.value
    if (
        not isinstance(value, list)
        or len(value) > limit
        or not all(isinstance(item, str) for item in value)
    ):
        raise wrong_operand(
            operand, f"a list of at most {limit} values", f"不超过 {limit} 个值的列表"
        )
    return value


class ChoiceKind(SingleColumn):
    """One of a list of options, stored by its key."""

    name = "choice"
    label = Text("Choice", "单选")
    operators: tuple[str, ...] = ("in", "not_in", "eq", "ne", "mine", *EMPTY_OPERATORS)

    def clean(self, value: Json, settings: Settings) -> Json:
        """An option's key."""
        if value == "":
            return None
        if value not in keys_of(settings):
            raise unknown_option(value, settings)
        return value

    def clean_settings(self, settings: Settings) -> Settings:
        """`options`: `[{key, label: {en, zh}, color}]`, 1 to 200, keys unique."""
        return {"options": clean_options(settings.get("options"))}

    def condition(self, operand: Operand) -> Sql:
        """Membership; options that do not exist are refused rather than matching nothing."""
        if empty := self.empty_condition(operand):
            return empty
        if operand.operator == "mine":
            mine = options_of(operand)
            return operand.expression + Sql(" = ANY(") + param(mine) + Sql("::text[])")
        wanted = [operand.value] if operand.operator in {"eq", "ne"} else list_operand(operand)
        for value in wanted:
            if value not in keys_of(operand.settings):
                raise unknown_option(value, operand.settings)
        if operand.operator in {"eq", "in"}:
            return operand.expression + Sql(" = ANY(") + param(wanted) + Sql("::text[])")
        return (
            Sql("coalesce(")
            + operand.expression
            + Sql(", '') <> ALL(")
            + param(wanted)
            + Sql("::text[])")
        )

    def empty_condition(self, operand: Operand) -> Sql | None:
        """Blank counts as empty."""
        if operand.operator == "is_empty":
            return Sql("coalesce(") + operand.expression + Sql(", '') = ''")
        if operand.operator == "is_not_empty":
            return operand.expression + Sql(" <> ''")
        return None

    def to_text(self, value: Json, settings: Settings) -> str:
        """The option's Chinese label, which imports of either language read back."""
        for option in settings.get("options", ()):
            if option.key == value:
                return str(option.label.zh)
        return "" if value is None else str(value)

    def from_text(self, text: str, settings: Settings) -> Json:
        """An option by key or label."""
        key = find_option(text, settings)
        if key is None:
            raise unknown_option(text, settings)
        return key


def clean_options(raw: object) -> tuple[Option, ...]:
    """Options of a custom field from JSON; raise BadValue."""
    problem = BadValue(
        "bad-options",
        Text(
            "Give 1 to 200 options, each with its own key and a label in English and Chinese.",
            "请提供 1 至 200 个选项，每个选项的键不重复，并有中英文名称。",
        ),
    )
    if not isinstance(raw, list | tuple) or not 1 <= len(raw) <= 200:
        raise problem
    found: dict[str, Option] = {}
    for entry in raw:
        if isinstance(entry, Option):
            found[entry.key] = entry
            continue
        if not isinstance(entry, dict) or not isinstance(entry.get("label"), dict):
            raise problem
        key, label = entry.get("key"), entry["label"]
        texts = [label.get("en"), label.get("zh")]
        if (
            not isinstance(key, str)
            or not 1 <= len(key) <= 60
            or key in found
            or not all(isinstance(text, str) and 0 < len(text) <= 60 for text in texts)
        ):
            raise problem
        color = entry.get("color", "neutral")
        if color not in OPTION_COLORS:
            raise problem
        found[key] = Option(key, Text(str(texts[0]), str(texts[1])), color)
    return tuple(found.values())


class ManyKind(SingleColumn, ABC):
    """Shared by the kinds that keep a list of texts in an array column."""

    operators: tuple[str, ...] = ("has_any", "has_all", "has_none", "mine", *EMPTY_OPERATORS)
    sortable = False
    limit = TAG_LIMIT

    @abstractmethod
    def clean_item(self, item: Json, settings: Settings) -> str:
        """One canonical item; raise BadValue."""

    def clean(self, value: Json, settings: Settings) -> Json:
        """A list without repetition, in the order entered."""
        if not isinstance(value, list):
            raise BadValue("not-a-list", Text("Enter a list.", "请输入列表。"))
        items = list(dict.fromkeys(self.clean_item(item, settings) for item in value if item != ""))
        if len(items) > self.limit:
            raise BadValue(
                "too-many", Text("At most {limit} entries.", "最多 {limit} 项。"), limit=self.limit
            )
        return items

    def store(self, value: Json) -> tuple[object, ...]:
        """The list; an empty one for None."""
        return (value or [],)

    def load(self, values: Sequence[Any]) -> Json:
        """The list."""
        return list(values[0] or [])

    def custom_expression(self, custom: Sql, key: Sql) -> Sql:
        """The JSON list as a text array."""
        return (
            Sql("ARRAY(SELECT jsonb_array_elements_text(CASE jsonb_typeof(")
            + custom
            + Sql("->")
            + key
            + Sql(") WHEN 'array' THEN ")
            + custom
            + Sql("->")
            + key
            + Sql(" ELSE '[]'::jsonb END))")
        )

    def condition(self, operand: Operand) -> Sql:
        """Set conditions; an empty list of wanted values matches nothing (everything for `has_none`)."""
        if operand.operator == "is_empty":
            return Sql("coalesce(cardinality(") + operand.expression + Sql("), 0) = 0")
        if operand.operator == "is_not_empty":
            return Sql("cardinality(") + operand.expression + Sql(") > 0")
        if operand.operator == "mine":
            mine = options_of(operand) if operand.settings.get("options") else operand.value
            return operand.expression + Sql(" && ") + param(mine) + Sql("::text[]")
        wanted = param(list_operand(operand)) + Sql("::text[]")
        if operand.operator == "has_all":
            return operand.expression + Sql(" @> ") + wanted
        overlap = operand.expression + Sql(" && ") + wanted
        return (
            overlap
            if operand.operator == "has_any"
            else Sql("NOT coalesce(") + overlap + Sql(", FALSE)")
        )

    def to_text(self, value: Json, settings: Settings) -> str:
        """Items joined by `; `."""
        return "; ".join(value or [])

    def from_text(self, text: str, settings: Settings) -> Json:
        """Items separated by semicolons, commas, the Chinese enumeration comma or bars."""
        for mark in "；;、|，\n":
            text = text.replace(mark, ",")
        return self.clean([item.strip() for item in text.split(",") if item.strip()], settings)


class MultiChoiceKind(ManyKind):
    """Any number of a list of options."""

    name = "multi_choice"
    label = Text("Several choices", "多选")

    def clean_item(self, item: Json, settings: Settings) -> str:
        """An option's key, or its label."""
        key = find_option(item, settings) if isinstance(item, str) else None
        if key is None:
            raise unknown_option(item, settings)
        return key

    def clean_settings(self, settings: Settings) -> Settings:
        """As for a choice."""
        return {"options": clean_options(settings.get("options"))}


class TagsKind(ManyKind):
    """Short free texts. With `settings["item"]` "email" or "phone" each is normalised as that kind."""

    name = "tags"
    label = Text("Tags", "标签")

    def clean_item(self, item: Json, settings: Settings) -> str:
        """A trimmed text of at most 60 characters, or a normalised address or number."""
        if settings.get("item") == "email":
            return str(EMAIL.clean(item, {}))
        if settings.get("item") == "phone":
            return str(PHONE.clean(item, settings))
        return clean_line(item, TAG_LENGTH, lines=False)
