"""Signing in: the ways to prove who one is, and the one door behind all of them, `finish`.

A new way (single sign-on, a directory) makes a `Proof` of its own and calls `finish`; who may enter, whether a second
step is needed and how the session starts is decided there and nowhere else.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction

from zhike.kit.clock import now
from zhike.kit.errors import Forbidden, ZhikeError
from zhike.kit.signing import BadToken, sign, unsign
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import (
    NetworkNotAllowed,
    OwnWayShut,
    PasskeyRefused,
    ProofNeeded,
    SignInFailed,
    StartAgain,
    WrongCode,
)
from zhike.platform.identity.factor_actions import use_passkey, use_recovery_code, use_totp
from zhike.platform.identity.factors import Method, factors_of
from zhike.platform.identity.gate import inside
from zhike.platform.identity.models import Session, User, WorkspaceSecurity
from zhike.platform.identity.passwords import password_is_right
from zhike.platform.identity.ports import authority, record
from zhike.platform.identity.profile import forget
from zhike.platform.identity.sessions import start_session
from zhike.platform.identity.throttle import Attempt

PENDING_FOR: Final = 300
"""Seconds between the first and the second step."""
_PENDING: Final = "sign-in"
SECOND_STEP: Final = "second-step"
ALONE: Final = "sign-in"
NOBODY: Final = UUID(int=0)
"""Whom the change log names when an address belongs to nobody."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Where somebody signs in from; `replaces` is the session the browser had before, which ends."""

    ip: str | None
    agent: str
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """A person has been proved by a method; `two_factor` when that method counts as two factors by itself.

    `provider` is the name of who vouched for them, where it was not the house itself.
    """

    user: User
    method: str
    two_factor: bool = False
    provider: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session has begun; `key` is for its cookie."""

    user: User
    session: Session
    key: str


@dataclass(frozen=True, slots=True)
class SecondStep:
    """A second factor is needed first; `pending` is for a cookie, `methods` are the ways to answer."""

    pending: str
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """How somebody proves themselves once more: a code or password, or a passkey's answer with its question's token."""

    method: Method
    code: str = ""
    credential: Mapping[str, Any] | None = None
    token: str = ""


class Directories(Protocol):
    """Judge passwords that are not the house's own."""

    def prove(self, email: str, password: str) -> Proof | None:
        """Whom the directory of this address says it is; None where there is none, or the password is wrong."""

    def knows(self, user_id: UUID) -> bool:
        """Whether a person's password may be one of a directory."""


_directories: list[Directories] = []


def plug_directories(directories: Directories) -> None:
    """Say who asks the directories."""
    _directories[:] = [directories]


def finish(proof: Proof, browser: Browser) -> SignedIn | SecondStep:
    """The one door: asks for the second factor where there is one, else starts the session.

    Raises SignInFailed for a disabled person, NetworkNotAllowed, OwnWayShut.
    """
    user = proof.user
    demands = require_network(browser.ip)
    if not user.is_active:
        raise SignInFailed
    if not proof.provider:
        require_own_way(user.id, demands)
    if not proof.two_factor:
        methods = factors_of(user.id).methods
        if methods:
            return SecondStep(_pending(user, proof), methods)
    with transaction.atomic():
        if browser.replaces is not None:
            _end_replaced(browser.replaces)
        session, key = start_session(
            user.id,
            ip=browser.ip,
            agent=browser.agent,
            method=proof.method,
            two_factor=proof.two_factor,
        )
        record(
            Actor(user.id, "web", name=user.name),
            "user",
            user.id,
            "sign-in",
            {},
            how_proved(browser.ip, proof.method, proof.provider),
        )
    return SignedIn(user, session, key)


def how_proved(ip: str | None, method: str, provider: str) -> dict[str, Any]:
    """What the log keeps of a sign-in."""
    return {"ip": ip, "method": method, **({"provider": provider} if provider else {})}


def require_network(ip: str | None) -> WorkspaceSecurity:
    """Raise NetworkNotAllowed for an address outside the workspace's networks. One statement."""
    demands = WorkspaceSecurity.objects.first() or WorkspaceSecurity()
    if not inside(ip, demands.networks):
        raise NetworkNotAllowed
    return demands


def require_own_way(user_id: UUID, demands: WorkspaceSecurity) -> None:
    """Raise OwnWayShut where people must come through a provider; never for who could change that."""
    if not demands.provider_only:
        return
    try:
        authority().require(Actor(user_id, "web"), "security", "admin")
    except Forbidden as refusal:
        raise OwnWayShut from refusal


def sign_in(email: str, password: str, browser: Browser) -> SignedIn | SecondStep:
    """Check a password: that of the directory its address belongs to, then the house's own.

    Raises NetworkNotAllowed, SignInFailed, TooManyRequests, OwnWayShut, and what kept a directory from answering.
    """
    require_network(browser.ip)
    email = email.strip().lower()
    attempt = Attempt(email, browser.ip)
    trouble: ZhikeError | None = None
    try:
        proof = _directories[0].prove(email, password)
    except ZhikeError as error:
        proof, trouble = None, error  # an administrator's own password opens all the same
    if proof is not None and proof.user.is_active:
        attempt.succeeded()
        return finish(proof, browser)
    user = User.objects.filter(email=email).first()
    if not password_is_right(user, password) or user is None or not user.is_active:
        note_failure(user, "password", browser.ip)
        raise trouble or SignInFailed
    attempt.succeeded()
    return finish(Proof(user, "password"), browser)


