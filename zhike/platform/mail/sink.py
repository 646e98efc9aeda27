"""The demo's own SMTP server: takes every mail, delivers none, and keeps them for the mailbox page.

Run as `python -m zhike.platform.mail.sink`. It answers 250 only after the mail is committed, like any honest server;
mails that arrive together share one commit.
"""

import asyncio
import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from email.parser import BytesHeaderParser
from email.policy import default
from typing import Any, Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

log = logging.getLogger(__name__)

LARGEST: Final = 5 * 1024 * 1024
KEPT: Final = 20_000
_TOGETHER: Final = 200
_PRUNE_EVERY: Final = 2_000


class Mailbox:
    """The handler of aiosmtpd: collects mails and writes them in groups."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Envelope, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None
        self._since_prune = 0
        # One thread: one database connection, kept for as long as this runs.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="mailbox")

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        """Commands are read line by line, so several may come at once: half the round trips of a mail."""
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]]

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Answer once the mail is stored."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((envelope, stored))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        try:
            await stored
        except Exception:
            log.exception("a mail could not be kept")
            return "451 the mailbox cannot store now"
        return "250 kept"

    async def _write(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:_TOGETHER], self._waiting[_TOGETHER:]
            self._since_prune += len(group)
            prune = self._since_prune >= _PRUNE_EVERY
            if prune:
                self._since_prune = 0
            envelopes = [envelope for envelope, _ in group]
            try:
                await asyncio.get_running_loop().run_in_executor(
                    self._thread, _store, envelopes, prune
                )
            except Exception as error:
                for _, stored in group:
                    stored.set_exception(error)
                continue
            for _, stored in group:
                if not stored.done():
                    stored.set_result(None)


def _store(envelopes: list[Envelope], prune: bool) -> None:
    from django.db import connection

    from zhike.platform.mail.models import SinkMessage

    try:
        SinkMessage.objects.bulk_create([_row(envelope) for envelope in envelopes])
        if prune:
            with connection.cursor() as cursor:
                cursor.execute(
                    "DELETE FROM mail_sinkmessage WHERE id IN (SELECT id FROM mail_sinkmessage"
                    " ORDER BY received_at DESC, id DESC OFFSET %s)",
                    [KEPT],
                )
    except Exception:
        connection.close()  # the next group gets a fresh one
        raise


_read_headers: Final = BytesHeaderParser()


def _row(envelope: Envelope) -> Any:
    from zhike.platform.mail.models import SinkMessage

    raw = envelope.content
    assert isinstance(raw, bytes)  # decode_data is off
    headers = _read_headers.parsebytes(raw[:20_000])
    subject = default.header_factory("Subject", str(headers["Subject"] or ""))
    return SinkMessage(
        sender=(envelope.mail_from or "")[:320],
        recipient=", ".join(envelope.rcpt_tos)[:320],
        subject=str(subject)[:500],
        message_id=str(headers["Message-ID"] or "")[:300],
        raw=raw,
    )


def make_sink(host: str, port: int) -> Controller:
    """A server in a thread of its own, to be started and stopped by the caller."""
    return Controller(
        Mailbox(), hostname=host, port=port, data_size_limit=LARGEST, ident="Zhike demo mailbox"
    )


def run_sink() -> None:
    """Listen where `ZHIKE_SMTP_URL` points, until SIGTERM."""
    from django.conf import settings

    from zhike.platform.mail.server import parse_server

    server = parse_server(settings.ZHIKE_SMTP_URL)
    sink = make_sink("127.0.0.1", server.port)
    sink.start()
    print(f"keeps all mail on 127.0.0.1:{server.port}", flush=True)
    stop = signal.sigwait({signal.SIGTERM, signal.SIGINT})
    log.debug("stopping on signal %s", stop)
    sink.stop()


def main() -> None:
    """Set Django up by itself: the supervisor starts this file."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    import django

    django.setup()
    run_sink()


if __name__ == "__main__":
    main()
