"""What every response carries and what every write with a session cookie must bring.

Programs with a Bearer token are not checked for cross-site requests: a browser never adds that header by itself.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from zhike.config.problems import problem_response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # component libraries write style elements at run time
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' http://localhost:* http://127.0.0.1:*",  # live updates: the next port
        "frame-src 'self' blob:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "object-src 'none'",
    )
)
CHECKED_PREFIX = "/api/"


class SecurityHeaders:
    """Adds the headers that limit what a page may load and who may frame it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep what a view set for itself (a sandboxed mail preview is stricter)."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("X-Frame-Options", "DENY")
        if request.path.startswith(CHECKED_PREFIX):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class SessionCsrf(CsrfViewMiddleware):
    """Asks for the `X-CSRFToken` header on API writes made with a session cookie.

    The API's views are exempt from Django's own check, so this one ignores that mark and looks at who is asking:
    a session is checked, a Bearer token or nobody is not. A sign-in has no session yet: a foreign Origin is refused.
    """

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., Any],
        callback_args: tuple[Any, ...],
        callback_kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Return the refusal, or None when the request may go on."""
        if request.method in {"GET", "HEAD", "OPTIONS", "TRACE"}:
            return None
        if not request.path.startswith(CHECKED_PREFIX) or "Authorization" in request.headers:
            return None
        origin = request.headers.get("Origin")
        if origin is not None and not self._origin_verified(request):
            return self._reject(request, "origin")
        actor = getattr(request, "actor", None)
        if actor is None or actor.user_id is None:
            return None
        return super().process_view(request, _checked, callback_args, callback_kwargs)

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return problem_response(
            request,
            status=403,
            code="csrf-failed",
            detail={
                "en": "This request did not come from a Zhike page. Reload the page and try again.",
                "zh-CN": "请求并非来自知客页面，请刷新页面后重试。",
            },
        )


def _checked() -> None:
    """Stands in for the view, because Django skips its check for views marked exempt."""
