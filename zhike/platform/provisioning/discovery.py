"""What a directory asks first: what is supported, which kinds of resources there are, and their attributes."""

from collections.abc import Callable
from typing import Any, Final

from zhike.platform.access.book import current_book
from zhike.platform.access.roles import ADMINISTRATOR
from zhike.platform.provisioning.addresses import address_of
from zhike.platform.provisioning.attributes import ATTRIBUTES, GROUP, USER, Attribute
from zhike.platform.provisioning.errors import ScimError
from zhike.platform.provisioning.rules_actions import rules

_CORE: Final = "urn:ietf:params:scim:schemas:core:2.0:"
MOST_RESULTS: Final = 200
_KINDS: Final = {"User": (USER, "A person who works here."), "Group": (GROUP, "A team.")}


def _roles() -> list[str]:
    """The roles a directory may give."""
    keys = current_book().roles
    return [key for key in keys if key != ADMINISTRATOR or rules().administrators]


_CHOICES: Final[dict[str, Callable[[], list[str]]]] = {
    "emails.type": lambda: ["work"],
    "members.type": lambda: ["User"],
    "preferredLanguage": lambda: ["zh-CN", "en"],
    "roles.value": _roles,
}
"""Values an attribute has, by path."""


def service_provider_config() -> dict[str, Any]:
    """RFC 7643 §5."""
    return {
        "schemas": [f"{_CORE}ServiceProviderConfig"],
        "patch": {"supported": True},
        "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": MOST_RESULTS},
        "changePassword": {"supported": False},
        "sort": {"supported": False},
        "etag": {"supported": True},
        "authenticationSchemes": [
            {
                "name": "OAuth Bearer Token",
                "description": "A token with the scope scim, made under Settings → Provisioning.",
                "specUri": "https://www.rfc-editor.org/info/rfc6750",
                "type": "oauthbearertoken",
                "primary": True,
            }
        ],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": address_of("ServiceProviderConfig"),
        },
    }


def resource_types() -> list[dict[str, Any]]:
    """RFC 7643 §6."""
    return [
        {
            "schemas": [f"{_CORE}ResourceType"],
            "id": name,
            "name": name,
            "endpoint": f"/{name}s",
            "description": description,
            "schema": schema,
            "meta": {
                "resourceType": "ResourceType",
                "location": address_of(f"ResourceTypes/{name}"),
            },
        }
        for name, (schema, description) in _KINDS.items()
    ]


def schemas() -> list[dict[str, Any]]:
    """RFC 7643 §7."""
    return [
        {
            "schemas": [f"{_CORE}Schema"],
            "id": schema,
            "name": name,
            "description": description,
            "attributes": [_described(one, one.name) for one in ATTRIBUTES[schema]],
            "meta": {"resourceType": "Schema", "location": address_of(f"Schemas/{schema}")},
        }
        for name, (schema, description) in _KINDS.items()
    ]


def one_of(found: list[dict[str, Any]], id: str) -> dict[str, Any]:
    """The one with this id. Raises ScimError."""
    for one in found:
        if one["id"].lower() == id.lower():
            return one
    raise ScimError(404, f"There is no {id[:100]}.")


def _described(attribute: Attribute, path: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": attribute.name,
        "type": attribute.type,
        "multiValued": attribute.many,
        "description": attribute.description,
        "required": attribute.required,
        "mutability": attribute.mutability,
        "returned": "always" if attribute.always else "default",
    }
    if attribute.type in {"string", "reference"}:
        described["caseExact"] = attribute.exact
        described["uniqueness"] = "server" if attribute.unique or attribute.always else "none"
    if attribute.type == "reference":
        described["referenceTypes"] = ["User", "Group"]
    if attribute.sub:
        described["subAttributes"] = [
            _described(one, f"{path}.{one.name}") for one in attribute.sub
        ]
    values = _CHOICES.get(path)
    if values is not None:
        described["canonicalValues"] = values()
    return described
