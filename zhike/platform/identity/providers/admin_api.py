"""Providers over HTTP, for administrators."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from ninja import Router, Status

from zhike.kit.language import say
from zhike.platform.identity.models import IdentityProvider
from zhike.platform.identity.ports import authority
from zhike.platform.identity.providers import actions, schemas
from zhike.platform.identity.providers.kinds.registry import POSTING
from zhike.platform.identity.requests import ActorRequest, just_proved, signed_in

router = Router(tags=["identity"], auth=signed_in)


@router.get("/admin/providers", response=schemas.Providers)
def list_providers(request: ActorRequest) -> Any:
    """All providers, switched on or not."""
    authority().require(request.actor, "security", "admin")
    rows = IdentityProvider.objects.annotate(count=Count("people")).order_by("position", "name")
    return schemas.Providers(rows=[schemas.ProviderOut.of(row, row.count) for row in rows])


@router.post("/admin/providers", response={201: schemas.ProviderOut})
def create_provider(request: ActorRequest, body: schemas.NewProvider) -> Any:
    """Describe a provider."""
    just_proved(request)
    row = actions.create_provider(request.actor, body.kind, body.values(), body.secret or "")
    return Status(201, schemas.ProviderOut.of(row))


@router.post("/admin/providers/description", response=schemas.ReadSettings)
def read_description(request: ActorRequest, body: schemas.Described) -> Any:
    """What a provider's description of itself says of its settings. Stores nothing."""
    authority().require(request.actor, "security", "admin")
    return schemas.ReadSettings(settings=POSTING[body.kind].settings_in(body.document))


@router.put("/admin/providers/order", response={204: None})
def order_providers(request: ActorRequest, body: schemas.Order) -> Any:
    """Order the buttons of the sign-in page."""
    actions.order_providers(request.actor, body.ids)
    return Status(204, None)


@router.patch("/admin/providers/{uuid:provider_id}", response=schemas.ProviderOut)
def change_provider(request: ActorRequest, provider_id: UUID, body: schemas.ProviderChanges) -> Any:
    """Change a provider, or switch it on or off."""
    just_proved(request)
    row = actions.change_provider(request.actor, provider_id, body.values(), body.secret)
    return schemas.ProviderOut.of(row, row.people.count())


@router.delete("/admin/providers/{uuid:provider_id}", response={204: None})
def delete_provider(request: ActorRequest, provider_id: UUID) -> Any:
    """Remove a provider; its people sign in another way from now on."""
    just_proved(request)
    actions.delete_provider(request.actor, provider_id)
    return Status(204, None)


@router.post("/admin/providers/{uuid:provider_id}/try", response=schemas.TriedOut)
def try_provider(request: ActorRequest, provider_id: UUID) -> Any:
    """Ask the provider what can be asked without a person signing in."""
    just_proved(request)
    found = actions.try_out(request.actor, provider_id)
    return schemas.TriedOut(sentence=say(found, request.actor.language))
