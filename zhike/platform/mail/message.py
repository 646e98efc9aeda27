"""From texts to the bytes of a mail: headers that cannot be broken out of, plain text and HTML side by side."""

import re
from base64 import encodebytes
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from secrets import token_hex
from typing import Final

_BREAKS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]+@[^\s<>,;:\"()\[\]\\@\x00-\x1f\x7f]+\Z")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")
_SHORT: Final = 70
_LONGEST_PLAIN: Final = 900
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address and the name shown for it."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        if not self.address.isascii() or not _ADDRESS.match(self.address):
            raise ValueError(f"not an address: {self.address[:60]!r}")
        return formataddr((_BREAKS.sub(" ", self.name).strip()[:_LONGEST_NAME], self.address))


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one person. `message_id` comes with its angle brackets and is fixed before the mail is sent.

    `unsubscribe_url` makes the two headers of one-click unsubscribing (RFC 8058).
    """

    sender: Mailbox
    recipient: Mailbox
    subject: str
    text: str
    html: str
    message_id: str
    date: datetime
    reply_to: str = ""
    unsubscribe_url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The mail with CRLF line ends (about 0.1 ms). Raises ValueError for an address or header that is none."""
        headers = {
            "MIME-Version": "1.0",
            "From": str(self.sender),
            "To": str(self.recipient),
            "Subject": _encoded(self.subject),
            "Date": format_datetime(self.date),
            "Message-ID": _plain(self.message_id),
        }
        if self.reply_to:
            headers["Reply-To"] = str(Mailbox(self.reply_to))
        if self.unsubscribe_url:
            headers["List-Unsubscribe"] = f"<{_plain(self.unsubscribe_url)}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        for name, value in self.headers.items():
            if not _HEADER_NAME.match(name):
                raise ValueError(f"not a header: {name[:60]!r}")
            headers[name] = _plain(value)
        # Base64 lines hold no dash, so no part can hold the boundary.
        boundary = f"--{token_hex(12)}"
        headers["Content-Type"] = f'multipart/alternative; boundary="{boundary}"'
        pieces = [
            "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode("ascii"),
            *(
                _part(boundary, kind, text)
                for kind, text in (("plain", self.text), ("html", self.html))
            ),
            f"\r\n--{boundary}--\r\n".encode("ascii"),
        ]
        return b"".join(pieces)


def _part(boundary: str, kind: str, text: str) -> bytes:
    """Base64 for everything: no line is ever too long or starts with a dot, and Chinese text is smaller than quoted."""
    head = (
        f"\r\n--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    coded = encodebytes(text.encode("utf-8", "replace")).rstrip(b"\n")
    return head.encode("ascii") + coded.replace(b"\n", b"\r\n")


def _encoded(text: str) -> str:
    """A header's text without line breaks of its own; encoded words, folded, where it is not plain short ASCII."""
    line = _BREAKS.sub(" ", text).strip()
    if line.isascii() and len(line) <= _SHORT and "=?" not in line:
        return line
    return Header(line, "utf-8", header_name="Subject").encode(linesep="\r\n")


def _plain(text: str) -> str:
    if _BREAKS.search(text) or not text.isascii() or len(text) > _LONGEST_PLAIN:
        raise ValueError(f"not a header value: {text[:60]!r}")
    return text
