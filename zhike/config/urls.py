"""Which path goes where: the API, the probes, the rooms' public pages, and the browser application for the rest."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from zhike.config import lists, pages, probes
from zhike.config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"api/v1/{lists.ROUTE}", lists.records),
    path("api/v1/", api.urls),
    path("api/docs", pages.api_docs),
    re_path(r"^api/.*$", pages.no_such_api),
    path("healthz", probes.alive),
    path("livez", probes.alive),
    path("readyz", probes.ready),
    path("metrics", probes.metrics),
    path("", include("zhike.modules.marketing.urls")),
    path("", include("zhike.platform.mail.urls")),
    path("", include("zhike.platform.identity.providers.urls")),
    path("", include("zhike.platform.oauth.urls")),
    path("", include("zhike.platform.provisioning.urls")),
    re_path(r"^(?!static/|assets/).*$", pages.application),
]
handler404 = "zhike.config.pages.not_found"
handler500 = "zhike.config.pages.failed"
handler400 = "zhike.config.pages.bad_request"
