"""The objects of this workspace in the API's document, as one reader sees them: what a record of each takes and gives.

The routes of records are the same for every object; a reader of the document wants to know what *their* contracts hold. So the
document that is served names them one by one, and the one that is checked in, which is of no workspace, does not.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from zhike.platform.access.policy import Policy
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.seen import all_seen, entered_by

Shape = dict[str, Any]

_TEXT: Final[Shape] = {"type": "string"}
_TEXTS: Final[Shape] = {"type": "array", "items": _TEXT}
_ID: Final[Shape] = {"type": "string", "format": "uuid"}
_POINTER: Final[Shape] = {
    "type": "object",
    "properties": {"id": _ID, "title": _TEXT, "object": _TEXT},
    "required": ["id", "title"],
}
_MONEY: Final[Shape] = {
    "type": "object",
    "properties": {"amount": _TEXT, "currency": _TEXT},
    "required": ["amount"],
}
_SHAPES: Final[Mapping[str, Shape]] = {
    "text": _TEXT,
    "long_text": _TEXT,
    "email": {"type": "string", "format": "email"},
    "phone": _TEXT,
    "url": {"type": "string", "format": "uri"},
    "tags": _TEXTS,
    "number": {"type": "number"},
    "percent": {"type": "number"},
    "rating": {"type": "integer"},
    "duration": {"type": "integer"},
    "auto_number": _TEXT,
    "money": _MONEY,
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "address": {"type": "object"},
    "person": _POINTER,
    "lookup": _POINTER,
}
"""What a field of a kind is in JSON; of kinds that are not here nothing is said."""
_ROUTES: Final = ("", "/{record_id}")


def with_objects(document: Any, policy: Policy) -> Any:
    """The document with every object the reader may view: a shape of its own, and the routes of its records."""
    schemas, paths = document["components"]["schemas"], document["paths"]
    for type_ in all_seen(policy):
        if not policy.may(type_.key, "view"):
            continue
        given, taken = f"{type_.key}.record", f"{type_.key}.values"
        schemas[given] = _given(type_)
        schemas[taken] = _taken(entered_by(policy, type_.key))
        for route in _ROUTES:
            whole = next(path for path in paths if path.endswith(f"/records/{{object_key}}{route}"))
            paths[whole.replace("{object_key}", type_.key)] = {
                method: _named(operation, type_, given, taken)
                for method, operation in paths[whole].items()
            }
    return document


def _named(operation: Mapping[str, Any], type_: ObjectType, given: str, taken: str) -> Shape:
    """The operation of any object as one of this object: no key to choose, and its own shapes."""
    parameters = [one for one in operation.get("parameters", ()) if one["name"] != "object_key"]
    named: Shape = {
        **operation,
        "operationId": f"{operation['operationId']}_{type_.key}",
        "tags": [type_.key],
        "parameters": parameters,
        "responses": {
            status: _answered(answer, given) for status, answer in operation["responses"].items()
        },
    }
    if "requestBody" in operation:
        named["requestBody"] = _json({"$ref": f"#/components/schemas/{taken}"})
        named["requestBody"]["required"] = True
    return named


def _answered(answer: Shape, given: str) -> Shape:
    shape = answer.get("content", {}).get("application/json", {}).get("schema", {})
    record = {"$ref": f"#/components/schemas/{given}"}
    if shape.get("$ref", "").endswith("/RowOut"):
        return {**answer, **_json(record)}
    if shape.get("$ref", "").endswith("/PageOut"):
        page = {"type": "object", "properties": {"rows": {"type": "array", "items": record}}}
        return {**answer, **_json({"allOf": [shape, page]})}
    return answer


def _json(schema: Shape) -> Shape:
    return {"content": {"application/json": {"schema": schema}}}


def _given(type_: ObjectType) -> Shape:
    """A record as it is read."""
    known = {"id": _ID, "version": {"type": "integer"}, "title": _TEXT}
    shape = _shape(type_, type_.fields, _read)
    shape["properties"] = {**known, **shape["properties"]}
    shape["required"] = ["id", "version", "title"]
    return shape


def _taken(type_: ObjectType) -> Shape:
    """The values a new record is made of. An update takes any of them."""
    return _shape(type_, type_.writable, _written)


def _shape(
    type_: ObjectType, fields: Mapping[str, Field], value: Callable[[Field], Shape]
) -> Shape:
    own = {found.key: value(found) for found in fields.values() if found.custom}
    properties = {path: value(found) for path, found in fields.items() if not found.custom}
    if own:
        properties["custom"] = {"type": "object", "properties": own}
    label = type_.spec.text("label")
    return {"title": label.en, "description": label.zh, "type": "object", "properties": properties}


def _read(found: Field) -> Shape:
    """The value of a field as it is read; what is seen in part is a text."""
    shape = _TEXT if found.masked else _SHAPES.get(found.kind.name, {})
    options = found.settings.get("options")
    if options and not found.masked:
        one = {"type": "string", "enum": [option.key for option in options]}
        shape = {"type": "array", "items": one} if found.kind.name == "multi_choice" else one
    named = {"title": found.label.en, "description": found.label.zh}
    return {**named, "anyOf": [shape, {"type": "null"}]} if shape else named


def _written(found: Field) -> Shape:
    """The value of a field as it is entered: a person or a record by its id."""
    shape = _read(found)
    if found.kind.name in {"person", "lookup"}:
        shape["anyOf"] = [_ID, {"type": "null"}]
    return shape
