"""What can be wrong with a file or with an import, and what to do about it."""

from zhike.kit.errors import Conflict, NotFound, ValidationFailed, ZhikeError
from zhike.kit.language import Text


class EmptyFile(ZhikeError):
    """There is no row in the file."""

    code = "empty-file"
    status = 422
    text = Text(
        "The file is empty. Choose a file with a header row and data.",
        "文件为空，请选择含有表头和数据的文件。",
    )


class NotATable(ZhikeError):
    """The content is something else than a table, whatever the file is called."""

    code = "not-a-table"
    status = 422
    text = Text(
        "This is {found}, not a table. Save it as CSV or Excel (.xlsx) and try again.",
        "这是{found}，不是表格。请另存为 CSV 或 Excel（.xlsx）后重试。",
    )


class UnreadableFile(ZhikeError):
    """The content claims to be a table but cannot be read."""

    code = "unreadable-file"
    status = 422
    text = Text(
        "The file is damaged or protected: {reason}. Open it, save it again without a password and try again.",
        "文件已损坏或受保护：{reason}。请打开后另存（不加密码）再试。",
    )


class FileTooLarge(ZhikeError):
    """More bytes than an import takes."""

    code = "file-too-large"
    status = 413
    text = Text(
        "The file is larger than {limit} MB. Split it.",
        "文件超过 {limit} MB，请拆分后导入。",
    )


class TooManyColumns(ZhikeError):
    """More columns than any object has fields for."""

    code = "too-many-columns"
    status = 422
    text = Text(
        "The file has {count} columns; at most {limit} can be read.",
        "文件有 {count} 列，最多可读取 {limit} 列。",
    )


class UnknownEncoding(ZhikeError):
    """The encoding asked for does not exist or does not fit."""

    code = "unknown-encoding"
    status = 422
    text = Text("The file cannot be read as {encoding}.", "无法按 {encoding} 编码读取文件。")


class BadMapping(ValidationFailed):
    """The mapping of columns to fields cannot be used."""

    code = "bad-mapping"
    text = Text(
        "The columns are not mapped in a usable way. See the marked ones.",
        "列映射有误，请查看标记的列。",
    )


class MissingFile(NotFound):
    """There is no file of this name to import."""

    code = "no-such-file"
    text = Text("There is no file “{file}”.", "没有文件“{file}”。")


class MissingPerson(NotFound):
    """Nobody of this address may import."""

    code = "no-such-person"
    text = Text("There is no active user “{email}”.", "没有启用的用户“{email}”。")


class UnmappedFile(BadMapping):
    """No column of the file is known to fill what a record cannot do without."""

    code = "unmapped-file"
    text = Text(
        "None of the columns of “{file}” is known to hold what a record needs. Columns: {columns}. Rename a heading, or match the"
        " columns in the browser.",
        "无法识别“{file}”中的必填列。文件中的列：{columns}。请修改表头，或在浏览器中对应各列。",
    )


class WrongState(Conflict):
    """The import is not in a state in which this can be done."""

    code = "import-wrong-state"
    text = Text(
        "This import is {state}; that cannot be done now.",
        "该导入当前为“{state}”，不能执行此操作。",
    )


class FileGone(ZhikeError):
    """The uploaded file was removed from the server."""

    code = "import-file-gone"
    status = 410
    text = Text(
        "The file is no longer on the server. Upload it again.",
        "服务器上已没有该文件，请重新上传。",
    )
