"""The HTML of a kept mail as a page of its own, for a frame: it may load pictures and styles, and run nothing."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from zhike.kit.errors import ZhikeError
from zhike.platform.identity.requests import signed_in
from zhike.platform.mail.mailbox import body, opened

SANDBOX = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src http: https:;"
    " style-src 'unsafe-inline'; frame-ancestors 'self'"
)


def sandboxed(html: str) -> HttpResponse:
    """A response that shows foreign HTML without letting it do anything."""
    response = HttpResponse(html)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def mail_body(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """The HTML part, or the text in its place."""
    try:
        _, parsed = opened(signed_in(request), message_id)
    except ZhikeError as error:
        return HttpResponse(error.message("en"), status=error.status, content_type="text/plain")
    page = body(parsed, ["html"])
    if page:
        # Links must open outside the frame, where the sandbox does not reach.
        return sandboxed(f'<base target="_blank"><meta charset="utf-8">{page}')
    response = sandboxed("")
    response["Content-Type"] = "text/plain; charset=utf-8"
    response.content = body(parsed, ["plain"]).encode()
    return response


urlpatterns: list[URLPattern] = [path("demo/mailbox/<uuid:message_id>/body", mail_body)]
