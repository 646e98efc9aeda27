"""Single sign-on over HTTP: the way there and back for everybody, and one's own connected accounts."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from zhike.platform.identity import cookies
from zhike.platform.identity.models import Identity, IdentityProvider
from zhike.platform.identity.providers import schemas
from zhike.platform.identity.providers import sign_in_actions as actions
from zhike.platform.identity.providers.kinds.registry import AWAY
from zhike.platform.identity.providers.trips import LASTS
from zhike.platform.identity.requests import ActorRequest, in_person, just_proved, signed_in
from zhike.platform.identity.schemas import Me, ProviderButton
from zhike.platform.identity.sign_in_api import browser_of, come_in
from zhike.platform.identity.sign_in_schemas import SecondStepNeeded

router = Router(tags=["identity"], auth=signed_in)


def _connecting(request: ActorRequest) -> str:
    return f"connect:{request.session_id}"


@router.post("/auth/providers/{uuid:provider_id}/leave", auth=None, response=schemas.Leaving)
def leave(request: HttpRequest, provider_id: UUID, response: HttpResponse) -> Any:
    """Where to send the browser to sign in. Stores nothing but a cookie."""
    agent = browser_of(request).agent
    address, token = actions.leave(provider_id, purpose=actions.SIGN_IN, agent=agent)
    cookies.set_trip(response, token, LASTS)
    return schemas.Leaving(address=address)


@router.post(
    "/auth/providers/{uuid:provider_id}/arrive",
    auth=None,
    response={200: Me, 202: SecondStepNeeded},
)
def arrive(
    request: HttpRequest, provider_id: UUID, body: schemas.Arrival, response: HttpResponse
) -> Any:
    """Sign in with what the provider sent the browser back with. 202 asks for the second step."""
    browser = browser_of(request)
    outcome = actions.sign_in_with_provider(
        provider_id, cookies.trip(request), body.brought, browser
    )
    cookies.drop_trip(response)
    return come_in(response, outcome)


@router.get("/auth/identities", response=schemas.Identities)
def identities(request: ActorRequest) -> Any:
    """One's accounts at providers, and where one could connect another."""
    user_id = in_person(request)
    rows = Identity.objects.select_related("provider").filter(user_id=user_id)
    found = list(rows.order_by("provider__position", "provider__name"))
    others = IdentityProvider.objects.filter(is_enabled=True, kind__in=AWAY).exclude(
        id__in=[row.provider_id for row in found]
    )
    return schemas.Identities(
        rows=[schemas.IdentityOut.of(row) for row in found],
        others=[ProviderButton.from_orm(row) for row in others.order_by("position", "name")],
    )


@router.post("/auth/identities/{uuid:provider_id}/leave", response=schemas.Leaving)
def leave_to_connect(request: ActorRequest, provider_id: UUID, response: HttpResponse) -> Any:
    """Where to send the browser to connect one's account there."""
    just_proved(request)
    agent = request.headers.get("User-Agent", "")
    address, token = actions.leave(provider_id, purpose=_connecting(request), agent=agent)
    cookies.set_trip(response, token, LASTS)
    return schemas.Leaving(address=address)


@router.post("/auth/identities/{uuid:provider_id}/arrive", response={201: schemas.IdentityOut})
def connect(
    request: ActorRequest, provider_id: UUID, body: schemas.Arrival, response: HttpResponse
) -> Any:
    """Connect the account the browser came back from; in the session that left only."""
    row = actions.connect(
        in_person(request),
        provider_id,
        cookies.trip(request),
        body.brought,
        purpose=_connecting(request),
    )
    cookies.drop_trip(response)
    return Status(201, schemas.IdentityOut.of(row))


@router.delete("/auth/identities/{uuid:identity_id}", response={204: None})
def disconnect(request: ActorRequest, identity_id: UUID) -> Any:
    """Forget one's account at a provider."""
    actions.disconnect(request.actor, just_proved(request), identity_id)
    return Status(204, None)
