"""The public keys of providers, kept a while; a key nobody has seen yet makes them be read again, but not all the time."""

import time
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from zhike.kit.outbound import call

_KEPT: Final = 3600
_AGAIN_AFTER: Final = 30
"""Seconds before an unknown key id may cause another reading, so that made-up ids cause no flood."""
_KINDS: Final[dict[str, Any]] = {"RSA": RSAKey, "EC": ECKey}
"""Only kinds with a public half: a provider that lists a shared secret cannot make it a way to sign."""
_MOST: Final = 100

Keys = list[RSAKey | ECKey]


class KeySets:
    """Key sets by address."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, tuple[str, ...]], tuple[float, Keys]] = {}

    def keys(self, address: str, named: tuple[str, ...], kid: str | None) -> KeySet:
        """The keys at an address, among them `kid` if the provider has it by now."""
        kept = self._kept.get((address, named))
        if kept is None:
            found = self.read(address, named)
        else:
            age, found = time.monotonic() - kept[0], kept[1]
            unknown = kid is not None and kid not in {key.kid for key in found}
            if age > _KEPT or (unknown and age > _AGAIN_AFTER):
                found = self.read(address, named)
        return KeySet(list(found))

    def read(self, address: str, named: tuple[str, ...]) -> Keys:
        """Read them anew; keys of other kinds, or that cannot be read, are left out."""
        found: Keys = []
        for data in call("GET", address, named=named).json().get("keys", [])[:_MOST]:
            kind = _KINDS.get(str(data.get("kty"))) if isinstance(data, dict) else None
            if kind is None or data.get("use", "sig") != "sig":
                continue
            try:
                found.append(kind.import_key(data))
            except (JoseError, ValueError, TypeError, KeyError):
                continue
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[address, named] = (time.monotonic(), found)
        return found
