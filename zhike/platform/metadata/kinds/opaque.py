"""JSON whose shape the object itself checks; it cannot be filtered, sorted or imported."""

from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.metadata.kinds.base import (
    BadValue,
    Json,
    Operand,
    Settings,
    SingleColumn,
    wrong_operand,
)


class JsonKind(SingleColumn):
    """An object or a list."""

    name = "json"
    label = Text("Structured value", "结构化值")
    custom_allowed = False
    sortable = False

    def clean(self, value: Json, settings: Settings) -> Json:
        """The value itself; only objects and lists."""
        if not isinstance(value, dict | list):
            raise BadValue(
                "not-structured", Text("Send an object or a list.", "请发送对象或列表。")
            )
        return value

    def condition(self, operand: Operand) -> Sql:
        """There are no operators."""
        raise wrong_operand(operand, "nothing", "空值")

    def from_text(self, text: str, settings: Settings) -> Json:
        """Never from a cell."""
        raise BadValue("not-importable", Text("This field cannot be imported.", "此字段不能导入。"))
