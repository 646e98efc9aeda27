"""A token of an administrator that is limited to viewing contacts: on every route it sees contacts, and changes nothing.

What the scope leaves of an administrator's rights is worked out here by hand: everything of contacts, and of nothing else.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.cast import ApiClient
from tests.rights.asking import NOBODY
from tests.rights.exits import EXITS
from tests.rights.tables import Tables
from tests.rights.test_matrix import routes, walk
from tests.rights.world import OBJECTS, World

# What answers a token of any scope, though no object is named in its scopes: words every installation has, and whose
# token it is. `{}` stands for the id of something.
OPEN = {
    ("get", "auth/me"): 200,
    ("get", "auth/session"): 200,
    ("get", "regions"): 200,
    ("get", "consents/choices"): 200,
}
# Public: they ask nobody who they are.
PUBLIC = re.compile(r"auth/(sign-in|second-step|passkey|forgot|reset|invitation)(/[a-z]+)?\Z")


def token_of(person: ApiClient, *scopes: str) -> ApiClient:
    answer = person.post("auth/tokens", {"name": "program", "scopes": list(scopes)})
    assert answer.status == 201, answer
    program = ApiClient(person.id, token=answer.json["token"])
    assert program.get("auth/me").status == 200  # notes its use, so that nothing after this does
    return program


@pytest.fixture
def limited(world: World) -> World:
    """The world with two programs of the administrator: one that views contacts, and one that views all."""
    admin = world.people["admin"]
    world.people["contacts only"] = token_of(admin, "contact:view")
    world.people["read only"] = token_of(admin, "read")
    return world


def test_a_token_for_contacts_is_told_of_contacts_only(limited: World) -> None:
    person = "contacts only"
    wrong = [
        f"{ask.method} {ask.path} {ask.query or ask.body}: {why}"
        for ask, why in walk(limited, person)
    ]
    assert not wrong, "\n".join(wrong)
    seen = limited.people[person].get(f"records/contact/{limited.ids['contact']}").text
    assert all(
        one.text.encode() in seen
        for one in limited.canaries
        if one.object == "contact" and one.path == "name"
    )


@pytest.mark.parametrize("person", ["contacts only", "read only"])
def test_a_token_that_views_changes_nothing_anywhere(limited: World, person: str) -> None:
    client, tables = limited.people[person], Tables()
    changed = []
    for exit_ in EXITS.values():
        for ask in exit_(limited):
            with transaction.atomic():
                for _ in ask.send(client):
                    pass
                if what := tables.changed():
                    changed.append(f"{ask.method} {ask.path} {ask.body}: {what}")
                transaction.set_rollback(True)
    assert changed == []


def requests(world: World) -> Iterator[tuple[str, str, str]]:
    """Method, route, and the path with something real in it, of every route that is no exit."""
    for method, route in routes():
        if (method, route) not in EXITS and not PUBLIC.match(route):
            names = {
                "object_key": "contact",
                "key": "secret",
                "user_id": str(world.people["bob"].id),
            }
            parts = re.split(r"\{(\w+)\}", route)
            parts[1::2] = [names.get(part, NOBODY) for part in parts[1::2]]
            yield method, route, "".join(parts)


@pytest.mark.parametrize("scope", ["contact:view", "read", "scim"])
def test_every_other_route_is_closed_to_a_limited_token(world: World, scope: str) -> None:
    client, tables, open_to = token_of(world.people["admin"], scope), Tables(), {}
    for method, route, path in requests(world):
        body: Any = {} if method in {"post", "patch", "put"} else None
        answer = client.request(method, path, body)
        assert answer.status < 500, (method, path, answer)
        assert not tables.changed(), (method, path)
        if answer.status != 403:
            open_to[method, route] = answer.status
    left = {route: status for route, status in open_to.items() if status not in {404, 422}}
    assert left == OPEN


def test_administration_opens_to_a_token_made_for_it_and_records_stay_shut(world: World) -> None:
    client = token_of(world.people["admin"], "admin")
    assert client.get("admin/users").status == 200
    assert client.get("rights/matrix").status == 403
    for key in OBJECTS:
        assert client.get(f"records/{key}").status == 403, key
        assert client.get(f"records/{key}/{world.ids[key]}").status in {403, 404}, key
    found = client.get("search", query={"q": "zq"})
    assert (found.status, b"zq0" in found.text) == (200, False)


def test_a_scope_gives_nobody_a_right_they_do_not_have(world: World) -> None:
    charlie = token_of(world.people["charlie"], "contact:view", "contact:edit", "admin")
    path = f"records/contact/{world.ids['contact']}"
    assert charlie.get(path).status == 404
    assert charlie.patch(path, {"job_title": "x"}, version=1).status == 404
    assert charlie.get("admin/users").status == 403


@pytest.mark.parametrize("scopes", [("admin",), ("admin", "scim"), ("admin", "read")])
def test_a_token_that_administers_gives_nobody_rights(
    admin: ApiClient, alice: ApiClient, scopes: tuple[str, ...]
) -> None:
    """Else it could make an account, sign in with it, and be what it was not made for."""
    person = {"email": "new@example.com", "name": "New", "roles": ["administrator"]}
    rule = {
        "object": "contact",
        "name": "All",
        "filter": {"field": "name", "op": "is_not_empty"},
        "access": "view",
    }
    asked = admin.post("admin/invitations", {**person, "email": "asked@example.com"})
    assert asked.status == 201
    program, tables = token_of(admin, *scopes), Tables()
    tables.begin()
    refused = [
        program.post("admin/users", {**person, "password": "quiet-paper-and-ink"}),
        program.post("admin/users", {**person, "roles": [], "password": "quiet-paper-and-ink"}),
        program.patch(f"admin/users/{alice.id}", {"roles": ["administrator"]}),
        program.post("admin/invitations", person),
        program.post(f"admin/invitations/{asked.json['id']}/link"),
        program.post(f"admin/invitations/{asked.json['id']}/send"),
        program.post("rights/rules", rule),
        program.post("rights/roles", {"key": "own", "label": {"en": "Own", "zh": "自建"}}),
    ]
    assert [answer.status for answer in refused] == [403] * len(refused)
    assert tables.changed() == []
    assert program.get("admin/users").status == 200