def sign_in_with_passkey(
    credential: Mapping[str, Any], token: str, browser: Browser
) -> SignedIn | SecondStep:
    """A passkey alone: it is something one has, opened by something one is or knows.

    Raises NetworkNotAllowed, PasskeyRefused, SignInFailed, StartAgain.
    """
    require_network(browser.ip)
    passkey = use_passkey(credential, token, purpose=ALONE)
    return finish(Proof(passkey.user, "passkey", two_factor=True), browser)


def take_second_step(pending: str, answer: Answer, browser: Browser) -> SignedIn | SecondStep:
    """Prove the second factor after the first. Guessing is slowed down like guessing passwords.

    Raises StartAgain, WrongCode, PasskeyRefused, TooManyRequests.
    """
    first = proof_pending(pending)
    user = first.user
    if answer.method == "password":
        raise WrongCode
    try:
        prove(user, answer, browser.ip, purpose=f"{SECOND_STEP}:{user.id}")
    except (WrongCode, PasskeyRefused):
        note_failure(user, f"{first.method}+{answer.method}", browser.ip, first.provider)
        raise
    both = f"{first.method}+{answer.method}"
    return finish(Proof(user, both, two_factor=True, provider=first.provider), browser)


def note_failure(user: User | None, method: str, ip: str | None, provider: str = "") -> None:
    """Write down an attempt that failed. An address nobody has is not kept: some are passwords in the wrong box."""
    facts = how_proved(ip, method, provider)
    with transaction.atomic():
        record(Actor(None, "web"), "user", user.id if user else NOBODY, "sign-in-failed", {}, facts)


def prove(user: User, answer: Answer, ip: str | None, *, purpose: str) -> None:
    """Raise unless the answer proves this very person.

    Raises WrongCode, SignInFailed, PasskeyRefused, StartAgain, TooManyRequests.
    """
    if answer.method == "passkey":
        use_passkey(answer.credential or {}, answer.token, purpose=purpose, user_id=user.id)
        return
    if answer.method == "password":
        attempt = Attempt(user.email, ip)
        if not password_is_right(user, answer.code) and not _directory_agrees(user, answer.code):
            raise SignInFailed
    else:
        attempt = Attempt(f"second factor of {user.id}", ip)
        use = use_totp if answer.method == "totp" else use_recovery_code
        if not use(user.id, answer.code):
            raise WrongCode
    attempt.succeeded()


def _directory_agrees(user: User, password: str) -> bool:
    proof = _directories[0].prove(user.email, password)
    return proof is not None and proof.user.id == user.id


def prove_again(
    actor: Actor, answer: Answer, *, session_id: UUID, ip: str | None, purpose: str
) -> None:
    """Renew the proof of one's own session, before something that changes how one signs in.

    Where there is a second factor, only a factor will do. Raises what `prove` raises, and ProofNeeded.
    """
    people = User.objects.filter(is_active=True)
    user = None if actor.user_id is None else people.filter(id=actor.user_id).first()
    if user is None or answer.method not in ways_to_prove(user):
        raise ProofNeeded
    prove(user, answer, ip, purpose=purpose)
    Session.objects.filter(id=session_id, user=user).update(
        proved_at=now(), **({} if answer.method == "password" else {"two_factor": True})
    )
    forget(user.id)


def ways_to_prove(user: User) -> tuple[Method, ...]:
    """How a person can prove themselves once more: with a factor where they have one, else with the password."""
    methods = factors_of(user.id).methods
    if methods:
        return methods
    has_password = user.has_usable_password() or _directories[0].knows(user.id)
    return ("password",) if has_password else ()


def _pending(user: User, proof: Proof) -> str:
    payload = {
        "u": str(user.id),
        "m": proof.method,
        "p": proof.provider,
        "t": int(time.time()),
        "f": _fingerprint(user),
    }
    return sign(json.dumps(payload).encode(), _PENDING, str(settings.SECRET_KEY))


def proof_pending(token: str) -> Proof:
    """The first step that was passed. Raises StartAgain when it no longer holds."""
    try:
        payload = json.loads(unsign(token, _PENDING, str(settings.SECRET_KEY)))
    except (BadToken, ValueError) as error:
        raise StartAgain from error
    user = User.objects.filter(id=UUID(payload["u"]), is_active=True).first()
    if user is None or not 0 <= time.time() - payload["t"] <= PENDING_FOR:
        raise StartAgain
    if not hmac.compare_digest(payload["f"], _fingerprint(user)):
        raise StartAgain
    return Proof(user, str(payload["m"]), provider=str(payload["p"]))


def _fingerprint(user: User) -> str:
    """Changes with the password and the address, so that a first step does not outlive them."""
    key = str(settings.SECRET_KEY).encode()
    text = f"pending:{user.id}:{user.email}:{user.password}".encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:32]


def _end_replaced(session_id: UUID) -> None:
    for old in Session.objects.filter(id=session_id):
        old.delete()
        forget(old.user_id)
