"""The attributes that are kept (RFC 7643 §4): one list, from which names are understood and the schemas are told.

Attribute names are case-insensitive; `canonical` gives those of a body their one spelling and leaves out what is not kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from zhike.platform.provisioning.errors import ScimError

_CORE: Final = "urn:ietf:params:scim:schemas:core:2.0:"
_MESSAGES: Final = "urn:ietf:params:scim:api:messages:2.0:"
USER: Final = f"{_CORE}User"
GROUP: Final = f"{_CORE}Group"
ENTERPRISE: Final = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
LIST: Final = f"{_MESSAGES}ListResponse"
PATCH: Final = f"{_MESSAGES}PatchOp"
SEARCH: Final = f"{_MESSAGES}SearchRequest"
ERROR: Final = f"{_MESSAGES}Error"

Type = Literal["string", "boolean", "dateTime", "reference", "complex"]
Mutability = Literal["readWrite", "readOnly", "immutable"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute, as RFC 7643 §7 describes them."""

    name: str
    description: str
    type: Type = "string"
    many: bool = False
    required: bool = False
    mutability: Mutability = "readWrite"
    unique: bool = False
    exact: bool = False
    sub: "tuple[Attribute, ...]" = ()
    always: bool = False


_COMMON: Final = (
    Attribute("id", "The id Zhike gave it.", mutability="readOnly", exact=True, always=True),
    Attribute("externalId", "The id the directory gave it.", exact=True),
    Attribute(
        "meta",
        "When it was made and changed, and its version.",
        "complex",
        mutability="readOnly",
        sub=(
            Attribute("resourceType", "User or Group.", mutability="readOnly", exact=True),
            Attribute("created", "When it was made.", "dateTime", mutability="readOnly"),
            Attribute(
                "lastModified", "When it was last changed.", "dateTime", mutability="readOnly"
            ),
            Attribute("location", "Where it is.", "reference", mutability="readOnly", exact=True),
            Attribute("version", "The ETag.", mutability="readOnly", exact=True),
        ),
    ),
)
_REFERENCE: Final = (
    Attribute("value", "The id.", mutability="immutable", exact=True),
    Attribute("$ref", "Where it is.", "reference", mutability="immutable", exact=True),
    Attribute("display", "Its name.", mutability="readOnly"),
    Attribute("type", "What it is.", mutability="immutable"),
)
ATTRIBUTES: Final[Mapping[str, tuple[Attribute, ...]]] = {
    USER: (
        Attribute(
            "userName",
            "Unique. Where no e-mail is given it must be an address, as people sign in with one.",
            required=True,
            unique=True,
        ),
        Attribute(
            "name",
            "The parts of the name.",
            "complex",
            sub=(
                Attribute("formatted", "The whole name as it is shown."),
                Attribute("familyName", "The family name."),
                Attribute("givenName", "The given name."),
            ),
        ),
        Attribute("displayName", "The name as it is shown."),
        Attribute("preferredLanguage", "zh or en, with or without a region."),
        Attribute("timezone", "A time zone such as Asia/Shanghai."),
        Attribute("active", "Whether the person may come in. False ends sessions and tokens at once.", "boolean"),
        Attribute(
            "emails",
            "The address to sign in with: the primary one, else the first of type work, else the first; else userName.",
            "complex",
            many=True,
            sub=(
                Attribute("value", "The address.", required=True),
                Attribute("type", "Always work."),
                Attribute("primary", "Always true.", "boolean"),
            ),
        ),
        Attribute(
            "roles",
            "Keys of roles. Left out, they stay as they are.",
            "complex",
            many=True,
            sub=(Attribute("value", "The key of the role."),),
        ),
        Attribute(
            "groups",
            "The teams the person is in; changed through the groups.",
            "complex",
            many=True,
            mutability="readOnly",
            sub=_REFERENCE,
        ),
        *_COMMON,
    ),
    GROUP: (
        Attribute("displayName", "The name of the team.", required=True, unique=True),
        Attribute("members", "The people of the team.", "complex", many=True, sub=_REFERENCE),
        *_COMMON,
    ),
}  # fmt: skip
NOT_KEPT: Final = frozenset(
    {
        "nickname", "profileurl", "title", "usertype", "locale", "password", "phonenumbers", "ims", "photos",
        "addresses", "entitlements", "x509certificates", "schemas",
    }
)  # fmt: skip
"""Attributes of the standard that nothing here needs: they are understood, and not stored."""


def attribute_of(schema: str, name: str) -> Attribute | None:
    """The attribute of this name, however it is spelt; None for one that is not kept. Raises ScimError for an unknown."""
    low = name.lower()
    found = next((one for one in ATTRIBUTES[schema] if one.name.lower() == low), None)
    if found is None and low not in NOT_KEPT:
        raise ScimError(400, f"There is no attribute {name[:60]}.", "invalidPath")
    return found


def sub_attribute(parent: Attribute, name: str) -> Attribute | None:
    """The same within a complex attribute; what is not among its own is not kept."""
    return next((one for one in parent.sub if one.name.lower() == name.lower()), None)


def bare_path(schema: str, path: str) -> str:
    """A path without the name of the schema before it; empty for one into a schema that is not kept."""
    low = path.lower()
    if low.startswith(f"{schema.lower()}:"):
        return path[len(schema) + 1 :]
    return "" if low.startswith(ENTERPRISE.lower()) else path


def canonical(schema: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The kept attributes of a body by their one spelling. What only the server says is left out."""
    found: dict[str, Any] = {}
    for key, value in body.items():
        name = bare_path(schema, key)
        low = name.lower()
        attribute = next((one for one in ATTRIBUTES[schema] if one.name.lower() == low), None)
        if attribute is not None and attribute.mutability != "readOnly":
            found[attribute.name] = spelt(attribute, value)
    return found


def spelt(attribute: Attribute, value: Any) -> Any:
    """A value of the attribute: parts by their one spelling, a list where there may be many, a boolean for its text."""
    if attribute.many:
        items = value if isinstance(value, list) else [] if value is None else [value]
        return [_complex(attribute, item) for item in items]
    if attribute.sub:
        return _complex(attribute, value)
    if (
        attribute.type == "boolean"
        and isinstance(value, str)
        and value.lower() in {"true", "false"}
    ):
        return value.lower() == "true"
    return value


def _complex(attribute: Attribute, value: Any) -> Any:
    if value is None:
        return {}
    if not isinstance(value, dict):
        return {"value": value} if attribute.many else value
    parts = ((sub_attribute(attribute, key), part) for key, part in value.items())
    return {one.name: spelt(one, part) for one, part in parts if one is not None}
