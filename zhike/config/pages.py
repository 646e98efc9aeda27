"""The few pages the server writes itself: the browser application's first page, the API's documentation, last errors."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from zhike.config.problems import (
    BAD_REQUEST,
    NOT_FOUND,
    UNEXPECTED,
    problem_response,
    request_id,
    say_both,
)

NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Zhike</title>
<p>The pages are not built yet. Run <code>make web</code> and load this again.</p>
<p lang="zh">页面尚未构建，请运行 <code>make web</code> 后刷新。</p></html>"""
API_DOCS = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Zhike API</title>
<link rel="stylesheet" href="/static/ninja/swagger-ui.css"></head>
<body data-openapi="/api/v1/openapi.json"><div id="swagger-ui"></div>
<script type="application/json" id="swagger-settings">{"url": "/api/v1/openapi.json"}</script>
<script src="/static/ninja/swagger-ui-bundle.js"></script>
<script src="/static/ninja/swagger-ui-init.js"></script></body></html>"""


def application(request: HttpRequest) -> HttpResponse:
    """`index.html` for every path the browser's router knows; it must not be cached, its assets may be for ever."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    index = settings.WEB_DIST / "index.html"
    if not index.is_file():
        return HttpResponse(NOT_BUILT, status=503)
    response = HttpResponse(index.read_bytes())
    response.headers["Cache-Control"] = "no-cache"
    return response


def api_docs(_request: HttpRequest) -> HttpResponse:
    """The API's documentation, from the files django-ninja carries."""
    return HttpResponse(API_DOCS)


@csrf_exempt
def no_such_api(request: HttpRequest) -> HttpResponse:
    """A problem document instead of the application for a wrong API path."""
    return not_found(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 outside the API's own routes."""
    return problem_response(request, status=404, code="not-found", detail=say_both(NOT_FOUND))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 for requests Django itself refuses, such as an unknown Host."""
    return problem_response(request, status=400, code="bad-request", detail=say_both(BAD_REQUEST))


def failed(request: HttpRequest) -> HttpResponse:
    """500 outside the API's own routes; Django has logged the cause."""
    detail = say_both(UNEXPECTED, request=request_id(request))
    return problem_response(request, status=500, code="unexpected", detail=detail)
