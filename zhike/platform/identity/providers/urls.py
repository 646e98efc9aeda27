"""What providers themselves ask, outside the API: to read what Zhike is called, and to have the browser post an answer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from zhike.kit.errors import NotFound
from zhike.platform.identity.models import IdentityProvider
from zhike.platform.identity.network import client_address
from zhike.platform.identity.providers.posted_actions import receive
from zhike.platform.identity.providers.sites import posting, way_back


@csrf_exempt  # another site's page sends it, and no cookie counts here
@require_POST
def landing(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """On to our page, whatever was posted: it says the rest, in the reader's language. Signs nobody in."""
    given = request.POST
    posted = {name: str(given[name]) for name in given if len(given.getlist(name)) == 1}
    try:
        address = receive(provider_id, posted, client_address(request))
    except NotFound:
        raise Http404 from None
    response = HttpResponse(status=303)
    response["Location"] = address
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def introduction(_request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """What Zhike is called at this provider, and where answers go; nothing that the provider's people do not know."""
    provider = IdentityProvider.objects.filter(id=provider_id).first()
    try:
        kind = None if provider is None else posting(provider)
    except NotFound:
        kind = None
    if kind is None:
        raise Http404
    body = kind.introduction(way_back(provider_id))
    return HttpResponse(body, content_type="application/samlmetadata+xml")


urlpatterns: list[URLPattern] = [
    path("sso/<uuid:provider_id>/acs", landing),
    path("sso/<uuid:provider_id>/metadata", introduction),
]
