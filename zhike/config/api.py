"""The HTTP API under `/api/v1`: one router per room, one set of error handlers."""

from importlib import import_module
from importlib.util import find_spec

from ninja import NinjaAPI

from zhike import __version__
from zhike.config import problems

_ROUTERS = (
    # First, because paths are tried in order and records are asked for most.
    ("", "zhike.platform.records.api"),
    ("", "zhike.platform.identity.api"),
    ("", "zhike.config.guides"),
    ("", "zhike.platform.jobs.api"),
    ("", "zhike.platform.changes.api"),
    ("", "zhike.platform.access.api"),
    ("", "zhike.platform.metadata.api"),
    ("", "zhike.platform.search.api"),
    ("", "zhike.platform.imports.api"),
    ("", "zhike.platform.mail.api"),
    ("", "zhike.foundation.activity.api"),
    ("", "zhike.foundation.consent.api"),
    ("", "zhike.foundation.purchase.api"),
    ("", "zhike.foundation.segment.api"),
    ("", "zhike.modules.marketing.api"),
    ("", "zhike.modules.analytics.api"),
)


def _exists(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


api = NinjaAPI(
    title="Zhike",
    version=__version__,
    description="Customers, sales, service, marketing and analytics over one set of records.",
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)
problems.install(api)
for _prefix, _name in _ROUTERS:
    if _exists(_name):
        api.add_router(_prefix, import_module(_name).router)
