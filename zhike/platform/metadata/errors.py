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


class ObjectKeyTaken(Conflict):
    """Two objects cannot share a key, one that was deleted less than thirty days ago included."""

    code = "object-key-taken"
    text = Text(
        "There is an object “{key}” already, or one that was deleted and can be restored. Choose another key.",
        "对象“{key}”已存在，或刚被删除仍可恢复，请换一个键。",
    )


class TooManyObjects(Conflict):
    """The cap on objects of the workspace's own."""

    code = "too-many-objects"
    text = Text(
        "A workspace can have {limit} objects of its own. Delete one that is not used.",
        "每个工作区最多 {limit} 个自定义对象，请删除不用的对象。",
    )


class NotConfirmed(Conflict):
    """An object with records is deleted by who writes its name."""

    code = "not-confirmed"
    text = Text(
        "{name} has {count} records. Write its name to delete it with them; it can be restored for {days} days.",
        "“{name}”有 {count} 条记录。请输入名称以确认连同记录一起删除；{days} 天内可恢复。",
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
