"""What a field is to a formula: its type, and the expression of its value there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.metadata.fields import Field

TypeName = Literal["text", "number", "money", "date", "datetime", "boolean", "choice"]


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a part of a formula; a choice knows its options."""

    name: TypeName
    options: tuple[Any, ...] = ()

    @property
    def counted(self) -> bool:
        """A number or an amount."""
        return self.name in {"number", "money"}

    @property
    def written(self) -> bool:
        """A text or the key of an option."""
        return self.name in {"text", "choice"}

    @property
    def dated(self) -> bool:
        """A day or a moment."""
        return self.name in {"date", "datetime"}


TEXT: Final = Type("text")
NUMBER: Final = Type("number")
MONEY: Final = Type("money")
DATE: Final = Type("date")
DATETIME: Final = Type("datetime")
BOOLEAN: Final = Type("boolean")

NAMES: Final[Mapping[TypeName, Text]] = {
    "text": Text("text", "文本"),
    "number": Text("number", "数字"),
    "money": Text("money", "金额"),
    "date": Text("date", "日期"),
    "datetime": Text("date and time", "日期时间"),
    "boolean": Text("yes or no", "是否"),
    "choice": Text("choice", "选项"),
}

OF_KIND: Final[Mapping[str, Type]] = {
    **dict.fromkeys(("text", "long_text", "email", "phone", "url", "auto_number"), TEXT),
    **dict.fromkeys(("number", "percent", "rating", "duration"), NUMBER),
    "money": MONEY,
    "date": DATE,
    "datetime": DATETIME,
    "boolean": BOOLEAN,
}


def type_of(found: Field) -> Type | None:
    """The type of a field in a formula; None for kinds no formula reads."""
    if found.kind.name == "choice":
        return Type("choice", tuple(found.settings.get("options", ())))
    return OF_KIND.get(found.kind.name)


def value_of(found: Field, expression: Sql) -> Sql:
    """A field's comparable value as formulas count it: blank text is blank, a percent is a hundredth part, no answer is no."""
    match found.kind.name:
        case "percent":
            return Sql("((") + expression + Sql(")::numeric * 0.01)")
        case "number" | "rating" | "duration" | "money":
            return Sql("(") + expression + Sql(")::numeric")
        case "boolean":
            return Sql("coalesce(") + expression + Sql(", FALSE)")
        case "date" | "datetime":
            return expression
        case _:
            return Sql("nullif(") + expression + Sql(", '')")
