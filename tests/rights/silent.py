"""Routes that tell of no record, and why; the census of exits leaves them out."""

from typing import Final

_SIGNING_IN: Final = "signing in and one's own account: people, no records"
_PEOPLE: Final = "people, teams and departments, for administrators"
_RIGHTS: Final = "roles and rules: the names of objects and fields, no values"
_FOLLOWED: Final = "asked by the exit that makes what it tells of"
TELLS_NOTHING: Final[dict[str, str]] = {
    "auth": _SIGNING_IN,
    "admin": _PEOPLE,
    "oauth": "what an app asks of a person: its name and the names of scopes",
    "departments": _PEOPLE,
    "teams": _PEOPLE,
    "roles": _PEOPLE,
    "rights": _RIGHTS,
    "audit/keeping": "how long the log is kept",
    "audit/flags/seen": "a note that somebody looked",
    "regions": "a list every installation has",
    "formula-functions": "the words of a language",
    "guides": "pages of help",
    "consents/choices": "labels",
    "objects/{object_key}/fields/{key}": "definitions, for administrators",
    "imports/{import_id}": _FOLLOWED,
    "exports/{export_id}": _FOLLOWED,
    "views/{view_id}": "one's own words",
}
"""Paths of other routes, with all below them, and why they tell of no record."""
FOR_ADMINISTRATORS: Final = {
    ("post", "objects/{object_key}/fields"),
    ("get", "objects"),
    ("post", "objects"),
    ("patch", "objects/{object_key}"),
    ("delete", "objects/{object_key}"),
    ("post", "objects/{object_key}/restore"),
}
"""Routes that share a path with an exit and tell of no record themselves; how many records an object has its administrator
may know.
"""
