"""The headers every response carries: what a page may load, who may frame it, what may be kept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from zhike.platform.identity.network import live_origin

API_PREFIX = "/api/"
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
PAGE_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # component libraries write style elements at run time
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' {live}",
        "frame-src 'self' blob:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "object-src 'none'",
    )
)


class SecurityHeaders:
    """Adds the headers; a view that set its own (a sandboxed mail preview is stricter) keeps them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, then add what is missing."""
        response = self.get_response(request)
        headers = response.headers
        if "Content-Security-Policy" not in headers:
            page = headers.get("Content-Type", "").startswith("text/html")
            headers["Content-Security-Policy"] = (
                PAGE_POLICY.format(live=live_origin(request)) if page else DATA_POLICY
            )
        headers.setdefault("X-Frame-Options", "DENY")
        if request.path.startswith(API_PREFIX):
            headers.setdefault("Cache-Control", "no-store")
        return response
