"""What apps themselves ask, outside the API: tokens, revoking, looking into a token, and where all of this is.

Errors are in the words of RFC 6749, for programs; nobody is known here by a cookie.
"""

from collections.abc import Callable, Mapping
from datetime import UTC
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from zhike.kit.clock import now
from zhike.platform.identity.keys import key_hash
from zhike.platform.identity.models import ApiToken, TokenKind
from zhike.platform.identity.scopes import FULL, READ, SCOPE_ACTIONS, known_objects
from zhike.platform.oauth import grant_actions as grants
from zhike.platform.oauth.authorization import LONGEST
from zhike.platform.oauth.clients import client_of
from zhike.platform.oauth.errors import ProtocolError
from zhike.platform.oauth.models import OAuthApp

Ask = Callable[[OAuthApp, Mapping[str, str]], Mapping[str, Any]]
FORM: Final = "application/x-www-form-urlencoded"


def _for_apps(ask: Ask) -> Callable[[HttpRequest], HttpResponse]:
    """A POST of a form by an app that proved itself, answered in JSON that nobody keeps."""

    @csrf_exempt  # no cookie counts here
    @require_POST
    @wraps(ask)
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            given = _form(request)
            body, status = dict(ask(client_of(request, given), given)), 200
        except ProtocolError as error:
            body = {"error": error.code, "error_description": error.description}
            status = 401 if error.code == "invalid_client" else 400
        response = JsonResponse(body, status=status)
        response["Cache-Control"] = "no-store"
        if status == 401:
            response["WWW-Authenticate"] = 'Basic realm="Zhike"'
        return response

    return answered


def _form(request: HttpRequest) -> dict[str, str]:
    if request.content_type != FORM:
        raise ProtocolError("invalid_request", f"Send the parameters as {FORM}.")
    given = request.POST
    if any(len(given.getlist(name)) > 1 for name in given):
        raise ProtocolError("invalid_request", "A parameter is given twice.")
    return {name: str(value) for name, value in given.items()}


def _needed(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "")
    if not value:
        raise ProtocolError("invalid_request", f"{name} is missing.")
    return value


@_for_apps
def token(app: OAuthApp, given: Mapping[str, str]) -> Mapping[str, Any]:
    """Tokens for a code, for a refresh token, or for the app as a person of its own."""
    match _needed(given, "grant_type"):
        case "authorization_code":
            issued = grants.exchange_code(
                app,
                code=_needed(given, "code"),
                redirect_uri=_needed(given, "redirect_uri"),
                verifier=_needed(given, "code_verifier"),
            )
        case "refresh_token":
            issued = grants.refresh(
                app, token=_needed(given, "refresh_token"), scope=given.get("scope", "")
            )
        case "client_credentials":
            issued = grants.for_service(app, scope=given.get("scope", ""))
        case _:
            raise ProtocolError("unsupported_grant_type", "See grant_types_supported.")
    return {
        "access_token": issued.access,
        "token_type": "Bearer",
        "expires_in": int(grants.ACCESS_LASTS.total_seconds()),
        **({"refresh_token": issued.refresh} if issued.refresh else {}),
        "scope": " ".join(issued.scopes),
    }


@_for_apps
def revoke(app: OAuthApp, given: Mapping[str, str]) -> Mapping[str, Any]:
    """RFC 7009: end a token. The answer is the same for one that is not there."""
    grants.revoke(app, _needed(given, "token"))
    return {}


@_for_apps
def introspect(app: OAuthApp, given: Mapping[str, str]) -> Mapping[str, Any]:
    """RFC 7662: whether a token of the app's own is good, and for what. For apps that have a secret."""
    if not app.confidential:
        raise ProtocolError("invalid_client", "Only an app with a secret may look into tokens.")
    found = (
        ApiToken.objects.select_related("user")
        .filter(
            key_hash=key_hash(_needed(given, "token")),
            of_app__grant__app=app,
            of_app__used_at=None,
            expires_at__gt=now(),
            user__is_active=True,
        )
        .first()
    )
    if found is None or found.expires_at is None:
        return {"active": False}
    return {
        "active": True,
        "scope": " ".join(found.scopes),
        "client_id": str(app.id),
        "username": found.user.email,
        "token_type": "Bearer" if found.kind == TokenKind.ACCESS else "refresh_token",
        "exp": int(found.expires_at.astimezone(UTC).timestamp()),
        "iat": int(found.created_at.astimezone(UTC).timestamp()),
        "sub": str(found.user_id),
        "iss": settings.ZHIKE_BASE_URL,
    }


@require_safe
def authorize(request: HttpRequest) -> HttpResponse:
    """Where an app sends people: to the page that asks them, with the query as it came, which no log needs to see."""
    return HttpResponseRedirect(f"/connect#{request.META.get('QUERY_STRING', '')[:LONGEST]}")


@require_safe
def metadata(_request: HttpRequest) -> HttpResponse:
    """RFC 8414: where everything is and what is understood."""
    here = settings.ZHIKE_BASE_URL
    methods = ["client_secret_basic", "client_secret_post"]
    return JsonResponse(
        {
            "issuer": here,
            "authorization_endpoint": f"{here}/oauth/authorize",
            "token_endpoint": f"{here}/oauth/token",
            "revocation_endpoint": f"{here}/oauth/revoke",
            "introspection_endpoint": f"{here}/oauth/introspect",
            "scopes_supported": [
                FULL,
                READ,
                *(f"{one}:{action}" for one in known_objects() for action in SCOPE_ACTIONS),
            ],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
            "token_endpoint_auth_methods_supported": [*methods, "none"],
            "revocation_endpoint_auth_methods_supported": [*methods, "none"],
            "introspection_endpoint_auth_methods_supported": methods,
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            "ui_locales_supported": ["zh-CN", "en"],
        }
    )


urlpatterns: list[URLPattern] = [
    path("oauth/authorize", authorize),
    path("oauth/token", token),
    path("oauth/revoke", revoke),
    path("oauth/introspect", introspect),
    path(".well-known/oauth-authorization-server", metadata),
]
