"""Several SMTP connections at work at once, each in a thread of its own."""

import queue
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from zhike.platform.mail.connection import Outcome, SmtpConnection
from zhike.platform.mail.server import MailServer


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A finished mail under the key its sender knows it by."""

    key: int
    sender: str
    recipient: str
    mail: bytes


class SenderPool:
    """Takes mails, gives outcomes back in any order. Keep few inside: what is inside is unknown after a crash.

    Leaving the context waits for mails under way and closes the connections.
    """

    def __init__(self, server: MailServer) -> None:
        self._todo: queue.SimpleQueue[Outgoing | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[int, Outcome]] = queue.SimpleQueue()
        self._inside = 0
        self._threads = [
            threading.Thread(target=self._work, args=(server,), name=f"smtp-{number}", daemon=True)
            for number in range(server.connections)
        ]

    @property
    def inside(self) -> int:
        """How many mails were given and not yet taken back."""
        return self._inside

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join()

    def give(self, mails: Iterable[Outgoing]) -> None:
        """Put mails in line."""
        for mail in mails:
            self._inside += 1
            self._todo.put(mail)

    def take(self, timeout: float) -> list[tuple[int, Outcome]]:
        """All outcomes there are; waits up to `timeout` seconds for the first when mails are under way."""
        found: list[tuple[int, Outcome]] = []
        try:
            if self._inside and timeout > 0:
                found.append(self._done.get(timeout=timeout))
            while True:
                found.append(self._done.get_nowait())
        except queue.Empty:
            pass
        self._inside -= len(found)
        return found

    def _work(self, server: MailServer) -> None:
        connection = SmtpConnection(server)
        while (mail := self._todo.get()) is not None:
            self._done.put((mail.key, connection.send(mail.sender, mail.recipient, mail.mail)))
        connection.close()


def send_now(server: MailServer, mail: Outgoing) -> Outcome:
    """Send one mail on a connection of its own, for somebody who waits."""
    connection = SmtpConnection(server)
    try:
        return connection.send(mail.sender, mail.recipient, mail.mail)
    finally:
        connection.close()
