"""Answers that a provider makes the browser post here: judged at once, kept until our own page asks, and taken once.

What another site posts brings no cookie of ours, so here nobody is signed in yet. What was verified waits under a ticket
that goes on to our page in the address; the page brings the trip's cookie with it, and only to the trip whose question
the answer answers is it given. An answer stays known, as a hash, for as long as it would still be good.

Whoever likes can make anybody's browser post here. So what is refused counts against nobody and writes nothing; the
throttle and the log are asked when our own page says it, for a trip of its own.
"""

import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from zhike.kit.clock import now
from zhike.kit.language import Text
from zhike.kit.signing import BadToken, sign, unsign
from zhike.platform.identity.errors import StartAgain
from zhike.platform.identity.keys import key_hash, new_key
from zhike.platform.identity.models import IdentityProvider, PostedAnswer
from zhike.platform.identity.providers.errors import AnswerNotTrusted, ProviderRefused
from zhike.platform.identity.providers.kinds.kind import Claims, Received, Trip
from zhike.platform.identity.providers.sites import enabled_provider, posting, site_of, way_back

log = logging.getLogger("zhike.sign-in")

TICKET_LASTS: Final = timedelta(minutes=2)
"""The browser is only being led from one address to the next."""
_KEPT_BEYOND: Final = timedelta(minutes=5)
"""So that an answer which is being judged while it ends does not find its row gone."""
_STATE_LONGEST: Final = 100
_USED: Final = Text("it was used already", "该响应已被使用")


def receive(provider_id: UUID, posted: Mapping[str, str], ip: str | None) -> str:
    """Judge what was posted; the address of our page, with a ticket or with why there is none. Raises NotFound."""
    provider = enabled_provider(provider_id)
    kind, back = posting(provider), way_back(provider_id)
    brought = {"state": posted.get(kind.state_field, "")[:_STATE_LONGEST]}
    try:
        received = kind.receive(site_of(provider), back, posted)
        brought["ticket"] = _keep(provider, received)
    except (AnswerNotTrusted, ProviderRefused) as error:
        log.warning("an answer of provider %s from %s was refused: %s", provider_id, ip, error)
        brought["refused"] = _told(provider, error)
    return f"{back}?{urlencode(brought)}"


def take(provider: IdentityProvider, trip: Trip, brought: Mapping[str, str]) -> Claims:
    """What was verified of the person who came back from this very trip; once.

    Raises StartAgain, and for an answer that was refused what was wrong with it: AnswerNotTrusted, ProviderRefused.
    """
    if "refused" in brought:
        raise _refusal(provider, brought["refused"])
    with transaction.atomic():
        held = PostedAnswer.objects.select_for_update().filter(
            provider=provider, key_hash=key_hash(brought.get("ticket", ""))
        )
        answer = held.first()
        if answer is None or answer.expires_at <= now():
            raise StartAgain
        if not hmac.compare_digest(answer.nonce_hash, key_hash(trip.nonce)):
            raise StartAgain
        told = answer.claims
        answer.key_hash, answer.claims = None, {}
        answer.save(update_fields=["key_hash", "claims"])
    return Claims(**{**told, "groups": tuple(told["groups"])})


def _keep(provider: IdentityProvider, received: Received) -> str:
    """The key of the ticket. Neither an answer nor an answer to the same question is taken twice. Raises AnswerNotTrusted."""
    moment, key = now(), new_key()
    PostedAnswer.objects.filter(good_until__lt=moment - _KEPT_BEYOND).delete()
    never_asked_for = PostedAnswer.objects.filter(key_hash__isnull=False, expires_at__lt=moment)
    never_asked_for.update(key_hash=None, claims={})
    try:
        with transaction.atomic():
            PostedAnswer.objects.create(
                provider=provider,
                serial_hash=key_hash(received.serial),
                nonce_hash=key_hash(received.nonce),
                key_hash=key_hash(key),
                claims=asdict(received.claims),
                expires_at=moment + TICKET_LASTS,
                good_until=received.until,
            )
    except IntegrityError as error:
        raise AnswerNotTrusted(provider=provider.name, why=_USED) from error
    return key


def _told(provider: IdentityProvider, error: AnswerNotTrusted | ProviderRefused) -> str:
    """Signed, so that nobody's link makes our page say what they like."""
    what = "why" if isinstance(error, AnswerNotTrusted) else "told"
    payload = json.dumps({what: error.data[what]})
    return sign(payload.encode(), _purpose(provider), str(settings.SECRET_KEY))


def _refusal(
    provider: IdentityProvider, token: str
) -> AnswerNotTrusted | ProviderRefused | StartAgain:
    try:
        told = json.loads(unsign(token, _purpose(provider), str(settings.SECRET_KEY)))
    except BadToken:
        return StartAgain()
    if "why" in told:
        return AnswerNotTrusted(provider=provider.name, why=Text(*told["why"]))
    return ProviderRefused(provider=provider.name, told=told["told"])


def _purpose(provider: IdentityProvider) -> str:
    return f"refused:{provider.id}"
