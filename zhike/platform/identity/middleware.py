"""Finds out who sends a request: a browser with a session cookie, a program with a Bearer token, or nobody.

A session speaks for its person only when a write proves that one of our pages sent it: the `X-CSRFToken` header holds
the value made from the session, and Origin and Sec-Fetch-Site, where the browser sends them, name our own site.
A request that fails this goes on as nobody's, so a public page still answers and everything else refuses.
"""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhike.kit.errors import ZhikeError
from zhike.kit.ids import new_id
from zhike.kit.language import language_of
from zhike.platform.identity import gate, viewing
from zhike.platform.identity.actor import Actor, Via
from zhike.platform.identity.errors import SecondFactorMissing
from zhike.platform.identity.keys import CSRF_HEADER, csrf_token_is_right, session_cookie
from zhike.platform.identity.network import client_address, origin_parts
from zhike.platform.identity.sessions import Pass, pass_of_session, pass_of_token

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def from_own_site(request: HttpRequest) -> bool:
    """Whether the browser says that our own page sent this; programs send neither header and pass."""
    origin: str | None = request.META.get("HTTP_ORIGIN")
    if request.META.get("HTTP_SEC_FETCH_SITE", "none") not in ("same-origin", "none"):
        return origin in settings.CSRF_TRUSTED_ORIGINS
    if origin is None or origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    scheme = "https" if request.is_secure() else "http"
    return origin_parts(origin) == (scheme, request.get_host())


class ActorMiddleware:
    """Sets `request.actor` (None for nobody), `request.session_id` and `request.forged`.

    Whom the gate stops is nobody, with the reason in `request.refused`; who only lacks a second factor is in
    `request.enrolling`, for the few endpoints by which they get one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.cookie = session_cookie()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """At most one SQL statement; none within two seconds of the last request of the same key."""
        request.__dict__.update(
            actor=None, session_id=None, forged=False, refused=None, enrolling=None
        )
        header = request.META.get("HTTP_AUTHORIZATION")
        if header is not None:
            if header[:7].lower() == "bearer ":
                found = pass_of_token(header[7:].strip(), client_address(request))
                self._enter(request, found, "api")
        elif key := request.COOKIES.get(self.cookie):
            found = pass_of_session(key)
            if found is not None:
                request.__dict__["session_id"] = found.id
                if request.method in SAFE_METHODS or self._proved(request, key):
                    self._enter(request, found, "web")
                else:
                    request.__dict__["forged"] = True
        return self.get_response(request)

    @staticmethod
    def _proved(request: HttpRequest, key: str) -> bool:
        token = request.META.get(CSRF_HEADER, "")
        return csrf_token_is_right(key, token) and from_own_site(request)

    @staticmethod
    def _enter(request: HttpRequest, found: Pass | None, via: Via) -> None:
        if found is None:
            return
        profile = found.profile
        asked = request.META.get("HTTP_ACCEPT_LANGUAGE")
        language = profile.language or language_of(asked, "en" if via == "api" else profile.spoken)
        actor = Actor(
            profile.user_id,
            via,
            new_id(),
            language,
            profile.time_zone,
            profile.name,
            found.scopes,
            found.through,
        )
        refused = gate.refusal(found, client_address(request)) if found.gated else None
        if refused is None:
            if via == "web" and viewing.asked(request):
                try:
                    actor = viewing.viewed(request, actor, found.id)
                except ZhikeError as stopped:
                    request.__dict__["refused"] = type(stopped)
                    return
            request.__dict__["actor"] = actor
            return
        request.__dict__["refused"] = refused
        if refused is SecondFactorMissing and via == "web":
            request.__dict__["enrolling"] = actor
