"""The signed numbers in the links of a mail. They never expire: an unsubscribe link works as long as the mail is kept."""

import struct
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


def link_to(purpose: Purpose, recipient_id: int, link: int = 0) -> str:
    """The absolute address that stands in one person's mail (about 10 us)."""
    token = sign(_SHAPE.pack(recipient_id, link), f"mail-{purpose}", settings.SECRET_KEY)
    return f"{settings.ZHIKE_BASE_URL}{_PATHS[purpose].format(token)}"


def read(purpose: Purpose, token: str) -> tuple[int, int]:
    """Recipient and number of the link. Raises BadToken."""
    payload = unsign(token, f"mail-{purpose}", settings.SECRET_KEY)
    if len(payload) != _SHAPE.size:
        raise BadToken("not of this shape")
    recipient_id, link = _SHAPE.unpack(payload)
    return recipient_id, link
