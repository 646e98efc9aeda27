"""A directory on this machine that speaks LDAP with TLS, as far as signing in needs it, and is careless where servers are.

It says yes to a name without a password, as the protocol wants; who asks must not.
"""

import socketserver
import ssl
import threading
from pathlib import Path
from typing import Any

from zhike.platform.identity.providers.kinds.ber import (
    ENUMERATED,
    OCTETS,
    SEQUENCE,
    elements,
    encoded,
    head,
    number,
    read_number,
    text,
)

SERVICE = "cn=zhike,dc=example,dc=com"
SECRET = "service-secret"


class LdapServer:
    """Entries by DN: their password and attributes."""

    def __init__(self, certificate: Path, key: Path) -> None:
        self.people: dict[str, tuple[str, dict[str, list[bytes]]]] = {}
        self.asked: list[str] = []
        self.garbage = False
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(certificate, key)
        directory = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                try:
                    directory.converse(self.request)
                except (OSError, ssl.SSLError):
                    pass  # the other side did not trust the certificate, or left

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def add(self, name: str, password: str, **attributes: list[bytes]) -> str:
        dn = f"cn={name},ou=people,dc=example,dc=com"
        self.people[dn] = (
            password,
            {
                "objectClass": [b"top", b"person"],
                "mail": [f"{name.lower()}@example.com".encode()],
                "entryUUID": [f"uuid-{name}".encode()],
                "displayName": [name.encode()],
                **attributes,
            },
        )
        return dn

    def converse(self, plain: Any) -> None:
        stream = plain
        while message := _message(stream):
            (_, id_), (tag, content), *_ = elements(message)
            if self.garbage:
                stream.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
            if tag == 0x42:
                return
            for answer in self.answers(tag, content):
                stream.sendall(encoded(SEQUENCE, encoded(0x02, id_), answer))
            if tag == 0x77:
                self.asked.append("start tls")
                stream = self.context.wrap_socket(plain, server_side=True)

    def answers(self, tag: int, content: bytes) -> list[bytes]:
        if tag == 0x77:
            return [_result(0x78, 0)]
        if tag == 0x60:
            return [_result(0x61, self.bind(content))]
        return self.search(content)

    def bind(self, content: bytes) -> int:
        _, (_, name), (_, password) = elements(content)
        dn, secret = name.decode(), password.decode()
        self.asked.append(f"bind {dn}")
        known = {SERVICE: SECRET} | {dn: one[0] for dn, one in self.people.items()}
        if not secret:
            return 0
        return 0 if known.get(dn) == secret else 49

    def search(self, content: bytes) -> list[bytes]:
        _base, _scope, _deref, (_, most), _time, _types, (_, wanted), (_, names) = elements(content)
        conditions = []
        for _, one in elements(wanted):
            (_, name), (_, value) = elements(one)
            conditions.append((name.decode(), value.lower()))
        self.asked.append(f"search {conditions[-1][1].decode()}")
        found = [
            (dn, attributes)
            for dn, (_, attributes) in self.people.items()
            if all(
                value in map(bytes.lower, attributes.get(name, [])) for name, value in conditions
            )
        ]
        asked_for = [value.decode() for _, value in elements(names)]
        answers = [_entry(dn, attributes, asked_for) for dn, attributes in found]
        limit = read_number(most)
        too_many = len(answers) > limit
        referral = encoded(0x73, text("ldap://elsewhere.example/"))
        return [*answers[:limit], referral, _result(0x65, 4 if too_many else 0)]


def _result(tag: int, code: int) -> bytes:
    return encoded(tag, number(code, ENUMERATED), text(""), text("as asked"))


def _entry(dn: str, attributes: dict[str, list[bytes]], names: list[str]) -> bytes:
    listed = [
        encoded(SEQUENCE, text(name), encoded(0x31, *(encoded(OCTETS, one) for one in values)))
        for name, values in attributes.items()
        if name in names
    ]
    return encoded(0x64, text(dn), encoded(SEQUENCE, *listed))


def _message(stream: Any) -> bytes:
    start = stream.recv(2)
    if len(start) < 2:
        return b""
    more = stream.recv(start[1] & 0x7F) if start[1] & 0x80 else b""
    _, size, _ = head(start + more)
    content = b""
    while len(content) < size:
        content += stream.recv(size - len(content))
    return content
