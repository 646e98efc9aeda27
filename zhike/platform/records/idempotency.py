"""One answer per Idempotency-Key: a request repeated after a lost connection is answered, not done, again.

The key is scoped to the person, what their token is limited to, the route and the body. Answers are kept for a day.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, Final, ParamSpec

from django.db import transaction
from django.http import HttpResponse

from zhike.kit.clock import now
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.requests import ActorRequest
from zhike.platform.records.errors import IdempotencyMismatch, StillRunning
from zhike.platform.records.models import IdempotentAnswer

KEPT: Final = timedelta(days=1)
_KEPT_HEADERS: Final = ("ETag", "Location", "Content-Type", "X-Request-Id")

P = ParamSpec("P")
Endpoint = Callable[Concatenate[ActorRequest, P], HttpResponse]


def idempotent(object_key: str = "") -> Callable[[Endpoint[P]], Endpoint[P]]:
    """Answer a repeated POST with the first answer. The write and the kept answer commit together.

    `object_key` is the object of the answer where the address does not name it: whoever may no longer view any of it is
    not told again, either.
    """

    def declare(endpoint: Endpoint[P]) -> Endpoint[P]:
        return _idempotent(endpoint, object_key)

    return declare


def _idempotent(endpoint: Endpoint[P], object_key: str) -> Endpoint[P]:
    @wraps(endpoint)
    def answered(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        sent = request.headers.get("Idempotency-Key", "")
        if not sent:
            return endpoint(request, *args, **kwargs)
        actor = request.actor
        asker = f"{actor.user_id} {' '.join(sorted(actor.scopes or ()))}"
        key = sha256(f"{asker}\n{request.path}\n{sent}".encode()).hexdigest()
        body_hash = sha256(request.body).hexdigest()
        IdempotentAnswer.objects.filter(created_at__lt=now() - KEPT).delete()
        with transaction.atomic():
            kept, fresh = IdempotentAnswer.objects.select_for_update().get_or_create(
                key=key, defaults={"body_hash": body_hash}
            )
            if not fresh:
                asked = object_key or str(kwargs["object_key"])
                policy_of(request.actor).require(asked, "view")
                return _repeat(kept, body_hash)
            response = endpoint(request, *args, **kwargs)
            kept.status = response.status_code
            kept.body = response.content
            kept.headers = {
                name: response[name] for name in _KEPT_HEADERS if response.has_header(name)
            }
            kept.save(update_fields=["status", "body", "headers"])
        return response

    return answered


def _repeat(kept: IdempotentAnswer, body_hash: str) -> HttpResponse:
    if kept.body_hash != body_hash:
        raise IdempotencyMismatch
    if kept.status is None:
        raise StillRunning
    response: Any = HttpResponse(bytes(kept.body), status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotent-Replay"] = "true"
    return response  # type: ignore[no-any-return]  # header assignment needs an untyped response
