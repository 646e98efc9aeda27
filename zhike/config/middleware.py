"""What every response has in common: headers that say what a page may load and who may frame it, and one form of refusal."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from zhike.config.problems import METHOD, problem_response, say_both
from zhike.kit.language import Text
from zhike.platform.identity.network import host_is_ours, live_origin

API_PREFIX = "/api/"
PROBES = ("/healthz", "/readyz", "/metrics")
UNKNOWN = Text(
    "This copy of Zhike goes by another name. Whoever runs it can add the name to ZHIKE_ALLOWED_HOSTS, or set ZHIKE_BASE_URL.",
    "此知客系统不使用该主机名。请运维人员将其加入 ZHIKE_ALLOWED_HOSTS，或设置 ZHIKE_BASE_URL。",
)
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


class OwnHost:
    """Refuses what is asked under a name that is not ours: a page of somebody else's domain would be taken for ours.

    Probes are asked by machines, under whatever name these know; they say nothing of anybody and set nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or say how the name is made known."""
        if request.path in PROBES:
            return self.get_response(request)
        try:
            ours = host_is_ours(request.get_host())
        except DisallowedHost:  # it is no name at all
            ours = False
        if ours:
            return self.get_response(request)
        return problem_response(request, status=400, code="unknown-host", detail=say_both(UNKNOWN))


class Refusals:
    """Tells a method no operation takes, which the framework refuses in words of its own, as every refusal is told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; a bare 405 of the API becomes a problem document that keeps the methods there are."""
        response = self.get_response(request)
        if response.status_code != 405 or not request.path.startswith(API_PREFIX):
            return response
        allowed = response.headers.get("Allow", "")
        told = problem_response(
            request,
            status=405,
            code="method-not-allowed",
            detail=say_both(METHOD, allowed=allowed),
        )
        told.headers["Allow"] = allowed
        return told
