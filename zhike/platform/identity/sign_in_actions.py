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
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from zhike.kit.clock import now
from zhike.kit.signing import BadToken, sign, unsign
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import (
    NetworkNotAllowed,
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
from zhike.platform.identity.ports import record
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
    """A person has been proved by a method; `two_factor` when that method counts as two factors by itself."""

    user: User
    method: str
    two_factor: bool = False


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


def finish(proof: Proof, browser: Browser) -> SignedIn | SecondStep:
    """The one door: asks for the second factor where there is one, else starts the session.

    Raises SignInFailed for a disabled person, NetworkNotAllowed.
    """
    user = proof.user
    require_network(browser.ip)
    if not user.is_active:
        raise SignInFailed
    if not proof.two_factor:
        methods = factors_of(user.id).methods
        if methods:
            return SecondStep(_pending(user, proof.method), methods)
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
            {"ip": browser.ip, "method": proof.method},
        )
    return SignedIn(user, session, key)


def require_network(ip: str | None) -> None:
    """Raise NetworkNotAllowed for an address outside the workspace's networks. One statement."""
    demands = WorkspaceSecurity.objects.first()
    if demands is not None and not inside(ip, demands.networks):
        raise NetworkNotAllowed


def sign_in(email: str, password: str, browser: Browser) -> SignedIn | SecondStep:
    """Check a password. Raises NetworkNotAllowed, SignInFailed or TooManyRequests."""
    require_network(browser.ip)
    email = email.strip().lower()
    attempt = Attempt(email, browser.ip)
    user = User.objects.filter(email=email).first()
    if not password_is_right(user, password) or user is None or not user.is_active:
        _note_failure(user, "password", browser.ip)
        raise SignInFailed
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
    user, first = person_pending(pending)
    if answer.method == "password":
        raise WrongCode
    try:
        prove(user, answer, browser.ip, purpose=f"{SECOND_STEP}:{user.id}")
    except (WrongCode, PasskeyRefused):
        _note_failure(user, f"{first}+{answer.method}", browser.ip)
        raise
    return finish(Proof(user, f"{first}+{answer.method}", two_factor=True), browser)


def _note_failure(user: User | None, method: str, ip: str | None) -> None:
    """Write down an attempt that failed. An address nobody has is not kept: some are passwords in the wrong box."""
    with transaction.atomic():
        facts = {"ip": ip, "method": method}
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
        if not password_is_right(user, answer.code):
            raise SignInFailed
    else:
        attempt = Attempt(f"second factor of {user.id}", ip)
        use = use_totp if answer.method == "totp" else use_recovery_code
        if not use(user.id, answer.code):
            raise WrongCode
    attempt.succeeded()


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
    return ("password",) if user.has_usable_password() else ()


def _pending(user: User, method: str) -> str:
    payload = {"u": str(user.id), "m": method, "t": int(time.time()), "f": _fingerprint(user)}
    return sign(json.dumps(payload).encode(), _PENDING, str(settings.SECRET_KEY))


def person_pending(token: str) -> tuple[User, str]:
    """Who passed the first step, and how. Raises StartAgain when that no longer holds."""
    try:
        payload = json.loads(unsign(token, _PENDING, str(settings.SECRET_KEY)))
    except (BadToken, ValueError) as error:
        raise StartAgain from error
    user = User.objects.filter(id=UUID(payload["u"]), is_active=True).first()
    if user is None or not 0 <= time.time() - payload["t"] <= PENDING_FOR:
        raise StartAgain
    if not hmac.compare_digest(payload["f"], _fingerprint(user)):
        raise StartAgain
    return user, str(payload["m"])


def _fingerprint(user: User) -> str:
    """Changes with the password and the address, so that a first step does not outlive them."""
    key = str(settings.SECRET_KEY).encode()
    text = f"pending:{user.id}:{user.email}:{user.password}".encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:32]


def _end_replaced(session_id: UUID) -> None:
    for old in Session.objects.filter(id=session_id):
        old.delete()
        forget(old.user_id)
