"""Which SMTP server sends our mail, read from `ZHIKE_SMTP_URL`.

`smtp://user:password@host:587?tls=starttls&connections=8&timeout=60&verify=yes`: `tls` is starttls, none or always, and
`smtps://` means always; `connections` work at once, each answer may take `timeout` seconds, `verify=no` trusts any certificate.
"""

import ssl
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings

from zhike.platform.mail.errors import BadMailServer, MailNotConfigured

Tls = Literal["none", "starttls", "always"]
_MODES: Final[dict[str, Tls]] = {
    "none": "none",
    "no": "none",
    "starttls": "starttls",
    "yes": "starttls",
    "always": "always",
    "tls": "always",
    "ssl": "always",
}
_OPTIONS: Final = frozenset({"tls", "connections", "timeout", "verify"})
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_CONNECTIONS: Final = 32


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over. `timeout` is in seconds and bounds each answer of the server."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: Tls = "none"
    connections: int = 8
    timeout: float = 60.0
    verify: bool = True

    def context(self) -> ssl.SSLContext:
        """How connections are encrypted; certificates are checked unless the address says otherwise."""
        made = ssl.create_default_context()
        if not self.verify:
            made.check_hostname = False
            made.verify_mode = ssl.CERT_NONE
        return made


def parse_server(url: str) -> MailServer:
    """The server of a URL. Raises BadMailServer. A login over an open line is refused except on this machine."""
    try:
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        port = parts.port
    except ValueError as error:
        raise BadMailServer(reason=str(error)) from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadMailServer(reason="smtp://host")
    if unknown := set(options) - _OPTIONS:
        raise BadMailServer(reason=", ".join(sorted(unknown)))
    local = parts.hostname in _LOCAL
    usual = "always" if parts.scheme == "smtps" else "none" if local else "starttls"
    tls = _MODES.get(options.get("tls", usual))
    if tls is None:
        raise BadMailServer(reason="tls")
    if parts.username and tls == "none" and not local:
        raise BadMailServer(reason="tls=none with a password")
    try:
        connections = int(options.get("connections", "8"))
        timeout = float(options.get("timeout", "60"))
    except ValueError:
        raise BadMailServer(reason="connections, timeout") from None
    if not 1 <= connections <= MOST_CONNECTIONS or not 0.1 <= timeout <= 600:
        raise BadMailServer(reason="connections 1-32, timeout 0.1-600")
    return MailServer(
        host=parts.hostname,
        port=port or {"always": 465, "starttls": 587, "none": 25}[tls],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
        connections=connections,
        timeout=timeout,
        verify=options.get("verify", "yes") != "no",
    )


def mail_server() -> MailServer:
    """The server of this installation. Raises MailNotConfigured or BadMailServer."""
    if not settings.ZHIKE_SMTP_URL:
        raise MailNotConfigured
    return parse_server(settings.ZHIKE_SMTP_URL)
