"""What a file is, judged by its first bytes: names and extensions lie."""

import re
from typing import Final, Literal

from zhike.kit.language import Text
from zhike.platform.imports.errors import NotATable
from zhike.platform.imports.reading.encoding import unmarked_utf_16

Content = Literal["text", "sheet"]

_ARCHIVE: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: Final[tuple[tuple[bytes, Text], ...]] = (
    (b"%PDF", Text("a PDF document", "PDF 文档")),
    (b"\x89PNG", Text("an image", "图片")),
    (b"\xff\xd8\xff", Text("an image", "图片")),
    (b"GIF8", Text("an image", "图片")),
    (b"\x1f\x8b", Text("a compressed file", "压缩文件")),
    (b"7z\xbc\xaf", Text("a compressed file", "压缩文件")),
    (b"Rar!", Text("a compressed file", "压缩文件")),
    (b"SQLite format", Text("a database", "数据库文件")),
    (b"\x7fELF", Text("a program", "程序文件")),
    (b"MZ\x90", Text("a program", "程序文件")),
)
_UTF_16_OR_32: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_MARKUP = re.compile(rb"<(?:!doctype|html|\?xml|head|body|table|svg)", re.IGNORECASE)
_JSON = re.compile(rb"(?:\{\s*(?:\"|\}|\Z)|\[\s*(?:[\[\{\"\]]|-?\d))")
_CARD = re.compile(rb"BEGIN:V(?:CARD|CALENDAR)", re.IGNORECASE)


def content_of(head: bytes) -> Content:
    """Whether `head`, the first 8 kB or so, begins a text table or a spreadsheet. Raises NotATable."""
    if head.startswith((_ARCHIVE, _COMPOUND)):
        return "sheet"
    for signature, found in _SIGNATURES:
        if head.startswith(signature):
            raise NotATable(found=found)
    if head.startswith(_UTF_16_OR_32):
        return "text"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _MARKUP.match(start):
        raise NotATable(found=Text("an HTML or XML file", "HTML 或 XML 文件"))
    if _CARD.match(start):
        raise NotATable(found=Text("a vCard or iCalendar file", "vCard 或 iCalendar 文件"))
    if _JSON.match(start):
        raise NotATable(found=Text("a JSON file", "JSON 文件"))
    if _binary(head):
        raise NotATable(found=Text("binary data", "二进制数据"))
    return "text"


def _binary(head: bytes) -> bool:
    """Text has hardly any control characters but blanks and line ends."""
    if 0 in head and unmarked_utf_16(head):
        return False
    control = sum(head.count(code) for code in (*range(9), *range(14, 27), *range(28, 32)))
    return control * 50 > len(head)
