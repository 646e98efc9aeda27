"""The way to a provider and back, kept in a signed cookie of ten minutes: nothing of a stranger's is stored here."""

import hmac
import json
import time
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.conf import settings

from zhike.kit.signing import BadToken, sign, unsign
from zhike.platform.identity.errors import StartAgain
from zhike.platform.identity.providers.kinds.kind import Trip
from zhike.platform.identity.providers.sites import way_back

LASTS: Final = 600
"""Seconds: time enough to find a telephone for the provider's own second step."""


def token_of(trip: Trip, provider_id: UUID, purpose: str) -> str:
    """What the cookie holds."""
    payload = {
        "p": str(provider_id),
        "s": trip.state,
        "n": trip.nonce,
        "v": trip.verifier,
        "t": int(time.time()),
    }
    return sign(json.dumps(payload).encode(), f"trip:{purpose}", str(settings.SECRET_KEY))


def trip_of(token: str, provider_id: UUID, purpose: str, brought: Mapping[str, str]) -> Trip:
    """The trip this browser began to this provider for this purpose. Raises StartAgain for any other."""
    try:
        payload = json.loads(unsign(token, f"trip:{purpose}", str(settings.SECRET_KEY)))
    except (BadToken, ValueError) as error:
        raise StartAgain from error
    state = brought.get("state", "")
    if not 0 <= time.time() - payload["t"] <= LASTS or payload["p"] != str(provider_id):
        raise StartAgain
    if not hmac.compare_digest(state.encode(), payload["s"].encode()):
        raise StartAgain
    return Trip(payload["s"], payload["n"], payload["v"], way_back(provider_id))
