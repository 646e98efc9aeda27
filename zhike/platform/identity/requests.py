"""What a request carries once the middleware has looked at it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.http import HttpRequest

from zhike.kit.clock import now
from zhike.kit.errors import NotSignedIn, ZhikeError
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import (
    ForgedRequest,
    ProofNeeded,
    ScopeTooNarrow,
    SessionRequired,
)
from zhike.platform.identity.factors import factors_of
from zhike.platform.identity.models import Session
from zhike.platform.identity.scopes import ADMIN

PROOF_LASTS: Final = timedelta(minutes=10)

if TYPE_CHECKING:

    class ActorRequest(HttpRequest):
        """A request of somebody signed in, for endpoints behind `signed_in`."""

        actor: Actor
        session_id: UUID | None

else:
    ActorRequest = HttpRequest


def in_scope(request: HttpRequest) -> Actor:
    """The actor of the request; the `auth` of endpoints all of whose answers and changes ask the policy.

    So they are open to tokens of every scope: the policy knows the scope. Raises NotSignedIn, ForgedRequest for a write
    whose session did not prove that our page sent it, or why the gate stopped a valid session or token.
    """
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.user_id is None:
        if getattr(request, "forged", False):
            raise ForgedRequest
        refused: type[ZhikeError] | None = getattr(request, "refused", None)
        raise refused() if refused is not None else NotSignedIn()
    return actor


def signed_in(request: HttpRequest) -> Actor:
    """The same for endpoints that answer by who somebody is, and so are closed to a token with less than all rights.

    The `auth` of every endpoint that is not public and says nothing else. Raises ScopeTooNarrow too.
    """
    actor = in_scope(request)
    if actor.scopes is not None:
        raise ScopeTooNarrow
    return actor


def administering(request: HttpRequest) -> Actor:
    """The same for administration, which a token must be made for expressly."""
    actor = in_scope(request)
    if actor.scopes is not None and ADMIN not in actor.scopes:
        raise ScopeTooNarrow
    return actor


def signed_in_or_enrolling(request: HttpRequest) -> Actor:
    """Like `signed_in`, and also whoever must still set up a second factor; for the endpoints by which they do."""
    return signed_in(_let_enrol(request))


def in_scope_or_enrolling(request: HttpRequest) -> Actor:
    """Like `in_scope`, and also whoever must still set up a second factor."""
    return in_scope(_let_enrol(request))


def _let_enrol(request: HttpRequest) -> HttpRequest:
    waiting: Actor | None = getattr(request, "enrolling", None)
    if waiting is not None:
        request.__dict__["actor"] = waiting
    return request


def in_person(request: HttpRequest) -> UUID:
    """The id of the person in front of a browser. Raises SessionRequired for a program with a token."""
    actor = in_scope(request)
    if actor.via != "web" or actor.user_id is None:
        raise SessionRequired
    return actor.user_id


def just_proved(request: HttpRequest) -> UUID:
    """The id of a person who proved within `PROOF_LASTS` that it is them; with a factor where they have any.

    Raises ProofNeeded, SessionRequired.
    """
    user_id = in_person(request)
    session = Session.objects.filter(
        id=request.__dict__["session_id"], proved_at__gt=now() - PROOF_LASTS
    ).first()
    if session is None or not (session.two_factor or not factors_of(user_id).any):
        raise ProofNeeded
    return user_id
