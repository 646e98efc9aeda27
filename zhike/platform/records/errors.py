"""What can be wrong with a request about records."""

from zhike.kit.errors import Conflict, ValidationFailed, ZhikeError
from zhike.kit.language import Text


class InvalidFilter(ValidationFailed):
    """A filter tree that cannot be used; `problems` says where and what would be valid."""

    code = "invalid-filter"
    text = Text(
        "The filter is not valid. See the marked condition.", "筛选条件无效，请查看标记的条件。"
    )


class InvalidCursor(ZhikeError):
    """A page cursor that was not made for this list and order."""

    code = "invalid-cursor"
    text = Text(
        "This page marker does not belong to this list. Start from the first page.",
        "分页标记与当前列表不符，请从第一页开始。",
    )


class InvalidQuery(ZhikeError):
    """A list parameter that cannot be used."""

    code = "invalid-query"
    text = Text(
        "The parameter {parameter} is not valid: {reason}", "参数 {parameter} 无效：{reason}"
    )


class Duplicate(Conflict):
    """The database holds another record with this value."""

    code = "duplicate"
    text = Text("Another record has this value already.", "已有其他记录使用此值。")


class IdempotencyMismatch(Conflict):
    """One key, two different requests."""

    code = "idempotency-mismatch"
    text = Text(
        "This Idempotency-Key was used for another request. Use a new key.",
        "此 Idempotency-Key 已用于另一请求，请更换。",
    )


class StillRunning(Conflict):
    """The first request with this key has not been answered yet."""

    code = "still-running"
    text = Text(
        "The same request is still running. Ask again in a moment.",
        "相同的请求仍在处理，请稍后再试。",
    )


class TooManyRecords(ZhikeError):
    """A bulk action over its limit."""

    code = "too-many-records"
    text = Text(
        "At most {limit} records in one go. Narrow the filter.",
        "一次最多 {limit} 条记录，请缩小筛选范围。",
    )
