"""SCIM 2.0 under `/scim/v2`: users, groups, and what can be done with them. For tokens with the scope `scim`.

Answers and errors are the standard's (RFC 7644 §3.12), not the problem documents of the API.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from zhike.kit.errors import NotSignedIn, ValidationFailed, ZhikeError
from zhike.platform.access.errors import UnknownRole
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import EmailTaken, ScopeTooNarrow, TeamNameTaken
from zhike.platform.identity.requests import in_scope
from zhike.platform.identity.scopes import SCIM
from zhike.platform.provisioning import discovery
from zhike.platform.provisioning.addresses import ROOT
from zhike.platform.provisioning.attributes import ERROR, LIST, canonical
from zhike.platform.provisioning.errors import ScimError, ScimType, UserNameTaken
from zhike.platform.provisioning.kinds import Kind, read_one
from zhike.platform.provisioning.patch import patched
from zhike.platform.provisioning.people import People
from zhike.platform.provisioning.reading import (
    Search,
    body_of,
    posted_search,
    search_of,
    shape_of,
)
from zhike.platform.provisioning.teams import Teams

CONTENT_TYPE: Final = "application/scim+json"
_WORDS: Final[Mapping[type[ZhikeError], ScimType]] = {
    EmailTaken: "uniqueness",
    TeamNameTaken: "uniqueness",
    UserNameTaken: "uniqueness",
    ValidationFailed: "invalidValue",
    UnknownRole: "invalidValue",
}
View = Callable[..., HttpResponse]


def _json(body: Mapping[str, Any] | None, status: int = 200) -> HttpResponse:
    content = b"" if body is None else orjson.dumps(body)
    response = HttpResponse(content, status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def _refused(status: int, detail: str, scim_type: ScimType = "") -> HttpResponse:
    body = {"schemas": [ERROR], "status": str(status), "detail": detail}
    response = _json({**body, **({"scimType": scim_type} if scim_type else {})}, status)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Zhike"'
    return response


def _directory(request: HttpRequest) -> Actor:
    """Who a directory acts as: an administrator. Raises NotSignedIn, Forbidden, ScopeTooNarrow for any other token.

    People with a browser have no business here, either.
    """
    actor = in_scope(request)
    if actor.scopes is None or SCIM not in actor.scopes:
        raise ScopeTooNarrow
    policy_of(actor).require("user", "admin")
    return actor


def _for_directories(**by_method: View) -> View:
    """One address: what answers each method, for a directory, in one transaction each."""

    @csrf_exempt  # no cookie counts here
    @wraps(next(iter(by_method.values())))
    def answered(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            actor = _directory(request)
            view = by_method.get(request.method or "")
            if view is None:
                return _refused(405, f"Allowed here: {', '.join(by_method)}.")
            with transaction.atomic():
                return view(request, actor, **parts)
        except ScimError as error:
            return _refused(error.status, error.detail, error.scim_type)
        except NotSignedIn as error:
            return _refused(401, error.message("en"))
        except ZhikeError as error:
            status = 400 if error.status == 422 else error.status
            detail = error.problems[0].message("en") if error.problems else error.message("en")
            word: ScimType = next(
                (word for kind, word in _WORDS.items() if isinstance(error, kind)), ""
            )
            return _refused(status, detail, word)

    return answered


def _listed(resources: list[dict[str, Any]], total: int, start: int = 0) -> HttpResponse:
    return _json(
        {
            "schemas": [LIST],
            "totalResults": total,
            "startIndex": start + 1,
            "itemsPerPage": len(resources),
            "Resources": resources,
        }
    )


def _found(kind: Kind, search: Search) -> HttpResponse:
    page = kind.page(search.node, search.start, search.count)
    resources = [search.shape.of(one) for one in kind.shown(page.ids)]
    return _listed(resources, page.total, search.start)


def _told(request: HttpRequest, kind: Kind, id: UUID, status: int = 200) -> HttpResponse:
    resource = read_one(kind, id)
    version = resource["meta"]["version"]
    if status == 200 and request.method == "GET" and version in _tags(request, "If-None-Match"):
        return _json(None, 304)
    response = _json(shape_of(request, kind.schema).of(resource), status)
    response["ETag"] = version
    response["Location"] = resource["meta"]["location"]
    return response


def _tags(request: HttpRequest, header: str) -> list[str]:
    return [one.strip() for one in request.headers.get(header, "").split(",") if one.strip()]


def _require_version(request: HttpRequest, resource: Mapping[str, Any]) -> None:
    tags = _tags(request, "If-Match")
    if tags and "*" not in tags and resource["meta"]["version"] not in tags:
        raise ScimError(412, "The resource has changed since it was read.")


def _collection(kind: Kind) -> View:
    def read(request: HttpRequest, _actor: Actor) -> HttpResponse:
        return _found(kind, search_of(request, kind.schema))

    def create(request: HttpRequest, actor: Actor) -> HttpResponse:
        values = canonical(kind.schema, body_of(request))
        return _told(request, kind, kind.create(actor, values), 201)

    return _for_directories(GET=read, POST=create)


def _search(kind: Kind) -> View:
    def search(request: HttpRequest, _actor: Actor) -> HttpResponse:
        return _found(kind, posted_search(body_of(request), kind.schema))

    return _for_directories(POST=search)


def _resource(kind: Kind) -> View:
    def read(request: HttpRequest, _actor: Actor, id: UUID) -> HttpResponse:
        return _told(request, kind, id)

    def replace(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponse:
        values = canonical(kind.schema, body_of(request))
        held = kind.locked(id)
        _require_version(request, held)
        kind.replace(actor, id, held, values)
        return _told(request, kind, id)

    def patch(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponse:
        body = body_of(request)
        held = kind.locked(id)
        _require_version(request, held)
        kind.replace(actor, id, held, patched(kind.schema, held, body))
        return _told(request, kind, id)

    def remove(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponse:
        _require_version(request, kind.locked(id))
        kind.remove(actor, id)
        return _json(None, 204)

    return _for_directories(GET=read, PUT=replace, PATCH=patch, DELETE=remove)


def _everything(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """A search over people and teams together; a kind the filter cannot be asked of has none that fit."""
    body, wrong = body_of(request), []
    resources: list[dict[str, Any]] = []
    start = total = 0
    for kind in KINDS.values():
        search = posted_search(body, kind.schema)
        start = search.start
        try:
            page = kind.page(search.node, max(start - total, 0), search.count - len(resources))
        except ScimError as error:
            wrong.append(error)
            continue
        total += page.total
        resources += [search.shape.of(one) for one in kind.shown(page.ids)]
    if len(wrong) == len(KINDS):
        raise wrong[0]
    return _listed(resources, total, start)


def _config(_request: HttpRequest, _actor: Actor) -> HttpResponse:
    return _json(discovery.service_provider_config())


def _types(_request: HttpRequest, _actor: Actor, id: str = "") -> HttpResponse:
    found = discovery.resource_types()
    return _json(discovery.one_of(found, id)) if id else _listed(found, len(found))


def _schemas(_request: HttpRequest, _actor: Actor, id: str = "") -> HttpResponse:
    found = discovery.schemas()
    return _json(discovery.one_of(found, id)) if id else _listed(found, len(found))


def _nothing(_request: HttpRequest, _actor: Actor) -> HttpResponse:
    raise ScimError(404, "There is nothing at this address.")


_nowhere = _for_directories(**dict.fromkeys(("GET", "POST", "PUT", "PATCH", "DELETE"), _nothing))
KINDS: Final[Mapping[str, Kind]] = {"Users": People(), "Groups": Teams()}
urlpatterns: list[URLPattern] = [
    *(path(f"{ROOT}/{name}", _collection(kind)) for name, kind in KINDS.items()),
    *(path(f"{ROOT}/{name}/.search", _search(kind)) for name, kind in KINDS.items()),
    *(path(f"{ROOT}/{name}/<uuid:id>", _resource(kind)) for name, kind in KINDS.items()),
    path(f"{ROOT}/.search", _for_directories(POST=_everything)),
    path(f"{ROOT}/ServiceProviderConfig", _for_directories(GET=_config)),
    path(f"{ROOT}/ResourceTypes", _for_directories(GET=_types)),
    path(f"{ROOT}/ResourceTypes/<str:id>", _for_directories(GET=_types)),
    path(f"{ROOT}/Schemas", _for_directories(GET=_schemas)),
    path(f"{ROOT}/Schemas/<str:id>", _for_directories(GET=_schemas)),
    re_path(r"^scim/.*$", _nowhere),
]
