"""Takes the letters of people management over SMTP: the `Postman` of `identity.ports`."""

import logging
from html import escape
from typing import Final
from uuid import UUID

from django.conf import settings

from zhike.kit.clock import now
from zhike.kit.ids import new_id
from zhike.platform.identity import ports
from zhike.platform.jobs.queue import defer
from zhike.platform.mail.errors import MailRefused
from zhike.platform.mail.jobs import letter
from zhike.platform.mail.message import Letter, Mailbox
from zhike.platform.mail.pool import Outgoing, send_now
from zhike.platform.mail.server import mail_server

log = logging.getLogger(__name__)

PRIVATE: Final = "<private."
"""How the Message-ID begins of a letter that holds a key: the demo's mailbox shows it to administrators only."""

# A mail program knows no style sheets, so each element carries its own.
_PAGE: Final = (
    '<!doctype html><html lang="{language}"><body style="margin:0;padding:32px 16px;background:#f7f4ed;'
    "font-family:Inter,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;color:#1f2430\">"
    '<div style="max-width:480px;margin:0 auto;padding:28px;background:#fffdf8;border-radius:12px;'
    'border:1px solid #e5dfd0"><p style="margin:0 0 20px;font-size:18px;font-weight:600">Zhike 知客</p>'
    "{body}</div></body></html>"
)
_PARAGRAPH: Final = '<p style="margin:0 0 14px;line-height:1.6;font-size:15px">{text}</p>'
_BUTTON: Final = (
    '<p style="margin:22px 0"><a href="{link}" style="display:inline-block;padding:11px 20px;'
    'background:#2f4a7c;color:#fff;border-radius:8px;text-decoration:none;font-size:15px">{text}</a></p>'
)


class SmtpPostman:
    """Asks the worker for letters, and hands them to the mail server."""

    @property
    def ready(self) -> bool:
        """Whether a mail server is set."""
        return bool(settings.ZHIKE_SMTP_URL)

    def ask(self, errand: str, about: UUID, *, address: str = "") -> None:
        """Queue the errand in the running transaction."""
        defer(letter, errand=errand, about=about, address=address)

    def deliver(self, written: ports.Letter) -> None:
        """Send one letter now. Raises MailRefused, MailNotConfigured, BadMailServer.

        Without a mail server nothing is sent and nothing raised: trying again would not help.
        """
        if not self.ready:
            log.warning("no mail server is set: a letter was not sent")
            return
        sender = settings.ZHIKE_MAIL_FROM
        mail = Letter(
            sender=Mailbox(sender, "Zhike 知客"),
            recipient=Mailbox(written.address, written.name),
            subject=written.subject,
            text=_text(written),
            html=_html(written),
            message_id=f"{PRIVATE}{new_id()}@{sender.partition('@')[2]}>",
            date=now(),
            headers={"Auto-Submitted": "auto-generated"},
        )
        outcome = send_now(mail_server(), Outgoing(0, sender, written.address, mail.to_bytes()))
        if outcome.kind != "handed":
            raise MailRefused(reason=outcome.detail)


def _text(written: ports.Letter) -> str:
    *before, last = written.paragraphs
    return "\n\n".join((*before, f"{written.button}:\n{written.link}", last)) + "\n"


def _html(written: ports.Letter) -> str:
    *before, last = (_PARAGRAPH.format(text=escape(text)) for text in written.paragraphs)
    button = _BUTTON.format(link=escape(written.link), text=escape(written.button))
    return _PAGE.format(language=written.language, body="".join((*before, button, last)))
