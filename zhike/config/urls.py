"""Which path goes where: the API, the probes, the rooms' public pages, and the browser application for the rest."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from zhike.config import lists, pages, probes
from zhike.config.api import api

_PUBLIC_PAGES = ("zhike.modules.marketing.urls", "zhike.platform.mail.urls")


def _exists(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path(f"api/v1/{lists.ROUTE}", lists.records),
    path("api/v1/", api.urls),
    path("api/docs", pages.api_docs),
    re_path(r"^api/.*$", pages.no_such_api),
    path("healthz", probes.alive),
    path("livez", probes.alive),
    path("readyz", probes.ready),
    path("metrics", probes.metrics),
    *(path("", include(import_module(name))) for name in _PUBLIC_PAGES if _exists(name)),
    re_path(r"^(?!static/|assets/).*$", pages.application),
]
handler404 = "zhike.config.pages.not_found"
handler500 = "zhike.config.pages.failed"
handler400 = "zhike.config.pages.bad_request"
