"""What a request carries once the middleware has looked at it."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest

from zhike.kit.errors import NotSignedIn
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import ForgedRequest, SessionRequired

if TYPE_CHECKING:

    class ActorRequest(HttpRequest):
        """A request of somebody signed in, for endpoints behind `signed_in`."""

        actor: Actor
        session_id: UUID | None

else:
    ActorRequest = HttpRequest


def signed_in(request: HttpRequest) -> Actor:
    """The actor of the request; the `auth` of every endpoint that is not public.

    Raises NotSignedIn, or ForgedRequest for a write whose session did not prove that our page sent it.
    """
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.user_id is None:
        if getattr(request, "forged", False):
            raise ForgedRequest
        raise NotSignedIn
    return actor


def in_person(request: HttpRequest) -> UUID:
    """The id of the person in front of a browser. Raises SessionRequired for a program with a token."""
    actor = signed_in(request)
    if actor.via != "web" or actor.user_id is None:
        raise SessionRequired
    return actor.user_id
