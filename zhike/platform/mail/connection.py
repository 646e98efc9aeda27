"""One kept SMTP connection, and what exactly became of each mail given to it.

The end of a mail is one line with a dot. Until that line is written the server has nothing to deliver, so a connection
lost before is safe to repeat; once it is written only the server's answer tells, and without one nobody knows.
"""

import re
import smtplib
import socket
from dataclasses import dataclass
from typing import Final, Literal

from zhike.platform.mail.server import MailServer

Kind = Literal["handed", "refused", "bounced", "later", "unknown", "offline", "server"]
_END: Final = b".\r\n"
_LASTING: Final[dict[str, Kind]] = {"MAIL": "server", "RCPT": "refused", "DATA": "refused"}
"""What a 5xx to a command means, where it does not say that the address is at fault."""
_ENHANCED = re.compile(r"\d{3}[ -](5\.\d{1,3}\.\d{1,3})\b")
_NO_ADDRESS: Final = {
    "5.0.0",
    "5.1.0",
    "5.1.1",
    "5.1.2",
    "5.1.3",
    "5.1.6",
    "5.1.10",
    "5.2.0",
    "5.2.1",
}
"""Status codes of RFC 3463 about the address itself; 5.7 (policy) and 5.2.2 (full) are about us and about today."""
_NO_ADDRESS_PLAIN: Final = {550, 551, 553}
_LONGEST_DETAIL: Final = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mail.

    handed: the server took it. refused: it will never take this mail (5xx). bounced: it says that there is no such
    address (5xx to RCPT). later: not now (4xx, or the connection was
    lost before the mail was complete). unknown: the connection was lost after it was complete. offline: no connection
    could be made, so nothing was asked about this mail. server: the server does not work with us at all (no login, no
    such sender), so no mail is at fault.
    """

    kind: Kind
    detail: str = ""


HANDED: Final = Outcome("handed")


class SmtpConnection:
    """Connects when first needed and stays connected. Not for two threads at once."""

    def __init__(self, server: MailServer, *, name: str = "") -> None:
        self._server = server
        self._name = name or socket.gethostname() or "localhost"
        self._smtp: smtplib.SMTP | None = None

    def send(self, sender: str, recipient: str, mail: bytes) -> Outcome:
        """Hand one mail over. Never raises for what a server or a network can do."""
        was_open = self._smtp is not None
        outcome = self._try(sender, recipient, mail)
        if outcome.kind == "later" and was_open and self._smtp is None:
            # Servers end idle connections; one fresh try is safe, because the mail was not complete.
            outcome = self._try(sender, recipient, mail)
        return outcome

    def close(self) -> None:
        """Say goodbye; a server that is gone is no error."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except (OSError, smtplib.SMTPException):
                smtp.close()

    def _try(self, sender: str, recipient: str, mail: bytes) -> Outcome:
        try:
            smtp = self._smtp or self._connect()
        except smtplib.SMTPResponseException as error:
            self._drop()
            kind: Kind = "server" if error.smtp_code >= 500 else "offline"
            return Outcome(kind, _said(error.smtp_code, error.smtp_error))
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            lasting = isinstance(error, smtplib.SMTPNotSupportedError)
            return Outcome("server" if lasting else "offline", _cut(str(error)))
        self._smtp = smtp
        complete = False
        try:
            if refusal := self._envelope(smtp, sender, recipient):
                return refusal
            smtp.send(_dotted(mail))
            complete = True
            smtp.send(_END)
            return self._judged(*smtp.getreply())
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Outcome("unknown" if complete else "later", _cut(str(error)))

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.tls == "always":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host,
                server.port,
                self._name,
                timeout=server.timeout,
                context=server.context(),
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, self._name, timeout=server.timeout)
        self._smtp = smtp
        # A mail is several small writes; waiting to fill packets would cost 40 ms each.
        if smtp.sock is not None:
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            smtp.starttls(context=server.context())
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
        return smtp

    def _envelope(self, smtp: smtplib.SMTP, sender: str, recipient: str) -> Outcome | None:
        """MAIL, RCPT and DATA, in one go where the server can; None when it waits for the mail."""
        commands = (f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA")
        if not smtp.has_extn("pipelining"):
            for command, name in zip(commands, _LASTING, strict=True):
                code, text = smtp.docmd(command)
                if code >= 400:
                    return self._refusal(code, text, name)
            return None
        smtp.send("".join(f"{command}\r\n" for command in commands))
        answers = [smtp.getreply() for _ in commands]
        for (code, text), name in zip(answers, _LASTING, strict=True):
            if code >= 400:
                if answers[-1][0] == 354:
                    # It waits for a mail to nobody: an empty one ends the exchange (RFC 2920, 3.1).
                    smtp.send(_END)
                    smtp.getreply()
                return self._refusal(code, text, name)
        return None

    def _refusal(self, code: int, text: bytes, command: str) -> Outcome:
        self._reset(code)
        said = _said(code, text)
        if code < 500:
            return Outcome("later", said)
        if command == "RCPT" and _no_such_address(code, said):
            return Outcome("bounced", said)
        return Outcome(_LASTING[command], said)

    def _judged(self, code: int, text: bytes) -> Outcome:
        if code < 300:
            return HANDED
        return self._refusal(code, text, "DATA")

    def _reset(self, code: int) -> None:
        """Ready for the next mail. After 421 the server closes; after a failed reset nothing can be trusted."""
        smtp = self._smtp
        if smtp is None:
            return
        try:
            if code == 421 or smtp.rset()[0] >= 400:
                self._drop()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def _dotted(mail: bytes) -> bytes:
    """The mail as it travels: lines that start with a dot get another, and it ends with a line end."""
    if mail.startswith(b"."):
        mail = b"." + mail
    mail = mail.replace(b"\n.", b"\n..")
    return mail if mail.endswith(b"\r\n") else mail + b"\r\n"


def _no_such_address(code: int, said: str) -> bool:
    """Whether a refusal of RCPT is about the address: by the enhanced status code, by the plain one without."""
    enhanced = _ENHANCED.match(said)
    return enhanced[1] in _NO_ADDRESS if enhanced else code in _NO_ADDRESS_PLAIN


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return _cut(f"{code} {words}")


def _cut(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())[:_LONGEST_DETAIL]
