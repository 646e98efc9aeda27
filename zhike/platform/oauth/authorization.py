"""Understanding what an app asks a person for (RFC 6749 §4.1.1, RFC 7636): from the query of the address it sent them to.

Who asks and where they are to be answered is looked at first: until both are known nobody is sent anywhere.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl
from uuid import UUID

from django.conf import settings

from zhike.kit.errors import ValidationFailed
from zhike.platform.identity.scopes import SCIM, checked_scopes, is_within
from zhike.platform.oauth.addresses import answered
from zhike.platform.oauth.errors import ProtocolError, RedirectNotRegistered, UnknownApp
from zhike.platform.oauth.models import OAuthApp

LONGEST: Final = 4_000
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}\Z")
"""The SHA-256 of a verifier, in url-safe base64."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that can be answered: by the person, or with `wrong`, which the app is told at its own address."""

    app: OAuthApp
    redirect_uri: str
    state: str
    scopes: tuple[str, ...] = ()
    challenge: str = ""
    wrong: ProtocolError | None = None

    def answer(self, **parameters: str) -> str:
        """The app's address with the answer, the state it sent, and who answers (RFC 9207)."""
        state = {"state": self.state} if self.state else {}
        return answered(self.redirect_uri, {**parameters, **state, "iss": settings.ZHIKE_BASE_URL})

    def refused(self, error: ProtocolError) -> str:
        """The app's address with an error."""
        return self.answer(error=error.code, error_description=error.description)


def understood(query: str) -> Asked:
    """What is asked for. Raises UnknownApp, RedirectNotRegistered: then nobody is sent anywhere."""
    pairs = parse_qsl(query[:LONGEST].removeprefix("?"), keep_blank_values=True)
    given = dict(reversed(pairs))
    app = _app_of(given.get("client_id", ""))
    redirect_uri = given.get("redirect_uri", "")
    if redirect_uri not in app.redirect_uris:
        raise RedirectNotRegistered(app=app.name)
    asked = Asked(app, redirect_uri, given.get("state", ""))
    try:
        scopes, challenge = _checked(app, given, repeats=len(given) < len(pairs))
    except ProtocolError as wrong:
        return Asked(app, redirect_uri, asked.state, wrong=wrong)
    return Asked(app, redirect_uri, asked.state, tuple(scopes), challenge)


def asked_scopes(app: OAuthApp, text: str) -> list[str]:
    """The scopes of a request, all of the app's where it names none. Raises ProtocolError."""
    wanted = text.split() or app.scopes
    try:
        scopes = checked_scopes(wanted)
    except ValidationFailed as error:
        raise ProtocolError("invalid_scope", error.problems[0].message("en")) from error
    if SCIM in scopes or not is_within(scopes, app.scopes):
        raise ProtocolError("invalid_scope", "The app is not registered for this scope.")
    return scopes


def _app_of(client_id: str) -> OAuthApp:
    try:
        app = OAuthApp.objects.filter(id=UUID(client_id)).first()
    except ValueError:
        app = None
    if app is None:
        raise UnknownApp
    return app


def _checked(app: OAuthApp, given: dict[str, str], *, repeats: bool) -> tuple[list[str], str]:
    if repeats:
        raise ProtocolError("invalid_request", "A parameter is given twice.")
    if given.get("response_type") != "code":
        raise ProtocolError("unsupported_response_type", "Only response_type=code is answered.")
    challenge = given.get("code_challenge", "")
    if given.get("code_challenge_method") != "S256" or not _CHALLENGE.match(challenge):
        raise ProtocolError(
            "invalid_request", "PKCE with code_challenge_method=S256 is needed (RFC 7636)."
        )
    return asked_scopes(app, given.get("scope", "")), challenge
