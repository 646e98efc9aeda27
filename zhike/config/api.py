"""The HTTP API under `/api/v1`: one router per room, one set of error handlers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema

from zhike import __version__
from zhike.config import guides, problems
from zhike.config.bodies import BodyParser
from zhike.config.document import with_refusals
from zhike.config.objects_document import with_objects
from zhike.foundation.consent import api as consent
from zhike.foundation.purchase import api as purchase
from zhike.foundation.segment import api as segment
from zhike.kit.errors import ZhikeError
from zhike.modules.analytics import api as analytics
from zhike.modules.marketing import api as marketing
from zhike.platform.access import api as access
from zhike.platform.access.policy import policy_of
from zhike.platform.audit import api as audit
from zhike.platform.exports import api as exports
from zhike.platform.identity import api as identity
from zhike.platform.identity.requests import ActorRequest, in_scope
from zhike.platform.imports import api as imports
from zhike.platform.jobs import api as jobs
from zhike.platform.mail import api as mail
from zhike.platform.metadata import api as metadata
from zhike.platform.metadata import objects_api as objects
from zhike.platform.oauth import api as oauth
from zhike.platform.provisioning import api as provisioning
from zhike.platform.records import api as records
from zhike.platform.records import formula_api as formulas
from zhike.platform.rights import api as rights
from zhike.platform.rights.reviews import api as reviews
from zhike.platform.search import api as search

ROUTERS: Final[tuple[Router, ...]] = (
    records.router,  # first, because paths are tried in order and records are asked for most
    identity.router,
    access.router,
    metadata.router,
    objects.router,
    formulas.router,
    oauth.router,
    provisioning.router,
    rights.router,
    reviews.router,
    search.router,
    imports.router,
    exports.router,
    audit.router,
    jobs.router,
    mail.router,
    consent.router,
    purchase.router,
    segment.router,
    marketing.router,
    analytics.router,
    guides.router,
)


def for_people(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view outside the API's operations that asks to sign in as they do."""

    @wraps(view)
    def asked(request: HttpRequest, **arguments: Any) -> HttpResponse:
        try:
            in_scope(request)
            return view(request, **arguments)
        except ZhikeError as error:
            return api.on_exception(request, error)

    return asked


class Api(NinjaAPI):
    """The framework's, whose document also says how a request is refused."""

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        """The whole document."""
        document: OpenAPISchema = with_refusals(super().get_openapi_schema(**where))
        return document


api = Api(
    title="Zhike",
    version=__version__,
    description="Customers, sales, service, marketing and analytics over one set of records.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,  # served below, to each reader as theirs
    parser=BodyParser(),
)
problems.install(api)
for _router in ROUTERS:
    api.add_router("", _router)


@api.get("/openapi.json", auth=in_scope, include_in_schema=False)
def document(request: ActorRequest) -> OpenAPISchema:
    """This document, with the objects of the workspace that the reader may view."""
    found: OpenAPISchema = with_objects(api.get_openapi_schema(), policy_of(request.actor))
    return found
