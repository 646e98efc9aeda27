"""The corners of reach: several teams, what is about something hidden, what is opened and no further, what lies in the trash."""

from typing import Any

import pytest

from tests.cast import ApiClient, make_person, set_rights
from tests.rights.tables import unchanged
from zhike.platform.access.actions import turn_page
from zhike.platform.access.models import StoredRole
from zhike.platform.metadata.tests.contracts import make, make_object


def titles(client: ApiClient, object_key: str = "contact", **query: Any) -> list[str]:
    rows = client.get(f"records/{object_key}", query=query).json["rows"]
    return sorted(row["title"] for row in rows)


def found(client: ApiClient, text: str) -> list[str]:
    groups = client.get("search", query={"q": text}).json["groups"]
    return sorted(item["title"] for group in groups for item in group["items"])


@pytest.fixture
def ann(alice: ApiClient) -> str:
    made = alice.post("records/contact", {"name": "Ann"})
    return str(made.json["id"])


def remove(client: ApiClient, object_key: str, record: str) -> None:
    path = f"records/{object_key}/{record}"
    assert client.delete(path, version=client.get(path).version).status == 204


def test_a_share_reaches_people_of_several_teams_and_departments(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient, ann: str
) -> None:
    """Whichever of theirs it was given to."""
    west = next(one["id"] for one in alice.get("teams").json["rows"] if one["name"] == "West")
    south = admin.post("teams", {"name": "South"}).json["id"]
    admin.put(f"teams/{south}/members/{charlie.id}")
    sales, service = (
        admin.post("departments", {"name": name}).json["id"] for name in ("Sales", "Service")
    )
    body = {"departments": [sales, service]}
    assert admin.put(f"admin/users/{charlie.id}/departments", body).status == 204
    shares = f"records/contact/{ann}/shares"
    assert titles(charlie) == []
    for receiver in (
        {"team": west},
        {"team": south},
        {"department": sales},
        {"department": service},
    ):
        (share,) = alice.post(shares, receiver).json["rows"]
        assert titles(charlie) == ["Ann"], receiver
        assert alice.delete(f"{shares}/{share['id']}").status == 204
        assert titles(charlie) == []


def test_who_is_in_no_team_is_reached_by_no_teams_share(
    admin: ApiClient, alice: ApiClient, ann: str
) -> None:
    """One's own share is found all the same."""
    loner = admin.post("admin/users", {"email": "l@x.com", "name": "L", "roles": ["member"]}).json
    alone = ApiClient(loner["id"])
    shares = f"records/contact/{ann}/shares"
    east = next(one["id"] for one in alice.get("teams").json["rows"] if one["name"] == "East")
    assert alice.post(shares, {"team": east}).status == 200
    assert titles(alone) == []
    assert alice.post(shares, {"user": loner["id"]}).status == 200
    assert titles(alone) == ["Ann"]


def test_what_is_about_something_hidden_is_hidden(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient, ann: str
) -> None:
    """Though it is nobody's, and would be seen by all; in lists, on its page, in search and among what is linked."""
    note = {"subject": "Callback", "type": "note", "owner": None}
    about = admin.post("records/activity", {**note, "about": ann}).json["id"]
    admin.post("records/activity", {**note, "subject": "Callers"})
    for client, seen in ((admin, True), (alice, True), (charlie, False)):
        expected = ["Callback", "Callers"] if seen else ["Callers"]
        assert titles(client, "activity") == expected, client.email
        assert titles(client, "activity", sort="subject") == expected, client.email
        assert found(client, "call") == expected, client.email
        status = client.get(f"records/activity/{about}").status
        assert status == (200 if seen else 404), client.email
    remove(alice, "contact", ann)
    for client in (admin, alice, charlie):
        assert titles(client, "activity") == found(client, "call") == ["Callers"], client.email


def test_a_note_about_a_note_is_not_made(admin: ApiClient, ann: str) -> None:
    """It would be seen by nobody: one step is asked, so that a chain of them ends."""
    note = {"type": "note", "owner": None}
    first = admin.post("records/activity", {**note, "subject": "First", "about": ann}).json["id"]
    with unchanged():
        second = admin.post("records/activity", {**note, "subject": "Second", "about": first})
        assert second.problem["errors"][0]["code"] == "unknown-reference"
        assert second.problem["errors"][0]["loc"] == ["about"]
    assert titles(admin, "activity") == ["First"]


