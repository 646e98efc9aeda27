"""The signed numbers in the links of a mail. They never expire: an unsubscribe link works as long as the mail is kept."""

import struct
from dataclasses import dataclass
from typing import Final, Literal

from django.conf import settings

from zhike.kit.signing import BadToken, sign, unsign

Purpose = Literal["open", "click", "unsubscribe", "view"]
_SHAPE: Final = struct.Struct(">QH")
_PATHS: Final[dict[Purpose, str]] = {
    "open": "/t/o/{}.gif",
    "click": "/t/c/{}",
    "unsubscribe": "/u/{}",
    "view": "/t/v/{}",
}


LONGEST_ADDRESS: Final = 1_400
"""Bytes of an address a token can carry and still be a token (`kit.signing.LONGEST_TOKEN`)."""


def link_to(purpose: Purpose, recipient_id: int, link: int = 0, address: str = "") -> str:
    """The absolute address that stands in one person's mail (about 10 us).

    `address` is where a click leads when it is this person's own, because merge fields stood in it.
    """
    payload = _SHAPE.pack(recipient_id, link) + address.encode()
    token = sign(payload, f"mail-{purpose}", settings.SECRET_KEY)
    return f"{settings.ZHIKE_BASE_URL}{_PATHS[purpose].format(token)}"


@dataclass(frozen=True, slots=True)
class Signed:
    """What a token says: whose mail, which link of it, and the person's own address of the link if it has one."""

    recipient_id: int
    link: int
    address: str


def read(purpose: Purpose, token: str) -> Signed:
    """What this installation signed. Raises BadToken."""
    payload = unsign(token, f"mail-{purpose}", settings.SECRET_KEY)
    if len(payload) < _SHAPE.size or (len(payload) > _SHAPE.size and purpose != "click"):
        raise BadToken("not of this shape")
    recipient_id, link = _SHAPE.unpack_from(payload)
    try:
        return Signed(recipient_id, link, payload[_SHAPE.size :].decode())
    except UnicodeDecodeError:
        raise BadToken("not an address") from None
