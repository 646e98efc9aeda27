"""The little of ASN.1's basic encoding that LDAP speaks: a tag, a definite length, and what is inside."""

from collections.abc import Iterator
from typing import Final

INTEGER: Final = 0x02
OCTETS: Final = 0x04
ENUMERATED: Final = 0x0A
SEQUENCE: Final = 0x30
_LONG: Final = 0x80


class BadEncoding(ValueError):
    """What came is not what LDAP allows."""


def encoded(tag: int, *parts: bytes) -> bytes:
    """One element."""
    content = b"".join(parts)
    size = len(content)
    if size < _LONG:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, _LONG | len(length)]) + length + content


def text(value: str) -> bytes:
    """An octet string."""
    return encoded(OCTETS, value.encode())


def number(value: int, tag: int = INTEGER) -> bytes:
    """A number that is not negative."""
    return encoded(tag, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each element, one after another. Raises BadEncoding."""
    at = 0
    while at < len(content):
        tag, size, begins = head(content, at)
        if begins + size > len(content):
            raise BadEncoding("cut off")
        yield tag, content[begins : begins + size]
        at = begins + size


def head(content: bytes, at: int = 0) -> tuple[int, int, int]:
    """Tag, length, and where the content begins. Raises BadEncoding."""
    try:
        tag, size = content[at], content[at + 1]
        if size < _LONG:
            return tag, size, at + 2
        many = size & 0x7F
        if not 0 < many <= 4:
            raise BadEncoding("no definite length")
        length = content[at + 2 : at + 2 + many]
        if len(length) < many:
            raise BadEncoding("cut off")
        return tag, int.from_bytes(length, "big"), at + 2 + many
    except IndexError as error:
        raise BadEncoding("cut off") from error


def read_number(content: bytes) -> int:
    """A number's value."""
    return int.from_bytes(content, "big", signed=True)
