"""The cookies of sign-in: the session's, the first step's, the question to a passkey, and the way to a provider."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhike.platform.identity.keys import CSRF_COOKIE, csrf_token, session_cookie
from zhike.platform.identity.passkeys import ASKED_FOR
from zhike.platform.identity.sessions import LONGEST
from zhike.platform.identity.sign_in_actions import PENDING_FOR

_PENDING: Final = "zhike-pending"
_QUESTION: Final = "zhike-question"
_TRIP: Final = "zhike-trip"


def _named(name: str) -> str:
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name


def set_session(response: HttpResponse, key: str) -> None:
    """The session's key, and the value pages repeat in a header."""
    age = int(LONGEST.total_seconds())
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(
        session_cookie(), key, max_age=age, secure=secure, httponly=True, samesite="Lax"
    )
    response.set_cookie(CSRF_COOKIE, csrf_token(key), max_age=age, secure=secure, samesite="Lax")


def drop_session(response: HttpResponse) -> None:
    """After signing out."""
    response.delete_cookie(session_cookie(), samesite="Lax")
    response.delete_cookie(CSRF_COOKIE, samesite="Lax")


def set_pending(response: HttpResponse, token: str) -> None:
    """The first step is done in this browser."""
    _set_short(response, _PENDING, token, PENDING_FOR)


def pending(request: HttpRequest) -> str:
    """The token of the first step; empty without one."""
    return request.COOKIES.get(_named(_PENDING), "")


def drop_pending(response: HttpResponse) -> None:
    """The second step is done."""
    response.delete_cookie(_named(_PENDING), samesite="Strict")


def set_question(response: HttpResponse, token: str) -> None:
    """A passkey was asked in this browser."""
    _set_short(response, _QUESTION, token, ASKED_FOR)


def question(request: HttpRequest) -> str:
    """The token of the question; empty without one."""
    return request.COOKIES.get(_named(_QUESTION), "")


def set_trip(response: HttpResponse, token: str, seconds: int) -> None:
    """This browser was sent to a provider. Our own page asks for the cookie, so no other site's request carries it."""
    _set_short(response, _TRIP, token, seconds)


def trip(request: HttpRequest) -> str:
    """The token of the way to a provider; empty without one."""
    return request.COOKIES.get(_named(_TRIP), "")


def drop_trip(response: HttpResponse) -> None:
    """The browser came back."""
    response.delete_cookie(_named(_TRIP), samesite="Strict")


def _set_short(response: HttpResponse, name: str, token: str, seconds: int) -> None:
    response.set_cookie(
        _named(name),
        token,
        max_age=seconds,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
