"""One's own second factors, and proving once more that it is oneself. Open also to who must still set one up."""

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

import segno
from django.http import HttpResponse
from ninja import Router, Schema, Status

from zhike.kit.clock import now
from zhike.kit.errors import NotFound
from zhike.platform.identity import cookies, passkeys
from zhike.platform.identity import factor_actions as actions
from zhike.platform.identity import sign_in_schemas as schemas
from zhike.platform.identity.factors import authenticator, factors_of
from zhike.platform.identity.gate import must_have_factor
from zhike.platform.identity.models import Session, User
from zhike.platform.identity.network import client_address
from zhike.platform.identity.profile import profile_of
from zhike.platform.identity.requests import (
    PROOF_LASTS,
    ActorRequest,
    in_person,
    just_proved,
    signed_in_or_enrolling,
)
from zhike.platform.identity.schemas import Input, Name
from zhike.platform.identity.security_actions import security_of_workspace
from zhike.platform.identity.sign_in_actions import Answer, prove_again, ways_to_prove

router = Router(tags=["identity"], auth=signed_in_or_enrolling)


class PasskeyOut(Schema):
    """A passkey of one's own."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


class FactorsOut(Schema):
    """How one signs in. `required`: a role needs a second factor. `proofs`: the ways to confirm that it is oneself;
    `proved_until`: how long the last proof still holds.
    """

    has_password: bool
    totp: bool
    passkeys: list[PasskeyOut]
    recovery_left: int
    required: bool
    proofs: list[str]
    proved_until: datetime | None


class TotpBegun(Schema):
    """What an authenticator app needs: as a picture (a data URL), as a link, and to type."""

    secret: str
    uri: str
    qr: str


class TotpCode(Input):
    """The code the app shows."""

    code: schemas.Code


class RecoveryCodes(Schema):
    """Recovery codes, shown this once; empty where there were some already."""

    recovery_codes: list[str]


class NewPasskey(Input):
    """A passkey the browser made."""

    name: Name
    credential: schemas.CredentialJson


def _me(user_id: UUID) -> User:
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NotFound
    return user


def _registering(request: ActorRequest) -> str:
    return f"register:{request.session_id}"


def _proving(request: ActorRequest) -> str:
    return f"prove:{request.session_id}"


@router.get("/auth/factors", response=FactorsOut)
def factors(request: ActorRequest) -> Any:
    """One's password, factors and recovery codes, and how long the last proof holds."""
    user = _me(in_person(request))
    found = factors_of(user.id)
    profile = profile_of(user.id)
    proved = Session.objects.filter(user=user).in_bulk()
    session = None if request.session_id is None else proved.get(request.session_id)
    until = None if session is None else session.proved_at + PROOF_LASTS
    return FactorsOut(
        has_password=user.has_usable_password(),
        totp=found.totp,
        passkeys=[PasskeyOut.from_orm(passkey) for passkey in found.passkeys],
        recovery_left=found.recovery_left,
        required=profile is not None
        and must_have_factor(profile, security_of_workspace().two_factor_roles),
        proofs=list(ways_to_prove(user)),
        proved_until=until if until is not None and until > now() else None,
    )


@router.post("/auth/factors/totp", response=TotpBegun)
def begin_totp(request: ActorRequest) -> Any:
    """Begin to set up an authenticator app: its secret, shown this once."""
    user = _me(just_proved(request))
    seed = actions.begin_totp(user.id)
    uri = authenticator(seed).provisioning_uri(name=user.email, issuer_name="Zhike")
    picture = segno.make(uri, error="m").svg_data_uri(scale=4, dark="#000", light="#fff")
    return TotpBegun(secret=base64.b32encode(seed).decode(), uri=uri, qr=picture)


@router.post("/auth/factors/totp/confirm", response=RecoveryCodes)
def confirm_totp(request: ActorRequest, body: TotpCode) -> Any:
    """Take the app into use with its first code. The first factor ends one's other sessions."""
    user_id = just_proved(request)
    codes = actions.confirm_totp(request.actor, user_id, body.code, session_id=request.session_id)
    return RecoveryCodes(recovery_codes=codes)


@router.delete("/auth/factors/totp", response={204: None})
def remove_totp(request: ActorRequest) -> Any:
    """Stop asking for codes of the app."""
    actions.remove_totp(request.actor, just_proved(request))
    return Status(204, None)


@router.post("/auth/factors/recovery-codes", response=RecoveryCodes)
def renew_recovery_codes(request: ActorRequest) -> Any:
    """Ten new recovery codes; the old ones are worth nothing from now on."""
    user_id = just_proved(request)
    return RecoveryCodes(recovery_codes=actions.renew_recovery_codes(request.actor, user_id))


@router.post("/auth/factors/passkeys/question", response=schemas.Question)
def passkey_question(request: ActorRequest, response: HttpResponse) -> Any:
    """What `navigator.credentials.create` needs to make a passkey."""
    user = _me(just_proved(request))
    options, token = passkeys.registration_question(
        purpose=_registering(request),
        user_id=user.id,
        email=user.email,
        name=user.name,
        present=factors_of(user.id).passkeys,
    )
    cookies.set_question(response, token)
    return schemas.Question(options=options)


@router.post("/auth/factors/passkeys", response={201: RecoveryCodes})
def add_passkey(request: ActorRequest, body: NewPasskey) -> Any:
    """Keep a passkey the browser made. The first factor ends one's other sessions."""
    codes = actions.add_passkey(
        request.actor,
        just_proved(request),
        body.credential,
        cookies.question(request),
        name=body.name,
        session_id=request.session_id,
        purpose=_registering(request),
    )
    return Status(201, RecoveryCodes(recovery_codes=codes))


@router.delete("/auth/factors/passkeys/{uuid:passkey_id}", response={204: None})
def remove_passkey(request: ActorRequest, passkey_id: UUID) -> Any:
    """Forget a passkey."""
    actions.remove_passkey(request.actor, just_proved(request), passkey_id)
    return Status(204, None)


@router.post("/auth/proof/question", response=schemas.Question)
def proof_question(request: ActorRequest, response: HttpResponse) -> Any:
    """What `navigator.credentials.get` needs to confirm with a passkey."""
    options, token = passkeys.sign_in_question(
        purpose=_proving(request), allowed=factors_of(in_person(request)).passkeys
    )
    cookies.set_question(response, token)
    return schemas.Question(options=options)


@router.post("/auth/proof", response={204: None})
def prove(request: ActorRequest, body: schemas.Proof) -> Any:
    """Confirm that it is oneself, good for ten minutes: with a factor where one has any, else with the password."""
    in_person(request)
    if request.session_id is None:
        raise NotFound
    prove_again(
        request.actor,
        Answer(body.method, body.code, body.credential, cookies.question(request)),
        session_id=request.session_id,
        ip=client_address(request),
        purpose=_proving(request),
    )
    return Status(204, None)
