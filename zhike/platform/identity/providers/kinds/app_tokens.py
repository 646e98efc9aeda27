"""Tokens by which the house itself may ask a platform, kept as long as they last: platforms limit how often one is given."""

import hashlib
import time
from collections.abc import Callable
from typing import Final

_KEPT_AT_MOST: Final = 100
_SPARE: Final = 300
"""Seconds before its end at which a token is no longer used."""


class AppTokens:
    """Tokens by what they were got with."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, str]] = {}

    def token(
        self,
        got_with: tuple[str, ...],
        get: Callable[[], tuple[str, object]],
        *,
        anew: bool = False,
    ) -> str:
        """The token; `get` brings a new one and how many seconds it lasts."""
        key = hashlib.sha256("\n".join(got_with).encode()).hexdigest()
        kept = self._kept.get(key)
        if kept is not None and kept[0] > time.monotonic() and not anew:
            return kept[1]
        token, lasts = get()
        if len(self._kept) >= _KEPT_AT_MOST:
            self._kept.clear()
        seconds = lasts if isinstance(lasts, int) else 0
        self._kept[key] = (time.monotonic() + seconds - _SPARE, token)
        return token
