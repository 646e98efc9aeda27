"""Whether the scopes of a token reach as far as what is asked."""

from zhike.platform.access.roles import NAMED_ONLY
from zhike.platform.identity.scopes import ADMIN, READ, SCIM, known_objects

_PROVISIONED = frozenset({"user", "team"})
_OF_PEOPLE_ONLY = frozenset({"role"})
"""What only a token without limits reaches: whoever shapes rights could give themselves any."""


def covers(scopes: frozenset[str], object_key: str, action: str) -> bool:
    """Whether a token with these scopes may do `action` with an object, as far as its person may.

    What is no object of records (people, the log) is administration.
    """
    if object_key in _OF_PEOPLE_ONLY:
        return False
    if object_key not in known_objects():
        return ADMIN in scopes or (SCIM in scopes and object_key in _PROVISIONED)
    if action == "admin":
        return ADMIN in scopes
    if action == "view" and READ in scopes:
        return True
    asked = (action,) if action in NAMED_ONLY else (action, "edit")
    return any(f"{object_key}:{one}" in scopes for one in asked)
