"""What can be wrong with a request about objects and fields."""

from zhike.kit.errors import Conflict, NotFound, ZhikeError
from zhike.kit.language import Text


class UnknownObject(NotFound):
    """There is no object of this key."""

    code = "unknown-object"
    text = Text(
        "There is no object “{object}”. Objects: {known}.",
        "没有对象“{object}”，可用对象：{known}。",
    )


class UnknownField(ZhikeError):
    """A field path names nothing; lists what there is."""

    code = "unknown-field"
    text = Text(
        "{object} has no field “{field}”. Fields: {known}.",
        "{object}没有字段“{field}”，可用字段：{known}。",
    )


class FieldKeyTaken(Conflict):
    """Two fields of one object cannot share a key."""

    code = "field-key-taken"
    text = Text(
        "There is a field “{key}” already. Choose another key.", "字段“{key}”已存在，请换一个键。"
    )


class TooManyFields(Conflict):
    """The cap that keeps rows narrow."""

    code = "too-many-fields"
    text = Text("An object can have {limit} custom fields.", "每个对象最多 {limit} 个自定义字段。")


class MaskedField(UnknownField):
    """The reader sees the field only in part, so nothing may be found out by it."""

    code = "masked-field"
    text = Text(
        "You see “{field}” only in part, so it cannot be filtered, sorted or grouped by.",
        "“{field}”仅部分可见，不能用于筛选、排序或分组。",
    )
