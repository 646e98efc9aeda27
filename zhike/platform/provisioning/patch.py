"""PATCH (RFC 7644 §3.5.2): operations applied to a resource as it is shown; what comes out is then stored as by PUT.

Directories spell `Replace` and send "False" for false; both are understood.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

from zhike.platform.provisioning.attributes import (
    PATCH,
    Attribute,
    attribute_of,
    bare_path,
    spelt,
    sub_attribute,
)
from zhike.platform.provisioning.errors import ScimError
from zhike.platform.provisioning.filters import Node, fits, parse

MOST: Final = 1_000
_PATH: Final = re.compile(r"(?P<name>[A-Za-z$][\w$-]*)(\[(?P<filter>.*)\])?(\.(?P<sub>[\w$]+))?\Z")


def patched(schema: str, resource: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """The resource after the operations of a body, which is not touched itself. Raises ScimError."""
    given = {key.lower(): value for key, value in body.items()}
    operations = given.get("operations")
    if PATCH not in given.get("schemas", ()) or not isinstance(operations, list):
        raise ScimError(400, f"Send Operations with the schema {PATCH}.", "invalidSyntax")
    if len(operations) > MOST:
        raise ScimError(413, f"At most {MOST} operations at once.", "tooMany")
    result = deepcopy(dict(resource))
    for operation in operations:
        if not isinstance(operation, dict):
            raise ScimError(400, "An operation is an object.", "invalidSyntax")
        _apply(schema, result, {key.lower(): value for key, value in operation.items()})
    return result


def _apply(schema: str, resource: dict[str, Any], operation: Mapping[str, Any]) -> None:
    op, path, value = (
        str(operation.get("op", "")).lower(),
        operation.get("path"),
        operation.get("value"),
    )
    if op not in {"add", "replace", "remove"}:
        raise ScimError(400, "op is add, replace or remove.", "invalidSyntax")
    if path is None:
        if op == "remove":
            raise ScimError(400, "Say by a path what to remove.", "noTarget")
        if not isinstance(value, dict):
            raise ScimError(400, "Without a path the value is an object.", "invalidValue")
        for key, one in value.items():
            _at(schema, resource, op, key, one)
        return
    if not isinstance(path, str):
        raise ScimError(400, "A path is a text.", "invalidPath")
    _at(schema, resource, op, path, value)


def _at(schema: str, resource: dict[str, Any], op: str, path: str, value: Any) -> None:
    bare = bare_path(schema, path)
    if not bare:
        return
    parts = _PATH.match(bare)
    if parts is None:
        raise ScimError(400, f"This is no path: {path[:60]}", "invalidPath")
    attribute = attribute_of(schema, parts["name"])
    if attribute is None:
        return
    if attribute.mutability == "readOnly":
        raise ScimError(400, f"Attribute '{attribute.name}' is readOnly", "mutability")
    if parts["filter"] is not None:
        _in_list(resource, op, attribute, parse(parts["filter"]), parts["sub"], value)
    elif parts["sub"] is not None:
        _in_part(resource, op, attribute, parts["sub"], value)
    elif op == "remove":
        if attribute.many and value is not None:
            # Some directories name in the value which items to remove.
            gone = [item.get("value") for item in spelt(attribute, value)]
            kept = [one for one in resource.get(attribute.name, []) if one.get("value") not in gone]
            resource[attribute.name] = kept
            return
        resource[attribute.name] = [] if attribute.many else {} if attribute.sub else None
    else:
        _put(resource, op, attribute, spelt(attribute, value))


def _put(resource: dict[str, Any], op: str, attribute: Attribute, value: Any) -> None:
    held = resource.get(attribute.name)
    if attribute.many and op == "add":
        known = [one.get("value") for one in held or []]
        resource[attribute.name] = [
            *(held or []),
            *(one for one in value if one.get("value") not in known),
        ]
    elif attribute.sub and not attribute.many and isinstance(value, dict):
        resource[attribute.name] = {**(held or {}), **value}
    else:
        resource[attribute.name] = value


def _in_part(resource: dict[str, Any], op: str, attribute: Attribute, sub: str, value: Any) -> None:
    part = sub_attribute(attribute, sub)
    if part is None:
        return
    new = None if op == "remove" else spelt(part, value)
    if attribute.many:
        for item in resource.get(attribute.name) or []:
            item[part.name] = new
        return
    resource[attribute.name] = {**(resource.get(attribute.name) or {}), part.name: new}


def _in_list(
    resource: dict[str, Any], op: str, attribute: Attribute, node: Node, sub: str | None, value: Any
) -> None:
    items = list(resource.get(attribute.name) or [])
    found = [item for item in items if fits(node, item)]
    part = sub_attribute(attribute, sub) if sub is not None else None
    if op == "remove":
        if sub is None:
            resource[attribute.name] = [item for item in items if item not in found]
        for item in found if part is not None else ():
            item.pop(part.name if part is not None else "", None)
        return
    if not found:
        if op == "replace" and sub is None:
            raise ScimError(400, "No item fits the filter of the path.", "noTarget")
        # "Set the value of the work address": made where there is none, as directories expect.
        made: dict[str, Any] = {}
        resource[attribute.name] = [*items, made]
        found = [made]
    for item in found:
        if part is not None:
            item[part.name] = spelt(part, value)
        elif sub is None and isinstance(value, dict):
            item.update(spelt(attribute, [value])[0])
