"""The list of records on the short way: asked for more than all else, and the framework's own part of it costs a fifth.

A well-formed list request is answered here with the same function, rights and errors as in `records.api`. Everything else
under its path, and every parameter that needs explaining, takes the long way.
"""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from zhike.config.api import api
from zhike.platform.records.api import json_response, list_query
from zhike.platform.records.query.page import list_json

ROUTE = "records/<object_key>"
_COUNTS = frozenset(("none", "capped", "exact"))
_PARAMETERS = frozenset(("filter", "sort", "fields", "limit", "cursor", "count"))
_long_way = cast(
    "Callable[..., HttpResponse]",
    next(found.callback for found in api.urls[0] if str(found.pattern) == ROUTE),
)


def records(request: HttpRequest, object_key: str) -> HttpResponse:
    """`GET /records/{object}` for somebody signed in; all other requests are handed on."""
    query = request.GET
    actor = getattr(request, "actor", None)
    limit, count = query.get("limit", "50"), query.get("count", "none")
    if (
        request.method != "GET"
        or actor is None
        or actor.user_id is None
        or not (limit.isascii() and limit.isdecimal() and len(limit) < 5)
        or count not in _COUNTS
        or not _PARAMETERS.issuperset(query)
    ):
        answer: HttpResponse = _long_way(request, object_key=object_key)
        return answer
    try:
        wanted = list_query(
            query.get("filter"),
            query.get("sort", ""),
            query.get("fields", ""),
            int(limit),
            query.get("cursor"),
            count,  # type: ignore[arg-type]  # one of the three, as was just seen
        )
        return json_response(list_json(actor, object_key, wanted))
    except Exception as error:
        return api.on_exception(request, error)


records.csrf_exempt = True  # type: ignore[attr-defined]  # the actor middleware sees to it
