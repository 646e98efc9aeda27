"""Coming in through a provider, and which person of the house its word is about.

An account of a provider belongs to the person it was connected to, whatever addresses say. Only an account that belongs to
nobody yet is connected by its address, and only where an administrator said that this provider's addresses are the
house's own and the provider vouches for this one.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from zhike.kit.addresses import place_of
from zhike.kit.clock import now
from zhike.kit.errors import NotFound, ValidationFailed, ZhikeError
from zhike.platform.identity.actions import normal_email
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import Identity, IdentityProvider, Passkey, User
from zhike.platform.identity.ports import record
from zhike.platform.identity.providers.errors import (
    AccountShut,
    AlreadyConnected,
    LastWayIn,
    NotConnected,
)
from zhike.platform.identity.providers.joining_actions import follow_groups, join
from zhike.platform.identity.providers.kinds.kind import Claims, Trip
from zhike.platform.identity.providers.kinds.registry import POSTING, RETURNING
from zhike.platform.identity.providers.posted_actions import take
from zhike.platform.identity.providers.sites import away, enabled_provider, site_of, way_back
from zhike.platform.identity.providers.trips import token_of, trip_of
from zhike.platform.identity.sign_in_actions import (
    Browser,
    Proof,
    SecondStep,
    SignedIn,
    finish,
    note_failure,
    require_network,
)
from zhike.platform.identity.throttle import Attempt

SIGN_IN: Final = "sign-in"


def leave(provider_id: UUID, *, purpose: str, agent: str) -> tuple[str, str]:
    """Where to send the browser that calls itself so, and the token for its cookie. Raises NotFound, AddressRefused, NoAnswer, AnswerNotTrusted."""
    provider = enabled_provider(provider_id)
    trip = Trip.begin(way_back(provider_id))
    site = site_of(provider)
    address = away(provider).leave(site, trip, agent)
    place_of(address, site.named)
    return address, token_of(trip, provider_id, purpose)


def sign_in_with_provider(
    provider_id: UUID, token: str, brought: Mapping[str, str], browser: Browser
) -> SignedIn | SecondStep:
    """Sign in whom the provider vouches for.

    Raises StartAgain, ProviderRefused, AnswerNotTrusted, NoAnswer, NotConnected, AccountShut, NetworkNotAllowed,
    TooManyRequests.
    """
    require_network(browser.ip)
    provider = enabled_provider(provider_id)
    trip = trip_of(token, provider_id, SIGN_IN, brought)
    attempt = Attempt(f"provider {provider_id}", browser.ip)
    try:
        claims = claims_of(provider, trip, brought)
        user = person_of(provider, claims)
    except ZhikeError:
        note_failure(None, provider.kind, browser.ip, provider.name)
        raise
    if not user.is_active:
        note_failure(user, provider.kind, browser.ip, provider.name)
        raise AccountShut
    follow_groups(provider, user, claims)
    attempt.succeeded()
    return finish(proof_by(provider, user), browser)


def claims_of(provider: IdentityProvider, trip: Trip, brought: Mapping[str, str]) -> Claims:
    """Who came back: asked of the provider now, or judged already when it was posted."""
    if provider.kind in POSTING:
        return take(provider, trip, brought)
    return RETURNING[provider.kind].arrive(site_of(provider), trip, brought)


def proof_by(provider: IdentityProvider, user: User) -> Proof:
    """The proof a provider's word makes."""
    return Proof(user, provider.kind, two_factor=provider.two_factor, provider=provider.name)


def person_of(provider: IdentityProvider, claims: Claims) -> User:
    """Whom the provider's word is about. Raises NotConnected."""
    with transaction.atomic():
        identities = Identity.objects.select_for_update(of=("self",)).select_related("user")
        identity = identities.filter(provider=provider, subject=claims.subject).first()
        if identity is not None:
            identity.last_used_at = now()
            identity.save(update_fields=["last_used_at"])
            return identity.user
        user = _vouched_for(provider, claims)
        if user is None:
            raise NotConnected(provider=provider.name)
        if user.is_active:
            _connect(user, provider, claims)
    return user


def _vouched_for(provider: IdentityProvider, claims: Claims) -> User | None:
    """The person an unknown account belongs to by its address: here already, or made now; None for nobody."""
    if not (provider.trusts_email and claims.vouched):
        return None
    try:
        email = normal_email(claims.email)
    except ValidationFailed:
        return None
    if email.rpartition("@")[2] not in provider.domains:
        return None
    held = User.objects.filter(email=email).first()
    user = None if held is None else locked_user(held.id)
    if user is None or user.email != email:
        return join(provider, email, claims.name)
    # Who has an account of this provider already keeps that one: addresses are given to others after a while.
    return None if Identity.objects.filter(provider=provider, user=user).exists() else user


def _connect(user: User, provider: IdentityProvider, claims: Claims) -> Identity:
    try:
        with transaction.atomic():
            identity = Identity.objects.create(
                provider=provider, user=user, subject=claims.subject, label=claims.label
            )
            after = {"provider": provider.name, "account": claims.label}
            me = Actor(user.id, "web", name=user.name)
            record(me, "user", user.id, "connect-identity", {}, after)
    except IntegrityError as error:
        raise AlreadyConnected(provider=provider.name) from error
    return identity


def connect(
    user_id: UUID, provider_id: UUID, token: str, brought: Mapping[str, str], *, purpose: str
) -> Identity:
    """Connect one's account at a provider. Raises what signing in raises, and AlreadyConnected."""
    provider = enabled_provider(provider_id)
    trip = trip_of(token, provider_id, purpose, brought)
    claims = claims_of(provider, trip, brought)
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        raise NotFound
    return _connect(user, provider, claims)


def disconnect(actor: Actor, user_id: UUID, identity_id: UUID) -> None:
    """Forget one's own account at a provider. Raises NotFound, LastWayIn."""
    with transaction.atomic():
        user = locked_user(user_id)
        own = Identity.objects.select_related("provider").filter(user=user)
        identity = own.filter(id=identity_id).first()
        if identity is None:
            raise NotFound
        others = own.exclude(id=identity_id).filter(provider__is_enabled=True)
        if not (
            user.has_usable_password()
            or others.exists()
            or Passkey.objects.filter(user=user).exists()
        ):
            raise LastWayIn
        identity.delete()
        before = {"provider": identity.provider.name, "account": identity.label}
        record(actor, "user", user.id, "disconnect-identity", before)