@pytest.fixture
def chain(admin: ApiClient, alice: ApiClient, charlie: ApiClient) -> dict[str, str]:
    """Charlie's company, whose contact is Alice's, whose order is Alice's."""
    company = charlie.post("records/company", {"name": "Acme"}).json["id"]
    contact = {"name": "Ann", "company": company, "owner": str(alice.id)}
    person = admin.post("records/contact", contact).json["id"]
    order = {"number": "Z-77", "ordered_at": "2026-01-01", "contact": person}
    values = {**order, "owner": str(alice.id)}
    made = admin.post("orders", {"values": values, "lines": []})
    assert made.status == 201, made
    return {"company": company, "contact": person, "order": made.json["id"]}


def test_what_one_record_opens_does_not_open_a_third(
    admin: ApiClient, charlie: ApiClient, chain: dict[str, str]
) -> None:
    follows = {"contact": ["company"], "order": ["contact", "company"]}
    assert set_rights(admin, "member", follows=follows).status == 200
    narrowed = {"contact": {"view": "own"}, "order": {"view": "own"}}
    assert set_rights(admin, "member", objects=narrowed).status == 200
    assert titles(charlie, "contact") == ["Ann"]
    assert titles(charlie, "order") == []
    assert charlie.get(f"records/order/{chain['order']}").status == 404


def test_what_lies_in_the_trash_opens_nothing(
    admin: ApiClient, charlie: ApiClient, chain: dict[str, str]
) -> None:
    assert set_rights(admin, "member", follows={"contact": ["company"]}).status == 200
    dan = make_person("Dan", "member", "West")  # who sees the company and may not edit it
    for client in (charlie, dan):
        assert titles(client) == found(client, "ann") == ["Ann"]
    remove(charlie, "company", chain["company"])
    for client in (charlie, dan):
        assert titles(client) == found(client, "ann") == []
    assert charlie.get(f"records/contact/{chain['contact']}").status == 404


def test_a_stored_way_that_is_none_any_more_opens_nothing(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient, chain: dict[str, str]
) -> None:
    """A field that was removed, and one that never opens: the others still do."""
    assert set_rights(admin, "member", follows={"contact": ["company"]}).status == 200
    for ways, expected in (
        (["gone", "owner"], []),
        (["gone", "owner", "company"], ["Ann"]),
        ([], []),
    ):
        StoredRole.objects.filter(key="member").update(follows_set={"contact": ways})
        turn_page()
        assert titles(charlie) == expected, ways


def test_the_latest_are_listed_first_whosever_they_are(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, charlie: ApiClient, manager: ApiClient
) -> None:
    """A team's list is read in one piece per owner; what is in the trash is in none."""
    for client, name in ((alice, "A1"), (bob, "B1"), (alice, "A2"), (charlie, "C1"), (bob, "B2")):
        client.post("records/contact", {"name": name})
    admin.post("records/contact", {"name": "N1", "owner": None})
    gone = alice.post("records/contact", {"name": "A3"}).json["id"]
    remove(alice, "contact", gone)
    answer = bob.get("records/contact", query={"limit": 3}).json
    assert [row["title"] for row in answer["rows"]] == ["N1", "B2", "A2"]
    rest = bob.get("records/contact", query={"limit": 3, "cursor": answer["next"]}).json
    assert [row["title"] for row in rest["rows"]] == ["B1", "A1"]
    # Who edits their team's and views all is shown all.
    assert titles(manager) == ["A1", "A2", "B1", "B2", "C1", "N1"]


def test_objects_of_one_table_are_found_by_who_reaches_them(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, charlie: ApiClient, reader: ApiClient
) -> None:
    """Those reached alike are asked for together, one that is narrower by itself, and what is in the trash not at all."""
    for key in ("contract", "tender", "permit"):
        make_object(admin, key=key, label={"en": key.title(), "zh": key}, plural=f"{key}s")
    assert set_rights(admin, "member", objects={"permit": {"view": "own"}}).status == 200
    made = {key: make(alice, key, f"Harbour {key}") for key in ("contract", "tender", "permit")}
    everything = ["Harbour contract", "Harbour permit", "Harbour tender"]
    for client in (alice, admin, reader):
        assert found(client, "harbour") == everything, client.email
    assert found(bob, "harbour") == ["Harbour contract", "Harbour tender"]
    assert found(charlie, "harbour") == []
    share = {"user": str(charlie.id)}
    assert alice.post(f"records/contract/{made['contract']}/shares", share).status == 200
    assert found(charlie, "harbour") == ["Harbour contract"]
    removed = make(alice, "contract", "Harbour gone")
    remove(alice, "contract", removed)
    assert found(bob, "harbour") == ["Harbour contract", "Harbour tender"]
