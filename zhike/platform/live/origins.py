"""Which pages may listen: ours, on the configured address or on the web port of the host that was asked."""

from collections.abc import Mapping

from django.conf import settings
from django.http.request import split_domain_port

from zhike.platform.identity.network import host_is_ours, origin_parts


def origin_is_ours(origin: str, host: str) -> bool:
    """Whether a page of `origin` is one of ours, when it asks `host`."""
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    scheme, place = origin_parts(origin)
    if scheme not in ("http", "https"):
        return False
    if place == host:
        return True
    asked, _ = split_domain_port(host)
    domain, port = split_domain_port(place)
    return domain == asked and port == str(settings.PORT)


def may_listen(headers: Mapping[str, str]) -> bool:
    """Whether the browser's own headers allow an answer. Without Origin the request is no page's of elsewhere."""
    host = headers.get("host", "")
    if not host_is_ours(host):
        return False
    origin = headers.get("origin")
    if origin is not None:
        return origin_is_ours(origin, host)
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")
