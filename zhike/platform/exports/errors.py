"""What can be wrong with an export, and what to do about it."""

from zhike.kit.errors import Conflict, TooManyRequests, ZhikeError
from zhike.kit.language import Text


class NotReady(Conflict):
    """The file is not written yet, or never will be."""

    code = "export-not-ready"
    text = Text(
        "This export is {state}; there is no file to fetch.",
        "该导出当前为“{state}”，没有可下载的文件。",
    )


class ExportGone(ZhikeError):
    """The file was removed because it is old."""

    code = "export-gone"
    status = 410
    text = Text(
        "The file was removed after seven days. Export again.",
        "文件已在七天后删除，请重新导出。",
    )


class TooManyExports(TooManyRequests):
    """A person has enough exports under way."""

    code = "too-many-exports"
    text = Text(
        "You have several exports under way. Wait until one is done.",
        "您有多个导出正在进行，请等待其中一个完成。",
    )
