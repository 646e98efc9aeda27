"""One conversation with an LDAP server: TLS first, then bind and search. Referrals are not followed.

Conditions of a search are sent as values, never as a filter's text, so there is nothing to escape.
"""

import socket
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from zhike.kit.addresses import Place, addresses_of
from zhike.kit.errors import NoAnswer
from zhike.kit.language import Text
from zhike.kit.outbound import NO_CONNECTION, left
from zhike.platform.identity.providers.kinds.ber import (
    ENUMERATED,
    OCTETS,
    SEQUENCE,
    BadEncoding,
    elements,
    encoded,
    head,
    number,
    read_number,
    text,
)

_BIND, _BOUND, _UNBIND = 0x60, 0x61, 0x42
_SEARCH, _ENTRY, _DONE, _REFERENCE = 0x63, 0x64, 0x65, 0x73
_EXTENDED, _EXTENDED_DONE = 0x77, 0x78
_START_TLS: Final = b"1.3.6.1.4.1.1466.20037"
_PASSWORD: Final = 0x80
_AND, _EQUAL = 0xA0, 0xA3
_SUBTREE: Final = 2
_WRONG_PASSWORD: Final = 49
_LARGEST: Final = 1024 * 1024
_NOT_LDAP: Final = Text("it does not speak LDAP", "对方不是 LDAP 服务")


class LdapRefused(Exception):
    """A result other than success; `code` is LDAP's."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with the attributes that were asked for, under their names in lower case."""

    dn: str
    attributes: Mapping[str, Sequence[bytes]]

    def first(self, name: str) -> str:
        """The first value as text; empty without one."""
        values = self.attributes.get(name.lower(), ())
        return values[0].decode(errors="replace") if values else ""


class LdapConnection:
    """Opened by `with`; everything in it ends at `ends` at the latest. Raises NoAnswer, AddressRefused, LdapRefused."""

    def __init__(self, place: Place, context: ssl.SSLContext, ends: float) -> None:
        self._place = place
        self._context = context
        self._ends = ends
        self._number = 0
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        """Connect to a judged address and begin TLS; nothing is said before it but the wish for it."""
        try:
            self._socket = self._connected()
            if self._place.scheme == "ldap":
                self._begin_tls()
            self._socket = self._context.wrap_socket(self._socket, server_hostname=self._place.host)
        except OSError as error:
            self._close()
            raise NoAnswer(host=self._place.host, why=NO_CONNECTION) from error
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Say goodbye."""
        try:
            self._send(encoded(_UNBIND))
        except (OSError, NoAnswer):
            pass  # the other side was faster
        self._close()

    def password_opens(self, dn: str, password: str) -> bool:
        """Whether the password is the entry's. Without a password a server says yes to anybody, so none is asked."""
        if not dn or not password:
            return False
        secret = encoded(_PASSWORD, password.encode())
        code, message = self._result(encoded(_BIND, number(3), text(dn), secret), _BOUND)
        if code == _WRONG_PASSWORD:
            return False
        if code != 0:
            raise LdapRefused(code, message)
        return True

    def search(
        self, base: str, conditions: Sequence[tuple[str, str]], attributes: Sequence[str], most: int
    ) -> list[Entry]:
        """Entries below `base` for which every condition holds; at most so many."""
        equal = [encoded(_EQUAL, text(name), text(value)) for name, value in conditions]
        request = encoded(
            _SEARCH,
            text(base),
            number(_SUBTREE, ENUMERATED),
            number(0, ENUMERATED),  # aliases stay what they are
            number(most),
            number(max(int(left(self._ends)), 1)),
            encoded(0x01, b"\x00"),
            encoded(_AND, *equal),
            encoded(SEQUENCE, *(text(name) for name in attributes)),
        )
        found = []
        for tag, content in self._answers(request):
            if tag == _ENTRY:
                found.append(_entry(content))
            elif tag == _DONE:
                code, message = _result_of(content)
                # 4: there are more than were asked for, which whoever asks sees by their number.
                if code not in {0, 4}:
                    raise LdapRefused(code, message)
                return found
            elif tag != _REFERENCE:
                break
        raise NoAnswer(host=self._place.host, why=_NOT_LDAP)

    def _begin_tls(self) -> None:
        request = encoded(_EXTENDED, encoded(0x80, _START_TLS))
        code, message = self._result(request, _EXTENDED_DONE)
        if code != 0:
            raise LdapRefused(code, message)

    def _connected(self) -> socket.socket:
        failed: OSError = OSError("no address")
        for address in addresses_of(self._place):
            try:
                return socket.create_connection(
                    (address, self._place.port), timeout=left(self._ends)
                )
            except OSError as error:
                failed = error
        raise failed

    def _result(self, request: bytes, expected: int) -> tuple[int, str]:
        for tag, content in self._answers(request):
            if tag == expected:
                return _result_of(content)
            break
        raise NoAnswer(host=self._place.host, why=_NOT_LDAP)

    def _answers(self, request: bytes) -> Iterator[tuple[int, bytes]]:
        """Tag and content of each message that answers the request."""
        try:
            self._send(request)
            while True:
                parts = elements(self._message())
                (_, id_), (tag, content) = next(parts), next(parts)
                if read_number(id_) == self._number:
                    yield tag, content
        except (OSError, StopIteration, ValueError) as error:
            raise NoAnswer(host=self._place.host, why=_NOT_LDAP) from error

    def _send(self, request: bytes) -> None:
        if self._socket is None:
            raise OSError("not connected")
        self._number += 1
        self._socket.settimeout(left(self._ends))
        self._socket.sendall(encoded(SEQUENCE, number(self._number), request))

    def _message(self) -> bytes:
        start = self._bytes(2)
        more = start[1] & 0x7F if start[1] & 0x80 else 0
        tag, size, _ = head(start + self._bytes(more))
        if tag != SEQUENCE or size > _LARGEST:
            raise BadEncoding("no message")
        return self._bytes(size)

    def _bytes(self, count: int) -> bytes:
        found = bytearray()
        while len(found) < count:
            if self._socket is None or time.monotonic() > self._ends:
                raise OSError("too late")
            self._socket.settimeout(left(self._ends))
            piece = self._socket.recv(count - len(found))
            if not piece:
                raise OSError("closed")
            found += piece
        return bytes(found)

    def _close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _result_of(content: bytes) -> tuple[int, str]:
    (_, code), _, (_, message), *_rest = elements(content)
    return read_number(code), message.decode(errors="replace")


def _entry(content: bytes) -> Entry:
    (_, dn), (_, listed) = elements(content)
    attributes: dict[str, list[bytes]] = {}
    for _, one in elements(listed):
        (_, name), (_, values) = elements(one)
        attributes[name.decode().lower()] = [
            value for tag, value in elements(values) if tag == OCTETS
        ]
    return Entry(dn.decode(), attributes)
