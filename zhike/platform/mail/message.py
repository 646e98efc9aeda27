"""From texts to the bytes of a mail: headers that cannot be broken out of, plain text and HTML side by side."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import charset
from email.generator import BytesGenerator
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from io import BytesIO
from typing import Final

_BREAKS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]+@[^\s<>,;:\"()\[\]\\@\x00-\x1f\x7f]+\Z")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")
# Base64 for everything: no line is ever too long or starts with a dot, and Chinese text is smaller than quoted.
_UTF8: Final = charset.Charset("utf-8")
_UTF8.body_encoding = charset.BASE64


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address and the name shown for it."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        if not self.address.isascii() or not _ADDRESS.match(self.address):
            raise ValueError(f"not an address: {self.address[:60]!r}")
        return formataddr((_BREAKS.sub(" ", self.name).strip(), self.address))


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
        """The mail with CRLF line ends (about 0.3 ms). Raises ValueError for an address or header that is none."""
        mail = MIMEMultipart("alternative")
        mail["From"] = str(self.sender)
        mail["To"] = str(self.recipient)
        mail["Subject"] = _header(self.subject)  # type: ignore[assignment]  # a Header is as good as its text
        mail["Date"] = format_datetime(self.date)
        mail["Message-ID"] = _plain(self.message_id)
        if self.reply_to:
            mail["Reply-To"] = str(Mailbox(self.reply_to))
        if self.unsubscribe_url:
            mail["List-Unsubscribe"] = f"<{_plain(self.unsubscribe_url)}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        for name, value in self.headers.items():
            if not _HEADER_NAME.match(name):
                raise ValueError(f"not a header: {name[:60]!r}")
            mail[name] = _plain(value)
        mail.attach(_part(self.text, "plain"))
        mail.attach(_part(self.html, "html"))
        written = BytesIO()
        BytesGenerator(written, mangle_from_=False, policy=compat32).flatten(mail, linesep="\r\n")
        return written.getvalue()


def _part(text: str, kind: str) -> MIMEText:
    part = MIMEText("", kind, "us-ascii")
    del part["Content-Transfer-Encoding"]
    part.set_payload(text.encode("utf-8", "replace").decode(), _UTF8)
    return part


def _header(text: str) -> str | Header:
    """A header's text on one line; encoded words where it is not plain ASCII."""
    line = _BREAKS.sub(" ", text).strip()
    return line if line.isascii() else Header(line, "utf-8", header_name="Subject")


def _plain(text: str) -> str:
    if _BREAKS.search(text) or not text.isascii():
        raise ValueError(f"not a header value: {text[:60]!r}")
    return text
