"""SMTP servers that misbehave on purpose, on a free local port."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default

Answer = Callable[["Talk", str], str | None]
"""`(talk, command line)` -> the reply, or None to close the connection without one."""


class Talk:
    """One connection as the server sees it."""

    def __init__(self, server: "FakeServer", sock: socket.socket) -> None:
        self.server, self.sock = server, sock
        self.file = sock.makefile("rb")
        self.recipient = ""
        self.sender_is_good = False

    def say(self, reply: str) -> None:
        self.sock.sendall(reply.encode() + b"\r\n")

    def run(self) -> None:
        self.say("220 fake")
        while line := self.file.readline():
            command = line.decode("utf-8", "replace").strip()
            if command.upper().startswith("RCPT"):
                self.recipient = command.split("<")[1].split(">")[0]
            reply = self.server.answer(self, command)
            if reply is None:
                return
            self.say(reply)
            if command.upper().startswith("MAIL"):
                self.sender_is_good = reply.startswith("250")
            elif command.upper().startswith("RCPT") and not (
                self.sender_is_good and reply.startswith("250")
            ):
                self.recipient = ""
            if reply.startswith("221"):
                return
            if reply.startswith("354") and not self.take():
                return

    def take(self) -> bool:
        """Read a mail up to the dot and answer for it; False closes."""
        lines: list[bytes] = []
        while (line := self.file.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line[1:] if line.startswith(b".") else line)
        raw = b"".join(lines)
        reply = self.server.answer(self, "END")
        if self.recipient and (reply is None or reply.startswith("250")):
            with self.server.lock:
                self.server.mails.append((self.recipient, message_from_bytes(raw, policy=default)))
        if reply is None:
            return False
        self.say(reply)
        return True


PIPELINING = "250-fake\r\n250 PIPELINING"


def both(*scripts: Answer) -> Answer:
    """The first answer any of the scripts has."""

    def script(talk: "Talk", command: str) -> str | None:
        return next((said for one in scripts if (said := one(talk, command)) != ""), "")

    return script


class FakeServer:
    """Answers every command with `250`, or with what `script` says; keeps what it took.

    A mail whose end is answered with None was taken, and the connection cut before the reply.
    """

    def __init__(self, script: Answer | None = None) -> None:
        self.script = script
        self.mails: list[tuple[str, Message]] = []
        self.connections = 0
        self.lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def message_ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for _, mail in self.mails]

    def answer(self, talk: Talk, command: str) -> str | None:
        if self.script is not None and (said := self.script(talk, command)) != "":
            return said
        verb = command.upper()
        if verb.startswith("DATA"):
            return "354 go on"
        return "221 bye" if verb.startswith("QUIT") else "250 ok"

    def wait_for(self, count: int) -> None:
        """Until it has taken so many mails; gives up after five seconds."""
        deadline = time.monotonic() + 5
        while len(self.mails) < count and time.monotonic() < deadline:
            time.sleep(0.02)

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with sock:
            try:
                Talk(self, sock).run()
            except OSError:
                pass

    def close(self) -> None:
        # Closing alone leaves a thread in accept() that would take one more connection.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@contextmanager
def fake_server(script: Answer | None = None) -> Iterator[FakeServer]:
    server = FakeServer(script)
    try:
        yield server
    finally:
        server.close()


def on(verb: str, reply: str | None, *, times: int = 10**9, after: float = 0) -> Answer:
    """A script that answers `verb` (END is the end of a mail) `times` times with `reply`, after some seconds."""
    left = [times]
    lock = threading.Lock()

    def script(_talk: Talk, command: str) -> str | None:
        if not command.upper().startswith(verb):
            return ""
        with lock:
            if left[0] <= 0:
                return ""
            left[0] -= 1
        if after:
            time.sleep(after)
        return reply

    return script
