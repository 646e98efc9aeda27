"""Coming in: the password and the second step, a passkey alone, a forgotten password, an invitation.

All of it is public, so each endpoint asks that our own page sent it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from zhike.kit.errors import NotSignedIn
from zhike.platform.identity import cookies, passkeys
from zhike.platform.identity import invitation_actions as invitations
from zhike.platform.identity import sign_in_schemas as schemas
from zhike.platform.identity.errors import ForgedRequest
from zhike.platform.identity.factors import factors_of
from zhike.platform.identity.middleware import from_own_site
from zhike.platform.identity.network import client_address
from zhike.platform.identity.passwords import SHORTEST
from zhike.platform.identity.profile import profile_of
from zhike.platform.identity.reset_actions import ask_for_reset, reset_password
from zhike.platform.identity.schemas import Me
from zhike.platform.identity.sign_in_actions import (
    ALONE,
    SECOND_STEP,
    Answer,
    Browser,
    SecondStep,
    SignedIn,
    proof_pending,
    sign_in,
    sign_in_with_passkey,
    take_second_step,
)

router = Router(tags=["identity"], auth=None)


def browser_of(request: HttpRequest) -> Browser:
    """Where this comes from. Raises ForgedRequest unless our own page sent it."""
    if not from_own_site(request):
        raise ForgedRequest
    return Browser(
        ip=client_address(request),
        agent=request.headers.get("User-Agent", ""),
        replaces=getattr(request, "session_id", None),
    )


def come_in(response: HttpResponse, outcome: SignedIn | SecondStep) -> Any:
    """Set the cookies of the outcome, and say it: 200 with the person, 202 with the ways to take the second step."""
    if isinstance(outcome, SecondStep):
        cookies.set_pending(response, outcome.pending)
        return Status(202, schemas.SecondStepNeeded(methods=list(outcome.methods)))
    cookies.drop_pending(response)
    cookies.set_session(response, outcome.key)
    profile = profile_of(outcome.user.id)
    if profile is None:
        raise NotSignedIn
    return Status(200, Me.of(profile))


@router.post("/auth/sign-in", response={200: Me, 202: schemas.SecondStepNeeded})
def with_password(request: HttpRequest, body: schemas.SignIn, response: HttpResponse) -> Any:
    """Check a password. 200 starts the session; 202 asks for the second step, and nothing is open before it.

    The answer never tells whether the address is known.
    """
    return come_in(response, sign_in(body.email, body.password, browser_of(request)))


@router.post("/auth/second-step/question", response=schemas.Question)
def second_step_question(request: HttpRequest, response: HttpResponse) -> Any:
    """What `navigator.credentials.get` needs to answer the second step with a passkey."""
    browser_of(request)
    user = proof_pending(cookies.pending(request)).user
    options, token = passkeys.sign_in_question(
        purpose=f"{SECOND_STEP}:{user.id}", allowed=factors_of(user.id).passkeys
    )
    cookies.set_question(response, token)
    return schemas.Question(options=options)


@router.post("/auth/second-step", response=Me)
def second_step(request: HttpRequest, body: schemas.Proof, response: HttpResponse) -> Any:
    """Take the second step with a code of the app, a recovery code or a passkey."""
    browser = browser_of(request)
    answer = Answer(body.method, body.code, body.credential, cookies.question(request))
    return come_in(response, take_second_step(cookies.pending(request), answer, browser))


@router.post("/auth/passkey/question", response=schemas.Question)
def passkey_question(request: HttpRequest, response: HttpResponse) -> Any:
    """What `navigator.credentials.get` needs to sign in with a passkey alone. Stores nothing."""
    browser_of(request)
    options, token = passkeys.sign_in_question(purpose=ALONE)
    cookies.set_question(response, token)
    return schemas.Question(options=options)


@router.post("/auth/passkey", response=Me)
def with_passkey(request: HttpRequest, body: schemas.Credential, response: HttpResponse) -> Any:
    """Sign in with a passkey alone, without an address or a password."""
    browser = browser_of(request)
    outcome = sign_in_with_passkey(body.credential, cookies.question(request), browser)
    return come_in(response, outcome)


@router.post("/auth/forgot", response={204: None})
def forgot(request: HttpRequest, body: schemas.Forgot) -> Any:
    """Have a link sent to choose a new password. The answer is the same for an address nobody has."""
    ask_for_reset(body.email, browser_of(request).ip)
    return Status(204, None)


@router.post("/auth/reset", response={204: None})
def reset(request: HttpRequest, body: schemas.Reset) -> Any:
    """Choose a new password with a link's key. Every session ends; second factors stay."""
    browser_of(request)
    reset_password(body.key, body.password)
    return Status(204, None)


@router.post("/auth/invitation", response=schemas.Invited)
def invitation(request: HttpRequest, body: schemas.Key) -> Any:
    """Whom a link invites."""
    browser_of(request)
    found = invitations.invitation_of(body.key)
    by = found.invited_by.name if found.invited_by else ""
    return schemas.Invited(
        email=found.email, name=found.name, language=found.language, by=by, shortest=SHORTEST
    )


@router.post("/auth/invitation/question", response=schemas.Question)
def invitation_question(request: HttpRequest, body: schemas.Key, response: HttpResponse) -> Any:
    """What `navigator.credentials.create` needs to join with a passkey."""
    browser_of(request)
    found = invitations.invitation_of(body.key)
    options, token = passkeys.registration_question(
        purpose=f"join:{found.id}", user_id=found.id, email=found.email, name=found.name, present=()
    )
    cookies.set_question(response, token)
    return schemas.Question(options=options)


@router.post("/auth/invitation/accept", response=schemas.Joined)
def accept(request: HttpRequest, body: schemas.Accept, response: HttpResponse) -> Any:
    """Join with a password or a passkey, and sign in. Recovery codes are in this answer and nowhere else."""
    passkey = None
    if body.credential is not None:
        token = cookies.question(request)
        passkey = invitations.NewPasskey(body.passkey_name, body.credential, token)
    outcome, codes = invitations.accept_invitation(
        body.key,
        name=body.name,
        password=body.password,
        passkey=passkey,
        browser=browser_of(request),
    )
    me = come_in(response, outcome).value
    return schemas.Joined(me=me, recovery_codes=codes)
