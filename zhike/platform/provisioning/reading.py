"""What a request asks for: its body, its page, and which attributes it wants to see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpRequest

from zhike.platform.provisioning.attributes import SEARCH, bare_path
from zhike.platform.provisioning.discovery import MOST_RESULTS
from zhike.platform.provisioning.errors import ScimError
from zhike.platform.provisioning.filters import Node, parse


@dataclass(frozen=True, slots=True)
class Shape:
    """Which attributes to show: only these, or all but these; `id`, `schemas` and `meta` are always shown."""

    only: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    def of(self, resource: Mapping[str, Any]) -> dict[str, Any]:
        """The resource with what was asked for."""
        always = {"id", "schemas"}
        if self.only:
            shown: dict[str, Any] = {}
            for key, value in resource.items():
                low = key.lower()
                parts = {one.partition(".")[2] for one in self.only if one.startswith(f"{low}.")}
                if key in always or low in self.only:
                    shown[key] = value
                elif parts:
                    shown[key] = _parts(value, parts)
            return shown
        return {
            key: value
            for key, value in resource.items()
            if key in always or key.lower() not in self.without
        }


def _parts(value: Any, wanted: set[str]) -> Any:
    if isinstance(value, list):
        return [_parts(one, wanted) for one in value]
    if isinstance(value, dict):
        return {key: one for key, one in value.items() if key.lower() in wanted}
    return value


@dataclass(frozen=True, slots=True)
class Search:
    """A page of what fits. `start` counts from nothing, though the standard counts from one."""

    node: Node | None
    start: int
    count: int
    shape: Shape


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a request. Raises ScimError."""
    try:
        found = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise ScimError(400, "Send a JSON object.", "invalidSyntax")
    return found


def shape_of(request: HttpRequest, schema: str) -> Shape:
    """Which attributes a request wants to see."""
    return _shape(schema, request.GET.get("attributes"), request.GET.get("excludedAttributes"))


def search_of(request: HttpRequest, schema: str) -> Search:
    """What a GET asks for. Raises ScimError."""
    query = request.GET
    return _search(
        query.get("filter"),
        query.get("startIndex"),
        query.get("count"),
        shape_of(request, schema),
    )


def posted_search(body: Mapping[str, Any], schema: str) -> Search:
    """The same of a body that is posted to `.search` (RFC 7644 §3.4.3). Raises ScimError."""
    given = {key.lower(): value for key, value in body.items()}
    if SEARCH not in given.get("schemas", ()):
        raise ScimError(400, f"Send the schema {SEARCH}.", "invalidSyntax")
    shape = _shape(schema, given.get("attributes"), given.get("excludedattributes"))
    return _search(given.get("filter"), given.get("startindex"), given.get("count"), shape)


def _search(filter: Any, start: Any, count: Any, shape: Shape) -> Search:
    if filter is not None and not isinstance(filter, str):
        raise ScimError(400, "A filter is a text.", "invalidFilter")
    return Search(
        parse(filter) if filter else None,
        max(_number(start, 1), 1) - 1,
        min(max(_number(count, MOST_RESULTS), 0), MOST_RESULTS),
        shape,
    )


def _number(value: Any, otherwise: int) -> int:
    if value is None or value == "":
        return otherwise
    try:
        return max(min(int(value), 10**9), -1)
    except (TypeError, ValueError):
        raise ScimError(400, "startIndex and count are whole numbers.", "invalidValue") from None


def _shape(schema: str, only: Any, without: Any) -> Shape:
    return Shape(_names(schema, only), _names(schema, without))


def _names(schema: str, value: Any) -> frozenset[str]:
    names = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else ()
    return frozenset(bare_path(schema, str(one).strip()).lower() for one in names) - {""}
